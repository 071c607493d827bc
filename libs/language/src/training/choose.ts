/** Which features the model will know: those that several messages share. */
import { Has, Vocabulary } from '../vocabulary.ts'
import type { Raw } from './dataset.ts'

/** In how many messages a feature must stand: of the corpus, of the public sets, of either for the network, of one language's own. */
export type Least = { brand: number; public: number; vectorBrand: number; vectorPublic: number; native: number }
/** Where a message counts: in the corpus, in the public sets, and among the messages of a language with heads of its own. */
export type Kind = { brand: boolean; native?: 'fr' | 'de' }

const slots = 1 << 24

/** How many messages each feature stands in, by open addressing: there are millions, nearly all of them seen once. */
class Counts {
  readonly #keys = new Int32Array(slots)
  readonly #last = new Int32Array(slots).fill(-1)
  readonly #brand = new Uint16Array(slots)
  readonly #public = new Uint32Array(slots)
  readonly #native = { fr: new Uint16Array(slots), de: new Uint16Array(slots) }

  see(hash: number, message: number, { brand, native }: Kind): void {
    let slot = (hash ^ (hash >>> 12)) & (slots - 1)
    while (this.#last[slot] !== -1 && this.#keys[slot] !== hash) slot = (slot + 1) & (slots - 1)
    if (this.#last[slot] === message) return
    this.#keys[slot] = hash
    this.#last[slot] = message
    if (brand) this.#brand[slot] = Math.min(65_535, (this.#brand[slot] ?? 0) + 1)
    else this.#public[slot] = (this.#public[slot] ?? 0) + 1
    if (native) this.#native[native][slot] = Math.min(65_535, (this.#native[native][slot] ?? 0) + 1)
  }

  /** Which tables the feature in this slot has a row in. */
  #has(slot: number, least: Least): number {
    const brand = this.#brand[slot] ?? 0
    const general = this.#public[slot] ?? 0
    const native = Math.max(this.#native.fr[slot] ?? 0, this.#native.de[slot] ?? 0)
    const inVectors = brand >= least.vectorBrand || general >= least.vectorPublic
    return (
      (brand >= least.brand ? Has.brand : 0) |
      (general >= least.public ? Has.public : 0) |
      (inVectors ? Has.vector : 0) |
      (native >= least.native ? Has.native : 0)
    )
  }

  /** What has a row in any table; sorted by hash, so that the order depends on nothing else. */
  kept(least: Least): { hash: number; has: number }[] {
    const found: { hash: number; has: number }[] = []
    for (let slot = 0; slot < slots; slot += 1) {
      const has = this.#last[slot] === -1 ? 0 : this.#has(slot, least)
      if (has !== 0) found.push({ hash: this.#keys[slot] ?? 0, has })
    }
    return found.sort((a, b) => a.hash - b.hash)
  }
}

/** `kinds`: where each message counts; undefined for one that counts for nothing. */
export function choose(raw: Raw, kinds: readonly (Kind | undefined)[], least: Least): Vocabulary {
  const counts = new Counts()
  kinds.forEach((kind, message) => {
    if (kind === undefined) return
    for (let i = raw.starts[message] ?? 0; i < (raw.starts[message + 1] ?? 0); i += 1) counts.see(raw.hashes[i] ?? 0, message, kind)
  })
  const kept = counts.kept(least)
  return new Vocabulary(
    Int32Array.from(kept, ({ hash }) => hash),
    Uint8Array.from(kept, ({ has }) => has),
  )
}
