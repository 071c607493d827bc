import { connectorOf } from '@pupitre/networks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, until, type World } from '../testing/world.ts'
import type { ConversationView, InboxPage } from './engage.schema.ts'

/* A Facebook Page: what its network has can be done to a comment, and is shown once it took effect. */

let world: World
let channelId: string
let postId: string
let person: string

const path = (rest: string) => `/api/v1/brands/${world.owner.brandId}${rest}`
const facebook = () => world.sandbox.facebook
const row = async (words: string) =>
  ((await world.call('GET', path('/inbox?view=all&limit=100'))).body as InboxPage).items.find((one) => one.firstLine === words)
const view = async (id: string) => (await world.call('GET', path(`/conversations/${id}`))).body as ConversationView

async function said(words: string): Promise<{ id: string; messageId: string; commentId: string }> {
  const { id: commentId } = facebook().actions.comment(person, postId, words)
  const found = await until(
    'the comment is on the desk',
    () => row(words),
    (one) => one !== undefined,
  )
  const conversation = await view(found?.id ?? '')
  const message = conversation.messages.find(({ text }) => text === words)
  return { id: conversation.conversation.id, messageId: message?.id ?? '', commentId }
}
const act = async (messageId: string, name: string, body?: object) => {
  const answer = await world.call('POST', path(`/messages/${messageId}/${name}`), body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
}

beforeAll(async () => {
  // Facebook is asked once a minute; the test does not wait that long.
  const connector = connectorOf('facebook')
  const hurried = { ...connector, capabilities: { ...connector.capabilities, freshness: { kind: 'poll' as const, seconds: 1 } } }
  world = await openWorld({ works: true, known: () => ({ networks: ['facebook'], connectorOf: () => hurried }) })
  await world.desk.db.access.execute('update brand set undo_seconds = 0')
  const fields = world.sandbox.accounts.facebook?.('levain')
  const answer = await world.call('POST', path('/channels'), { network: 'facebook', fields })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  channelId = (answer.body as { id: string }).id
  const items = [{ text: 'La miche du lundi', media: [] }]
  const made = (await world.call('POST', path('/contents'), { items, channelIds: [channelId] })).body as {
    id: string
    version: number
    variants: { delivery: { id: string } }[]
  }
  await world.call('POST', path(`/contents/${made.id}/schedule`), { localTime: null, version: made.version })
  const [post] = await until(
    'the post stands',
    () => world.sandbox.oracle().filter((one) => one.text === 'La miche du lundi'),
    (all) => all.length === 1,
  )
  postId = post?.id ?? ''
  person = facebook().store.person('Chloé').id
})
afterAll(() => world.close())

describe('[S1-25] what is done to a comment', () => {
  it('hides it and makes it visible again', async () => {
    const { id, messageId, commentId } = await said('Votre pain est infect')
    await act(messageId, 'hide', { hidden: true })
    await until(
      'it is hidden',
      () => view(id),
      ({ messages }) => messages[0]?.hiddenAt !== null,
    )
    expect(facebook().store.memory.comments.get(commentId)?.hidden).toBe(true)
    await act(messageId, 'hide', { hidden: false })
    await until(
      'it is shown',
      () => view(id),
      ({ messages }) => messages[0]?.hiddenAt === null,
    )
    expect(facebook().store.memory.comments.get(commentId)?.hidden).toBe(false)
  })

  it('blocks whoever wrote it, and lets them speak again', async () => {
    const { id, messageId } = await said('Encore moi')
    const isBlocked = () => [...facebook().store.memory.blocked].some((key) => key.endsWith(`/${person}`))
    await act(messageId, 'block', { blocked: true })
    await until(
      'they are blocked',
      () => view(id),
      ({ blockedAt }) => blockedAt !== null,
    )
    expect(isBlocked()).toBe(true)
    await act(messageId, 'block', { blocked: false })
    await until(
      'they may speak',
      () => view(id),
      ({ blockedAt }) => blockedAt === null,
    )
    expect(isBlocked()).toBe(false)
  })

  it('likes once, however often and by however many it is asked', async () => {
    const { id, messageId } = await said('Le meilleur pain du quartier')
    const asked = await Promise.all([1, 2, 3].map(() => world.call('POST', path(`/messages/${messageId}/like`))))
    expect(new Set(asked.map(({ body }) => (body as { deliveryId: string }).deliveryId)).size).toBe(1)
    await until(
      'it is liked',
      () => view(id),
      ({ messages }) => typeof messages.find((one) => one.id === messageId)?.likedAt === 'string',
    )
    await act(messageId, 'like')
    const liked = await world.desk.db.system.execute(`select 1 from delivery where kind = 'like' and message_id = '${messageId}'`)
    expect(liked.rows).toHaveLength(1)
  })

  it('says which acts the network has, and refuses the others before anything leaves', async () => {
    const { id, messageId } = await said('Vous êtes ouverts demain ?')
    const { acts } = await view(id)
    expect(acts).toMatchObject({ like: true, hide: true, block: true, reply: true })
    expect(acts['repost']).not.toBe(true)
    expect((await world.call('POST', path(`/messages/${messageId}/repost`))).body).toMatchObject({
      error: { code: expect.stringContaining('not_by_this_network') as string },
    })
  })
})
