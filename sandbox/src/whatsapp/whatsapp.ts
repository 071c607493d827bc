import type { Clock } from '../clock.ts'
import type { Route } from '../http.ts'
import { createWhatsAppActions, type WhatsAppActions } from './actions.ts'
import { whatsAppRoutes } from './routes.ts'
import { createWhatsAppStore, type WhatsAppStore } from './store.ts'

/** WhatsApp Business in memory, as far as a number that answers needs it. The app it belongs to is that of Meta's other networks. */
export type WhatsApp = { store: WhatsAppStore; actions: WhatsAppActions; routes: Route[] }

export function createWhatsApp(clock: Clock): WhatsApp {
  const store = createWhatsAppStore(clock)
  const actions = createWhatsAppActions(store)
  return { store, actions, routes: whatsAppRoutes(store, actions) }
}
