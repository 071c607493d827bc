import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createLog } from '../platform/log.ts'
import { workIn, type Worked } from '../testing/client.ts'
import { makeMember, makeTenant, secretMark, type Tenant } from '../testing/tenants.ts'
import { networkOf, openWorld, type Answer, type World } from '../testing/world.ts'
import { addBrand } from './team.service.ts'

/** Stands in everything that is done for the other client, and nowhere else. */
const canary = 'zz-autre-client'
let world: World
let other: Tenant
/** A freelancer who works for both, under one name and one account. */
let lia: { userId: string; cookie: string; email: string }
let forA: Worked
let forB: Worked
const logged: string[] = []
const streamed: string[] = []
const mails: string[] = []
let stop: AbortController

const brandA = () => world.owner.brandId
const organizationA = () => `/api/v1/organizations/${world.owner.organizationId}`
const textOf = (answer: Answer) => (typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))

/** What belongs to the other client alone: its words, its ids, the ids of what was done there. */
const traces = (): string[] => [
  canary,
  secretMark,
  other.brandId,
  other.organizationId,
  other.userId,
  other.email,
  ...Object.values(forB).map((id) => id.split('/').at(-1) ?? id),
]
function expectNothing(where: string, text: string): void {
  for (const trace of traces())
    expect(
      text.includes(trace),
      `${trace} in ${where}: …${text.slice(Math.max(0, text.indexOf(trace) - 120), text.indexOf(trace) + 60)}…`,
    ).toBe(false)
}

async function join(brandId: string, organizationId: string): Promise<void> {
  await world.desk.db.ownerPool.query(
    "INSERT INTO membership (id, organization_id, brand_id, user_id, role) VALUES (gen_random_uuid(), $1, $2, $3, 'manager')",
    [organizationId, brandId, lia.userId],
  )
}

beforeAll(async () => {
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => logged.push(String(text)) > 0)
  world = await openWorld({ works: true, log: createLog('info') })
  const { mailer } = world.desk
  const send = mailer.send.bind(mailer)
  vi.spyOn(mailer, 'send').mockImplementation(async (mail) => (mails.push(JSON.stringify(mail)), send(mail)))
  other = await makeTenant(world, canary)
  lia = await makeMember(world, { role: 'manager', name: 'Lia' })
  await join(other.brandId, other.organizationId)
  stop = new AbortController()
  const stream = await fetch(`${world.url}/api/v1/stream`, { headers: { cookie: world.owner.cookie }, signal: stop.signal })
  void (async () => {
    for await (const chunk of stream.body ?? []) streamed.push(Buffer.from(chunk).toString())
  })().catch(() => undefined)
  forA = await workIn(world, { cookie: lia.cookie, brandId: brandA() }, 'le travail pour la maison')
  forB = await workIn(world, { cookie: lia.cookie, brandId: other.brandId }, canary)
  for (const [brandId, { conversationId }] of [
    [brandA(), forA],
    [other.brandId, forB],
  ] as const) {
    const path = `/api/v1/brands/${brandId}/conversations/${conversationId}`
    await world.call('PATCH', path, { assigneeId: lia.userId }, { cookie: lia.cookie })
    await world.call('POST', `${path}/presence`, { writing: true }, { cookie: lia.cookie })
  }
})
afterAll(async () => {
  stop.abort()
  vi.restoreAllMocks()
  await world.close()
})

/** Every route that reads, as somebody, with every id of their own side that it asks for. */
async function readEverything(cookie: string): Promise<string[]> {
  const ids: Record<string, string> = { brandId: brandA(), organizationId: world.owner.organizationId, ...forA }
  const span = '?from=2020-01-01T00:00:00Z&to=2035-01-01T00:00:00Z&month=2031-05'
  const questions = ['', '&q=zz', '&q=Lia', '&view=mine', '&view=all', `&assignee=${lia.userId}`]
  const texts: string[] = []
  for (const route of world.routes) {
    if (route.method !== 'GET' || route.url === '/api/v1/stream') continue
    const brands = route.access.kind === 'brands' ? [brandA(), 'all'] : [brandA()]
    for (const brandId of brands)
      for (const question of route.url.endsWith('/inbox') ? questions : ['']) {
        const url = route.url.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => ({ ...ids, brandId })[name] ?? crypto.randomUUID())
        texts.push(`${url} ${textOf(await world.call('GET', url.replace('*', 'ok') + span + question, undefined, { cookie }))}`)
      }
  }
  return texts
}

describe('[S2-31][S2-32][T-I06] one freelancer, two clients', () => {
  it('[S2-32] she sees both, each under its name', async () => {
    const me = (await world.call('GET', '/api/v1/me', undefined, { cookie: lia.cookie })).body as { brands: { id: string }[] }
    expect(me.brands.map((one) => one.id).sort()).toEqual([brandA(), other.brandId].sort())
    const both = await world.call('GET', '/api/v1/brands/all/inbox', undefined, { cookie: lia.cookie })
    expect(textOf(both)).toContain(canary)
    expect(textOf(both)).toContain('le travail pour la maison')
  })

  it('[T-I06] a client’s owner reads every route and finds no word, id, name or presence of the other', async () => {
    const texts = await readEverything(world.owner.cookie)
    expect(texts.length).toBeGreaterThan(35)
    expect(texts.join('\n'), 'the search would find').toContain('le travail pour la maison')
    for (const text of texts) expectNothing(text.slice(0, 120), text)
  })

  it('[T-I06] nor does a supervisor of the one brand, in an agency where the other brand stands beside it', async () => {
    const actor = { userId: 'x', name: '', language: 'fr', via: 'session', sessionId: null } as const
    const beside = await addBrand(world.desk.db, actor, world.owner.organizationId, { name: canary, zone: 'Europe/Paris' })
    await join(beside, world.owner.organizationId)
    const mark = `${canary}-à-côté`
    const done = await workIn(world, { cookie: lia.cookie, brandId: beside }, mark)
    const client = await makeMember(world, { role: 'supervisor' })
    const texts = await readEverything(client.cookie)
    for (const text of texts) {
      expectNothing(text.slice(0, 120), text)
      for (const id of [beside, done.channelId, done.contentId, done.conversationId]) expect(text, text.slice(0, 120)).not.toContain(id)
    }
    expect(texts.filter((text) => text.includes('"Lia"')).length, 'she is seen where she works').toBeGreaterThan(0)
    await world.desk.db.ownerPool.query('DELETE FROM brand WHERE id = $1', [beside])
  })

  it('[T-I06] counts are those of one client: the same before and after she works for another', async () => {
    const counts = async () => {
      const today = await world.call('GET', `/api/v1/brands/all/today`)
      const inbox = await world.call('GET', `/api/v1/brands/all/inbox/counts`)
      const members = await world.call('GET', `${organizationA()}/members`)
      return JSON.stringify([today.body, inbox.body, members.body]).replaceAll(/"(at|now|since|lastAt)":"[^"]+"/g, '')
    }
    const before = await counts()
    await workIn(world, { cookie: lia.cookie, brandId: other.brandId }, `${canary}-de-plus`)
    expect(await counts()).toBe(before)
    const made = (name: string) => world.call('POST', `${organizationA()}/brands`, { name, zone: 'Europe/Paris' })
    expect((await made('Deuxième')).status).toBe(201)
    const colors = async () =>
      (
        await world.desk.db.ownerPool.query<{ color: string }>('SELECT color FROM brand WHERE organization_id = $1 ORDER BY created_at', [
          world.owner.organizationId,
        ])
      ).rows
    expect(
      (await colors()).map((row) => row.color),
      'colours follow the organization, not the desk',
    ).toEqual(['#0F5C5C', '#7A3E12'])
  })

  it('[T-I06] notifications, mails and the log say nothing across', async () => {
    await world.call(
      'POST',
      `/api/v1/brands/${other.brandId}/contents/${forB.contentId}/comments`,
      { text: canary },
      { cookie: lia.cookie },
    )
    await world.call(
      'POST',
      `/api/v1/brands/${brandA()}/contents/${forA.contentId}/comments`,
      { text: 'pour la maison' },
      { cookie: lia.cookie },
    )
    await new Promise((wake) => setTimeout(wake, 1500))
    expect(streamed.join(''), 'the stream is heard').toContain(brandA())
    expectNothing('the stream', streamed.join(''))
    await world.call('POST', `${organizationA()}/invitations`, { email: 'nadia@levain.test', role: 'manager', brandIds: [brandA()] })
    expect(mails).toHaveLength(1)
    expectNothing('the mails', mails.join('\n'))
    // Something breaks for the other client while the house looks at its log.
    await world.desk.db.ownerPool.query(`UPDATE channel SET network = 'unknown-${canary}' WHERE id = $1`, [forB.channelId])
    await world.call('GET', `/api/v1/brands/${other.brandId}/channels`, undefined, { cookie: lia.cookie })
    expect(logged.join('')).toContain('http.broken')
    await world.desk.db.ownerPool.query('UPDATE channel SET network = $1 WHERE id = $2', [networkOf('key'), forB.channelId])
    expectNothing('the log', logged.join(''))
  })

  it('[T-I06] her hand-over pack for one client holds nothing of the other', async () => {
    const made = await world.call('POST', `/api/v1/brands/${brandA()}/handovers`, { userId: lia.userId })
    for (const as of ['page', 'json', 'portfolio']) {
      const answer = await world.call('GET', `/api/v1/brands/${brandA()}/handovers/${(made.body as { id: string }).id}?as=${as}`)
      expect(answer.status).toBe(200)
      expectNothing(`the pack as ${as}`, textOf(answer))
    }
  })

  it('[S2-32] what one client changes of her access leaves the other’s untouched', async () => {
    const rows = async () =>
      (
        await world.desk.db.ownerPool.query('SELECT role, ends_at FROM membership WHERE user_id = $1 AND organization_id = $2', [
          lia.userId,
          other.organizationId,
        ])
      ).rows
    const before = await rows()
    const { members } = (await world.call('GET', `${organizationA()}/members`)).body as { members: { id: string; userId: string }[] }
    const own = members.filter((one) => one.userId === lia.userId)
    expect(own).toHaveLength(1)
    expect((await world.call('DELETE', `${organizationA()}/members/${own[0]?.id}`)).status).toBe(200)
    expect(await rows()).toEqual(before)
    expect((await world.call('GET', `/api/v1/brands/${other.brandId}/inbox`, undefined, { cookie: lia.cookie })).status).toBe(200)
    expect((await world.call('GET', `/api/v1/brands/${brandA()}/inbox`, undefined, { cookie: lia.cookie })).status).toBe(404)
  })
})

describe('[T-I06] an invitation does not tell who has an account already', () => {
  it('[T-I06] where mails leave, the client who invites sees the same for a stranger and for somebody’s freelancer', async () => {
    const { mailer } = world.desk
    vi.spyOn(mailer, 'send').mockImplementation(async (mail) => void mails.push(JSON.stringify(mail)))
    Object.assign(mailer, { reaches: 'smtp' })
    const seen = async (email: string) => {
      const answer = await world.call('POST', `${organizationA()}/invitations`, { email, role: 'manager', brandIds: [] })
      return [answer.status, { ...(answer.body as object), id: null }]
    }
    expect(await seen(lia.email)).toEqual([201, { id: null, link: null }])
    expect(await seen('nobody@levain.test')).toEqual([201, { id: null, link: null }])
    expect(await seen(other.email)).toEqual(await seen('nobody-else@levain.test'))
    expect(mails.at(-1)).toContain('/invitation/')
    const { invitations } = (await world.call('GET', `${organizationA()}/members`)).body as { invitations: { email: string }[] }
    expect(JSON.stringify(invitations)).not.toContain('known')
  })
})
