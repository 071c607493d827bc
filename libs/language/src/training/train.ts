/**
 * npm run language:train: from the corpus and the public sets to weights/language.bin. The same data and seed give the same bytes.
 * --permissive-only leaves out the sets whose licence is unclear. PUPITRE_LANGUAGE_DATA is the folder that holds train/.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { defaultFile, type Head, readModel } from '../model.ts'
import { calibrateModel } from './calibrate.ts'
import { type Example, readCorpus, readPublic } from './data.ts'
import { choose } from './choose.ts'
import { encode, pack } from './dataset.ts'
import { fit, least, sizes } from './fit.ts'
import { makePairs } from './pairs.ts'
import { tablesHead, writeModel } from './write.ts'

const permissiveOnly = process.argv.includes('--permissive-only')
const target = process.argv.find((argument) => argument.endsWith('.bin')) ?? defaultFile
const began = performance.now()

function say(line: string): void {
  process.stdout.write(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}\n`)
}

function countBy(examples: readonly Example[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { source } of examples) counts[source] = (counts[source] ?? 0) + 1
  return counts
}

const examples = [...readCorpus(), ...makePairs(7), ...readPublic(permissiveOnly)]
const taught = examples.filter(({ development }) => !development)
const development = examples.filter((example) => example.development)
say(`${taught.length} messages to learn from, ${development.length} kept for development`)
const raw = pack(taught)
const vocabulary = choose(
  raw,
  taught.map(({ source, targets }) => (targets.length > 1 ? source === 'corpus' || source === 'pairs' : undefined)),
  least,
)
const data = encode(raw, vocabulary)
say(`features: ${vocabulary.size} known`)
const parts = fit(data, taught, say)
const empty: Omit<Head, 'version'> = {
  format: 1,
  trainedOn: countBy(taught),
  permissiveOnly,
  register: { slope: 1, offset: 0 },
  lang: { slope: 1, doubt: 0.6 },
  calibration: {} as Head['calibration'],
  network: { ...sizes, weight: 0.7 },
  features: vocabulary.size,
  tables: tablesHead(vocabulary),
}
const draft = writeModel(parts, vocabulary, { ...empty, version: '' })
const version = createHash('sha256').update(draft).digest('hex').slice(0, 12)
const model = readModel(draft)
const head = calibrateModel({ ...model, head: { ...model.head, version } }, development)
const bytes = writeModel(parts, vocabulary, head)
mkdirSync(dirname(target), { recursive: true })
writeFileSync(target, bytes)
const packed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length
say(`${target}: ${(bytes.length / 1e6).toFixed(2)} MB, ${(packed / 1e6).toFixed(2)} compressed, version ${version}`)
