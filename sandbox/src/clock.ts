/** The sandbox's own time: real time shifted by an offset, so that an hour passes when a test says so. */
export type Clock = { now: () => Date; ms: () => number; advance: (ms: number) => void; set: (to: Date) => void; reset: () => void }

export function createClock(): Clock {
  let offset = 0
  const ms = () => Date.now() + offset
  return {
    ms,
    now: () => new Date(ms()),
    advance: (by) => {
      offset += by
    },
    set: (to) => {
      offset = to.getTime() - Date.now()
    },
    reset: () => {
      offset = 0
    },
  }
}
