import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { converse, workIn, type Worked } from '../testing/client.ts'
import { makeMember, makeTenant, secretMark } from '../testing/tenants.ts'
import { openWorld, until, type Answer, type World } from '../testing/world.ts'
import type { HandoverPack } from './team.handover.schema.ts'
import { makeKey } from './team.keys.service.ts'

type Lia = { userId: string; cookie: string; email: string; membershipId: string }
type Listed = { id: string; userId: string; name: string; reason: string; endsAt: string | null }

const hostile = '"><img src=x onerror=alert(1)>'
let world: World
/** Works for the brand until a known instant, and goes on for another client. */
let lia: Lia
let endsAt: Date
let worked: Worked
let assetId: string
let own: Answer
let ownPortfolio: Answer
/** Everything that opens the brand for her, by name: each answers its status. */
let doors: Record<string, () => Promise<number>>
let heard: { text: () => string; close: () => Promise<void> }
let beatsAtEnd = 0
/** How many seconds after the end each door was found closed. */
const closedAfter: Record<string, number> = {}

const beats = () => heard.text().split(': beat').length - 1
const brand = (rest = '') => `/api/v1/brands/${world.owner.brandId}${rest}`
const status = (answer: Promise<Answer>) => answer.then((one) => one.status)
const handovers = async () => (await world.call('GET', brand('/handovers'))).body as Listed[]

async function upload(cookie: string): Promise<string> {
  const image = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#c48547' } })
    .png()
    .toBuffer()
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(image)], { type: 'image/png' }), 'miche.png')
  const answer = await fetch(`${world.url}${brand('/assets')}`, { method: 'POST', headers: { 'x-pupitre': '1', cookie }, body: form })
  return ((await answer.json()) as { id: string }).id
}

async function listen(cookie: string): Promise<typeof heard> {
  const stop = new AbortController()
  const answer = await fetch(`${world.url}/api/v1/stream`, { headers: { cookie }, signal: stop.signal })
  let text = ''
  const reading = (async () => {
    for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString()
  })().catch(() => undefined)
  return { text: () => text, close: async () => (stop.abort(), reading) }
}

async function publish(cookie: string, text: string, channelId: string): Promise<void> {
  const options = { cookie }
  const items = [{ text, media: [] }]
  const content = (await world.call('POST', brand('/contents'), { title: text, items, channelIds: [channelId] }, options)).body as {
    id: string
    version: number
  }
  await world.call('POST', brand(`/contents/${content.id}/schedule`), { localTime: null, version: content.version }, options)
  const state = async () =>
    ((await world.call('GET', brand(`/contents/${content.id}`))).body as { variants: { delivery: { state: string } }[] }).variants[0]
      ?.delivery.state
  await until('published', state, (seen) => seen === 'published')
}

async function openDoors(): Promise<void> {
  const { cookie, userId } = lia
  const { key } = await makeKey(world.desk.db, {
    userId,
    brandId: world.owner.brandId,
    name: 'Relevés',
    scopes: ['read', 'engage'],
    expiresAt: null,
  })
  const { key: wide } = await makeKey(world.desk.db, { userId, brandId: null, name: 'Tout', scopes: ['read'], expiresAt: null })
  const by = (bearer: string) => ({ cookie: null, headers: { authorization: `Bearer ${bearer}` } })
  const review = `/api/v1/review/${worked.reviewUrl.split('/').at(-1)}`
  const feed = new URL(worked.feedUrl).pathname
  doors = {
    session: () => status(world.call('GET', brand('/inbox'), undefined, { cookie })),
    'writing by session': () => status(world.call('POST', brand('/contents'), { items: [{ text: 'Encore', media: [] }] }, { cookie })),
    'key of the brand': () => status(world.call('GET', brand('/channels'), undefined, by(key))),
    'key of all brands': () => status(world.call('GET', brand('/channels'), undefined, by(wide))),
    'address of a file': () => status(world.call('GET', brand(`/assets/${assetId}`), undefined, { cookie })),
    'address of a thumbnail': () => status(world.call('GET', brand(`/assets/${assetId}?size=thumb`), undefined, { cookie })),
    calendar: () => status(world.call('GET', feed, undefined, { cookie: null })),
    'link to approve': () => status(world.call('GET', review, undefined, { cookie: null })),
    'own pack': () => status(world.call('GET', brand('/handovers/mine'), undefined, { cookie })),
  }
}

beforeAll(async () => {
  world = await openWorld({ works: true, settleSeconds: 1 })
  await world.desk.db.ownerPool.query('UPDATE brand SET undo_seconds = 0')
  lia = await makeMember(world, { role: 'manager', name: 'Lia', endsAt: new Date(Date.now() + 3_600_000) })
  worked = await workIn(world, { cookie: lia.cookie, brandId: world.owner.brandId }, `Le pain de Lia ${hostile}`)
  await publish(lia.cookie, '=Le pain de mars', worked.channelId)
  await world.call('PATCH', brand(`/conversations/${worked.conversationId}`), { assigneeId: lia.userId })
  await converse(world, { brandId: world.owner.brandId, channelId: worked.channelId }, 'conversation de quelqu’un d’autre')
  assetId = await upload(lia.cookie)
  await openDoors()
  heard = await listen(lia.cookie)
  own = await world.call('GET', brand('/handovers/mine'), undefined, { cookie: lia.cookie })
  ownPortfolio = await world.call('GET', brand('/handovers/mine?as=portfolio'), undefined, { cookie: lia.cookie })
  // Another client, for whom she goes on working.
  const other = await makeTenant(world, 'autre')
  const { access } = world.desk.db
  await access.execute(
    `INSERT INTO membership (id, organization_id, brand_id, user_id, role) VALUES (gen_random_uuid(), '${other.organizationId}', '${other.brandId}', '${lia.userId}', 'manager')` as never,
  )
  for (const [name, knock] of Object.entries(doors)) expect(await knock(), `${name}, before the end`).toBeLessThan(300)
  endsAt = new Date(Date.now() + 1500)
  const moved = await world.call('PATCH', `/api/v1/organizations/${world.owner.organizationId}/members/${lia.membershipId}`, {
    endsAt: endsAt.toISOString(),
  })
  expect(moved.status).toBe(200)
}, 60_000)
afterAll(async () => {
  await heard.close()
  await world.close()
})

describe('[T-I04][S1-34] the instant a mission ends', () => {
  it('[T-I04] session, key, file, calendar and link to approve are refused within 60 s, each as if it had never been', async () => {
    await new Promise((wake) => setTimeout(wake, endsAt.getTime() - Date.now()))
    beatsAtEnd = beats()
    for (const [name, knock] of Object.entries(doors)) {
      await until(name, knock, (seen) => seen === 404, 60_000)
      closedAfter[name] = (Date.now() - endsAt.getTime()) / 1000
    }
    expect(Math.max(...Object.values(closedAfter)), JSON.stringify(closedAfter)).toBeLessThan(60)
  })

  it('[T-I04] the link to approve decides, comments and shows nothing any more', async () => {
    const review = `/api/v1/review/${worked.reviewUrl.split('/').at(-1)}`
    const client = { cookie: null }
    const decisions = [{ deliveryId: worked.deliveryId, hash: 'a'.repeat(64), verdict: 'approved' }]
    expect(await status(world.call('POST', `${review}/decisions`, { name: 'Hugo', decisions }, client))).toBe(404)
    expect(await status(world.call('POST', `${review}/comments/${worked.contentId}`, { name: 'Hugo', text: 'Encore' }, client))).toBe(404)
    expect(await status(world.call('GET', `${review}/assets/${assetId}`, undefined, client))).toBe(404)
    const { links } = (await world.call('GET', brand('/review-links'))).body as { links: { over: boolean; revokedAt: null }[] }
    expect(links, 'and the house sees it').toMatchObject([{ over: true, revokedAt: null }])
  })

  it('[T-I04] the pack is made by itself, once, and is the admin’s alone', async () => {
    const list = await until('the pack', handovers, (seen) => seen.length > 0, 40_000)
    expect(list).toMatchObject([{ userId: lia.userId, name: 'Lia', reason: 'ended', endsAt: endsAt.toISOString() }])
    expect((Date.now() - endsAt.getTime()) / 1000).toBeLessThan(60)
    const path = brand(`/handovers/${list[0]?.id}`)
    const manager = await makeMember(world, { role: 'manager' })
    expect(await status(world.call('GET', path, undefined, { cookie: manager.cookie }))).toBe(403)
    expect(await status(world.call('GET', brand('/handovers'), undefined, { cookie: manager.cookie }))).toBe(403)
    expect(await status(world.call('GET', brand('/handovers/mine'), undefined, { cookie: manager.cookie })), 'a mission without end').toBe(
      404,
    )
    expect(await status(world.call('GET', path, undefined, { cookie: lia.cookie }))).toBe(404)
    expect(await status(world.call('GET', path))).toBe(200)
  })

  it('[T-I04] the stream falls silent for the brand within a beat, and stays for the other', async () => {
    await until(
      'a beat after the end',
      () => beats(),
      (count) => count > beatsAtEnd,
      40_000,
    )
    const before = heard.text().length
    await world.call('POST', brand(`/contents/${worked.contentId}/comments`), { text: 'après la fin' })
    await new Promise((wake) => setTimeout(wake, 1500))
    expect(heard.text().slice(before)).not.toContain('event:')
    expect(heard.text(), 'it was heard before').toContain(world.owner.brandId)
    expect((Date.now() - endsAt.getTime()) / 1000).toBeLessThan(60)
    const me = (await world.call('GET', '/api/v1/me', undefined, { cookie: lia.cookie })).body as { brands: { name: string }[] }
    expect(me.brands).toHaveLength(1)
    expect(me.brands[0]?.name).toContain(secretMark)
  })
})

describe('[S1-34] what is handed over', () => {
  const read = async (as: string): Promise<{ answer: Answer; text: string }> => {
    const [first] = await handovers()
    const answer = await world.call('GET', brand(`/handovers/${first?.id}?as=${as}`))
    return { answer, text: typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body) }
  }

  it('[S1-34] as data: what is scheduled, drafts, conversations with notes, channels, team, calendar, what closes', async () => {
    const { answer } = await read('json')
    const pack = answer.body as HandoverPack
    const words = `Le pain de Lia ${hostile}`
    expect(pack.person).toMatchObject({ name: 'Lia', role: 'manager', endsAt: endsAt.toISOString() })
    expect(pack.scheduled).toMatchObject([{ state: 'scheduled', localTime: '2031-05-04T09:00:00', title: words, by: 'Lia' }])
    expect(pack.drafts.map(({ title, by }) => [title, by])).toEqual([
      ['', 'Lia'],
      [words, 'Lia'],
    ])
    expect(pack.conversations).toMatchObject([{ name: words, lastWords: words, notes: [{ text: words, by: 'Lia' }] }])
    expect(pack.channels).toMatchObject([{ health: 'ok', handle: words }])
    expect(pack.members.map(({ name, role }) => `${name} ${role}`)).toContain('Ana Ferreira owner')
    expect(pack.closing).toMatchObject({ links: [{ month: '2031-05' }], keys: ['Relevés'], calendars: 1 })
    expect(pack.portfolio).toMatchObject([{ title: '=Le pain de mars', link: expect.stringMatching(/^https?:/) as string }])
    expect(JSON.stringify(pack), 'nothing of her other client').not.toContain(secretMark)
  })

  it('[S1-34] as a page to print: a file that runs nothing, whatever people wrote', async () => {
    const { answer, text } = await read('page')
    expect(answer.headers.get('content-type')).toContain('text/html')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="passation-maison-levain-lia-\d{4}-\d\d-\d\d\.html"$/)
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(text).not.toContain('<img')
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;')
    for (const title of [
      'Ce qui est promis',
      'Brouillons',
      'Conversations en cours',
      'Canaux',
      'L’équipe',
      'Les trente prochains jours',
      'Travaux publics',
    ])
      expect(text).toContain(title)
    await world.call('PATCH', '/api/v1/me', { language: 'en' })
    const english = await read('page')
    expect(english.text).toContain('<h2>What is promised</h2>')
    expect(english.answer.headers.get('content-disposition')).toContain('hand-over-maison-levain-lia')
    await world.call('PATCH', '/api/v1/me', { language: 'fr' })
  })

  it('[S1-34] the portfolio of her public work, which no program takes for a formula; she took it along before the end', async () => {
    const { answer, text } = await read('portfolio')
    expect(answer.headers.get('content-type')).toContain('text/csv')
    const [head, ...rows] = text.replace('\uFEFF', '').trim().split('\r\n')
    expect(head).toBe('"Publié le";"Réseau";"Canal";"Titre";"Premiers mots";"Lien"')
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatch(/;"'=Le pain de mars";"'=Le pain de mars";"https?:\/\/[^"]+"$/)
    expect(String(ownPortfolio.body)).toBe(text)
    expect(own.status).toBe(200)
    expect(String(own.body)).toContain('Travaux publics')
  })

  it('[S1-34] on demand for anybody of the brand, and for nobody else; who is removed leaves one too', async () => {
    const sam = await makeMember(world, { role: 'manager', name: 'Sam' })
    const asked = await world.call('POST', brand('/handovers'), { userId: sam.userId })
    expect(asked.status, JSON.stringify(asked.body)).toBe(201)
    const nobody = await world.call('POST', brand('/handovers'), { userId: crypto.randomUUID() })
    const stranger = await world.desk.db.ownerPool.query<{ user_id: string }>(
      `SELECT user_id FROM membership WHERE organization_id <> '${world.owner.organizationId}' AND role = 'owner' LIMIT 1`,
    )
    const foreign = await world.call('POST', brand('/handovers'), { userId: stranger.rows[0]?.user_id })
    expect([nobody.status, foreign.status]).toEqual([404, 404])
    expect(foreign.body).toEqual(nobody.body)
    const members = `/api/v1/organizations/${world.owner.organizationId}/members`
    expect(await status(world.call('DELETE', `${members}/${sam.membershipId}`))).toBe(200)
    const list = await handovers()
    expect(list.map(({ name, reason }) => `${name} ${reason}`)).toEqual(['Sam removed', 'Sam asked', 'Lia ended'])
    const audit = await world.desk.db.ownerPool.query("SELECT actor FROM audit WHERE action = 'team.handover_made' ORDER BY at")
    expect(audit.rows.map((row: { actor: string }) => row.actor === 'desk')).toEqual([true, false])
  })

  it('[T-I04] an invitation does not outlive the access of whoever made it', async () => {
    const { cookie, membershipId } = await makeMember(world, { role: 'supervisor', brandId: null, name: 'Noe' })
    const organization = `/api/v1/organizations/${world.owner.organizationId}`
    const body = { email: 'noe-encore@levain.test', role: 'supervisor', brandIds: [] }
    const made = await world.call('POST', `${organization}/invitations`, body, { cookie })
    expect(made.status, JSON.stringify(made.body)).toBe(201)
    const token = (made.body as { link: string }).link.split('/').at(-1)
    const look = () => status(world.call('GET', `/api/v1/invitations/${token}`, undefined, { cookie: null }))
    expect(await look()).toBe(200)
    expect(await status(world.call('DELETE', `${organization}/members/${membershipId}`))).toBe(200)
    expect(await look()).toBe(410)
    const accept = { name: 'Noé', password: 'un mot de passe assez long' }
    expect(await status(world.call('POST', `/api/v1/invitations/${token}/accept`, accept, { cookie: null }))).toBe(410)
  })
})
