import { v4 as uuid } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RouteInfo } from './platform/http.ts'
import { makeKey } from './team/team.keys.service.ts'
import { rights, rightsOf, roles, type Role } from './team/team.schema.ts'
import { makeMember, makeTenant, rowsOf, secretMark, type Tenant } from './testing/tenants.ts'
import { openWorld, type Answer, type World } from './testing/world.ts'

/** Doors without a lock, each for a reason that stands beside its route. A new one must be written here too. */
const publicRoutes = [
  'GET /api/auth/*',
  'POST /api/auth/*',
  'GET /api/v1/setup',
  'POST /api/v1/setup',
  'POST /api/v1/demo/enter',
  'GET /api/v1/invitations/:token',
  'POST /api/v1/invitations/:token/accept',
  'GET /api/v1/connect/:network/callback',
  'GET /api/v1/connect/:network/client-metadata.json',
  'GET /api/v1/review/:token',
  'POST /api/v1/review/:token/decisions',
  'POST /api/v1/review/:token/comments/:contentId',
  'GET /api/v1/review/:token/assets/:assetId',
  'GET /api/v1/feeds/:file',
  'GET /feeds/:accountId',
  'GET /feeds/:accountId/media/:mediaId',
  'GET /api/v1/media/:token',
  'GET /api/v1/openapi.json',
]

/** Bodies that pass the first look, so that it is the right to the object that answers. */
const item = { text: 'Un mot', media: [] }
const bodies: Record<string, object> = {
  'PATCH /api/v1/brands/:brandId/contents/:contentId': { version: 1, title: 'Autre' },
  'PATCH /api/v1/brands/:brandId/variants/:variantId': { version: 1, items: [item] },
  'POST /api/v1/brands/:brandId/contents/:contentId/schedule': { version: 1, localTime: '2031-05-04T09:00' },
  'POST /api/v1/brands/:brandId/deliveries/:deliveryId/move': { version: 1, localTime: '2031-05-04T09:00' },
  'PATCH /api/v1/brands/:brandId/deliveries/:deliveryId/plan': { version: 1, localTime: null },
  'POST /api/v1/brands/:brandId/deliveries/:deliveryId/cancel': {},
  'POST /api/v1/brands/:brandId/deliveries/:deliveryId/release': { choice: 'drop' },
  'POST /api/v1/brands/:brandId/deliveries/:deliveryId/settle': { answer: 'drop' },
  'POST /api/v1/brands/:brandId/deliveries/:deliveryId/edit': item,
  'POST /api/v1/brands/:brandId/deliveries/:deliveryId/decision': { hash: 'a'.repeat(64), verdict: 'approved' },
  'POST /api/v1/brands/:brandId/contents/:contentId/comments': { text: 'Un mot' },
  'POST /api/v1/brands/:brandId/conversations/:conversationId/reply': { text: 'Un mot' },
  'POST /api/v1/brands/:brandId/conversations/:conversationId/notes': { text: 'Un mot' },
  'PATCH /api/v1/brands/:brandId/conversations/:conversationId': { state: 'done' },
  'POST /api/v1/brands/:brandId/conversations/:conversationId/presence': { writing: true },
  'POST /api/v1/brands/:brandId/messages/:messageId/hide': { hidden: true },
  'POST /api/v1/brands/:brandId/messages/:messageId/block': { blocked: true },
  'POST /api/v1/brands/:brandId/deliveries/:deliveryId/pin': { pinned: true },
  'PUT /api/v1/brands/:brandId/messages/:messageId/understanding': { urgent: true },
  'PUT /api/v1/brands/:brandId/campaigns/:campaignId': { kind: 'campaign', name: 'Avent', startsOn: '2031-12-01', endsOn: '2031-12-24' },
  'POST /api/v1/brands/:brandId/channels/:channelId/import': { act: 'start' },
  'PATCH /api/v1/organizations/:organizationId/members/:memberId': { role: 'manager' },
}

const tables: Record<string, string> = { linkId: 'review_link', feedId: 'calendar_feed', memberId: 'membership', deviceId: 'push_device' }
const tableOf = (param: string): string => tables[param] ?? param.replace(/Id$/, '').replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)

let world: World
let other: Tenant

beforeAll(async () => {
  world = await openWorld()
  other = await makeTenant(world, 'autre')
})
afterAll(() => world.close())

const nameOf = (route: RouteInfo) => `${route.method} ${route.url}`
const guarded = () => world.routes.filter((route) => route.access.kind !== 'public')
const stream = '/api/v1/stream'

function fill(url: string, params: Record<string, string>): string {
  return url.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => params[name] ?? uuid()).replace('*', 'get-session')
}

const ask = (
  route: RouteInfo,
  params: Record<string, string>,
  cookie: string | null,
  headers: Record<string, string> = {},
): Promise<Answer> =>
  world.call(route.method, fill(route.url, params), route.method === 'GET' ? undefined : (bodies[nameOf(route)] ?? {}), { cookie, headers })

const said = (answer: Answer) => `${answer.status} ${JSON.stringify(answer.body)}`

describe('[T-I01] every route, every role, every brand', () => {
  it('[T-I01] the doors without a lock are those of the list', () => {
    const open = world.routes.filter((route) => route.access.kind === 'public').map(nameOf)
    expect(open.sort()).toEqual([...publicRoutes].sort())
  })

  it('[T-I01] without a session every guarded route answers 401, with a made-up key too', async () => {
    const params = { brandId: world.owner.brandId, organizationId: world.owner.organizationId }
    for (const route of guarded()) {
      expect((await ask(route, params, null)).status, nameOf(route)).toBe(401)
      const bearer = { authorization: `Bearer ppt_${'a'.repeat(43)}` }
      expect((await ask(route, params, null, bearer)).status, nameOf(route)).toBe(401)
    }
  })

  it('[T-I01] a role opens what its rights name and nothing else', async () => {
    for (const role of roles) {
      const { cookie } = await makeMember(world, { role })
      await expectRights(role, (route) => ask(route, { brandId: world.owner.brandId, organizationId: world.owner.organizationId }, cookie))
    }
  })

  it('[T-I01] a key opens what its scopes and its brand name', async () => {
    const { userId } = await makeMember(world, { role: 'supervisor', brandId: null })
    const { key } = await makeKey(world.desk.db, { userId, brandId: world.owner.brandId, name: 'essai', scopes: ['read'], expiresAt: null })
    const bearer = { authorization: `Bearer ${key}` }
    for (const route of guarded()) {
      if (route.url === stream || !('right' in route.access)) continue
      const answer = await ask(route, { brandId: world.owner.brandId, organizationId: world.owner.organizationId }, null, bearer)
      if (route.access.kind === 'organization') expect(answer.status, nameOf(route)).toBe(404)
      else if (route.access.right === 'read') expect([401, 403], nameOf(route)).not.toContain(answer.status)
      else expect(answer.status, nameOf(route)).toBe(403)
    }
  })

  it('[T-I01] another client’s brand and organization answer as those that do not exist; nothing of them changes', async () => {
    const before = await rowsOf(world, other.brandId)
    for (const route of guarded()) {
      if (!/:(brandId|organizationId)/.test(route.url)) continue
      const mine = await ask(route, { brandId: other.brandId, organizationId: other.organizationId }, world.owner.cookie)
      const nobodys = await ask(route, {}, world.owner.cookie)
      expect(said(mine), nameOf(route)).toBe(said(nobodys))
      expect(mine.status, nameOf(route)).toBe(404)
    }
    expect(await rowsOf(world, other.brandId)).toBe(before)
  })

  it('[T-I01] another client’s objects under one’s own brand answer as those that do not exist; nothing of them changes', async () => {
    const before = await rowsOf(world, other.brandId)
    const own = { brandId: world.owner.brandId, organizationId: world.owner.organizationId }
    let tried = 0
    for (const route of guarded()) {
      const names = [...route.url.matchAll(/:([A-Za-z]+)/g)]
        .map((match) => match[1] ?? '')
        .filter((name) => !(name in own) && name !== 'token')
      if (names.length === 0) continue
      const theirs = Object.fromEntries(names.map((name) => [name, other.ids[tableOf(name)] ?? `no row for ${name}`]))
      const foreign = await ask(route, { ...own, ...theirs }, world.owner.cookie)
      const absent = await ask(route, own, world.owner.cookie)
      expect(said(foreign), nameOf(route)).toBe(said(absent))
      // A network proves itself by its signature: whoever has none learns nothing, whatever they name.
      expect(foreign.status, `${nameOf(route)} ${JSON.stringify(foreign.body)}`).toBe(route.access.kind === 'signed' ? 401 : 404)
      tried += 1
    }
    expect(tried).toBeGreaterThan(25)
    expect(await rowsOf(world, other.brandId)).toBe(before)
  })

  it('[T-I01] what is read over all brands holds nothing of another client', async () => {
    const span = '?from=2020-01-01T00:00:00Z&to=2035-01-01T00:00:00Z&month=2026-11'
    for (const route of guarded()) {
      if (route.method !== 'GET' || route.url === stream) continue
      for (const brandId of ['all', world.owner.brandId]) {
        const answer = await world.call('GET', `${fill(route.url, { brandId, organizationId: world.owner.organizationId })}${span}`)
        expect(JSON.stringify(answer.body), nameOf(route)).not.toContain(secretMark)
        expect(JSON.stringify(answer.body), nameOf(route)).not.toContain(other.brandId)
      }
    }
  })

  it('[T-I01] ids of another client inside a body are refused or do nothing', async () => {
    const before = await rowsOf(world, other.brandId)
    const brand = `/api/v1/brands/${world.owner.brandId}`
    const { ids, userId } = other
    const media = (assetId: string | undefined) => [{ text: 'Un mot', media: [{ assetId, alt: { kind: 'decorative' } }] }]
    const tries: [string, string, object][] = [
      ['POST', `${brand}/contents`, { items: [item], channelIds: [ids['channel']] }],
      ['POST', `${brand}/contents`, { items: [item], pillarId: ids['pillar'] }],
      ['POST', `${brand}/contents`, { items: [item], campaignId: ids['campaign'] }],
      ['POST', `${brand}/contents`, { items: media(ids['asset']) }],
      ['POST', `${brand}/measure`, { versions: [{ channelId: ids['channel'], items: [item], options: {}, follows: true }] }],
      ['POST', `${brand}/conversations/bulk`, { ids: [ids['conversation']], change: { state: 'done' } }],
      ['PUT', `${brand}/pillars`, { pillars: [{ id: ids['pillar'], name: 'Pris', share: null }] }],
      [
        'POST',
        `/api/v1/organizations/${world.owner.organizationId}/invitations`,
        { email: 'x@y.test', role: 'manager', brandIds: [other.brandId] },
      ],
    ]
    for (const [method, path, body] of tries) {
      const answer = await world.call(method, path, body)
      expect(JSON.stringify(answer.body), `${method} ${path}`).not.toContain(secretMark)
      if (!path.endsWith('bulk')) expect([404, 422], `${method} ${path} ${JSON.stringify([body, answer.body])}`).toContain(answer.status)
    }
    const made = (await world.call('POST', `${brand}/contents`, { items: [item] })).body as { id: string; version: number }
    const stolen = await world.call('PATCH', `${brand}/contents/${made.id}`, { version: made.version, items: media(ids['asset']) })
    expect([404, 422]).toContain(stolen.status)
    const moved = await world.call('PATCH', `${brand}/contents/${made.id}`, { version: made.version, pillarId: ids['pillar'] })
    expect([404, 422]).toContain(moved.status)
    expect(await rowsOf(world, other.brandId)).toBe(before)
    expect(userId).toBeTruthy()
  })

  async function expectRights(role: Role, call: (route: RouteInfo) => Promise<Answer>): Promise<void> {
    for (const route of guarded()) {
      if (route.url === stream || !('right' in route.access)) continue
      const { status } = await call(route)
      const may = (rightsOf[role] as readonly string[]).includes(route.access.right)
      // These members have one brand: the organization is not theirs to see.
      if (route.access.kind === 'organization') expect(status, `${role} ${nameOf(route)}`).toBe(404)
      else if (may) expect([401, 403, 500], `${role} ${nameOf(route)}`).not.toContain(status)
      else expect(status, `${role} ${nameOf(route)}`).toBe(403)
    }
  }

  it('[T-I01] every right of a route is a right that exists', () => {
    for (const { access, ...route } of world.routes)
      if ('right' in access) expect(rights, `${route.method} ${route.url}`).toContain(access.right)
  })
})

describe('[T-A04] forged requests', () => {
  const own = () => ({ brandId: world.owner.brandId, organizationId: world.owner.organizationId })

  it('[T-A04] whatever changes something refuses a request without the header, from another origin, or sent by a form', async () => {
    const forgeries: Record<string, string>[] = [
      { 'x-pupitre': '' },
      { origin: 'https://evil.test' },
      { origin: 'null' },
      { 'x-pupitre': '', 'content-type': 'text/plain' },
    ]
    for (const route of world.routes) {
      if (route.method === 'GET') continue
      for (const headers of forgeries) {
        const answer = await world.call(route.method, fill(route.url, own()), {}, { headers })
        const isSigned = route.access.kind === 'signed'
        expect(answer.status, `${nameOf(route)} ${JSON.stringify(headers)}`).toBe(isSigned ? 401 : 403)
        expect(answer.body).toMatchObject({ error: { code: isSigned ? 'engage.not_of_the_network' : 'http.forged' } })
      }
    }
  })

  it('[T-A04] reading never changes anything', async () => {
    const content = (await world.call('POST', `/api/v1/brands/${world.owner.brandId}/contents`, { items: [item] })).body as { id: string }
    const params = { ...own(), contentId: content.id }
    const before = await allRows()
    for (const route of world.routes) {
      if (route.method !== 'GET' || route.url === stream) continue
      await ask(route, params, world.owner.cookie)
      await world.call('GET', fill(route.url, { ...params, brandId: 'all' }))
    }
    expect(await allRows()).toEqual(before)
  })

  /** Row versions of every table: an update that changes nothing shows too. When a session was last used is not a change. */
  async function allRows(): Promise<Record<string, string>> {
    const names = await world.desk.db.ownerPool.query<{ name: string }>(
      "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1",
    )
    const seen: Record<string, string> = {}
    for (const { name } of names.rows) {
      if (name === 'session') continue
      const found = await world.desk.db.ownerPool.query<{ n: string }>(
        `SELECT count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0) AS n FROM "${name}"`,
      )
      seen[name] = found.rows[0]?.n ?? ''
    }
    return seen
  }
})
