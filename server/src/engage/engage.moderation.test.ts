import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWordpressPeer, type WordpressPeer } from '../../../peers/wordpress/peer.ts'
import { openWorld, until, type World } from '../testing/world.ts'
import type { ConversationView, InboxPage, MessageView } from './engage.schema.ts'

/** [S0-37] The whole desk beside a real site: a comment posted there arrives, is approved, answered and hidden. */
let world: World
let peer: WordpressPeer

beforeAll(async () => {
  peer = await startWordpressPeer()
  world = await openWorld({ works: true })
  world.desk.egress.open(new URL(peer.url).host)
  await world.call('PATCH', path(''), { undoSeconds: 0 })
}, 600_000)
afterAll(async () => {
  await world.close()
  await peer.stop()
})

const path = (rest: string) => `/api/v1/brands/${world.owner.brandId}${rest}`

async function comment(text: string): Promise<string> {
  const fields = { author: 'Nina', email: 'nina@example.org', comment: text, comment_post_ID: '1' }
  const answer = await fetch(`${peer.url}/wp-comments-post.php`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  return /#comment-(\d+)/.exec(answer.headers.get('location') ?? '')?.[1] ?? ''
}

type Seen = { id: number; parent: number; content: { rendered: string } }

/** What any reader of the site sees. */
async function seenByAll(): Promise<Seen[]> {
  return (await fetch(`${peer.url}/wp-json/wp/v2/comments?post=1&per_page=100`)).json() as Promise<never>
}
const isSeen = async (id: string) => (await seenByAll()).some((one) => String(one.id) === id)

async function messageOf(words: string): Promise<{ message: MessageView; conversationId: string } | null> {
  const { items } = (await world.call('GET', path('/inbox?limit=100'))).body as InboxPage
  const row = items.find(({ firstLine }) => firstLine.includes(words))
  if (!row) return null
  const view = (await world.call('GET', path(`/conversations/${row.id}`))).body as ConversationView
  const message = view.messages.find(({ text }) => text.includes(words))
  return message ? { message, conversationId: row.id } : null
}

describe('[S0-37] comments of the brand’s own site', () => {
  it('arrive in the inbox, and can be approved, answered and hidden', { timeout: 180_000 }, async () => {
    const words = `Votre seigle ${crypto.randomUUID().slice(0, 8)}`
    // Three links: the site holds it for moderation.
    const id = await comment(`${words} https://a.example https://b.example https://c.example`)
    expect(await isSeen(id)).toBe(false)
    const fields = { site: peer.url, handle: peer.user, secret: peer.password }
    const made = await world.call('POST', path('/channels'), { network: 'wordpress', fields })
    expect(made.status, JSON.stringify(made.body)).toBe(201)

    const found = await until(
      'the comment is in the inbox',
      () => messageOf(words),
      (seen) => seen !== null,
      90_000,
    )
    if (!found) throw new Error('not in the inbox')
    const { message, conversationId } = found
    expect(message.hiddenAt).not.toBeNull()

    const show = async (hidden: boolean) => {
      expect((await world.call('POST', path(`/messages/${message.id}/hide`), { hidden })).status).toBe(200)
      await until(
        'the site does so',
        () => isSeen(id),
        (seen) => seen === !hidden,
        60_000,
      )
      await until(
        'the desk knows',
        () => messageOf(words),
        (seen) => (seen?.message.hiddenAt !== null) === hidden,
        60_000,
      )
    }
    await show(false)
    const answer = await world.call('POST', path(`/conversations/${conversationId}/reply`), { text: 'Merci Nina ! À demain.' })
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
    const below = ({ parent, content }: Seen) => String(parent) === id && content.rendered.includes('À demain')
    await until('the answer stands below it', seenByAll, (seen) => seen.some(below), 60_000)
    await show(true)
  })
})
