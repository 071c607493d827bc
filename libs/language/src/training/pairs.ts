/**
 * Contrastive messages made from patterns: the same groups, the same words, the other meaning. They teach that naming a group is no attack,
 * that a quotation or a negation turns a sentence round, and that praise can be denied. Seeded; other words and groups than those of
 * src/testing/functional.ts, which measures.
 */
import type { Example } from './data.ts'
import { patterns } from './pair-patterns.ts'
import { randomOf } from './random.ts'
import { targetOf, withNative } from './targets.ts'

/** Plural, singular with its article. */
const groups: readonly [string, string][] = [
  ['Noirs', 'un Noir'],
  ['Arabes', 'une Arabe'],
  ['Maghrébins', 'un Maghrébin'],
  ['Roms', 'un Rom'],
  ['Chinois', 'un Chinois'],
  ['Roumains', 'une Roumaine'],
  ['juifs', 'un juif'],
  ['chrétiens', 'une chrétienne'],
  ['réfugiés', 'un réfugié'],
  ['étrangers', 'un étranger'],
  ['migrants', 'un migrant'],
  ['lesbiennes', 'une lesbienne'],
  ['homosexuels', 'un homosexuel'],
  ['personnes trans', 'une personne trans'],
  ['filles', 'une fille'],
  ['vieux', 'un vieux'],
  ['autistes', 'une autiste'],
  ['sourds', 'un sourd'],
  ['aveugles', 'une aveugle'],
  ['Turcs', 'un Turc'],
]

/** Words that are an attack unless they are quoted. */
const slurs =
  'bougnoule bicot négresse youpin chinetoque niakoué gouine tarlouze tapette boche rital youtre crouille beurette gogol mongol pédale'.split(
    ' ',
  )

const weight = 0.8

function example(text: string, toxic: boolean): Example {
  const answered = { allowed: [String(toxic)], weight }
  return {
    text,
    lang: 'fr',
    source: 'pairs',
    development: false,
    targets: withNative([targetOf('toxic', answered), targetOf('publicToxic', answered)], 'fr'),
  }
}

/** Each pattern with a few groups drawn by the seed. */
export function makePairs(seed: number): Example[] {
  const random = randomOf(seed)
  const fill = (pattern: string): string => {
    const [plural, single] = groups[Math.floor(random() * groups.length)] ?? ['', '']
    const slur = slurs[Math.floor(random() * slurs.length)] ?? ''
    const text = pattern.replace('{P}', plural).replace('{U}', single).replace('{S}', slur)
    const first = random() < 0.5 ? text.charAt(0).toUpperCase() + text.slice(1) : text
    return random() < 0.3 ? `${first}${random() < 0.5 ? '.' : ' !'}` : first
  }
  return patterns.flatMap(({ yes, no }) => {
    const times = (pattern: string): number => (pattern.includes('{') ? 6 : 2)
    const make = (list: readonly string[], toxic: boolean): Example[] =>
      list.flatMap((pattern) => Array.from({ length: times(pattern) }, () => example(fill(pattern), toxic)))
    return [...make(yes, true), ...make(no, false)]
  })
}
