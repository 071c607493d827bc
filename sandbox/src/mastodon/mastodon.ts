import type { ServerResponse } from 'node:http'
import type { Clock } from '../clock.ts'
import type { Route } from '../http.ts'
import type { Random } from '../random.ts'
import { createActions, type Actions } from './actions.ts'
import { accountRoutes, statusRoutes } from './routes.statuses.ts'
import { mediaRoutes, oauthRoutes, serverRoutes, streamRoutes } from './routes.server.ts'
import { createStore, type Store } from './store.ts'

/** A Mastodon server in memory, as far as a desk needs one. */
export type Mastodon = { store: Store; actions: Actions; routes: Route[]; closeStreams: () => void }

export function createMastodon(clock: Clock, random: Random, seed: number): Mastodon {
  const store = createStore(clock, random, seed)
  const actions = createActions(store)
  const open = new Set<ServerResponse>()
  const routes = [
    ...accountRoutes(store, actions),
    ...statusRoutes(store, actions),
    ...mediaRoutes(store, actions),
    ...oauthRoutes(store),
    ...streamRoutes(store, actions, open),
    ...serverRoutes(store),
  ]
  return { store, actions, routes, closeStreams: () => open.forEach((response) => response.end()) }
}
