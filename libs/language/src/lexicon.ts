/** The library's own small lists: which classes a word or an emoji belongs to, and how abbreviations are usually spelled. */
import { fold } from './fold.ts'
import { emoji } from './lexicon.emoji.ts'
import { aliases, en } from './lexicon.en.ts'
import { abbreviations, fr } from './lexicon.fr.ts'
import { more } from './lexicon.more.ts'
import { groups } from './lexicon.groups.ts'
import { news } from './lexicon.news.ts'
import { people } from './lexicon.people.ts'
import { peril } from './lexicon.peril.ts'

/** A bit each; a word may have several. */
export const Class = {
  good: 1,
  bad: 1 << 1,
  negator: 1 << 2,
  much: 1 << 3,
  insult: 1 << 4,
  profanity: 1 << 5,
  slur: 1 << 6,
  group: 1 << 7,
  you: 1 << 8,
  me: 1 << 9,
  they: 1 << 10,
  violence: 1 << 11,
  wish: 1 << 12,
  contrast: 1 << 13,
  asking: 1 << 14,
  please: 1 << 15,
  thanks: 1 << 16,
  greeting: 1 << 17,
  staff: 1 << 18,
  danger: 1 << 19,
  laugh: 1 << 20,
  being: 1 << 21,
  suggesting: 1 << 22,
  now: 1 << 23,
  selling: 1 << 24,
  dehumanising: 1 << 25,
  fear: 1 << 26,
  sorrow: 1 << 27,
  anger: 1 << 28,
  saying: 1 << 29,
  puzzled: 1 << 30,
} as const

export type ClassName = keyof typeof Class
export type WordLists = Partial<Record<ClassName, string>>

/** `content|e|s` is content, contente, contents. */
export function expand(list: string): string[] {
  return list
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((entry) => {
      const [stem = '', ...endings] = entry.split('|')
      return [stem, ...endings.map((ending) => stem + ending)]
    })
}

function hashOf(word: string): number {
  let h = 0x811c9dc5
  const folded = fold(word)
  for (let i = 0; i < folded.length; i += 1) h = Math.imul(h ^ folded.charCodeAt(i), 0x01000193)
  return h
}

/** Hash → number, open addressing; 0 for what is not in it. */
class Table {
  readonly #keys = new Int32Array(16_384)
  readonly #values = new Int32Array(16_384)

  #slot(key: number): number {
    let slot = (key ^ (key >>> 15)) & 16_383
    while (this.#values[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & 16_383
    return slot
  }

  get(key: number): number {
    return this.#values[this.#slot(key)] ?? 0
  }

  add(key: number, bits: number): void {
    const slot = this.#slot(key)
    this.#keys[slot] = key
    this.#values[slot] = (this.#values[slot] ?? 0) | bits
  }
}

const classes = new Table()
const usual = new Table()

function codeOf(symbol: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < symbol.length; i += 1) h = Math.imul(h ^ symbol.charCodeAt(i), 0x01000193)
  return h
}

function fill(lists: WordLists, hash: (word: string) => number): void {
  for (const [name, list] of Object.entries(lists)) {
    for (const word of expand(list)) classes.add(hash(word), Class[name as ClassName])
  }
}

for (const lists of [fr, en, groups, news, people, peril, ...more]) fill(lists, hashOf)
fill(emoji, codeOf)
for (const [short, long] of Object.entries({ ...aliases, ...abbreviations })) usual.add(hashOf(short), hashOf(long))

/** The classes of a hashed word; 0 for a word of no list. */
export const classOf = (hash: number): number => classes.get(hash)

/** The hash of the usual spelling. */
export function aliasOf(hash: number): number {
  const known = usual.get(hash)
  return known === 0 ? hash : known
}
