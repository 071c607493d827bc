/** Deterministic randomness: the same seed gives the same community, tokens and faults, run after run (mulberry32). */
export type Random = {
  /** From 0 up to, not including, 1. */
  next: () => number
  int: (below: number) => number
  pick: <T>(from: readonly T[]) => T
  chance: (probability: number) => boolean
  /** Lower-case letters and digits. */
  token: (length: number) => string
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (below: number) => Math.floor(next() * below)
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
  return {
    next,
    int,
    pick: (from) => {
      const found = from[int(from.length)]
      if (found === undefined) throw new RangeError('nothing to pick from')
      return found
    },
    chance: (probability) => next() < probability,
    token: (length) => Array.from({ length }, () => letters.charAt(int(letters.length))).join(''),
  }
}

/** A stable number for a text, to derive one seed from another (FNV-1a). */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}
