import { v7 as uuid } from 'uuid'
import type { World } from './world.ts'
import { networkOf } from './world.connectors.ts'

export type Worked = {
  channelId: string
  contentId: string
  deliveryId: string
  conversationId: string
  reviewUrl: string
  feedUrl: string
}

/** A brand in which somebody has really worked: every text of it carries the mark, so that whoever reads one finds it. */
export async function workIn(world: World, who: { cookie: string; brandId: string }, mark: string): Promise<Worked> {
  const { cookie, brandId } = who
  const post = async <T>(path: string, body: unknown, method = 'POST'): Promise<T> => {
    const answer = await world.call(method, `/api/v1/brands/${brandId}${path}`, body, { cookie })
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const { id: channelId } = await post<{ id: string }>('/channels', { network: networkOf('key'), fields: { handle: mark } })
  await post('/pillars', { pillars: [{ id: null, name: mark, share: null }] }, 'PUT')
  await post('/campaigns', { kind: 'campaign', name: mark, startsOn: '2031-05-01', endsOn: '2031-05-20' })
  type Content = { id: string; version: number; variants: { delivery: { id: string } }[] }
  const items = [{ text: mark, media: [] }]
  const content = await post<Content>('/contents', { title: mark, items, channelIds: [channelId] })
  await post(`/contents/${content.id}/schedule`, { localTime: '2031-05-04T09:00', version: content.version })
  await post(`/contents/${content.id}/comments`, { text: mark })
  await post('/contents', { title: mark, items, channelIds: [channelId] })
  const { url: reviewUrl } = await post<{ url: string }>('/review-links', { label: mark, month: '2031-05' })
  const { url: feedUrl } = await post<{ url: string }>('/calendar-feed', {})
  const conversationId = await converse(world, { brandId, channelId }, mark)
  await post(`/conversations/${conversationId}/notes`, { text: mark })
  return { channelId, contentId: content.id, deliveryId: content.variants[0]?.delivery.id ?? '', conversationId, reviewUrl, feedUrl }
}

/** Somebody wrote to the brand, and waits. */
export async function converse(world: World, of: { brandId: string; channelId: string }, text: string): Promise<string> {
  const [personId, conversationId] = [uuid(), uuid()]
  const pool = world.desk.db.systemPool
  const network = networkOf('key')
  await pool.query('INSERT INTO person (id, brand_id, network, network_id, handle, name) VALUES ($1::uuid, $2, $3, $1::text, $4, $4)', [
    personId,
    of.brandId,
    network,
    text,
  ])
  await pool.query(
    `INSERT INTO conversation (id, brand_id, channel_id, network, person_id, thread_key, kind, first_line, messages, unread, last_at, last_inbound_at, waiting_since)
     VALUES ($1::uuid, $2, $3, $4, $5, $1::text, 'mention', $6, 1, 1, now(), now(), now())`,
    [conversationId, of.brandId, of.channelId, network, personId, text],
  )
  await pool.query(
    `INSERT INTO message (id, brand_id, conversation_id, channel_id, direction, network_id, kind, person_id, text, sent_at)
     VALUES ($1::uuid, $2, $3, $4, 'in', $1::text, 'mention', $5, $6, now())`,
    [uuid(), of.brandId, conversationId, of.channelId, personId, text],
  )
  return conversationId
}
