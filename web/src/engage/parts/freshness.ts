export type Level = 'fresh' | 'late' | 'silent'

/** How long a channel has been silent against what it promises: the server's rule, kept running when the server is silent itself. */
export function levelOf(heardAt: string | null, seconds: number, now: number): Level {
  const age = heardAt ? (now - Date.parse(heardAt)) / 1000 : Number.POSITIVE_INFINITY
  if (age <= Math.max(seconds * 2, 90) + 10) return 'fresh'
  return age <= Math.max(seconds * 5, 300) + 10 ? 'late' : 'silent'
}
