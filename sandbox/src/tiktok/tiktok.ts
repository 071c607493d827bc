import type { Clock } from '../clock.ts'
import type { Route } from '../http.ts'
import { createTikTokActions, type TikTokActions } from './actions.ts'
import { tiktokRoutes } from './routes.ts'
import { createTikTokStore, type TikTokStore } from './store.ts'

/** TikTok in memory, as far as an app of the Content Posting API needs it. */
export type TikTok = { store: TikTokStore; actions: TikTokActions; routes: Route[] }

export function createTikTok(clock: Clock): TikTok {
  const store = createTikTokStore(clock)
  const actions = createTikTokActions(store)
  return { store, actions, routes: tiktokRoutes(store, actions) }
}
