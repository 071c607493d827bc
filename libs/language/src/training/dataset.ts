/** The features of all messages, one behind the other. */
import { Features } from '../features.ts'
import { langs } from '../labels.ts'
import { Tokens } from '../tokens.ts'

/** An array that grows; typed arrays do not. */
class Growing<A extends Int32Array | Float32Array> {
  length = 0
  array: A
  readonly #make: (size: number) => A

  constructor(make: (size: number) => A) {
    this.#make = make
    this.array = make(1 << 20)
  }

  append(part: A, count: number): void {
    if (this.length + count > this.array.length) {
      const larger = this.#make(this.array.length * 2)
      larger.set(this.array)
      this.array = larger
    }
    this.array.set(part.subarray(0, count), this.length)
    this.length += count
  }
}

export type Dataset = { starts: Int32Array; buckets: Int32Array; values: Float32Array; langStarts: Int32Array; langBuckets: Int32Array }

export const langNumber = (lang: string): number => {
  const place = (langs as readonly string[]).indexOf(lang)
  return place < 0 ? langs.length - 1 : place
}

export function pack(messages: readonly { text: string; lang: string }[]): Dataset {
  const tokens = new Tokens()
  const features = new Features()
  const buckets = new Growing((size) => new Int32Array(size))
  const values = new Growing((size) => new Float32Array(size))
  const langBuckets = new Growing((size) => new Int32Array(size))
  const starts = new Int32Array(messages.length + 1)
  const langStarts = new Int32Array(messages.length + 1)
  messages.forEach(({ text, lang }, i) => {
    tokens.read(text)
    features.makeLang(tokens)
    features.make(tokens, langNumber(lang))
    buckets.append(features.buckets, features.count)
    values.append(features.values, features.count)
    langBuckets.append(features.langBuckets, features.langCount)
    starts[i + 1] = buckets.length
    langStarts[i + 1] = langBuckets.length
  })
  return { starts, buckets: buckets.array, values: values.array, langStarts, langBuckets: langBuckets.array }
}
