import type { Clock } from '../clock.ts'
import type { Route } from '../http.ts'
import { createPinterestActions, type PinterestActions } from './actions.ts'
import { pinterestRoutes } from './routes.ts'
import { createPinterestStore, type PinterestStore } from './store.ts'

/** Pinterest in memory, as far as an app that keeps boards needs it. */
export type Pinterest = { store: PinterestStore; actions: PinterestActions; routes: Route[] }

export function createPinterest(clock: Clock): Pinterest {
  const store = createPinterestStore(clock)
  const actions = createPinterestActions(store)
  return { store, actions, routes: pinterestRoutes(store, actions) }
}
