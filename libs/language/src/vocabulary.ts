/** Which features the model knows: the hash of each to its number. What is not in it weighs nothing, so that no feature speaks for another. */

/** Which tables a feature has a row in, a bit each. */
export const Has = { brand: 1, public: 2, vector: 4, native: 8 } as const

export class Vocabulary {
  readonly size: number
  /** The hash of each feature, and which tables it has a row in. */
  readonly hashes: Int32Array
  readonly has: Uint8Array
  /** Row of each feature in each table; -1 where it has none. */
  readonly brand: Int32Array
  readonly public: Int32Array
  readonly vector: Int32Array
  readonly native: Int32Array
  readonly counts: { brand: number; public: number; vector: number; native: number }
  readonly #slots: Int32Array
  readonly #mask: number

  constructor(hashes: Int32Array, has: Uint8Array) {
    this.size = hashes.length
    this.hashes = hashes
    this.has = has
    let slots = 1024
    while (slots < this.size * 2) slots *= 2
    this.#mask = slots - 1
    this.#slots = new Int32Array(slots)
    for (let id = 0; id < this.size; id += 1) {
      let slot = this.#first(hashes[id]!)
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask
      this.#slots[slot] = id + 1
    }
    this.brand = new Int32Array(this.size)
    this.public = new Int32Array(this.size)
    this.vector = new Int32Array(this.size)
    this.native = new Int32Array(this.size)
    this.counts = {
      brand: this.#number(this.brand, Has.brand),
      public: this.#number(this.public, Has.public),
      vector: this.#number(this.vector, Has.vector),
      native: this.#number(this.native, Has.native),
    }
  }

  #number(rows: Int32Array, bit: number): number {
    let next = 0
    for (let id = 0; id < this.size; id += 1) {
      const known = (this.has[id]! & bit) !== 0
      rows[id] = known ? next : -1
      if (known) next += 1
    }
    return next
  }

  #first(hash: number): number {
    return (hash ^ (hash >>> 15)) & this.#mask
  }

  /** The number of a feature, -1 for one that is not known. */
  find(hash: number): number {
    let slot = this.#first(hash)
    for (;;) {
      const id = this.#slots[slot]! - 1
      if (id < 0 || this.hashes[id] === hash) return id
      slot = (slot + 1) & this.#mask
    }
  }
}
