/**
 * What the model sees of a message: hashed words, pairs, pairs with a gap, parts of words, classes of the lexicon and how they stand to each
 * other, negation, and the manner of writing. Made once and shared by all heads; nothing is allocated while it runs.
 */
import { Class } from './lexicon.ts'
import { TokenKind, type Tokens } from './tokens.ts'

export const langBits = 15
export const maxFeatures = 16_384
const maxLangFeatures = 2048

/** How much each kind of feature weighs before the whole is brought to length one. */
export const weightOf = {
  word: 1,
  negated: 0.7,
  pair: 1.1,
  gap: 0.45,
  triple: 0.5,
  part: 0.2,
  lists: 0.9,
  relation: 0.45,
  place: 0.5,
  manner: 0.6,
  mixed: 0.4,
}

const golden = 0x9e3779b1
const prime = 0x01000193
const groupGram = 0x3c6ef372
const edge = 0x51ed270b
const related =
  Class.insult |
  Class.profanity |
  Class.slur |
  Class.group |
  Class.you |
  Class.me |
  Class.they |
  Class.violence |
  Class.staff |
  Class.dehumanising |
  Class.being |
  Class.bad |
  Class.good |
  Class.saying |
  Class.wish |
  Class.laugh |
  Class.danger |
  Class.now
const hooks = Class.group | Class.staff | Class.you | Class.insult | Class.slur
const [reach, negationReach] = [5, 4]

const mix = (a: number, b: number): number => {
  const h = Math.imul(a ^ Math.imul(b, 0x85ebca6b), prime)
  return h ^ (h >>> 13)
}

/** The features of one text at a time. */
export class Features {
  count = 0
  /** The hash of each feature. */
  readonly hashes = new Int32Array(maxFeatures)
  readonly values = new Float32Array(maxFeatures)
  langCount = 0
  readonly langBuckets = new Int32Array(maxLangFeatures)
  readonly #grams = new Int32Array(512)
  readonly #negated = new Uint8Array(512)
  #squares = 0

  /** The features of what was read last; `lang` is the number of its language. */
  make(tokens: Tokens, lang: number): void {
    this.count = 0
    this.#squares = 0
    this.#prepare(tokens)
    for (let k = 0; k < tokens.count; k += 1) {
      this.#words(tokens, k)
      this.#sequences(tokens, k)
      const classes = tokens.classes[k]!
      if (classes !== 0) this.#lists(tokens, k, classes, lang)
      if (tokens.kinds[k] === TokenKind.word && (classes & Class.group) === 0) this.#parts(tokens, k)
    }
    this.#ends(tokens)
    this.#manner(tokens, lang)
    const scale = this.#squares > 0 ? 1 / Math.sqrt(this.#squares) : 0
    for (let i = 0; i < this.count; i += 1) this.values[i] = this.values[i]! * scale
  }

  #add(hash: number, salt: number, value: number): void {
    const i = this.count
    if (i >= maxFeatures) return
    const h = Math.imul(hash ^ Math.imul(salt, 0x27d4eb2f), golden)
    this.hashes[i] = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
    this.values[i] = value
    this.#squares += value * value
    this.count = i + 1
  }

  /** What stands for each token in sequences, and which tokens a negation reaches. */
  #prepare(tokens: Tokens): void {
    let left = 0
    for (let k = 0; k < tokens.count; k += 1) {
      const classes = tokens.classes[k]!
      this.#grams[k] = (classes & Class.group) !== 0 ? groupGram : tokens.hashes[k]!
      if (tokens.kinds[k] === TokenKind.sign || (classes & Class.contrast) !== 0) left = 0
      this.#negated[k] = left > 0 ? 1 : 0
      left = (classes & Class.negator) !== 0 ? negationReach : left - 1
    }
  }

  #words(tokens: Tokens, k: number): void {
    const hash = this.#grams[k]!
    this.#add(hash, 1, weightOf.word)
    if (this.#negated[k] === 1) this.#add(hash, 2, weightOf.negated)
    const flags = tokens.flags[k]!
    if ((flags & 3) !== 0) this.#add(hash, 3 + (flags & 3), weightOf.place)
    if (k < 3) this.#add(hash, 8 + k, weightOf.place)
  }

  #sequences(tokens: Tokens, k: number): void {
    const g = this.#grams
    const own = g[k]!
    const one = k > 0 ? g[k - 1]! : edge
    this.#add(mix(one, own), 11, weightOf.pair)
    if (k > 0) {
      const two = k > 1 ? g[k - 2]! : edge
      this.#add(mix(two, own), 12, weightOf.gap)
      this.#add(mix(mix(two, one), own), 13, weightOf.triple)
    }
    if (k > 2) this.#add(mix(g[k - 3]!, own), 14, weightOf.gap)
    if (k > 0) this.#generalised(tokens, k, own)
    if (k === tokens.count - 1) this.#add(mix(own, edge), 11, weightOf.pair)
  }

  /** Pairs of a word with the classes of its neighbour. */
  #generalised(tokens: Tokens, k: number, own: number): void {
    const before = this.#grams[k - 1]!
    const classes = tokens.classes[k]!
    const others = tokens.classes[k - 1]!
    if (classes !== 0) this.#add(mix(before, classes), 35, weightOf.mixed)
    if (others !== 0) this.#add(mix(others, own), 36, weightOf.mixed)
    if (classes !== 0 && others !== 0) this.#add(mix(others, classes), 37, weightOf.mixed)
  }

  #lists(tokens: Tokens, k: number, classes: number, lang: number): void {
    const negated = this.#negated[k]!
    for (let rest = classes; rest !== 0; rest &= rest - 1) {
      this.#add(rest & -rest, 16 + negated, weightOf.lists)
      this.#add(mix(rest & -rest, lang), 26 + negated, weightOf.gap)
    }
    const own = classes & related
    for (let j = Math.max(0, k - reach); own !== 0 && j < k; j += 1) {
      const other = tokens.classes[j]! & related
      if (other !== 0) this.#relations(own, other, negated)
    }
    if ((classes & hooks) === 0) return
    const hook = classes & hooks
    if (k > 0) this.#add(mix(hook, this.#grams[k - 1]!), 20, weightOf.gap)
    if (k + 1 < tokens.count) this.#add(mix(hook, this.#grams[k + 1]!), 21, weightOf.gap)
    if (k + 2 < tokens.count) this.#add(mix(hook, this.#grams[k + 2]!), 22, weightOf.gap)
  }

  #relations(own: number, other: number, negated: number): void {
    for (let a = own; a !== 0; a &= a - 1) {
      for (let b = other; b !== 0; b &= b - 1) this.#add(mix(a & -a, b & -b), 18 + negated, weightOf.relation)
    }
  }

  /** Parts of 3 to 5 letters, with the ends of the word marked. */
  #parts(tokens: Tokens, k: number): void {
    const from = tokens.from[k]!
    const length = tokens.to[k]! - from
    if (length > 40) return
    const folded = tokens.folded
    for (let start = -1; start <= length - 2; start += 1) {
      let h = 0x811c9dc5
      const last = Math.min(start + 5, length + 1)
      for (let i = start; i < last; i += 1) {
        const unit = i < 0 ? 60 : i === length ? 62 : folded[from + i]!
        h = Math.imul(h ^ unit, prime)
        if (i - start >= 2) this.#add(h, 24 + i - start, weightOf.part)
      }
    }
  }

  #ends(tokens: Tokens): void {
    const n = tokens.count
    if (n > 0) this.#add(this.#grams[n - 1]!, 30, weightOf.place)
    let first = 0
    let all = 0
    for (let k = 0; k < n; k += 1) {
      if (k < 4) first |= tokens.classes[k]!
      all |= tokens.classes[k]!
    }
    for (let rest = first; rest !== 0; rest &= rest - 1) this.#add(rest & -rest, 31, weightOf.place)
    // What is missing tells as much as what is there.
    for (let rest = ~all & 0x7fffffff; rest !== 0; rest &= rest - 1) this.#add(rest & -rest, 32, 0.15)
  }

  #manner(tokens: Tokens, lang: number): void {
    const seen = [0, 0, 0, 0, 0, 0]
    let drawn = 0
    for (let k = 0; k < tokens.count; k += 1) {
      const kind = tokens.kinds[k]!
      seen[kind] = seen[kind]! + 1
      if ((tokens.flags[k]! & 2) !== 0) drawn += 1
    }
    this.#add(lang, 40, weightOf.manner)
    this.#add(Math.min(12, Math.floor(Math.log2(tokens.count + 1) * 2)), 41, weightOf.manner)
    this.#add(Math.min(4, Math.floor((tokens.capitals * 8) / (tokens.letters + 1))), 42, weightOf.manner)
    for (let kind = 1; kind < 6; kind += 1) this.#add(kind * 8 + Math.min(3, seen[kind]!), 43, weightOf.manner)
    this.#add(Math.min(2, drawn), 44, weightOf.manner)
  }

  /** What the language is told by: parts of 1 to 4 letters with their accents, and whole words. */
  makeLang(tokens: Tokens): void {
    this.langCount = 0
    for (let k = 0; k < tokens.count; k += 1) {
      if (tokens.kinds[k] === TokenKind.word) this.#langParts(tokens.lower, tokens.from[k]!, tokens.to[k]!)
      if (this.langCount > maxLangFeatures - 200) return
    }
  }

  #langParts(lower: Uint16Array, from: number, to: number): void {
    const end = Math.min(to, from + 30)
    let whole = 0x1234567
    for (let start = from - 1; start < end; start += 1) {
      let h = 0x811c9dc5
      const last = Math.min(start + 4, end + 1)
      for (let i = start; i < last; i += 1) {
        const unit = i < from ? 60 : i >= end ? 62 : lower[i]!
        h = Math.imul(h ^ unit, prime)
        if (i > from - 1 || i > start) this.#addLang(h)
      }
      if (start >= from) whole = Math.imul(whole ^ lower[start]!, prime)
    }
    this.#addLang(whole)
  }

  #addLang(hash: number): void {
    const h = Math.imul(hash, golden)
    this.langBuckets[this.langCount] = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) >>> (32 - langBits)
    this.langCount += 1
  }
}
