/** A seeded generator of numbers from 0 to 1 (mulberry32): the same seed gives the same weights. */
export function randomOf(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export function shuffle<T extends { length: number; [i: number]: unknown }>(list: T, random: () => number): T {
  for (let i = list.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1))
    const kept = list[i]
    list[i] = list[j]
    list[j] = kept
  }
  return list
}
