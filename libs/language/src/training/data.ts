/** Every training message in one shape: what it may be said to be, and on which side of the split it stands. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ModelHead } from '../heads.ts'
import { sources } from './sources.ts'
import { sidesOf } from './split.ts'
import { type Target, targetOf } from './targets.ts'

export type Example = { text: string; lang: string; source: string; targets: Target[]; development: boolean }
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

/** Where the two passes differ, each teaches its part; the first one was made by who wrote the message and knew what was meant. */
const both = (head: ModelHead, one: string, other = one): Target[] =>
  one === other ? [certain(head, one)] : [certain(head, one, 0.65), certain(head, other, 0.35)]

const labelOf = (value: boolean | undefined): string | undefined => (value === undefined ? undefined : String(value))

export function corpusTargets(line: CorpusLine, second?: CorpusLine): Target[] {
  return [
    ...both('intent', line.intent, second?.intent),
    ...both('emotion', line.emotion, second?.emotion),
    ...both('sentiment', line.sentiment, second?.sentiment),
    ...both('toxic', String(line.toxic), labelOf(second?.toxic)),
    ...both('attacksTeam', String(line.attacks_team), labelOf(second?.attacks_team)),
    ...both('urgent', String(line.urgent), labelOf(second?.urgent)),
    certain('register', 'true'),
  ]
}

/** The project's own corpus; one message in five is kept for development, with its first label alone. */
export function readCorpus(): Example[] {
  const lines = globSync('*.jsonl', { cwd: corpusFolder })
    .sort()
    .flatMap((file) => readLines<CorpusLine>(join(corpusFolder, file)))
  const sides = sidesOf(
    lines.map(({ text }) => text),
    5,
  )
  const second = new Map(readLines<CorpusLine>(join(corpusFolder, 'second-pass/labels.jsonl')).map((line) => [line.text, line]))
  return lines.map((line, i) => ({
    text: line.text,
    lang: line.lang,
    source: 'corpus',
    targets: corpusTargets(line, sides[i] ? undefined : second.get(line.text)),
    development: sides[i] ?? false,
  }))
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
        ...source.read(task, Array.isArray(line.label) ? line.label : [line.label ?? ''], line.lang),
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
