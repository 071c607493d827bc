import type { Clock } from '../clock.ts'
import type { Google } from '../google/google.ts'
import type { Route } from '../http.ts'
import { createYouTubeActions, type YouTubeActions } from './actions.ts'
import { youtubeRoutes } from './routes.ts'
import { createYouTubeStore, type YouTubeStore } from './store.ts'

/** YouTube in memory, as far as an app that keeps channels needs it. Access is Google's. */
export type YouTube = { store: YouTubeStore; actions: YouTubeActions; routes: Route[] }

export function createYouTube(clock: Clock, google: Google): YouTube {
  const store = createYouTubeStore(clock)
  const actions = createYouTubeActions(store)
  return { store, actions, routes: youtubeRoutes(store, actions, google.store) }
}
