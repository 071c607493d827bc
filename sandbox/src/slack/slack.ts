import type { Clock } from '../clock.ts'
import type { Route } from '../http.ts'
import { createSlackActions, type SlackActions } from './actions.ts'
import { slackRoutes } from './routes.ts'
import { createSlackStore, type SlackStore } from './store.ts'

/** A Slack workspace in memory, as far as an app in one of its channels needs one. */
export type Slack = { store: SlackStore; actions: SlackActions; routes: Route[] }

export function createSlack(clock: Clock): Slack {
  const store = createSlackStore(clock)
  const actions = createSlackActions(store)
  return { store, actions, routes: slackRoutes(store, actions) }
}
