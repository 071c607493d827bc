/** From messages to the bytes of a model: vocabulary, training, and calibration on messages that were not learnt from. */
import { createHash } from 'node:crypto'
import { headOf, heads } from '../heads.ts'
import { type Head, readModel } from '../model.ts'
import { calibrateModel } from './calibrate.ts'
import { choose, type Kind } from './choose.ts'
import { type Example, readCorpus, readPublic } from './data.ts'
import { encode, pack } from './dataset.ts'
import { fit, least, sizes } from './fit.ts'
import { makeOthers } from './other-languages.ts'
import { makePairs } from './pairs.ts'
import { makeTeamPairs } from './team-pairs.ts'
import { tablesHead, writeModel } from './write.ts'

export type Built = { bytes: Uint8Array; head: Head }
type Say = (line: string) => void

/** All there is to learn from and to develop on. */
export const readExamples = (permissiveOnly: boolean): Example[] => [
  ...readCorpus(),
  ...makePairs(7),
  ...makeTeamPairs(8),
  ...makeOthers(),
  ...readPublic(permissiveOnly),
]

function countBy(examples: readonly Example[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { source } of examples) counts[source] = (counts[source] ?? 0) + 1
  return counts
}

const ofBrands = ({ source }: Example): boolean => source === 'corpus' || source === 'pairs'

/** A message that only teaches its language chooses no features. */
function kindOf(example: Example): Kind | undefined {
  if (example.targets.length < 2) return undefined
  const isNative = example.targets.some(({ head }) => headOf[head].bank === 'native')
  return { brand: ofBrands(example), ...(isNative && { native: example.lang === 'de' ? 'de' : 'fr' }) }
}

/** `settle` gives what was chosen on development messages: measured on the model as it is written, or carried over. */
export function build(taught: readonly Example[], permissiveOnly: boolean, settle: (bytes: Uint8Array) => Head, say: Say): Built {
  const raw = pack(taught)
  const vocabulary = choose(raw, taught.map(kindOf), least)
  const data = encode(raw, vocabulary)
  say(`${taught.length} messages, ${vocabulary.size} features`)
  const parts = fit(data, taught, say)
  const head: Head = {
    format: 2,
    version: '',
    trainedOn: countBy(taught),
    permissiveOnly,
    register: { slope: 1, offset: 0 },
    lang: { slope: 1, doubt: 0 },
    calibration: {} as Head['calibration'],
    network: sizes,
    blend: Object.fromEntries(heads.map(({ name }) => [name, 0.5])) as Head['blend'],
    features: vocabulary.size,
    tables: tablesHead(vocabulary),
  }
  const draft = writeModel(parts, vocabulary, head)
  const { register, lang, blend, calibration } = settle(draft)
  const version = createHash('sha256').update(draft).digest('hex').slice(0, 12)
  const settled = { ...head, version, register, lang, blend, calibration }
  return { bytes: writeModel(parts, vocabulary, settled), head: settled }
}

/** A model that has seen none of the development messages: what figures are measured with. */
export function buildForDevelopment(examples: readonly Example[], permissiveOnly: boolean, say: Say): Built {
  // What was written to be told apart has other shares of everything, and what is fresh stays so.
  const development = examples.filter(({ development: kept, part = 'main' }) => kept && part === 'main')
  const taught = examples.filter((example) => !example.development)
  return build(taught, permissiveOnly, (draft) => calibrateModel(readModel(draft), development), say)
}
