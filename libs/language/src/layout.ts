/**
 * The tables as scoring walks through them: what a feature weighs everywhere stands in one record, found by one look. Reading memory is what
 * scoring costs, and so a feature touches two or three lines of it instead of eight.
 */
import type { Table } from './model.ts'
import { Has, type Vocabulary } from './vocabulary.ts'

export type Layout = {
  /** Pairs by open addressing: the hash of a feature, then the place of its record times sixteen plus its `Has` bits; 0 is empty. */
  readonly slots: Int32Array
  readonly mask: number
  /** Records: the columns of brand, public, vectors and native, those that the feature has. */
  readonly records: Int8Array
}

const copy = (table: Table, row: number, into: Int8Array, at: number): number => {
  const { weights, columns } = table
  for (let c = 0; c < columns; c += 1) into[at + c] = weights[row * columns + c]!
  return at + columns
}

/** The tables that stand in records. */
export type Recorded = Readonly<Record<'brand' | 'public' | 'vectors' | 'native', Table>>

export function layOut(vocabulary: Vocabulary, { brand, public: general, vectors, native }: Recorded): Layout {
  const { size, hashes, has } = vocabulary
  let count = 1024
  while (count < size * 2) count *= 2
  const mask = count - 1
  const slots = new Int32Array(count * 2)
  // The first byte is left out, so that no record stands at 0.
  const records = new Int8Array(1 + brand.weights.length + general.weights.length + vectors.weights.length + native.weights.length)
  let at = 1
  for (let id = 0; id < size; id += 1) {
    const hash = hashes[id]!
    let slot = (hash ^ (hash >>> 15)) & mask
    while (slots[slot * 2 + 1] !== 0) slot = (slot + 1) & mask
    slots[slot * 2] = hash
    slots[slot * 2 + 1] = (at << 4) | has[id]!
    if (vocabulary.brand[id]! >= 0) at = copy(brand, vocabulary.brand[id]!, records, at)
    if (vocabulary.public[id]! >= 0) at = copy(general, vocabulary.public[id]!, records, at)
    if (vocabulary.vector[id]! >= 0) at = copy(vectors, vocabulary.vector[id]!, records, at)
    if (vocabulary.native[id]! >= 0) at = copy(native, vocabulary.native[id]!, records, at)
  }
  return { slots, mask, records }
}

/** A feature's sums: its record times its value, into four arrays of whole numbers. */
export class Sums {
  readonly brand: Int32Array
  readonly public: Int32Array
  readonly vector: Int32Array
  readonly native: Int32Array
  readonly #layout: Layout

  constructor(layout: Layout, columns: { brand: number; public: number; vector: number; native: number }) {
    this.#layout = layout
    this.brand = new Int32Array(columns.brand)
    this.public = new Int32Array(columns.public)
    this.vector = new Int32Array(columns.vector)
    this.native = new Int32Array(columns.native)
  }

  /** Adds up `count` features; values are brought to whole numbers by `whole`. */
  add(features: Int32Array, values: Float32Array, count: number, whole: number): void {
    this.brand.fill(0)
    this.public.fill(0)
    this.vector.fill(0)
    this.native.fill(0)
    const { slots, mask } = this.#layout
    for (let i = 0; i < count; i += 1) {
      const hash = features[i]!
      let slot = ((hash ^ (hash >>> 15)) & mask) * 2
      while (slots[slot] !== hash && slots[slot + 1] !== 0) slot = (slot + 2) & (mask * 2 + 1)
      const found = slots[slot + 1]!
      if (found !== 0) this.#one(found, Math.round(values[i]! * whole))
    }
  }

  #one(found: number, value: number): void {
    const { records } = this.#layout
    let at = found >>> 4
    if ((found & Has.brand) !== 0) at = addRecord(records, at, this.brand, value)
    if ((found & Has.public) !== 0) at = addRecord(records, at, this.public, value)
    if ((found & Has.vector) !== 0) at = addRecord(records, at, this.vector, value)
    if ((found & Has.native) !== 0) addRecord(records, at, this.native, value)
  }
}

function addRecord(records: Int8Array, from: number, into: Int32Array, value: number): number {
  const columns = into.length
  for (let c = 0; c < columns; c += 1) into[c] = (into[c]! + Math.imul(value, records[from + c]!)) | 0
  return from + columns
}
