/** What a channel's own past says about its public and its hours. Pure: rows in, habit out. */
export type Heard = { weekday: number; hour: number; minute: number; engagements: number | null }
export type Habit = { hours: number[] | null; sample: number; usualTime: string | null }

/** Below this many posts with figures an hour's height would be one lucky post. */
const ENOUGH = 24
const ENOUGH_FOR_TIME = 5

/** Neighbouring hours count too, less the further they are; the week is round. */
function smoothed(sums: readonly number[], counts: readonly number[]): number[] {
  const weights = [1, 0.75, 0.35, 0.1]
  return sums.map((_, hour) => {
    let sum = 0
    let count = 0
    for (let away = -3; away <= 3; away++) {
      const at = (hour + away + 168) % 168
      const weight = weights[Math.abs(away)] ?? 0
      sum += weight * (sums[at] ?? 0)
      count += weight * (counts[at] ?? 0)
    }
    return count < 0.5 ? 0 : sum / (count + 1)
  })
}

export function habitOf(posts: readonly Heard[]): Habit {
  const known = posts.filter((p) => p.engagements !== null)
  return { hours: known.length < ENOUGH ? null : weekOf(known), sample: known.length, usualTime: usualOf(posts) }
}

function weekOf(posts: readonly Heard[]): number[] | null {
  const sums = Array.from({ length: 168 }, () => 0)
  const counts = Array.from({ length: 168 }, () => 0)
  for (const post of posts) {
    const at = (post.weekday - 1) * 24 + post.hour
    sums[at] = (sums[at] ?? 0) + (post.engagements ?? 0)
    counts[at] = (counts[at] ?? 0) + 1
  }
  const hours = smoothed(sums, counts)
  const peak = Math.max(...hours)
  return peak === 0 ? null : hours.map((hour) => Math.round((hour / peak) * 1000) / 1000)
}

/** The quarter of an hour at which this channel speaks most often. */
function usualOf(posts: readonly Heard[]): string | null {
  if (posts.length < ENOUGH_FOR_TIME) return null
  const counts = new Map<number, number>()
  for (const post of posts) {
    const quarter = post.hour * 4 + Math.floor(post.minute / 15)
    counts.set(quarter, (counts.get(quarter) ?? 0) + 1)
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])
  if (!best || best[1] < 2) return null
  return `${String(Math.floor(best[0] / 4)).padStart(2, '0')}:${String((best[0] % 4) * 15).padStart(2, '0')}`
}
