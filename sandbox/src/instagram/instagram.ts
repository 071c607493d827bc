import type { Clock } from '../clock.ts'
import type { Route } from '../http.ts'
import type { Me } from '../meta/me.ts'
import { createInstagramActions, type InstagramActions } from './actions.ts'
import { instagramRoutes } from './routes.ts'
import { createInstagramStore, type InstagramStore } from './store.ts'

/** Instagram in memory, as far as an app that keeps a professional account needs it. */
export type Instagram = { store: InstagramStore; actions: InstagramActions; routes: Route[] }

export function createInstagram(clock: Clock, me: Me): Instagram {
  const store = createInstagramStore(clock, me.linked)
  const actions = createInstagramActions(store)
  return { store, actions, routes: instagramRoutes(store, actions, me) }
}
