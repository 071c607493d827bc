import type { Clock } from '../clock.ts'
import type { Route } from '../http.ts'
import type { Me } from '../meta/me.ts'
import { createFacebookActions, type FacebookActions } from './actions.ts'
import { facebookRoutes } from './routes.ts'
import { createFacebookStore, type FacebookStore } from './store.ts'

/** Facebook in memory, as far as an app that keeps Pages needs it. */
export type Facebook = { store: FacebookStore; actions: FacebookActions; routes: Route[] }

export function createFacebook(clock: Clock, me: Me): Facebook {
  const store = createFacebookStore(clock)
  const actions = createFacebookActions(store)
  return { store, actions, routes: [me.route, ...facebookRoutes(store, actions, me)] }
}
