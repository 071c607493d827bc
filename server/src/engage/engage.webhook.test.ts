import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, until, type World } from '../testing/world.ts'
import type { ConversationView, InboxPage, MessageView } from './engage.schema.ts'

/** The whole desk beside a program of the brand's own (sandbox): told by signed requests, telling by signed requests. */
let world: World
let channelId: string
const receiver = 'intranet'

beforeAll(async () => {
  world = await openWorld({ works: true })
  await world.call('PATCH', path(''), { undoSeconds: 0 })
  const fields = world.sandbox.webhook.store.fieldsFor(receiver)
  const made = await world.call('POST', path('/channels'), { network: 'webhook', fields })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  channelId = (made.body as { id: string }).id
})
afterAll(() => world.close())

const path = (rest: string) => `/api/v1/brands/${world.owner.brandId}${rest}`
const standing = () => world.sandbox.webhook.store.postsOf(receiver)
const anything = (seen: unknown) => seen !== undefined

/** Carries what the program says to the address that the channel shows. */
async function carry(change: (body: string) => string = (body) => body): Promise<number[]> {
  const calls = world.sandbox.webhook.actions.takeCalls()
  return Promise.all(
    calls.map(
      async ({ headers, body }) =>
        (await fetch(`${world.url}/api/v1/hooks/${channelId}`, { method: 'POST', headers, body: change(body) })).status,
    ),
  )
}

async function messagesOf(words: string): Promise<MessageView[]> {
  const { items } = (await world.call('GET', path('/inbox?limit=100'))).body as InboxPage
  const found: MessageView[] = []
  for (const row of items) {
    const { messages } = (await world.call('GET', path(`/conversations/${row.id}`))).body as ConversationView
    found.push(...messages.filter(({ text }) => text.includes(words)))
  }
  return found
}

describe('a program of the brand’s own', () => {
  it('gets a post once, tells what its readers write, and gets the answer below it', { timeout: 90_000 }, async () => {
    const items = [{ text: 'Le fournil ferme lundi', media: [] }]
    const content = (await world.call('POST', path('/contents'), { items, channelIds: [channelId] })).body as {
      id: string
      version: number
    }
    await world.call('POST', path(`/contents/${content.id}/schedule`), { localTime: null, version: content.version })
    const post = await until('the post stands', () => standing()[0], anything, 40_000)
    expect(standing().map(({ text }) => text)).toEqual(['Le fournil ferme lundi'])
    if (!post) throw new Error('no post')

    const { actions } = world.sandbox.webhook
    actions.write(receiver, 'lea', { kind: 'reply', text: 'Et mardi ?', parent: post.id, root: post.id })
    expect(await carry()).toEqual([200])
    const [question] = await until(
      'the question is in the inbox',
      () => messagesOf('Et mardi'),
      (seen) => seen.length > 0,
      40_000,
    )
    expect(question).toMatchObject({ hiddenAt: null, canReply: true, author: { name: 'lea' } })

    const { items: rows } = (await world.call('GET', path('/inbox?limit=100'))).body as InboxPage
    const row = rows.find(({ firstLine }) => firstLine.includes('Et mardi'))
    expect((await world.call('POST', path(`/conversations/${row?.id}/reply`), { text: 'Mardi, à sept heures.' })).status).toBeLessThan(300)
    const answer = await until('the answer stands', () => standing().find(({ text }) => text.startsWith('Mardi')), anything, 40_000)
    expect(answer?.parent).toMatch(/^m\d+$/)
  })

  it('is not believed with one byte changed, and is heard once however often it says the same', { timeout: 60_000 }, async () => {
    const { actions } = world.sandbox.webhook
    const say = () =>
      actions.tell(receiver, 'message.created', { id: 'c-1', text: 'Deux fois', author: { id: 'u1', name: 'Karim' }, held: true })
    say()
    expect(await carry((body) => body.replace('Deux', 'Dix'))).toEqual([401])
    say()
    say()
    expect(await carry()).toEqual([200, 200])
    const heard = await until(
      'it is in the inbox',
      () => messagesOf('Deux fois'),
      (seen) => seen.length > 0,
      40_000,
    )
    expect(heard).toHaveLength(1)
    expect(heard[0]?.hiddenAt).not.toBeNull()
    expect(await messagesOf('Dix fois')).toEqual([])
  })
})
