/** How long a password resists guessing, in four words; a rule of thumb shown while typing, not a promise. */
export type Strength = { level: 0 | 1 | 2 | 3; reason: 'short' | 'own' | 'repeated' | 'weak' | 'fair' | 'strong'; missing: number }

export const SHORTEST = 12

const POOLS: readonly [RegExp, number][] = [
  [/\p{Ll}/u, 26],
  [/\p{Lu}/u, 26],
  [/\d/, 10],
  [/[^\p{L}\d]/u, 24],
]

/** Signs that do not merely repeat or follow the one before: « aaaa » and « 1234 » count for one. */
function surprises(password: string): number {
  let count = 0
  let before = -1
  for (const sign of password) {
    const code = sign.codePointAt(0) ?? 0
    if (Math.abs(code - before) > 1) count += 1
    before = code
  }
  return count
}

export function strengthOf(password: string, own: readonly string[]): Strength {
  const missing = Math.max(0, SHORTEST - Array.from(password).length)
  if (missing > 0) return { level: 0, reason: 'short', missing }
  const plain = password.toLowerCase()
  const words = own.flatMap((text) => text.toLowerCase().split(/[^\p{L}\d]+/u)).filter((word) => word.length > 3)
  const pool = POOLS.reduce((sum, [signs, size]) => sum + (signs.test(password) ? size : 0), 0)
  const bits = surprises(password) * Math.log2(pool)
  if (words.some((word) => plain.includes(word)) && bits < 100) return { level: 1, reason: 'own', missing: 0 }
  if (new Set(plain).size < 6) return { level: 1, reason: 'repeated', missing: 0 }
  if (bits < 52) return { level: 1, reason: 'weak', missing: 0 }
  return bits < 72 ? { level: 2, reason: 'fair', missing: 0 } : { level: 3, reason: 'strong', missing: 0 }
}
