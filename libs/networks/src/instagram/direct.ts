import type { Desk } from '../meta/messages.ts'
import { graph, pageOf } from './api.ts'
import { authorOf } from './map.ts'

/** Conversations of the account: with Facebook's login they belong to the Page. */
export const direct: Desk = {
  graph,
  platform: 'instagram',
  owner: (ctx) => encodeURIComponent(pageOf(ctx) ?? ctx.account.id),
  authorOf: (from) => authorOf(from, ''),
}
