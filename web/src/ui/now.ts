import { useSyncExternalStore } from 'react'

type Pulse = { read: () => number; listen: (tell: () => void) => () => void }

function makePulse(every: number): Pulse {
  const tellers = new Set<() => void>()
  let now = Date.now()
  let timer: ReturnType<typeof setInterval> | null = null
  const beat = () => {
    now = Date.now()
    for (const tell of tellers) tell()
  }
  return {
    read: () => now,
    listen(tell) {
      tellers.add(tell)
      if (timer === null) {
        timer = setInterval(beat, every)
        beat()
      }
      return () => {
        tellers.delete(tell)
        if (tellers.size > 0 || timer === null) return
        clearInterval(timer)
        timer = null
      }
    },
  }
}

const pulses = new Map<number, Pulse>()

/** The time, refreshed every `every` milliseconds: one timer for all who ask for the same pace. */
export function useNow(every: number): number {
  let pulse = pulses.get(every)
  if (!pulse) {
    pulse = makePulse(every)
    pulses.set(every, pulse)
  }
  return useSyncExternalStore(pulse.listen, pulse.read)
}
