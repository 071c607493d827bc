import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NETWORK_IDS, type NetworkId } from '@pupitre/networks'
import { testConnector, type Person } from '../../../libs/networks/src/conformance.ts'
import { openForum, type Forum } from '../../../libs/networks/src/template/standin.ts'
import { followContributing } from '../testing/copied.ts'
import { openWorld, until, type World } from '../testing/world.ts'

/** The network that CONTRIBUTING.md makes of the template: one folder and its lines in the registry, and no other file. */
const forumId = 'forum' as NetworkId
const contributed = await followContributing()
const forum = contributed.connectorOf(forumId)

let world: World
let place: Forum
let channelId: string
/** Every column of every table of the desk, before anything of the forum was known. */
let columnsBefore: string

const path = (rest: string) => `/api/v1/brands/${world.owner.brandId}${rest}`
const columns = async () => {
  const found = await world.desk.db.ownerPool.query(
    "SELECT table_name, column_name, data_type, column_default FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
  )
  return JSON.stringify(found.rows)
}
const written = (author: string) => place.posts.filter((post) => post.author === author)
type Row = { id: string; state: string; network: string; person: { name: string } }
type Seen = { post: { title: string } | null; messages: { text: string; direction: string; delivery: { state: string } | null }[] }

beforeAll(async () => {
  place = await openForum()
  for (const name of ['levain', 'chloe']) place.join(name)
  world = await openWorld({
    works: true,
    env: { PUPITRE_EGRESS_ALLOW: new URL(place.url).host },
    known: () => ({ networks: [forumId], connectorOf: contributed.connectorOf }),
  })
  columnsBefore = await columns()
  await world.desk.db.ownerPool.query('UPDATE brand SET undo_seconds = 0')
})
afterAll(async () => {
  await world.close()
  await place.close()
  contributed.remove()
})

describe('[S1-03] a network made of the template as CONTRIBUTING.md says', () => {
  it('[S1-03] stands in the registry beside the others', () => {
    expect([...contributed.networks].sort()).toEqual([...NETWORK_IDS, forumId].sort())
    expect(forum.id).toBe(forumId)
  })

  const person = async (name: string): Promise<Person> => {
    place.join(name)
    const say = (parent: number | null, text: string) => {
      const { id } = place.write(name, parent, text)
      return { id: String(id), version: null, url: `${place.url}/posts/${id}` }
    }
    return {
      handle: name,
      reply: async (to, _root, text) => say(Number(to.id), text),
      mention: async (_handle, text) => say(null, text),
      like: async () => undefined,
    }
  }
  testConnector(forum, {
    fields: async (name) => ({ server: place.url, token: place.join(name) }),
    person,
    settle: async () => undefined,
    countPosts: async ({ account }, text) => written(account.id).filter((post) => post.text === text).length,
    posts: async ({ account }) =>
      written(account.id).map(({ id, text, parent }) => ({
        ref: { id: String(id), version: null, url: null },
        text,
        format: 'text' as const,
        imageUrls: [],
        parent: parent === null ? null : { id: String(parent), version: null, url: null },
      })),
    textOf: (length) => '👩‍👩‍👧‍👦'.repeat(length),
    image: () => ({ bytes: new Uint8Array(), mimeType: 'image/png', width: 1, height: 1 }),
  })
})

describe('[S1-03] a forum joins by the contract of connectors alone', () => {
  it('[S1-03] is offered, refused with a wrong key, and connected with the right one', async () => {
    const offered = await world.call('GET', '/api/v1/networks')
    expect(offered.body).toMatchObject([
      {
        id: 'forum',
        methods: [
          { kind: 'secret', fields: [{ name: 'server' }, { name: 'token', secret: true }] },
          { kind: 'assisted', fields: [{ name: 'handle' }, { name: 'profile' }] },
        ],
      },
    ])
    const connect = (token: string) => world.call('POST', path('/channels'), { network: 'forum', fields: { server: place.url, token } })
    expect((await connect('another')).body).toMatchObject({ error: { code: 'channels.connection_unauthorized' } })
    const made = await connect('token-of-levain')
    expect(made.status, JSON.stringify(made.body)).toBe(201)
    channelId = (made.body as { id: string }).id
    const [channel] = (await world.call('GET', path('/channels'))).body as Record<string, unknown>[]
    expect(channel).toMatchObject({ network: 'forum', handle: 'levain', health: 'ok', freshnessSeconds: 1 })
    expect(channel?.['acts']).toMatchObject({ reply: true, like: 'network_has_none' })
  })

  it('[S1-03] a topic leaves through the ledger, once, with its link', async () => {
    const items = [{ text: 'Quel pain pour dimanche ?', media: [] }]
    const content = (await world.call('POST', path('/contents'), { title: 'Dimanche', items, channelIds: [channelId] })).body as {
      id: string
      version: number
    }
    const promised = await world.call('POST', path(`/contents/${content.id}/schedule`), { localTime: null, version: content.version })
    const deliveryId = (promised.body as { id: string }[])[0]?.id
    const ledger = async () =>
      (await world.call('GET', path(`/deliveries/${deliveryId}/ledger`))).body as { delivery: { state: string; link: string } }
    const { delivery } = await until('published', ledger, (seen) => seen.delivery.state === 'published')
    const topic = written('levain')
    expect(topic).toMatchObject([{ text: 'Quel pain pour dimanche ?', parent: null }])
    expect(delivery.link).toBe(`${place.url}/posts/${topic[0]?.id}`)
  })

  it('[S1-03] an answer arrives in the inbox below its topic, and ours stands on the forum below it', async () => {
    const theirs = place.write('chloe', written('levain')[0]?.id ?? 0, 'Une brioche, s’il en reste')
    const inbox = async () => ((await world.call('GET', path('/inbox'))).body as { items: Row[] }).items
    const [row] = await until('the answer is heard', inbox, (items) => items.length > 0)
    expect(row).toMatchObject({ network: 'forum', state: 'open', person: { name: 'chloe' } })
    const see = async () => (await world.call('GET', path(`/conversations/${row?.id}`))).body as Seen
    expect(await see()).toMatchObject({ post: { title: 'Dimanche' }, messages: [{ text: 'Une brioche, s’il en reste' }] })
    const sent = await world.call('POST', path(`/conversations/${row?.id}/reply`), { text: 'Il en reste deux.', markDone: true })
    expect(sent.status, JSON.stringify(sent.body)).toBe(200)
    await until('our answer is published', see, (seen) => seen.messages[1]?.delivery?.state === 'published')
    expect(written('levain').slice(1)).toMatchObject([{ text: 'Il en reste deux.', parent: theirs.id, topic: theirs.topic }])
  })

  it('[S1-03] no table of the desk was touched for it', async () => {
    expect(await columns()).toBe(columnsBefore)
  })
})
