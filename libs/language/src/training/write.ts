/** From trained numbers to the file of weights: 8 bits each, one scale for each column. */
import { langBits } from '../features.ts'
import { outputsOf } from '../heads.ts'
import { langs } from '../labels.ts'
import { type Head, type TableName, tableOrder } from '../model.ts'
import { type Parts, sizes } from './fit.ts'

type Trained = { bits: number; columns: number; bias: Float32Array; weights: Float32Array }

/** The scale of a column: what all but one weight in 20,000 stay below, so that a few giants do not coarsen the rest. */
function scaleOf(weights: Float32Array, columns: number, column: number): number {
  const sizesOf = new Float32Array(weights.length / columns)
  for (let i = 0; i < sizesOf.length; i += 1) sizesOf[i] = Math.abs(weights[i * columns + column] ?? 0)
  sizesOf.sort()
  const top = sizesOf[Math.floor((sizesOf.length - 1) * (1 - 1 / 20_000))] ?? 0
  return top > 0 ? top / 127 : 1e-6
}

function quantise({ weights, columns, bias }: Trained): { scales: Float32Array; bias: Float32Array; weights: Int8Array } {
  const scales = Float32Array.from({ length: columns }, (_, column) => scaleOf(weights, columns, column))
  const whole = new Int8Array(weights.length)
  for (let i = 0; i < weights.length; i += 1) {
    whole[i] = Math.max(-127, Math.min(127, Math.round((weights[i] ?? 0) / (scales[i % columns] ?? 1))))
  }
  return { scales, bias, weights: whole }
}

export const tablesHead = (): Head['tables'] => ({
  lang: { bits: langBits, columns: langs.length },
  brand: { bits: sizes.brandBits, columns: outputsOf('brand') },
  public: { bits: sizes.publicBits, columns: outputsOf('public') },
  vectors: { bits: sizes.vectorBits, columns: sizes.width },
})

export function writeModel(parts: Parts, head: Head): Uint8Array {
  const columns = head.tables
  const trained: Record<TableName, Trained> = {
    lang: { ...columns.lang, bias: parts.lang.bias, weights: parts.lang.weights },
    brand: { ...columns.brand, bias: parts.brand.bias, weights: parts.brand.weights },
    public: { ...columns.public, bias: parts.general.bias, weights: parts.general.weights },
    vectors: { ...columns.vectors, bias: new Float32Array(sizes.width), weights: parts.network.vectors },
  }
  const json = new TextEncoder().encode(JSON.stringify(head))
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, json.length, true)
  const pieces: Uint8Array[] = [length, json]
  const bytes = (array: Float32Array | Int8Array): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
  for (const name of tableOrder) {
    const { scales, bias, weights } = quantise(trained[name])
    pieces.push(bytes(scales), bytes(bias), bytes(weights))
  }
  pieces.push(bytes(parts.network.first.weights), bytes(parts.network.last.weights))
  return Buffer.concat(pieces)
}
