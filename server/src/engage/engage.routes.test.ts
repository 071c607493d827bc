import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, until, type World } from '../testing/world.ts'
import type { InboundMessage } from '@pupitre/networks'
import { findChannel } from '../channels/channels.public.ts'
import { ingestPast } from './engage.public.ts'
import type { BrandId } from '../platform/access.ts'
import type { ConversationView, ConversationRow } from './engage.schema.ts'

let world: World
let channelId: string
let brandToken: string
let chloe: { id: string; token: string }

const api = (path: string) => `/api/v1/brands/${world.owner.brandId}${path}`
const network = (method: string, path: string, token: string, body?: unknown) =>
  fetch(`${world.sandbox.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  }).then((answer) => answer.json() as Promise<Record<string, never>>)

async function account(username: string, displayName: string): Promise<{ id: string; token: string }> {
  const answer = await fetch(`${world.sandbox.url}/_control/mastodon/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, displayName }),
  })
  return (await answer.json()) as { id: string; token: string }
}

beforeAll(async () => {
  world = await openWorld({ works: true })
  brandToken = (await account('levain', 'Maison Levain')).token
  chloe = await account('chloe', 'Chloé Perrin')
  const made = await world.call('POST', api('/channels'), { network: 'mastodon', fields: { server: world.sandbox.url, token: brandToken } })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  channelId = (made.body as { id: string }).id
})
afterAll(() => world.close())

const inbox = async (query = '') => ((await world.call('GET', api(`/inbox${query}`))).body as { items: ConversationRow[] }).items
const conversation = async (id: string) => (await world.call('GET', api(`/conversations/${id}`))).body as ConversationView

async function publishPost(text: string): Promise<{ statusId: string }> {
  const content = (await world.call('POST', api('/contents'), { title: text, items: [{ text, media: [] }], channelIds: [channelId] }))
    .body as { id: string; version: number }
  await world.desk.db.access.execute(`update brand set undo_seconds = 1` as never)
  await world.call('POST', api(`/contents/${content.id}/schedule`), { localTime: null, version: content.version })
  const entry = await until(
    'the post stands',
    () => world.sandbox.oracle().find((one) => one.text.includes(text)),
    (found) => found !== undefined,
  )
  return { statusId: entry?.id ?? '' }
}

describe('conversations', () => {
  it('[S1-25][S0-20] a reply appears under its post, is answered under the right parent, once', async () => {
    const { statusId } = await publishPost('La miche du lundi')
    await network('POST', '/api/v1/statuses', chloe.token, {
      status: '@levain Deux miches dures comme de la pierre cette semaine',
      in_reply_to_id: statusId,
    })
    const [row] = await until(
      'the reply is heard',
      () => inbox(),
      (items) => items.length > 0,
    )
    expect(row).toMatchObject({ person: { name: 'Chloé Perrin' }, kind: 'reply', state: 'open', unread: 1 })
    const seen = await conversation(row?.id ?? '')
    expect(seen.post).toMatchObject({ title: 'La miche du lundi' })
    expect(seen.messages).toHaveLength(1)

    const answer = await world.call('POST', api(`/conversations/${row?.id}/reply`), {
      text: 'Pardon Chloé, on les remplace aujourd’hui.',
      markDone: true,
    })
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    await until(
      'the answer stands',
      () => world.sandbox.oracle().filter((one) => one.text.includes('on les remplace')),
      (found) => found.length === 1,
    )
    const context = await network('GET', `/api/v1/statuses/${statusId}/context`, chloe.token)
    const descendants = context['descendants'] as unknown as { content: string; in_reply_to_id: string; id: string }[]
    const reply = descendants.find((one) => one.content.includes('remplace'))
    const theirs = descendants.find((one) => one.content.includes('pierre'))
    expect(reply?.in_reply_to_id).toBe(theirs?.id)
    const after = await until(
      'published in the thread',
      () => conversation(row?.id ?? ''),
      (view) => view.messages[1]?.delivery?.state === 'published' && view.messages[1].link !== null,
    )
    expect(after.messages.map((message) => message.direction)).toEqual(['in', 'out'])
    expect(after.conversation.state).toBe('done')
  })

  it('[S1-25] whoever writes again opens the conversation again, in order', async () => {
    const [row] = await inbox('?view=done')
    const seen = await conversation(row?.id ?? '')
    const answered = world.sandbox.oracle().find((one) => one.text.includes('on les remplace'))
    await network('POST', '/api/v1/statuses', chloe.token, { status: '@levain Merci, je passe à 18 h', in_reply_to_id: answered?.id })
    const after = await until(
      'heard again',
      () => conversation(row?.id ?? ''),
      (view) => view.messages.length === 3 && view.conversation.state === 'open',
    )
    expect(after.conversation).toMatchObject({ state: 'open', unread: 1 })
    expect(after.messages[2]?.text).toContain('18 h')
    expect(seen.messages).toHaveLength(2)
  })

  it('likes, hides nothing the network cannot hide, snoozes, notes, assigns and undoes', async () => {
    const [row] = await inbox()
    const id = row?.id ?? ''
    const view = await conversation(id)
    const messageId = view.messages[0]?.id ?? ''
    expect((await world.call('POST', api(`/messages/${messageId}/like`))).status).toBe(200)
    await until(
      'liked',
      () => conversation(id),
      (now) => now.messages[0]?.likedAt !== null,
    )
    expect((await world.call('POST', api(`/messages/${messageId}/hide`), { hidden: true })).body).toMatchObject({
      error: { code: 'engage.not_by_this_network' },
    })
    await world.call('PATCH', api(`/conversations/${id}`), { snoozeUntil: new Date(Date.now() + 3_600_000).toISOString() })
    expect(await inbox('?view=snoozed')).toHaveLength(1)
    await world.call('PATCH', api(`/conversations/${id}`), { state: 'open' })
    await world.call('POST', api(`/conversations/${id}/notes`), { text: 'Vu avec Hugo en boutique' })
    const stranger = await world.call('PATCH', api(`/conversations/${id}`), { assigneeId: 'nobody' })
    expect(stranger.body).toMatchObject({ error: { code: 'engage.unknown_colleague' } })
    expect((await conversation(id)).messages.some((message) => message.direction === 'note')).toBe(true)
    expect(world.sandbox.oracle().some((one) => one.text.includes('Hugo'))).toBe(false)
  })

  it('an answer stopped within its delay never leaves, and the person waits again', async () => {
    await world.desk.db.access.execute(`update brand set undo_seconds = 20` as never)
    const [row] = await inbox()
    const answer = (await world.call('POST', api(`/conversations/${row?.id}/reply`), { text: 'Une réponse regrettée' }))
      .body as unknown as { deliveryId: string }
    expect((await conversation(row?.id ?? '')).conversation.waitingSince).toBeNull()
    expect((await world.call('POST', api(`/deliveries/${answer.deliveryId}/cancel`), {})).status).toBe(200)
    await until(
      'waits again',
      () => conversation(row?.id ?? ''),
      (view) => view.conversation.waitingSince !== null,
    )
    expect(world.sandbox.oracle().some((one) => one.text.includes('regrettée'))).toBe(false)
  })

  it('searches French words without accents or endings, and people', async () => {
    expect(await inbox('?view=all&search=miche')).toHaveLength(1)
    expect(await inbox(`?view=all&search=${encodeURIComponent('pierres')}`)).toHaveLength(1)
    expect(await inbox(`?view=all&search=${encodeURIComponent('Chloe')}`)).toHaveLength(1)
    expect(await inbox('?view=all&search=ornithorynque')).toHaveLength(0)
  })

  it('finds a person without the accents of the name, and searches within one channel', async () => {
    const named = encodeURIComponent('perrin')
    expect(await inbox(`?view=all&search=${named}`)).toHaveLength(1)
    const emile = await account('emile', 'Émile Gérard')
    await network('POST', '/api/v1/statuses', emile.token, { status: '@levain Une tarte pour samedi ?' })
    await until(
      'heard',
      () => inbox('?view=all'),
      (items) => items.length === 2,
    )
    expect(await inbox('?view=all&search=emile')).toHaveLength(1)
    expect(await inbox(`?view=all&search=tarte&channelId=${channelId}`)).toHaveLength(1)
    expect(await inbox(`?view=all&search=tarte&channelId=${world.owner.brandId}`)).toHaveLength(0)
  })

  it('opens no second conversation for what it has heard before, under whatever thread it is told again', async () => {
    const before = await inbox('?view=all')
    const { rows } = await world.desk.db.systemPool.query<{ network_id: string; text: string }>(
      "SELECT network_id, text FROM message WHERE direction = 'in' AND channel_id = $1 LIMIT 1",
      [channelId],
    )
    const [heard] = rows
    const channel = await findChannel(world.desk.db.system, channelId)
    if (!heard || !channel) throw new Error('nothing was heard')
    const again: InboundMessage = {
      id: heard.network_id,
      ref: { id: heard.network_id, version: null, url: null },
      kind: 'reply',
      visibility: 'public',
      author: { id: 'somebody', handle: 'somebody', name: 'Somebody', avatarUrl: null, profileUrl: null, followers: null },
      text: heard.text,
      language: null,
      attachments: [],
      parent: null,
      root: { id: 'another-thread', version: null, url: null },
      sentAt: new Date().toISOString(),
      canReply: true,
      replyBefore: null,
    }
    await world.desk.db.inBrands([channel.brandId as BrandId], (tx) => ingestPast(tx, channel, [again]))
    expect((await inbox('?view=all')).map((row) => row.id)).toEqual(before.map((row) => row.id))
  })

  it('says which of the conversations that changed stand in a view', async () => {
    const [one, two] = await inbox('?view=all')
    await world.call('PATCH', api(`/conversations/${one?.id}`), { state: 'done' })
    const ids = `${one?.id},${two?.id}`
    expect((await inbox(`?view=all&ids=${ids}`)).map((row) => row.id)).toHaveLength(2)
    expect((await inbox(`?view=team&ids=${ids}`)).map((row) => row.id)).toEqual([two?.id])
    expect((await world.call('GET', api('/inbox?ids=nothing'))).status).toBe(400)
    await world.call('PATCH', api(`/conversations/${one?.id}`), { state: 'open' })
  })
})
