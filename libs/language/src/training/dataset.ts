/** The features of all messages, one behind the other. */
import { Features } from '../features.ts'
import { langs } from '../labels.ts'
import { Tokens } from '../tokens.ts'
import type { Vocabulary } from '../vocabulary.ts'

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

/** Features by hash, as they were made. */
export type Raw = { starts: Int32Array; hashes: Int32Array; values: Float32Array; langStarts: Int32Array; langBuckets: Int32Array }
/** Features by their number in the vocabulary; unknown ones are left out. */
export type Dataset = {
  vocabulary: Vocabulary
  starts: Int32Array
  ids: Int32Array
  values: Float32Array
  langStarts: Int32Array
  langBuckets: Int32Array
}

export const langNumber = (lang: string): number => {
  const place = (langs as readonly string[]).indexOf(lang)
  return place < 0 ? langs.length - 1 : place
}

export function pack(messages: readonly { text: string; lang: string }[]): Raw {
  const tokens = new Tokens()
  const features = new Features()
  const hashes = new Growing((size) => new Int32Array(size))
  const values = new Growing((size) => new Float32Array(size))
  const langBuckets = new Growing((size) => new Int32Array(size))
  const starts = new Int32Array(messages.length + 1)
  const langStarts = new Int32Array(messages.length + 1)
  messages.forEach(({ text, lang }, i) => {
    tokens.read(text)
    features.makeLang(tokens)
    features.make(tokens, langNumber(lang))
    hashes.append(features.hashes, features.count)
    values.append(features.values, features.count)
    langBuckets.append(features.langBuckets, features.langCount)
    starts[i + 1] = hashes.length
    langStarts[i + 1] = langBuckets.length
  })
  return { starts, hashes: hashes.array, values: values.array, langStarts, langBuckets: langBuckets.array }
}

export function encode(raw: Raw, vocabulary: Vocabulary): Dataset {
  const messages = raw.starts.length - 1
  const starts = new Int32Array(messages + 1)
  const ids = new Int32Array(raw.starts[messages] ?? 0)
  const values = new Float32Array(ids.length)
  let kept = 0
  for (let message = 0; message < messages; message += 1) {
    for (let i = raw.starts[message] ?? 0; i < (raw.starts[message + 1] ?? 0); i += 1) {
      const id = vocabulary.find(raw.hashes[i] ?? 0)
      if (id < 0) continue
      ids[kept] = id
      values[kept] = raw.values[i] ?? 0
      kept += 1
    }
    starts[message + 1] = kept
  }
  const { langStarts, langBuckets } = raw
  return { vocabulary, starts, ids: ids.slice(0, kept), values: values.slice(0, kept), langStarts, langBuckets }
}
