import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeMember } from '../testing/tenants.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
type Member = Awaited<ReturnType<typeof makeMember>>
let supervisor: Member
let owner: { id: string }

const organization = (rest: string) => `/api/v1/organizations/${world.owner.organizationId}${rest}`
const ask = async (method: string, rest: string, body: unknown, cookie: string) =>
  (await world.call(method, organization(rest), body, { cookie })).status
const rows = async () =>
  (await world.desk.db.ownerPool.query('SELECT id, role, ends_at, brand_id FROM membership ORDER BY id')).rows as unknown[]

beforeAll(async () => {
  world = await openWorld()
  supervisor = await makeMember(world, { role: 'supervisor', brandId: null, endsAt: new Date(Date.now() + 3_600_000) })
  const { members } = (await world.call('GET', organization('/members'))).body as { members: { id: string; role: string }[] }
  owner = members.find((one) => one.role === 'owner') ?? { id: '' }
})
afterAll(() => world.close())

describe('[T-I01] nobody gives what they do not have', () => {
  it('[T-I01] a supervisor makes no owner, by invitation or by hand, and touches none', async () => {
    const manager = await makeMember(world, { role: 'manager' })
    const before = await rows()
    const { cookie } = supervisor
    const invited = { email: 'x@levain.test', role: 'owner', brandIds: [] }
    expect(await ask('POST', '/invitations', invited, cookie)).toBe(403)
    expect(await ask('PATCH', `/members/${manager.membershipId}`, { role: 'owner' }, cookie)).toBe(403)
    expect(await ask('PATCH', `/members/${owner.id}`, { role: 'manager' }, cookie)).toBe(403)
    expect(await ask('PATCH', `/members/${owner.id}`, { endsAt: new Date(Date.now() + 60_000).toISOString() }, cookie)).toBe(403)
    expect(await ask('DELETE', `/members/${owner.id}`, undefined, cookie)).toBe(403)
    expect(await rows()).toEqual(before)
    expect(await ask('PATCH', `/members/${manager.membershipId}`, { role: 'supervisor' }, cookie)).toBe(200)
  })

  it('[T-I01][T-I04] whoever has an end does not move it, nor their own role', async () => {
    const before = await rows()
    const { cookie, membershipId } = supervisor
    for (const change of [{ endsAt: null }, { endsAt: '2099-01-01T00:00:00Z' }, { role: 'owner' }, { role: 'manager' }])
      expect(await ask('PATCH', `/members/${membershipId}`, change, cookie), JSON.stringify(change)).toBe(403)
    expect(await rows()).toEqual(before)
    expect(await ask('PATCH', `/members/${membershipId}`, { endsAt: null }, world.owner.cookie)).toBe(200)
  })

  it('[T-I01] an owner may; the last one stays', async () => {
    const { cookie } = world.owner
    expect(await ask('PATCH', `/members/${owner.id}`, { role: 'manager' }, cookie)).toBe(409)
    expect(await ask('DELETE', `/members/${owner.id}`, undefined, cookie)).toBe(409)
    expect(await ask('PATCH', `/members/${supervisor.membershipId}`, { role: 'owner' }, cookie)).toBe(200)
    expect(await ask('PATCH', `/members/${owner.id}`, { role: 'supervisor' }, supervisor.cookie)).toBe(200)
  })
})
