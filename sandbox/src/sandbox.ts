import type { Server } from 'node:http'
import { accountsOf } from './accounts.ts'
import { createCommunity, type Community } from './community/community.ts'
import { createClock, type Clock } from './clock.ts'
import { controlRoutes } from './control.ts'
import { createFaultBoard, type FaultBoard } from './faults.ts'
import { listen, type Route } from './http.ts'
import type { Mastodon } from './mastodon/mastodon.ts'
import { createNetworks, entriesOf, resetAll, routesOf, tellOrigin, type Networks } from './networks.ts'
import type { OracleEntry } from './oracle.ts'
import { createPlain, type Plain, type PlainSettings } from './plain/plain.ts'
import { createRandom, type Random } from './random.ts'

export type SandboxOptions = {
  /** 0 (the default): any free port. */
  port?: number
  host?: string
  /** The same seed gives the same tokens, people and words. Default 1. */
  seed?: number
  plain?: Partial<PlainSettings>
  /**
   * People who gather around these accounts. `pace`: how many times faster than life (default 1); `everyMs`: they act by
   * themselves so often, else only when `community.tick(now)` is called.
   */
  community?: { brands: string[]; pace?: number; everyMs?: number }
}

export type Parts = Networks & {
  clock: Clock
  random: Random
  faults: FaultBoard
  plain: Plain
  community: Community
  oracle: () => OracleEntry[]
  reset: () => void
  /** Further control routes. */
  control: Route[]
}

export type Sandbox = Omit<Parts, 'random' | 'control'> & {
  url: string
  /** Per network: what connects an account of a name, made when it is not there yet. */
  accounts: ReturnType<typeof accountsOf>
  close: () => Promise<void>
}

/** Simulated networks on one loopback port, all in memory. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const seed = options.seed ?? 1
  const random = createRandom(seed)
  const clock = createClock()
  const faults = createFaultBoard(random)
  const plain = createPlain(clock, { readLagMs: 0, keyLifeMs: 3_600_000, ...options.plain })
  const networks = createNetworks(clock, random, seed)
  const { brands = ['levain'], pace = 1, everyMs } = options.community ?? {}
  const community = createCommunity(networks.mastodon, { seed, brands, pace })
  const oracle = () => [...plainEntries(plain), ...entriesOf(networks)]
  const reset = () => {
    faults.clear()
    clock.reset()
    plain.reset()
    resetAll(networks)
    community.reset()
  }
  const shown = { ...networks, clock, faults, plain, community, oracle, reset }
  const routes = [...controlRoutes({ ...shown, random, control: [] }), ...plain.routes, ...routesOf(networks)]
  const { server, url } = await listen({ routes, faults, clock, host: options.host ?? '127.0.0.1', port: options.port ?? 0 })
  tellOrigin(networks, url)
  const still = everyMs === undefined ? () => undefined : community.start(everyMs)
  const stop = () => {
    still()
    return close(server, networks.mastodon)
  }
  return { ...shown, url, accounts: accountsOf(networks, url), close: stop }
}

function plainEntries(plain: Plain): OracleEntry[] {
  return plain.posts().map(({ kind, recordKey: _key, ...post }) => ({ ...post, network: `plain-${kind}` as const }))
}

function close(server: Server, mastodon: Mastodon): Promise<void> {
  mastodon.closeStreams()
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
