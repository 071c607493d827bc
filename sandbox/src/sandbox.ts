import type { Server } from 'node:http'
import { createClock, type Clock } from './clock.ts'
import { controlRoutes } from './control.ts'
import { createFaultBoard, type FaultBoard } from './faults.ts'
import { listen, type Route } from './http.ts'
import { createPlain, type Plain, type PlainSettings } from './plain/plain.ts'
import { createRandom, type Random } from './random.ts'

export type SandboxOptions = {
  /** 0 (the default): any free port. */
  port?: number
  host?: string
  /** The same seed gives the same tokens, people and words. Default 1. */
  seed?: number
  plain?: Partial<PlainSettings>
}

/** One thing that really stands on a simulated network, with the keys of the requests it came from. */
export type OracleEntry = {
  network: 'mastodon' | 'plain-key' | 'plain-recordKey' | 'plain-readable' | 'plain-blind'
  act: string
  account: string
  id: string
  text: string
  target: string | null
  keys: string[]
  at: string
}

export type Parts = {
  clock: Clock
  random: Random
  faults: FaultBoard
  plain: Plain
  oracle: () => OracleEntry[]
  reset: () => void
  /** Further control routes. */
  control: Route[]
}

export type Sandbox = Pick<Parts, 'clock' | 'faults' | 'plain' | 'oracle' | 'reset'> & {
  url: string
  close: () => Promise<void>
}

/** Simulated networks on one loopback port, all in memory. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const random = createRandom(options.seed ?? 1)
  const clock = createClock()
  const faults = createFaultBoard(random)
  const plain = createPlain(clock, { readLagMs: 0, keyLifeMs: 3_600_000, ...options.plain })
  const parts: Parts = {
    clock,
    random,
    faults,
    plain,
    control: [],
    oracle: () => plainEntries(plain),
    reset: () => {
      faults.clear()
      clock.reset()
      plain.reset()
    },
  }
  const routes = [...controlRoutes(parts), ...plain.routes]
  const { server, url } = await listen({ routes, faults, clock, host: options.host ?? '127.0.0.1', port: options.port ?? 0 })
  return { clock, faults, plain, oracle: parts.oracle, reset: parts.reset, url, close: () => close(server) }
}

function plainEntries(plain: Plain): OracleEntry[] {
  return plain.posts().map(({ kind, recordKey: _key, ...post }) => ({ ...post, network: `plain-${kind}` as const }))
}

function close(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
