/** Every training message in one shape: what it may be said to be, and on which side of the split it stands. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ModelHead } from '../heads.ts'
import { sources } from './sources.ts'
import { sidesOf } from './split.ts'
import { type Target, targetOf, withNative } from './targets.ts'

export type Example = {
  text: string
  lang: string
  source: string
  targets: Target[]
  development: boolean
  hard?: boolean
  part?: CorpusPart
}
/** Where in the corpus: `contrast` teaches and is measured by itself, `fresh` never teaches. */
export type CorpusPart = 'main' | 'contrast' | 'fresh'
type Line = { text: string; lang: string; label?: string | string[]; source?: string }
export type CorpusLine = {
  text: string
  lang: string
  intent: string
  sentiment: string
  emotion: string
  urgent: boolean
  toxic: boolean
  attacks_team: boolean
  hard?: boolean
}

export const corpusFolder = join(import.meta.dirname, '../../corpus')
const root = join(import.meta.dirname, '../../../..')
export const dataFolder = (): string => process.env['PUPITRE_LANGUAGE_DATA'] ?? join(root, '../shared/language')

const readLines = <T>(file: string): T[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T)

const certain = (head: ModelHead, label: string, weight = 1): Target => targetOf(head, { allowed: [label], weight })

/** Where two passes differ, each teaches its part; the first was made by who wrote the message, or settled by a third reader. */
const both = (head: ModelHead, [one = '', other = one]: readonly string[]): Target[] =>
  one === other ? [certain(head, one)] : [certain(head, one, 0.65), certain(head, other, 0.35)]

/** What a third reader chose where the two passes differed. */
export type Settled = Pick<CorpusLine, 'text'> & Partial<Pick<CorpusLine, 'intent' | 'urgent' | 'attacks_team'>>

/** The label that was settled, or the first; and the other one, when there is a second pass, which teaches less. */
function inOrder<T>(first: T, second: T | undefined, settled: T | undefined): [T] | [T, T] {
  const chosen = settled ?? first
  if (second === undefined) return [chosen]
  return [chosen, chosen === first ? second : first]
}

export function corpusTargets(line: CorpusLine, second?: CorpusLine, settled?: Settled): Target[] {
  const labels = (name: 'intent' | 'urgent' | 'attacks_team'): string[] =>
    inOrder<string | boolean>(line[name], second?.[name], settled?.[name]).map(String)
  return [
    ...both('intent', labels('intent')),
    ...both('emotion', inOrder(line.emotion, second?.emotion, undefined)),
    ...both('sentiment', inOrder(line.sentiment, second?.sentiment, undefined)),
    ...both('toxic', inOrder(line.toxic, second?.toxic, undefined).map(String)),
    ...both('attacksTeam', labels('attacks_team')),
    ...both('urgent', labels('urgent')),
    certain('register', 'true'),
  ]
}

/** French insults to brands teach the French head of public insults a little too, beside as many messages that are none. */
const nativeLesson = ({ lang, toxic }: CorpusLine, i: number): Target[] =>
  lang === 'fr' && (toxic || i % 10 === 0) ? [certain('frenchToxic', String(toxic), 0.25)] : []

type PartLine = { line: CorpusLine; part: CorpusPart }
const folderOf: Record<CorpusPart, string> = { main: '.', contrast: 'contrast', fresh: 'fresh' }

function linesOf(part: CorpusPart): PartLine[] {
  const cwd = join(corpusFolder, folderOf[part])
  const files = globSync('*.jsonl', { cwd }).sort()
  return files.flatMap((file) => readLines<CorpusLine>(join(cwd, file)).map((line) => ({ line, part })))
}

/**
 * The project's own corpus; one message in five is kept for development, with its settled or first label alone. Those in `contrast/` were written in
 * twos and threes that share their words and not their meaning, most of them hard. Those in `fresh/` were written when there was a model already, and
 * are all kept from it and from its successors, also from those that ship.
 */
export function readCorpus(): Example[] {
  const second = new Map(readLines<CorpusLine>(join(corpusFolder, 'second-pass/labels.jsonl')).map((line) => [line.text, line]))
  const settled = new Map(readLines<Settled>(join(corpusFolder, 'second-pass/settled.jsonl')).map((line) => [line.text, line]))
  const exampleOf = ({ line, part }: PartLine, i: number, development: boolean): Example => ({
    text: line.text,
    lang: line.lang,
    source: 'corpus',
    targets: [
      ...corpusTargets(line, development ? undefined : second.get(line.text), settled.get(line.text)),
      ...(part === 'main' ? nativeLesson(line, i) : []),
    ],
    development,
    hard: line.hard === true,
    part,
  })
  const taught = [...linesOf('main'), ...linesOf('contrast')]
  const sides = sidesOf(
    taught.map(({ line }) => line.text),
    5,
  )
  return [...taught.map((one, i) => exampleOf(one, i, sides[i] ?? false)), ...linesOf('fresh').map((one, i) => exampleOf(one, i, true))]
}

/** The public sets in the data folder; one message in eight is kept for development. */
export function readPublic(permissiveOnly: boolean): Example[] {
  const folder = join(dataFolder(), 'train')
  if (!existsSync(folder)) throw new Error(`There is no ${folder}: set PUPITRE_LANGUAGE_DATA to the folder that holds train/`)
  const examples: Example[] = []
  for (const file of globSync('*.jsonl', { cwd: folder }).sort()) {
    const task = basename(file).split('.')[0] ?? ''
    for (const line of readLines<Line>(join(folder, file))) {
      const source = sources[line.source ?? '']
      if (!source || (permissiveOnly && !source.permissive)) continue
      const targets = [
        ...withNative(source.read(task, Array.isArray(line.label) ? line.label : [line.label ?? ''], line.lang), line.lang),
        certain('register', 'false', 0.2),
      ]
      examples.push({ text: line.text, lang: line.lang, source: line.source ?? '', targets, development: false })
    }
  }
  const sides = sidesOf(
    examples.map(({ text }) => text),
    8,
  )
  return examples.map((example, i) => ({ ...example, development: sides[i] ?? false }))
}
