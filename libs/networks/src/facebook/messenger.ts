import type { Desk } from '../meta/messages.ts'
import { graph } from './api.ts'
import { authorOf } from './map.ts'

/** Conversations with a Page. */
export const messenger: Desk = {
  graph,
  platform: 'messenger',
  owner: ({ account }) => encodeURIComponent(account.id),
  authorOf: (from) => authorOf(from, 'message'),
}
