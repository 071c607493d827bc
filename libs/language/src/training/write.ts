/** From trained numbers to the file of weights: whole numbers, most of them in 4 bits, one scale for each column. */
import { langBits } from '../features.ts'
import { outputsOf } from '../heads.ts'
import { langs } from '../labels.ts'
import { beyond, type Head, largestSmall, type TableName, tableOrder } from '../model.ts'
import type { Vocabulary } from '../vocabulary.ts'
import { type Parts, sizes } from './fit.ts'

type Trained = { rows: number; columns: number; bias: Float32Array; weights: Float32Array }

/** Steps of a column to its standard deviation: finer ones gain nothing that could be measured and do not compress. */
const stepsInDeviation = 1.2

function scaleOf(weights: Float32Array, columns: number, column: number): number {
  let squares = 0
  for (let i = column; i < weights.length; i += columns) squares += (weights[i] ?? 0) ** 2
  const deviation = Math.sqrt((squares * columns) / weights.length)
  return deviation > 0 ? deviation / stepsInDeviation : 1e-6
}

function quantise({ weights, columns, bias }: Trained): { scales: Float32Array; bias: Float32Array; weights: Int8Array } {
  const scales = Float32Array.from({ length: columns }, (_, column) => scaleOf(weights, columns, column))
  const whole = new Int8Array(weights.length)
  for (let i = 0; i < weights.length; i += 1) {
    whole[i] = Math.max(-127, Math.min(127, Math.round((weights[i] ?? 0) / (scales[i % columns] ?? 1))))
  }
  return { scales, bias, weights: whole }
}

/** The hashes byte by byte, lowest first: sorted as they are, the higher bytes compress to nearly nothing. */
function planesOf(hashes: Int32Array): Uint8Array {
  const planes = new Uint8Array(hashes.length * 4)
  for (let plane = 0; plane < 4; plane += 1) {
    for (let i = 0; i < hashes.length; i += 1) planes[plane * hashes.length + i] = ((hashes[i] ?? 0) >>> (plane * 8)) & 0xff
  }
  return planes
}

/** Two weights in a byte; one that is too large for 4 bits leaves `beyond` there and stands in full after all others. */
function packed(weights: Int8Array): Uint8Array {
  const isSmall = (weight: number): boolean => Math.abs(weight) <= largestSmall
  const large = weights.filter((weight) => !isSmall(weight))
  const halves = new Uint8Array(Math.ceil(weights.length / 2))
  weights.forEach((weight, i) => {
    halves[i >> 1] = (halves[i >> 1] ?? 0) | ((isSmall(weight) ? weight + largestSmall : beyond) << ((i & 1) * 4))
  })
  return Buffer.concat([halves, new Uint8Array(large.buffer, large.byteOffset, large.length)])
}

export const tablesHead = ({ counts }: Vocabulary): Head['tables'] => ({
  lang: { rows: 1 << langBits, columns: langs.length },
  brand: { rows: counts.brand, columns: outputsOf('brand') },
  public: { rows: counts.public, columns: outputsOf('public') },
  vectors: { rows: counts.vector, columns: sizes.width },
  native: { rows: counts.native, columns: outputsOf('native') },
})

export function writeModel(parts: Parts, vocabulary: Vocabulary, head: Head): Uint8Array {
  const columns = head.tables
  const trained: Record<TableName, Trained> = {
    lang: { ...columns.lang, bias: parts.lang.bias, weights: parts.lang.weights },
    brand: { ...columns.brand, bias: parts.brand.bias, weights: parts.brand.weights },
    public: { ...columns.public, bias: parts.general.bias, weights: parts.general.weights },
    vectors: { ...columns.vectors, bias: new Float32Array(sizes.width), weights: parts.network.vectors },
    native: { ...columns.native, bias: parts.native.bias, weights: parts.native.weights },
  }
  const json = new TextEncoder().encode(JSON.stringify(head))
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, json.length, true)
  const pieces: Uint8Array[] = [length, json]
  const bytes = (array: Float32Array | Int32Array | Uint8Array): Uint8Array =>
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
  pieces.push(planesOf(vocabulary.hashes), bytes(vocabulary.has))
  for (const name of tableOrder) {
    const { scales, bias, weights } = quantise(trained[name])
    pieces.push(bytes(scales), bytes(bias), packed(weights))
  }
  pieces.push(bytes(parts.network.first.weights), bytes(parts.network.last.weights))
  return Buffer.concat(pieces)
}
