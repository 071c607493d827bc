/** Which messages are kept for development: by a hash of the text, with messages that nearly say the same on one side. */
import { fold } from '../fold.ts'
import { hashWord } from '../tokens.ts'

const wordsOf = (text: string): string[] =>
  fold(text)
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 1 && word !== 'user' && word !== 'http')

/** For each text whether it is kept, one in `share`. Near duplicates: the same words, or three in five of their words in common. */
export function sidesOf(texts: readonly string[], share: number): boolean[] {
  const parent = texts.map((_, i) => i)
  const find = (i: number): number => {
    let at = i
    while (parent[at] !== at) at = parent[at] = parent[parent[at] ?? at] ?? at
    return at
  }
  const sets = texts.map((text) => new Set(wordsOf(text)))
  const seen = new Map<string, number[]>()
  sets.forEach((words, i) => {
    const rare = [...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).slice(0, 3)
    for (const word of rare.length > 0 ? rare : ['']) {
      const others = seen.get(word) ?? []
      for (const j of others.slice(-60)) if (find(i) !== find(j) && alike(words, sets[j] ?? words)) parent[find(i)] = find(j)
      others.push(i)
      seen.set(word, others)
    }
  })
  const keyOf = new Map<number, number>()
  texts.forEach((_, i) => {
    const top = find(i)
    if (!keyOf.has(top)) keyOf.set(top, hashWord([...(sets[top] ?? [])].sort().join(' ')))
  })
  return texts.map((_, i) => (((keyOf.get(find(i)) ?? 0) ^ ((keyOf.get(find(i)) ?? 0) >>> 15)) >>> 3) % share === 0)
}

function alike(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  let common = 0
  for (const word of a) if (b.has(word)) common += 1
  return common >= 0.6 * (a.size + b.size - common)
}
