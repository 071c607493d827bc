import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, until, type World } from '../testing/world.ts'
import type { ReviewItem, ReviewMonth } from './review.schema.ts'

let world: World
let channelId: string
const month = '2031-05'

beforeAll(async () => {
  world = await openWorld({ works: true, settleSeconds: 1 })
  channelId = await world.connect('key')
  await world.call('PATCH', brandPath(), { approvalNeeded: true })
})
afterAll(() => world.close())

type Content = {
  id: string
  version: number
  variants: { id: string; version: number; delivery: { id: string; state: string; version: number } }[]
}
const brandPath = () => `/api/v1/brands/${world.owner.brandId}`
const byClient = (method: string, path: string, body?: unknown) => world.call(method, path, body, { cookie: null })

async function write(text: string, localTime: string, assetId?: string): Promise<Content> {
  const media = assetId ? [{ assetId, alt: { kind: 'decorative' }, focus: { x: 0, y: 0 } }] : []
  const made = await world.call('POST', `${brandPath()}/contents`, { items: [{ text, media }], channelIds: [channelId], localTime })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  return made.body
}
async function promise(text: string, localTime: string): Promise<Content> {
  const content = await write(text, localTime)
  const answer = await world.call('POST', `${brandPath()}/contents/${content.id}/schedule`, { localTime, version: content.version })
  expect(answer.body).toMatchObject([{ state: 'awaiting' }])
  return read(content.id)
}
const read = async (id: string) => (await world.call('GET', `${brandPath()}/contents/${id}`)).body as Content
const stateOf = async (id: string) => (await read(id)).variants[0]?.delivery.state

async function makeLink(of = month): Promise<{ id: string; token: string; path: string }> {
  const made = await world.call('POST', `${brandPath()}/review-links`, { label: 'Hugo Blanc', month: of })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  const { id, url } = made.body as { id: string; url: string }
  const token = url.split('/').at(-1) ?? ''
  return { id, token, path: `/api/v1/review/${token}` }
}
const open = async (path: string) => (await byClient('GET', path)).body as ReviewMonth
const itemOf = (view: ReviewMonth, content: Content) => {
  const item = view.items.find((one) => one.contentId === content.id)
  if (!item) throw new Error('not in the month')
  return item
}
const word = ({ deliveryId, hash }: ReviewItem, verdict = 'approved') => ({ deliveryId, hash, verdict, comment: '' })

describe('a client’s month by one link', () => {
  it('shows the month and nothing of another, to nobody without the secret', async () => {
    const inside = await write('Dans le mois', `${month}-03T09:00`)
    await write('Le mois suivant', '2031-06-01T00:00')
    const { token, path } = await makeLink()
    const view = await open(path)
    expect(view.items.map((item) => item.contentId)).toEqual([inside.id])
    expect(view).toMatchObject({ brand: 'Maison Levain', month, label: 'Hugo Blanc' })
    expect((await byClient('GET', `/api/v1/review/${'x'.repeat(43)}`)).status).toBe(404)
    const kept = await world.desk.db.systemPool.query<{ token_hash: string }>('SELECT token_hash FROM review_link')
    expect(kept.rows.map((row) => row.token_hash)).toContain(createHash('sha256').update(token).digest('hex'))
    expect(JSON.stringify(kept.rows)).not.toContain(token)
  })

  it('an approval sends exactly what was read on its way; a later text waits again', async () => {
    const content = await promise('Texte relu par le client', `${month}-05T09:00`)
    const { path } = await makeLink()
    const item = itemOf(await open(path), content)
    const answer = await byClient('POST', `${path}/decisions`, { name: 'Hugo', decisions: [word(item)] })
    expect(itemOf(answer.body, content).decision).toMatchObject({ verdict: 'approved', byName: 'Hugo', current: true })
    await until(
      'scheduled',
      () => stateOf(content.id),
      (state) => state === 'scheduled',
    )
    const now = await read(content.id)
    const changed = await world.call('PATCH', `${brandPath()}/contents/${content.id}`, {
      version: now.version,
      items: [{ text: 'Un autre texte', media: [] }],
    })
    expect(changed.body).toMatchObject({ variants: [{ delivery: { state: 'awaiting' } }] })
    const later = itemOf(await open(path), content)
    expect(later.decision).toMatchObject({ verdict: 'approved', current: false })
    expect(later.hash).not.toBe(item.hash)
    const stale = await byClient('POST', `${path}/decisions`, { name: 'Hugo', decisions: [word(item)] })
    expect(stale.body).toMatchObject({ error: { code: 'review.changed_since', data: { deliveryIds: [item.deliveryId] } } })
    expect(await stateOf(content.id)).toBe('awaiting')
  })

  it('approves all or none, and a draft by the hash it would have', async () => {
    const draft = await write('Un brouillon daté', `${month}-07T09:00`)
    const { path } = await makeLink()
    const view = await open(path)
    const [first] = view.items
    const mixed = view.items.map((item) => (item === first ? { ...word(item), hash: '0'.repeat(64) } : word(item)))
    expect((await byClient('POST', `${path}/decisions`, { name: 'Hugo', decisions: mixed })).status).toBe(409)
    expect(itemOf(await open(path), draft).decision).toBeNull()
    expect((await byClient('POST', `${path}/decisions`, { name: 'Hugo', decisions: view.items.map((item) => word(item)) })).status).toBe(
      200,
    )
    const scheduled = await world.call('POST', `${brandPath()}/contents/${draft.id}/schedule`, {
      localTime: `${month}-07T09:00`,
      version: draft.version,
    })
    expect(scheduled.body, 'approved before it was promised').toMatchObject([{ state: 'scheduled' }])
  })

  it('asking for changes takes back what was promised', async () => {
    const content = await promise('À reprendre', `${month}-09T09:00`)
    const { path } = await makeLink()
    await byClient('POST', `${path}/decisions`, { name: 'Hugo', decisions: [word(itemOf(await open(path), content))] })
    await until(
      'scheduled',
      () => stateOf(content.id),
      (state) => state === 'scheduled',
    )
    const again = itemOf(await open(path), content)
    await byClient('POST', `${path}/decisions`, {
      name: 'Hugo',
      decisions: [{ ...word(again, 'changes'), comment: 'Le prix a changé' }],
    })
    await until(
      'awaiting',
      () => stateOf(content.id),
      (state) => state === 'awaiting',
    )
    const remarks = await world.call('GET', `${brandPath()}/contents/${content.id}/comments`)
    expect(remarks.body).toMatchObject({ decisions: [{ verdict: 'changes', comment: 'Le prix a changé', current: true }] })
  })

  it('a withdrawn link is refused at once, for reading, deciding and pictures', async () => {
    const content = await write('Avant le retrait', `${month}-11T09:00`)
    const { id, path } = await makeLink()
    const item = itemOf(await open(path), content)
    expect((await world.call('DELETE', `${brandPath()}/review-links/${id}`)).status).toBe(200)
    expect((await byClient('GET', path)).body).toMatchObject({ error: { code: 'review.link_gone' } })
    expect((await byClient('POST', `${path}/decisions`, { name: 'Hugo', decisions: [word(item)] })).status).toBe(404)
    expect((await byClient('POST', `${path}/comments/${content.id}`, { name: 'Hugo', text: 'Encore' })).status).toBe(404)
    expect((await world.call('DELETE', `${brandPath()}/review-links/${id}`)).status).toBe(404)
  })

  it('reaches no other month, brand, content or picture', async () => {
    const image = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#c48547' } })
      .png()
      .toBuffer()
    const upload = async () => {
      const form = new FormData()
      form.append('file', new Blob([new Uint8Array(image)], { type: 'image/png' }), 'miche.png')
      const headers = { 'x-pupitre': '1', cookie: world.owner.cookie }
      const answer = await fetch(`${world.url}${brandPath()}/assets`, { method: 'POST', headers, body: form })
      return ((await answer.json()) as { id: string }).id
    }
    const [shown, hidden] = [await upload(), await upload()]
    const content = await write('Avec image', `${month}-13T09:00`, shown)
    const other = await write('Juin, avec image', '2031-06-13T09:00', hidden)
    const { path } = await makeLink()
    const [asset] = itemOf(await open(path), content).assets
    expect(asset?.url).toBe(`${path}/assets/${shown}`)
    expect((await byClient('GET', `${path}/assets/${shown}?size=thumb`)).status).toBe(200)
    expect((await byClient('GET', `${path}/assets/${hidden}`)).status).toBe(404)
    expect((await byClient('GET', `${brandPath()}/assets/${shown}`)).status).toBe(401)
    expect((await byClient('POST', `${path}/comments/${other.id}`, { name: 'Hugo', text: 'Ailleurs' })).status).toBe(404)
    const delivery = other.variants[0]?.delivery.id
    const decisions = [{ deliveryId: delivery, hash: 'a'.repeat(64), verdict: 'approved' }]
    expect((await byClient('POST', `${path}/decisions`, { name: 'Hugo', decisions })).status).toBe(404)
    expect((await byClient('GET', `${brandPath()}/approvals`)).status).toBe(401)
  })

  it('comments stand under the content for both sides', async () => {
    const content = await write('À commenter', `${month}-15T09:00`)
    const { path } = await makeLink()
    const said = await byClient('POST', `${path}/comments/${content.id}`, { name: 'Hugo', text: '<b>Plus court</b>' })
    expect(itemOf(said.body, content).comments).toMatchObject([{ text: '<b>Plus court</b>', byName: 'Hugo' }])
    await world.call('POST', `${brandPath()}/contents/${content.id}/comments`, { text: 'C’est fait' })
    const both = itemOf(await open(path), content).comments.map(({ byName, text }) => [byName, text])
    expect(both).toEqual([
      ['Hugo', '<b>Plus court</b>'],
      ['Ana Ferreira', 'C’est fait'],
    ])
  })
})

describe('approving in the house', () => {
  it('lists what waits and lets exactly these words leave', async () => {
    const content = await promise('Valider en interne', `${month}-17T09:00`)
    const list = (await world.call('GET', '/api/v1/brands/all/approvals')).body as { items: ReviewItem[] }
    const item = list.items.find((one) => one.contentId === content.id)
    expect(item).toMatchObject({ state: 'awaiting', channelName: expect.any(String) })
    const path = `${brandPath()}/deliveries/${item?.deliveryId}/decision`
    expect((await world.call('POST', path, { hash: 'b'.repeat(64), verdict: 'approved' })).status).toBe(409)
    expect((await world.call('POST', path, { hash: item?.hash, verdict: 'approved' })).body).toMatchObject({
      decision: { verdict: 'approved', byName: 'Ana Ferreira' },
    })
    await until(
      'scheduled',
      () => stateOf(content.id),
      (state) => state === 'scheduled',
    )
  })
})
