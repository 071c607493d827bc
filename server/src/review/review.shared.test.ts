import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeMember } from '../testing/tenants.ts'
import { openWorld, until, type Answer, type World } from '../testing/world.ts'
import type { ReviewMonth } from './review.schema.ts'

const month = '2031-05'
let world: World
let channelId: string
let contentId: string

const brand = (rest = '') => `/api/v1/brands/${world.owner.brandId}${rest}`
const client = (method: string, path: string, body?: unknown) => world.call(method, path, body, { cookie: null })
const status = (answer: Promise<Answer>) => answer.then((one) => one.status)

/** Seconds until a door that was just closed refuses. */
async function secondsUntilRefused(knock: () => Promise<number>): Promise<number> {
  const began = Date.now()
  await until('refused', knock, (seen) => seen === 404, 60_000)
  return (Date.now() - began) / 1000
}

async function write(title: string, localTime: string): Promise<string> {
  const items = [{ text: `${title} ; une ligne, une autre\nà la ligne`, media: [] }]
  const content = (await world.call('POST', brand('/contents'), { title, items, channelIds: [channelId], localTime })).body as {
    id: string
    version: number
  }
  const promised = await world.call('POST', brand(`/contents/${content.id}/schedule`), { localTime, version: content.version })
  expect(promised.status, JSON.stringify(promised.body)).toBe(200)
  return content.id
}
async function link(of = month): Promise<{ id: string; path: string }> {
  const made = (await world.call('POST', brand('/review-links'), { label: 'Hugo Blanc', month: of })).body as { id: string; url: string }
  return { id: made.id, path: `/api/v1/review/${made.url.split('/').at(-1)}` }
}
async function feed(cookie = world.owner.cookie): Promise<{ id: string; path: string }> {
  const made = (await world.call('POST', brand('/calendar-feed'), {}, { cookie })).body as { id: string; url: string }
  return { id: made.id, path: new URL(made.url).pathname }
}
const soon = () => new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10)

beforeAll(async () => {
  world = await openWorld()
  channelId = await world.connect('key')
  await world.call('PATCH', brand(), { approvalNeeded: true })
  contentId = await write('La miche de mai', `${month}-03T09:00`)
  await write('La miche de bientôt', `${soon()}T09:00`)
})
afterAll(() => world.close())

describe('[S2-72] the calendar shared by a secret link', () => {
  it('[S2-72] is seen, commented and approved without an account, and the house sees who said what', async () => {
    const { path } = await link()
    const seen = (await client('GET', path)).body as ReviewMonth
    expect(seen.items.map((item) => item.title)).toEqual(['La miche de mai'])
    const [item] = seen.items
    expect(await status(client('POST', `${path}/comments/${contentId}`, { name: 'Hugo', text: 'Une photo de plus ?' }))).toBe(200)
    const decisions = [{ deliveryId: item?.deliveryId, hash: item?.hash, verdict: 'approved' }]
    const decided = await client('POST', `${path}/decisions`, { name: 'Hugo', decisions })
    expect((decided.body as ReviewMonth).items[0]?.decision).toMatchObject({ verdict: 'approved', byName: 'Hugo', current: true })
    const remarks = await world.call('GET', brand(`/contents/${contentId}/comments`))
    expect(remarks.body).toMatchObject({
      comments: [{ text: 'Une photo de plus ?', byName: 'Hugo' }],
      decisions: [{ verdict: 'approved', byName: 'Hugo' }],
    })
    expect(await status(client('GET', brand('/inbox'))), 'and opens nothing else').toBe(401)
  })

  it('[S2-72] a withdrawn link dies within 60 s for every act, and says the same as one that never was', async () => {
    const { id, path } = await link()
    const item = ((await client('GET', path)).body as ReviewMonth).items[0]
    expect(await status(world.call('DELETE', brand(`/review-links/${id}`)))).toBe(200)
    const decisions = [{ deliveryId: item?.deliveryId, hash: item?.hash, verdict: 'changes' }]
    const acts: Record<string, () => Promise<number>> = {
      see: () => status(client('GET', path)),
      comment: () => status(client('POST', `${path}/comments/${contentId}`, { name: 'Hugo', text: 'Encore' })),
      approve: () => status(client('POST', `${path}/decisions`, { name: 'Hugo', decisions })),
      picture: () => status(client('GET', `${path}/assets/${crypto.randomUUID()}`)),
    }
    for (const [name, act] of Object.entries(acts)) expect(await secondsUntilRefused(act), name).toBeLessThan(60)
    const never = `/api/v1/review/${'x'.repeat(43)}`
    expect((await client('GET', path)).body).toEqual((await client('GET', never)).body)
    const remarks = await world.call('GET', brand(`/contents/${contentId}/comments`))
    expect(JSON.stringify(remarks.body)).not.toContain('Encore')
  })

  it('[S2-72] a link whose time is past dies too', async () => {
    const { id, path } = await link()
    await world.desk.db.systemPool.query("UPDATE review_link SET expires_at = now() + interval '1 second' WHERE id = $1", [id])
    expect(await status(client('GET', path))).toBe(200)
    expect(await secondsUntilRefused(() => status(client('GET', path)))).toBeLessThan(60)
  })
})

describe('[S2-72] the calendar as iCalendar', () => {
  it('[S2-72] reads as RFC 5545, holds what is promised and nothing that waits or is written', async () => {
    const decide = async () => {
      const { path } = await link(soon().slice(0, 7))
      const items = ((await client('GET', path)).body as ReviewMonth).items.filter((item) => item.title === 'La miche de bientôt')
      const decisions = items.map(({ deliveryId, hash }) => ({ deliveryId, hash, verdict: 'approved' }))
      return client('POST', `${path}/decisions`, { name: 'Hugo', decisions })
    }
    const { path } = await feed()
    const before = await client('GET', path)
    expect(before.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    expect(before.headers.get('cache-control'), 'no copy on the way outlives it').toBe('no-store')
    expect(String(before.body)).not.toContain('BEGIN:VEVENT')
    expect((await decide()).status).toBe(200)
    await world.desk.db.systemPool.query(
      "UPDATE delivery SET state = 'scheduled' WHERE state = 'awaiting' AND due_at < now() + interval '60 days'",
    )
    const text = String((await client('GET', path)).body)
    const lines = text.split('\r\n')
    expect([lines[0], lines.at(-2), lines.at(-1)]).toEqual(['BEGIN:VCALENDAR', 'END:VCALENDAR', ''])
    expect(
      lines.every((line) => Buffer.byteLength(line) <= 75),
      'folded',
    ).toBe(true)
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1)
    const unfolded = text.replaceAll('\r\n ', '')
    expect(unfolded).toContain('La miche de bientôt')
    expect(unfolded).toContain(String.raw`La miche de bientôt \; une ligne\, une autre\nà la ligne`)
    expect(unfolded).toMatch(/DTSTART:\d{8}T\d{6}Z/)
  })

  it('[S2-72] a revoked address dies within 60 s, and only that one', async () => {
    const [one, other] = [await feed(), await feed()]
    const read = (path: string) => () => status(client('GET', path))
    expect([await read(one.path)(), await read(other.path)()]).toEqual([200, 200])
    expect(await status(world.call('DELETE', brand(`/calendar-feeds/${one.id}`)))).toBe(200)
    expect(await secondsUntilRefused(read(one.path))).toBeLessThan(60)
    expect(await read(other.path)()).toBe(200)
    const stranger = await makeMember(world, { role: 'supervisor' })
    const theirs = world.call('DELETE', brand(`/calendar-feeds/${other.id}`), undefined, { cookie: stranger.cookie })
    expect(await status(theirs), 'it is its owner’s to revoke').toBe(404)
  })

  it('[S2-72] the address of somebody who is removed, demoted or whose time is over dies with their access', async () => {
    const members = `/api/v1/organizations/${world.owner.organizationId}/members`
    const ends: Record<string, (id: string) => Promise<Answer>> = {
      removed: (id) => world.call('DELETE', `${members}/${id}`),
      demoted: (id) => world.call('PATCH', `${members}/${id}`, { role: 'expert' }),
      over: (id) => world.call('PATCH', `${members}/${id}`, { endsAt: new Date(Date.now() + 500).toISOString() }),
    }
    for (const [name, end] of Object.entries(ends)) {
      const leaver = await makeMember(world, { role: 'manager' })
      const { path } = await feed(leaver.cookie)
      const read = () => status(client('GET', path))
      expect(await read(), name).toBe(200)
      expect((await end(leaver.membershipId)).status, name).toBe(200)
      expect(await secondsUntilRefused(read), name).toBeLessThan(60)
    }
  })
})
