import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeMember, makeTenant, type Tenant } from '../testing/tenants.ts'
import { openWorld, type Answer, type World } from '../testing/world.ts'
import type { ChannelView } from './channels.schema.ts'

/* An account is connected on its network's own page: begun in one session, finished in that one, once, for that brand. */

let world: World
let tenant: Tenant
let tenantCookie: string

const path = (rest: string, brandId = world.owner.brandId) => `/api/v1/brands/${brandId}${rest}`
const code = (answer: Answer) => (answer.body as { error?: { code: string } }).error?.code ?? `status ${answer.status}`
const channels = async () => (await world.call('GET', path('/channels'))).body as ChannelView[]

async function begin(): Promise<URL> {
  const answer = await world.call('POST', path('/connect'), { network: 'mastodon', fields: { server: world.sandbox.url } })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return new URL((answer.body as { url: string }).url)
}
/** What the network's page sends the browser back with, once the account said yes. */
async function agree(page: URL): Promise<URLSearchParams> {
  const { store } = world.sandbox.mastodon
  const [account] = [...store.memory.accounts.values()]
  const said = await fetch(page, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ account: account?.id ?? '' }) })
  return new URL(said.headers.get('location') ?? '').searchParams
}
const finish = (query: URLSearchParams, cookie?: string, brandId?: string) =>
  world.call('POST', path('/connect/finish', brandId), { query: query.toString() }, cookie === undefined ? {} : { cookie })

beforeAll(async () => {
  world = await openWorld()
  world.sandbox.mastodon.store.createAccount({ username: 'levain' })
  tenant = await makeTenant(world, 'concurrent')
  tenantCookie = (await world.signIn(tenant.email, tenant.password)) ?? ''
})
afterAll(() => world.close())

describe('[T-W07] connecting on the network’s own page', () => {
  it('[T-W07] asks with a state and a challenge of its own each time, and for its own address back', async () => {
    const [one, two] = [await begin(), await begin()]
    for (const name of ['state', 'code_challenge']) {
      expect(one.searchParams.get(name)?.length).toBeGreaterThanOrEqual(32)
      expect(one.searchParams.get(name)).not.toBe(two.searchParams.get(name))
    }
    expect(one.searchParams.get('code_challenge_method')).toBe('S256')
    expect(new URL(one.searchParams.get('redirect_uri') ?? '').pathname).toBe('/api/v1/connect/mastodon/callback')
  })

  it('[T-W07] is finished once: the same answer again connects nothing', async () => {
    const query = await agree(await begin())
    expect((await finish(query)).status).toBe(200)
    expect(await channels()).toHaveLength(1)
    expect(code(await finish(query))).toBe('channels.connection_lost')
    expect(await channels()).toHaveLength(1)
  })

  it('[T-W07] is refused to a colleague’s session, and to another session of the same person', async () => {
    const { cookie } = await makeMember(world, { role: 'manager' })
    expect(code(await finish(await agree(await begin()), cookie ?? ''))).toBe('channels.connection_lost')
    const again = await world.signIn(world.owner.email, world.owner.password)
    expect(code(await finish(await agree(await begin()), again ?? ''))).toBe('channels.connection_lost')
  })

  it('[T-W07] is refused for another client’s brand, by its people and to them', async () => {
    const query = await agree(await begin())
    expect((await finish(query, tenantCookie)).status).toBe(404)
    expect(code(await finish(query, tenantCookie, tenant.brandId))).toBe('channels.connection_lost')
    expect((await finish(await agree(await begin()), undefined, tenant.brandId)).status).toBe(404)
    const { rows } = await world.desk.db.systemPool.query("SELECT 1 FROM channel WHERE brand_id = $1 AND handle LIKE 'levain%'", [
      tenant.brandId,
    ])
    expect(rows).toEqual([])
  })

  it('[T-W07] an account that another client of the desk holds is not connected a second time', async () => {
    const started = await world.call(
      'POST',
      path('/connect', tenant.brandId),
      { network: 'mastodon', fields: { server: world.sandbox.url } },
      { cookie: tenantCookie },
    )
    const query = await agree(new URL((started.body as { url: string }).url))
    expect(code(await finish(query, tenantCookie, tenant.brandId))).toBe('channels.linked_elsewhere')
    const { rows } = await world.desk.db.systemPool.query("SELECT 1 FROM channel WHERE brand_id = $1 AND handle LIKE 'levain%'", [
      tenant.brandId,
    ])
    expect(rows).toEqual([])
  })

  it.each([
    ['a state nobody gave', (query: URLSearchParams) => query.set('state', 'x'.repeat(43))],
    ['no state', (query: URLSearchParams) => query.delete('state')],
    [
      'the digest that is kept instead of the state',
      (query: URLSearchParams) =>
        query.set(
          'state',
          createHash('sha256')
            .update(query.get('state') ?? '')
            .digest('hex'),
        ),
    ],
  ])('[T-W07] is refused with %s', async (_name, spoil) => {
    const query = await agree(await begin())
    spoil(query)
    expect(code(await finish(query))).toBe('channels.connection_lost')
  })

  it('[T-W07] a code of another request is refused by its challenge, and nothing is kept', async () => {
    const before = (await channels()).length
    const [mine, other] = [await agree(await begin()), await agree(await begin())]
    mine.set('code', other.get('code') ?? '')
    expect((await finish(mine)).status).toBe(422)
    expect(await channels()).toHaveLength(before)
  })

  it.each(['mastodon', '%2F%2Fevil.example', 'https:%2F%2Fevil.example'])(
    '[T-W07] the way back (%s) leads to this desk alone',
    async (network) => {
      const back = await fetch(`${world.url}/api/v1/connect/${network}/callback?code=a&state=b&next=https://evil.example`, {
        redirect: 'manual',
      })
      expect(back.status).toBe(303)
      const { origin, pathname } = new URL(back.headers.get('location') ?? '', world.url)
      expect([origin, pathname]).toEqual([new URL(world.desk.settings.url).origin, '/settings/channels/connected'])
    },
  )
})
