import type { Act, Receipt, Reconciled, SendContext } from '../contract.ts'
import { instant, record, text, type Json } from '../json.ts'
import { edgeOf, type Edge } from '../meta/graph.ts'
import { sinceBy, verdict } from '../meta/readback.ts'
import { loose } from '../spans.ts'
import { graph } from './api.ts'
import { isRepost, refOf } from './map.ts'
import { postsPage } from './read.ts'

type PostAct = Extract<Act, { kind: 'post' }>

const PAGES = 4

/** Posts, or answers to the same post, since the intent by Threads' clock, that say the same; null where there is none. */
export async function findSame(ctx: SendContext, act: PostAct, since: Date): Promise<Reconciled | null> {
  const found: Json[] = []
  let [from, after]: [number, string | null] = [0, null]
  const heard = (headers: Headers) => (from = sinceBy(ctx, headers, since))
  for (let page = 0; page < PAGES; page++) {
    const edge = await ownPage(ctx, act, after, heard)
    const at = (post: Json) => Date.parse(instant(post['timestamp']) ?? '')
    found.push(...edge.items.filter((post) => at(post) >= from && says(post, act)))
    after = edge.after
    if (after === null || edge.items.some((post) => at(post) < from)) return found.length === 0 ? null : verdict(found.map(receiptOf))
  }
  return { kind: 'cannot_know', why: 'too_many_posts_since' }
}

async function ownPage(ctx: SendContext, { reply }: PostAct, after: string | null, heard: (headers: Headers) => void): Promise<Edge> {
  const fields = 'id,text,timestamp,permalink,media_type'
  if (!reply) return postsPage(ctx, fields, 50, after, heard)
  const query = { fields: `${fields},replied_to`, limit: 50, ...(after !== null && { after }) }
  return edgeOf(await graph(ctx, { method: 'GET', path: '/me/replies', query, heard }))
}

function says(post: Json, { item, reply, media }: PostAct): boolean {
  const isWords = text(post['media_type'], 30) === 'TEXT_POST'
  const sameParent = reply === null || text(record(post['replied_to'])['id'], 40) === reply.parent.id
  return !isRepost(post) && isWords === (media.length === 0) && sameParent && loose(text(post['text'], 12_000)) === loose(item.text)
}

const receiptOf = (post: Json): Receipt => ({ ref: refOf(post), at: instant(post['timestamp']) ?? '', data: { readBack: true } })
