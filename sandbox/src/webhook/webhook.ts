import type { Clock } from '../clock.ts'
import type { Route } from '../http.ts'
import { createWebhookActions, type WebhookActions } from './actions.ts'
import { webhookRoutes } from './routes.ts'
import { createWebhookStore, type WebhookStore } from './store.ts'

/** A program of somebody's own that takes signed requests and makes some. */
export type Webhook = { store: WebhookStore; actions: WebhookActions; routes: Route[] }

export function createWebhook(clock: Clock): Webhook {
  const store = createWebhookStore(clock)
  return { store, actions: createWebhookActions(store), routes: webhookRoutes(store) }
}
