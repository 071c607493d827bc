import type { Random } from './random.ts'

/**
 * - before the request is worked on, so without effect: `reset_before`, `rate_limited`, `error_before`, `token_expired`,
 *   `duplicate_refused`, `html_error`, `redirect`, `slow_before`
 * - after its effect: `lost_answer`, `error_after`, `truncated`, `html_after`, `wrong_json`, `slow`
 * - `late_effect`: the connection is cut at once, the effect comes `ms` later
 */
export const FAULT_KINDS = [
  'reset_before',
  'rate_limited',
  'error_before',
  'token_expired',
  'duplicate_refused',
  'html_error',
  'redirect',
  'slow_before',
  'lost_answer',
  'error_after',
  'truncated',
  'html_after',
  'wrong_json',
  'slow',
  'late_effect',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export type Fault = {
  kind: FaultKind
  /** Only this method; any when absent. */
  method?: string
  /** The path begins with this; `*` at the start: it stands anywhere in the path. Any when absent. */
  path?: string
  /** So many requests that it would hit pass first. Default 0. */
  after?: number
  /** How many requests it hits; null: until cleared. Default 1. */
  times?: number | null
  /** 0 to 1; default 1. */
  probability?: number
  /** Of slow answers and late effects. Default 1,000. */
  ms?: number
  /** Of errors; default 503. */
  status?: number
  /** Of `rate_limited`; default 30. */
  retryAfterSeconds?: number
}

export type FaultBoard = {
  add: (fault: Fault) => void
  clear: () => void
  /** The fault that hits this request, if any; one-shot faults are used up by it. */
  take: (method: string, path: string) => Fault | null
  list: () => readonly Fault[]
  /** How often each kind has struck. */
  struck: () => Record<string, number>
}

export function createFaultBoard(random: Random): FaultBoard {
  let faults: Fault[] = []
  let struck: Record<string, number> = {}
  const hits = (fault: Fault, method: string, path: string) =>
    (fault.method === undefined || fault.method === method) &&
    (fault.path === undefined || (fault.path.startsWith('*') ? path.includes(fault.path.slice(1)) : path.startsWith(fault.path))) &&
    (fault.probability === undefined || random.chance(fault.probability))
  return {
    add: (fault) => {
      faults.push({ ...fault })
    },
    clear: () => {
      faults = []
      struck = {}
    },
    take: (method, path) => {
      const fault = faults.find((one) => hits(one, method, path))
      if (!fault) return null
      if ((fault.after ?? 0) > 0) {
        fault.after = (fault.after ?? 0) - 1
        return null
      }
      struck[fault.kind] = (struck[fault.kind] ?? 0) + 1
      if (fault.times !== null) {
        fault.times = (fault.times ?? 1) - 1
        if (fault.times <= 0) faults = faults.filter((one) => one !== fault)
      }
      return fault
    },
    list: () => faults,
    struck: () => ({ ...struck }),
  }
}
