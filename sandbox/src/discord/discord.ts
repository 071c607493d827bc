import type { Clock } from '../clock.ts'
import type { Route } from '../http.ts'
import { createDiscordActions, type DiscordActions } from './actions.ts'
import { discordRoutes } from './routes.ts'
import { createDiscordStore, type DiscordStore } from './store.ts'

/** A Discord server in memory, as far as a bot in one of its channels needs one. */
export type Discord = { store: DiscordStore; actions: DiscordActions; routes: Route[] }

export function createDiscord(clock: Clock): Discord {
  const store = createDiscordStore(clock)
  const actions = createDiscordActions(store)
  return { store, actions, routes: discordRoutes(store, actions) }
}
