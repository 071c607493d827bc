import type { Clock } from '../clock.ts'
import type { Route } from '../http.ts'
import { createThreadsActions, type ThreadsActions } from './actions.ts'
import { threadsRoutes } from './routes.ts'
import { createThreadsStore, type ThreadsStore } from './store.ts'

/** Threads in memory, as far as an app that keeps a profile needs it. */
export type Threads = { store: ThreadsStore; actions: ThreadsActions; routes: Route[] }

export function createThreads(clock: Clock): Threads {
  const store = createThreadsStore(clock)
  const actions = createThreadsActions(store)
  return { store, actions, routes: threadsRoutes(store, actions) }
}
