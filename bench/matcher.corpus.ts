/** Posts and queries for the matcher's benches: seeded, the same in every run. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './support.ts'

/** A generator of numbers in [0, 1), Mulberry32. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type CorpusPost = { text: string; lang: 'fr' | 'en' }

function shuffled<T extends object>(items: readonly T[], random: () => number): T[] {
  const out = [...items]
  for (let i = out.length - 1; i > 0; i -= 1) {
    const k = Math.floor(random() * (i + 1))
    const [one, other] = [out[i], out[k]]
    if (one !== undefined && other !== undefined) [out[i], out[k]] = [other, one]
  }
  return out
}

const shortest = 55
const longest = 300

/** Real French and English posts beside the repository, as many of them as are of a post's length. */
function realPosts(folder: string): CorpusPost[] {
  const posts: CorpusPost[] = []
  for (const file of readdirSync(folder).sort()) {
    const lang = /\.(fr|en)\.jsonl$/.exec(file)?.[1]
    if (lang !== 'fr' && lang !== 'en') continue
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      if (line === '') continue
      const text = String((JSON.parse(line) as { text: unknown }).text).replace(/\s*\n\s*/g, ' ')
      if (text.length >= shortest && text.length <= longest) posts.push({ text, lang })
    }
  }
  return posts
}

/** Where there are none: sentences of made-up words whose frequencies fall as those of a language do. */
function madePosts(count: number, random: () => number): CorpusPost[] {
  const syllables = 'ba ce di fo gu la mé ni or pa qué ro sa té vu chau ment tion ble eau'.split(' ')
  const word = () => Array.from({ length: 1 + Math.floor(random() * 4) }, () => syllables[Math.floor(random() * syllables.length)]).join('')
  const words = Array.from({ length: 60_000 }, word)
  const draw = () => words[Math.floor(words.length ** random())] ?? 'mot'
  return Array.from({ length: count }, (_, i) => ({
    lang: i % 2 ? 'en' : 'fr',
    text: Array.from({ length: 12 + Math.floor(random() * 18) }, () => (random() < 0.03 ? `#${draw()}` : draw())).join(
      random() < 0.2 ? ', ' : ' ',
    ),
  }))
}

/** One behind the other in memory, as a stream brings them and as the limit reads them: shuffled they lie all over their files. */
const inOrder = (posts: CorpusPost[]): CorpusPost[] => JSON.parse(JSON.stringify(posts)) as CorpusPost[]

export type Corpus = { posts: CorpusPost[]; others: CorpusPost[]; words: string[]; bigrams: [string, string][]; real: boolean }

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe').replace(/æ/g, 'ae')

/** `count` posts to measure on, and others to learn from; words are by falling frequency, in all posts together. */
export function corpus(count: number, seed = 7): Corpus {
  const random = randomOf(seed)
  const folder = join(root, '../shared/language/train')
  const real = existsSync(folder)
  const all = shuffled(real ? realPosts(folder) : madePosts(count + 10_000, random), random)
  const seen = new Map<string, number>()
  const bigrams: [string, string][] = []
  for (const { text } of all) {
    const words = fold(text).match(/[a-z0-9_]+/g) ?? []
    for (const word of words) seen.set(word, (seen.get(word) ?? 0) + 1)
    const at = Math.floor(random() * words.length)
    const [first, second] = [words[at], words[at + 1]]
    if (first && second && first.length > 2 && second.length > 2) bigrams.push([first, second])
  }
  const words = [...seen]
    .filter(([word]) => word.length > 2)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([word]) => word)
  return { posts: inOrder(all.slice(0, count)), others: inOrder(all.slice(count)), words, bigrams, real }
}

export type Made = { query: string; terms: string[] }

/** The commonest words, which nobody saves a search for. */
const tooCommon = 100

/**
 * Queries in the mix that was measured on saved searches: OR of variants 32 %, AND 25 %, AND NOT 13 %, phrase 10 %, NEAR 7 %,
 * wildcard 4 %, hashtag 5 %, lang: 4 %. Words are drawn evenly from the vocabulary of the posts, phrases and NEAR from
 * neighbours in a post, both without the hundred commonest words.
 */
export function makeQueries(corpus: Corpus, count: number, seed = 11): Made[] {
  const random = randomOf(seed)
  const words = corpus.words.slice(tooCommon)
  const common = new Set(corpus.words.slice(0, tooCommon))
  const bigrams = corpus.bigrams.filter(([first, second]) => !common.has(first) && !common.has(second))
  const draw = () => words[Math.floor(random() * words.length)] ?? 'mot'
  const some = (least: number, most: number) => Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, draw)
  const either = (one: string, other: string) => (random() < 0.5 ? one : other)
  const neighbours = () => [...(bigrams[Math.floor(random() * bigrams.length)] ?? ['bon', 'jour'])]
  const shapes: readonly [share: number, make: () => Made][] = [
    [0.32, () => made(some(2, 4), (terms) => terms.join(either(' OU ', ' OR ')))],
    [0.25, () => made(some(2, 3), (terms) => terms.join(either(' ET ', ' ')))],
    [0.13, () => made(some(2, 3), (terms) => `${terms.slice(0, -1).join(' ')} ${either('SAUF ', '-')}${terms.at(-1)}`)],
    [0.1, () => made(neighbours(), (terms) => `"${terms.join(' ')}"`)],
    [0.07, () => made(neighbours(), (terms) => terms.join(` PRÈS/${1 + Math.floor(random() * 9)} `))],
    [0.04, () => made([headOf(draw())], ([head]) => `${head}*`)],
    [0.05, () => made([`#${draw()}`], ([tag]) => tag ?? '')],
    [0.04, () => made([draw()], ([term]) => `lang:${either('fr', 'en')} ${term}`)],
  ]
  const one = (): Made => {
    let die = random()
    const shape = shapes.find(([share]) => (die -= share) < 0) ?? shapes[0]
    return shape?.[1]() ?? { query: 'mot', terms: ['mot'] }
  }
  return Array.from({ length: count }, one)
}

const headOf = (term: string): string => term.slice(0, Math.max(3, term.length - 2))
const made = (terms: string[], write: (terms: string[]) => string): Made => ({ query: write(terms), terms })
