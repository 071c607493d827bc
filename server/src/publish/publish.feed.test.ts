import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hurry, workerOf, type WorkHere } from '../testing/ledger.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
let work: WorkHere
let channelId: string
let feed: string
beforeAll(async () => {
  world = await openWorld()
  work = workerOf(world)
  await world.call('PATCH', brandPath(), { undoSeconds: 0 })
  const fields = { title: 'Le journal', site: 'https://www.maisonlevain.fr' }
  const made = await world.call('POST', `${brandPath()}/channels`, { network: 'rss', fields })
  expect(made.status).toBe(201)
  channelId = (made.body as { id: string }).id
  const channels = (await world.call('GET', `${brandPath()}/channels`)).body as { id: string; feedUrl: string | null }[]
  const url = channels.find(({ id }) => id === channelId)?.feedUrl ?? ''
  feed = url.replace(/^https?:\/\/[^/]+/, world.url)
})
afterAll(() => world.close())

const brandPath = () => `/api/v1/brands/${world.owner.brandId}`
type Content = { id: string; version: number; variants: { delivery: { id: string; state: string } }[] }

async function publish(text: string, media: object[] = []): Promise<string> {
  const content = (await world.call('POST', `${brandPath()}/contents`, { items: [{ text, media }], channelIds: [channelId] }))
    .body as Content
  const scheduled = await world.call('POST', `${brandPath()}/contents/${content.id}/schedule`, {
    localTime: null,
    version: content.version,
  })
  expect(scheduled.status).toBe(200)
  const id = content.variants[0]?.delivery.id ?? ''
  await run(id)
  return id
}

async function run(id: string): Promise<void> {
  await hurry(world, [{ id, kind: 'recordKey' }])
  await work.deliver([{ id, kind: 'recordKey' }])
}

async function picture(background: string): Promise<string> {
  const made = sharp({ create: { width: 60, height: 40, channels: 3, background } })
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array(await made.png().toBuffer())], { type: 'image/png' }), 'pain.png')
  const headers = { cookie: world.owner.cookie, 'x-pupitre': '1', origin: world.desk.settings.url }
  const answer = await fetch(`${world.url}${brandPath()}/assets`, { method: 'POST', headers, body: form })
  return ((await answer.json()) as { id: string }).id
}

const read = async (headers: Record<string, string> = {}) => {
  const response = await fetch(feed, { headers })
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    etag: response.headers.get('etag') ?? '',
    body: await response.text(),
  }
}

describe('a feed of the desk', () => {
  it('is read by anybody, and holds nothing before something is published', async () => {
    const { status, type, body } = await read()
    expect([status, type]).toEqual([200, 'application/rss+xml; charset=utf-8'])
    expect(body).toContain('<title>Le journal</title>')
    expect(body).not.toContain('<item>')
  })

  it('shows a post once it is published, once, and says 304 to who has it', async () => {
    const id = await publish('Pain de seigle\n\nCuit ce matin')
    await run(id)
    const first = await read()
    expect(first.body.match(/<item>/g)).toHaveLength(1)
    expect(first.body).toMatch(/<title>Pain de seigle<\/title>.*Cuit ce matin.*<guid isPermaLink="false">urn:uuid:[0-9a-f-]{36}<\/guid>/)
    expect((await read({ 'if-none-match': first.etag })).status).toBe(304)
    expect((await read({ 'if-none-match': '"another"' })).status).toBe(200)
  })

  it('shows the last words under the same guid, and a post that was taken down no more', async () => {
    const id = await publish('Avant')
    const guid = /<guid[^>]*>([^<]+)/.exec((await read()).body)?.[1]
    const edited = await world.call('POST', `${brandPath()}/deliveries/${id}/edit`, { text: 'Après', media: [] })
    expect(edited.status).toBe(200)
    await run((edited.body as { deliveryId: string }).deliveryId)
    const after = (await read()).body
    expect([after.includes('Après'), after.includes('Avant'), after.includes(guid ?? '?')]).toEqual([true, false, true])
    const taken = await world.call('POST', `${brandPath()}/deliveries/${id}/remove`)
    await run((taken.body as { deliveryId: string }).deliveryId)
    expect((await read()).body).not.toContain('Après')
  })

  it('hands out the pictures of its posts, whole or in parts, and no others', async () => {
    const [shown, other] = [await picture('#aa5500'), await picture('#0055aa')]
    const id = await publish('Une miche\n\nDorée', [
      { assetId: shown, alt: { kind: 'text', text: 'Une miche dorée' }, focus: { x: 0, y: 0 } },
    ])
    const [, url = '', length = ''] = /<enclosure url="([^"]+)" length="(\d+)" type="image\/\w+"\/>/.exec((await read()).body) ?? []
    const local = url.replace(/^https?:\/\/[^/]+/, world.url)
    const whole = await fetch(local)
    expect([whole.status, whole.headers.get('content-length')]).toEqual([200, length])
    expect((await whole.arrayBuffer()).byteLength).toBe(Number(length))
    const part = await fetch(local, { headers: { range: 'bytes=0-9' } })
    expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 10])
    expect((await fetch(local.replace(shown, other))).status).toBe(404)
    const taken = await world.call('POST', `${brandPath()}/deliveries/${id}/remove`)
    await run((taken.body as { deliveryId: string }).deliveryId)
    expect((await fetch(local)).status).toBe(404)
  })

  it('shows no draft, no other file, and nothing once the channel is disconnected', async () => {
    await world.call('POST', `${brandPath()}/contents`, { items: [{ text: 'Brouillon', media: [] }], channelIds: [channelId] })
    expect((await read()).body).not.toContain('Brouillon')
    expect((await fetch(`${feed}/media/00000000-0000-4000-8000-000000000000`)).status).toBe(404)
    expect((await fetch(feed.replace(/[^/]+$/, '00000000-0000-4000-8000-000000000000'))).status).toBe(404)
    await world.call('DELETE', `${brandPath()}/channels/${channelId}`)
    expect((await read()).status).toBe(404)
  })
})
