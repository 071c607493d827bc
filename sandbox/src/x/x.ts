import type { Clock } from '../clock.ts'
import type { Route } from '../http.ts'
import { createXActions, type XActions } from './actions.ts'
import { xRoutes } from './routes.ts'
import { createXStore, type XStore } from './store.ts'

/** X in memory, as far as an app of one's own needs it. */
export type X = { store: XStore; actions: XActions; routes: Route[] }

export function createX(clock: Clock): X {
  const store = createXStore(clock)
  const actions = createXActions(store)
  return { store, actions, routes: xRoutes(store, actions) }
}
