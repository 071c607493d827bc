import type { Clock } from '../clock.ts'
import type { Route } from '../http.ts'
import { createLinkedInActions, type LinkedInActions } from './actions.ts'
import { linkedInRoutes } from './routes.ts'
import { createLinkedInStore, type LinkedInStore } from './store.ts'

/** LinkedIn in memory, as far as an app that keeps pages and members' accounts needs it. */
export type LinkedIn = { store: LinkedInStore; actions: LinkedInActions; routes: Route[] }

export function createLinkedIn(clock: Clock): LinkedIn {
  const store = createLinkedInStore(clock)
  const actions = createLinkedInActions(store)
  return { store, actions, routes: linkedInRoutes(store, actions) }
}
