import { useSyncExternalStore } from 'react'

type Pulse = { now: number; tellers: Set<() => void>; timer: ReturnType<typeof setInterval> | null }
const pulses = new Map<number, Pulse>()

function pulseOf(every: number): Pulse {
  let pulse = pulses.get(every)
  if (!pulse) {
    pulse = { now: Date.now(), tellers: new Set(), timer: null }
    pulses.set(every, pulse)
  }
  return pulse
}

/** The time, refreshed every `every` milliseconds: one timer for all who ask for the same pace. */
export function useNow(every: number): number {
  const pulse = pulseOf(every)
  return useSyncExternalStore(
    (tell) => {
      pulse.tellers.add(tell)
      pulse.now = Date.now()
      pulse.timer ??= setInterval(() => {
        pulse.now = Date.now()
        for (const each of pulse.tellers) each()
      }, every)
      return () => {
        pulse.tellers.delete(tell)
        if (pulse.tellers.size > 0 || pulse.timer === null) return
        clearInterval(pulse.timer)
        pulse.timer = null
      }
    },
    () => pulse.now,
  )
}
