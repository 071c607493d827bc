import type { Clock } from '../clock.ts'
import type { Google } from '../google/google.ts'
import type { Route } from '../http.ts'
import { createBusinessActions, type BusinessActions } from './actions.ts'
import { businessRoutes } from './routes.ts'
import { createBusinessStore, type BusinessStore } from './store.ts'

/** Google Business Profile in memory, as far as an app that keeps places needs it. Access is Google's. */
export type GoogleBusiness = { store: BusinessStore; actions: BusinessActions; routes: Route[] }

export function createGoogleBusiness(clock: Clock, google: Google): GoogleBusiness {
  const store = createBusinessStore(clock)
  const actions = createBusinessActions(store)
  return { store, actions, routes: businessRoutes(store, actions, google.store) }
}
