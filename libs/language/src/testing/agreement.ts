/**
 * node libs/language/src/testing/agreement.ts: how far the two passes over the corpus agree. Each message was labelled once by whoever wrote
 * it and once more by somebody who saw the text alone. Prints, for each language and label, the messages compared, the share of equal labels
 * in percent, and Cohen's kappa (Cohen 1960, A coefficient of agreement for nominal scales).
 */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CorpusLine, corpusFolder } from '../training/data.ts'
import { accuracy, type Pair } from '../training/metrics.ts'

const labels = ['intent', 'sentiment', 'emotion', 'urgent', 'toxic', 'attacks_team'] as const

const read = (file: string): CorpusLine[] =>
  readFileSync(join(corpusFolder, file), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as CorpusLine)

/** Agreement beyond what the two passes' own shares of each label would give by chance; 1 is full, 0 is chance; NaN where both know one label only. */
function kappa(pairs: readonly Pair[]): number {
  const wanted = new Map<string, number>()
  const given = new Map<string, number>()
  for (const pair of pairs) {
    wanted.set(pair.wanted, (wanted.get(pair.wanted) ?? 0) + 1)
    given.set(pair.given, (given.get(pair.given) ?? 0) + 1)
  }
  const observed = accuracy(pairs) / 100
  const chance = [...wanted].reduce((sum, [label, count]) => sum + (count * (given.get(label) ?? 0)) / pairs.length ** 2, 0)
  return chance === 1 ? Number.NaN : (observed - chance) / (1 - chance)
}

/** A text can stand in both languages, so the language is part of what joins. */
const key = ({ lang, text }: CorpusLine): string => `${lang} ${text}`

const secondPass = new Map(read('second-pass/labels.jsonl').map((line) => [key(line), line]))

process.stdout.write(`${'lang'.padEnd(6)}${'label'.padEnd(14)}${'compared'.padStart(8)}${'agree %'.padStart(9)}${'kappa'.padStart(8)}\n`)
for (const lang of ['fr', 'en']) {
  const lines = globSync(`{,contrast/,fresh/}${lang}.jsonl`, { cwd: corpusFolder }).sort().flatMap(read)
  const both = lines.flatMap((first) => {
    const second = secondPass.get(key(first))
    return second ? [{ first, second }] : []
  })
  for (const label of labels) {
    const pairs = both.map(({ first, second }) => ({ wanted: String(first[label]), given: String(second[label]) }))
    const figures = `${String(pairs.length).padStart(8)}${accuracy(pairs).toFixed(1).padStart(9)}${kappa(pairs).toFixed(3).padStart(8)}`
    process.stdout.write(`${lang.padEnd(6)}${label.padEnd(14)}${figures}\n`)
  }
}
