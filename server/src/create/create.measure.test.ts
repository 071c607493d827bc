import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, type World } from '../testing/world.ts'
import type { Measures } from './create.schema.ts'
import { noOptions } from './create.schema.ts'

let world: World
let channelId: string

beforeAll(async () => {
  world = await openWorld()
  const account = world.sandbox.mastodon.store.createAccount({ username: 'levain', displayName: 'Maison Levain' })
  const token = world.sandbox.mastodon.store.tokenFor(account.id)
  const answer = await world.call('POST', `/api/v1/brands/${world.owner.brandId}/channels`, {
    network: 'mastodon',
    fields: { server: world.sandbox.url, token },
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  channelId = (answer.body as { id: string }).id
})
afterAll(() => world.close())

const brandPath = () => `/api/v1/brands/${world.owner.brandId}`
const measure = async (text: string, follows = false) => {
  const versions = [{ channelId, items: [{ text, media: [] }], options: noOptions, follows }]
  return (await world.call('POST', `${brandPath()}/measure`, { versions })).body as Measures
}

describe('counting while one types', () => {
  it('counts as the network does and writes nothing', async () => {
    const [one] = await measure('Voir https://levain.example/recettes/pain-de-la-veille #pain')
    expect(one?.measured[0]?.length).toBe('Voir '.length + 23 + ' #pain'.length)
    expect(one?.measured[0]?.spans.map((span) => span.kind)).toEqual(['link', 'hashtag'])
    const list = await world.call('GET', `${brandPath()}/contents`)
    expect((list.body as { items: unknown[] }).items).toHaveLength(0)
  })

  it('cuts a version that follows at its sentences, and says that one which does not is too long', async () => {
    const long = 'Une phrase de plus pour le thread. '.repeat(20).trim()
    const [followed] = await measure(long, true)
    expect(followed?.items.length).toBeGreaterThan(1)
    expect(followed?.findings.filter((finding) => finding.blocking)).toEqual([])
    const [own] = await measure(long)
    expect(own?.findings).toMatchObject([{ code: 'text_too_long', blocking: true, data: { max: 500 } }])
  })

  it('says what each channel takes, by asking its own rules', async () => {
    const rules = (await world.call('GET', `${brandPath()}/channel-rules`)).body as { accepts: string[]; poll: object | null }[]
    expect(rules[0]?.accepts).toEqual(['poll', 'contentWarning', 'visibility', 'card', 'thread', 'firstComment'])
    expect(rules[0]?.poll).not.toBeNull()
  })

  it('a channel keeps what it has set for itself while it follows the text', async () => {
    type Seen = {
      id: string
      version: number
      variants: { id: string; version: number; follows: boolean; options: object; items: object[] }[]
    }
    const made = (await world.call('POST', `${brandPath()}/contents`, { items: [{ text: 'a', media: [] }], channelIds: [channelId] }))
      .body as Seen
    const [variant] = made.variants
    const own = (
      await world.call('PATCH', `${brandPath()}/variants/${variant?.id}`, {
        version: variant?.version,
        options: { ...noOptions, contentWarning: 'gluten' },
      })
    ).body as Seen
    expect(own.variants[0]?.follows).toBe(true)
    const changed = await world.call('PATCH', `${brandPath()}/contents/${made.id}`, {
      version: own.version,
      items: [{ text: 'b', media: [] }],
      options: { ...noOptions, visibility: 'unlisted' },
    })
    expect(changed.body).toMatchObject({
      variants: [{ follows: true, items: [{ text: 'b' }], options: { contentWarning: 'gluten', visibility: 'unlisted' } }],
    })
  })

  it('the list says where each content is, and finds by that', async () => {
    await world.call('POST', `${brandPath()}/contents`, { items: [{ text: 'Rangé', media: [] }], channelIds: [channelId] })
    const list = async (states: string) =>
      (
        (await world.call('GET', `${brandPath()}/contents?states=${states}`)).body as {
          items: { states: string[]; channelIds: string[] }[]
        }
      ).items
    expect((await list('draft'))[0]).toMatchObject({ states: ['draft'], channelIds: [channelId] })
    expect(await list('published')).toHaveLength(0)
  })

  it('names who changed a text in the meantime, with what they wrote', async () => {
    const made = (await world.call('POST', `${brandPath()}/contents`, { items: [{ text: 'a', media: [] }], channelIds: [channelId] }))
      .body as { id: string; version: number }
    const change = (text: string) =>
      world.call('PATCH', `${brandPath()}/contents/${made.id}`, { version: made.version, items: [{ text, media: [] }] })
    expect((await change('b')).status).toBe(200)
    const second = await change('c')
    expect(second.status).toBe(409)
    expect(second.body).toMatchObject({ error: { data: { by: 'Ana Ferreira', current: { items: [{ text: 'b' }] } } } })
  })
})
