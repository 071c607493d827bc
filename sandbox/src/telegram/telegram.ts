import type { Clock } from '../clock.ts'
import type { Route } from '../http.ts'
import { createTelegramActions, type TelegramActions } from './actions.ts'
import { telegramRoutes } from './routes.ts'
import { createTelegramStore, type TelegramStore } from './store.ts'

/** Telegram in memory, as far as a bot that administers a channel sees it. */
export type Telegram = { store: TelegramStore; actions: TelegramActions; routes: Route[] }

export function createTelegram(clock: Clock): Telegram {
  const store = createTelegramStore(clock)
  const actions = createTelegramActions(store)
  return { store, actions, routes: telegramRoutes(store, actions) }
}
