/** The weights and what goes with them, as they stand in one file: a length, a JSON head, the vocabulary, then the tables one behind the other. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnswerName, ModelHead } from './heads.ts'
import { type Layout, layOut } from './layout.ts'
import { Vocabulary } from './vocabulary.ts'

export type TableName = 'lang' | 'brand' | 'public' | 'vectors' | 'native'
/** Weights in the file have 4 bits, from minus this to this; what is `beyond` stands in 8 bits behind them. */
export const [largestSmall, beyond] = [7, 15]
/** Whole numbers of 8 bits, a row for each feature it knows, with one scale for each column. */
export type Table = { rows: number; columns: number; scales: Float32Array; bias: Float32Array; weights: Int8Array }
/** The dense layers of the network, row after row, the bias last in each. */
export type Dense = { width: number; hidden: number; first: Float32Array; last: Float32Array }

/** Languages with enough development messages to be calibrated apart; all others together. */
export const calibrated = ['fr', 'en', 'de', 'other'] as const
export type Calibrated = (typeof calibrated)[number]
/** The logit times the slope; for yes or no, plus the offset. */
export type Line = { slope: number; offset: number }

/** How an answer's probability was brought to what comes true in each language, and from where it is given without doubt. */
export type Calibration = {
  lines: Record<Calibrated, Line>
  /** For yes or no: the probability from which the answer is yes. */
  threshold: number
  /** Below this probability of the given answer a person should check it. */
  doubt: number
  /** Shares of the labels in what it was calibrated on, for priors. */
  shares: Record<string, number>
}
export type Head = {
  format: 2
  version: string
  trainedOn: Record<string, number>
  permissiveOnly: boolean
  register: Line
  lang: { slope: number; doubt: number }
  calibration: Record<AnswerName, Calibration>
  network: { width: number; hidden: number }
  /** How much of each head comes from the network, the rest from its table. */
  blend: Record<ModelHead, number>
  /** How many features are known. */
  features: number
  tables: Record<TableName, { rows: number; columns: number }>
}
export type Model = {
  readonly head: Head
  readonly tables: Readonly<Record<TableName, Table>>
  readonly dense: Dense
  readonly layout: Layout
}

export const tableOrder: readonly TableName[] = ['lang', 'brand', 'public', 'vectors', 'native']
export const defaultFile = join(import.meta.dirname, '../weights/language.bin')

const loaded = new Map<string, Model>()

/**
 * The model that ships with the library, or the one in this file; a file is read once.
 * Throws an `Error` when the file is missing or of another format.
 */
export function loadModel(path: string = defaultFile): Model {
  const known = loaded.get(path)
  if (known) return known
  if (!existsSync(path)) throw new Error(`There are no weights at ${path}: npm run language:train makes them`)
  const model = readModel(readFileSync(path))
  loaded.set(path, model)
  return model
}

/** Hashes stand byte by byte, lowest first. */
function joinPlanes(planes: Uint8Array, count: number): Int32Array {
  const joined = new Int32Array(count)
  for (let plane = 0; plane < 4; plane += 1) {
    for (let i = 0; i < count; i += 1) joined[i] = (joined[i] ?? 0) | ((planes[plane * count + i] ?? 0) << (plane * 8))
  }
  return joined
}

/** `count` weights that begin at `from`, and where they end. */
function unpack(bytes: Uint8Array, from: number, count: number): { weights: Int8Array; end: number } {
  const weights = new Int8Array(count)
  let end = from + Math.ceil(count / 2)
  for (let i = 0; i < count; i += 1) {
    const half = (bytes[from + (i >> 1)]! >>> ((i & 1) * 4)) & 15
    weights[i] = half === beyond ? bytes[end++]! : half - largestSmall
  }
  return { weights, end }
}

/** The model in these bytes; they must not be changed afterwards. */
export function readModel(bytes: Uint8Array): Model {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const headLength = view.getUint32(0, true)
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headLength))) as Head
  if (head.format !== 2) throw new Error(`These weights are of format ${String(head.format)}, this library reads format 2`)
  let at = 4 + headLength
  const floats = (count: number): Float32Array => {
    const copy = new Float32Array(new Uint8Array(bytes.subarray(at, at + count * 4)).buffer)
    at += count * 4
    return copy
  }
  const hashes = joinPlanes(bytes.subarray(at, at + head.features * 4), head.features)
  at += head.features * 4
  const vocabulary = new Vocabulary(hashes, bytes.subarray(at, at + head.features))
  at += head.features
  const tables = {} as Record<TableName, Table>
  for (const name of tableOrder) {
    const { rows, columns } = head.tables[name]
    const scales = floats(columns)
    const bias = floats(columns)
    const { weights, end } = unpack(bytes, at, columns * rows)
    tables[name] = { rows, columns, scales, bias, weights }
    at = end
  }
  const { width, hidden } = head.network
  const first = floats(hidden * (width + 1))
  const dense = { width, hidden, first, last: floats((bytes.byteLength - at) / 4) }
  const layout = layOut(vocabulary, tables)
  // What stands in records now is let go.
  for (const name of ['brand', 'public', 'vectors', 'native'] as const) tables[name] = { ...tables[name], weights: new Int8Array(0) }
  return { head, tables, dense, layout }
}
