import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insideHosts, openCanary, openOutside, type Canary, type Outside } from '../testing/canary.ts'
import { makeMember } from '../testing/tenants.ts'
import { openWorld, type Answer, type World } from '../testing/world.ts'

/** A handle of its owner's own domain, which leads to wherever the document says. */
const did = 'did:plc:abcdefghijklmnopqrstuvwx'
let world: World
let canary: Canary
/** A server that can be reached and means no good. */
let evil: Outside
/** Where its documents and pages lead: an address inside. */
let leadsTo = 'http://127.0.0.1/'

const brand = () => `/api/v1/brands/${world.owner.brandId}`
const code = (answer: Answer) => (answer.body as { error?: { code: string } }).error?.code ?? `status ${answer.status}`
const errorOf = (answer: Answer) => {
  const { error } = answer.body as { error: { code: string; message: string; data: { said?: string } } }
  return { status: answer.status, code: error.code, message: error.message, said: error.data.said }
}

/** Each request as somebody who has asked nothing yet: what guards against too many is not what is tried here. */
let asked = 0
let cookie: string | null = null
async function ask(path: string, body: unknown): Promise<Answer> {
  if (asked % 25 === 0) ({ cookie } = await makeMember(world, { role: 'manager' }))
  asked += 1
  return world.call('POST', `${brand()}${path}`, body, { cookie })
}
const card = (url: string) => ask('/link-card', { url })
const mastodon = (server: string) => ask('/channels', { network: 'mastodon', fields: { server, token: 'a-token-of-sufficient-length' } })
const mastodonPage = (server: string) => ask('/connect', { network: 'mastodon', fields: { server } })
const bluesky = (server: string) =>
  ask('/channels', { network: 'bluesky', fields: { handle: 'levain.test', secret: 'abcd-efgh-ijkl-mnop', server } })
const blueskyPage = (server: string) => ask('/connect', { network: 'bluesky', fields: { handle: 'levain.test', server } })

/** What an evil server answers to each of the questions a connector asks. */
function answers(path: string): { status?: number; headers?: Record<string, string>; body?: string } {
  const json = (value: unknown) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) })
  const html = (head: string) => ({
    headers: { 'content-type': 'text/html' },
    body: `<html><head><title>Page</title>${head}</head></html>`,
  })
  const here = evil.origin
  const known: Record<string, () => ReturnType<typeof answers>> = {
    '/page-with-picture': () => html(`<meta property="og:image" content="${leadsTo}">`),
    '/page-with-refresh': () => html(`<meta http-equiv="refresh" content="0;url=${leadsTo}">`),
    '/page-that-moves': () => ({ status: 302, headers: { location: leadsTo } }),
    '/.well-known/oauth-protected-resource': () => json({ resource: here, authorization_servers: [leadsTo.replace(/\/$/, '')] }),
    '/xrpc/com.atproto.identity.resolveHandle': () => json({ did }),
    [`/${did}`]: () =>
      json({
        id: did,
        alsoKnownAs: ['at://levain.test'],
        service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: leadsTo.replace(/\/$/, '') }],
      }),
    '/api/v1/accounts/verify_credentials': () =>
      json({
        id: '1',
        username: 'levain',
        acct: 'levain',
        display_name: 'Levain',
        url: `${here}/@levain`,
        avatar: leadsTo,
        avatar_static: leadsTo,
      }),
    '/api/v1/instance': () => ({ status: 302, headers: { location: leadsTo } }),
    '/api/v2/instance': () => ({ status: 302, headers: { location: leadsTo } }),
  }
  return known[decodeURIComponent(path.split('?')[0] ?? '')]?.() ?? { status: 404 }
}

beforeAll(async () => {
  canary = await openCanary()
  evil = await openOutside(answers)
  leadsTo = `http://127.0.0.1:${canary.port}/`
  const directories = { plc: evil.origin, resolver: evil.origin, entryway: evil.origin }
  world = await openWorld({ bluesky: directories })
})
afterAll(async () => {
  await world.close()
  await evil.close()
  await canary.close()
})

describe('[T-S01] every door that fetches an address somebody gave has the same guard', () => {
  const inside = () => insideHosts.map((host) => `${host}:${canary.port}`)

  it('[T-S01] link cards: no address inside, in any spelling', async () => {
    for (const host of inside()) expect(code(await card(`http://${host}/`)), host).toMatch(/^create\.page_unreachable$|^http\.bad_input$/)
    for (const url of ['ftp://127.0.0.1/', 'file:///etc/passwd', 'http://user:word@public.test/', 'javascript:alert(1)'])
      expect(code(await card(url)), url).toMatch(/^create\.page_unreachable$|^http\.bad_input$/)
    expect(canary.hits()).toBe(0)
  })

  it('[T-S01] pictures, refreshes and moves of a page that can be reached', async () => {
    for (const target of [
      `http://127.0.0.1:${canary.port}/a.png`,
      `http://[::1]:${canary.port}/a.png`,
      `http://2130706433:${canary.port}/a.png`,
      'http://169.254.169.254/latest/',
    ]) {
      leadsTo = target
      expect((await card(`${evil.origin}/page-with-picture`)).body).toMatchObject({ title: 'Page', thumb: null })
      expect((await card(`${evil.origin}/page-with-refresh`)).body).toMatchObject({ title: 'Page', thumb: null })
      expect(code(await card(`${evil.origin}/page-that-moves`))).toBe('create.page_unreachable')
    }
    expect(canary.hits()).toBe(0)
  })

  it('[T-S01] the address of a Mastodon server, by token and by its page', async () => {
    for (const host of inside()) {
      for (const server of [`https://${host}`, `http://${host}`]) {
        expect(code(await mastodon(server)), server).toMatch(/^channels\.connection_(unreachable|not_found)$/)
        expect(code(await mastodonPage(server)), server).toMatch(/^channels\.connection_(unreachable|not_found)$/)
      }
    }
    expect(canary.hits()).toBe(0)
  })

  it('[T-S01] a Bluesky server: named, found by a handle, or named by OAuth metadata', async () => {
    for (const host of inside()) {
      expect(code(await bluesky(`https://${host}`)), host).toMatch(/^channels\.connection_/)
      expect(code(await blueskyPage(`https://${host}`)), host).toMatch(/^channels\.connection_/)
    }
    for (const target of [`http://127.0.0.1:${canary.port}/`, `http://[::1]:${canary.port}/`, `https://127.66.0.1:${canary.port}/`]) {
      leadsTo = target
      // The handle's document names a home inside; the handle is found by the resolver, or is the document's own name.
      expect(
        code(await ask('/channels', { network: 'bluesky', fields: { handle: 'levain.test', secret: 'abcd-efgh-ijkl-mnop' } })),
      ).toMatch(/^channels\.connection_/)
      expect(code(await ask('/channels', { network: 'bluesky', fields: { handle: did, secret: 'abcd-efgh-ijkl-mnop' } }))).toMatch(
        /^channels\.connection_/,
      )
      expect(code(await ask('/connect', { network: 'bluesky', fields: { handle: did } }))).toMatch(/^channels\.connection_/)
      // A server that can be reached says that another one, inside, decides who may enter.
      expect(code(await blueskyPage(evil.origin))).toMatch(/^channels\.connection_/)
    }
    expect(evil.seen.some(({ url }) => url.startsWith('/.well-known/oauth-protected-resource'))).toBe(true)
    expect(evil.seen.some(({ url }) => decodeURIComponent(url).startsWith(`/${did}`))).toBe(true)
    expect(canary.hits()).toBe(0)
  })

  it('[T-S01] a picture of an account, and limits that lead inside: the account is connected, and nothing is fetched', async () => {
    leadsTo = `http://127.0.0.1:${canary.port}/avatar.png`
    const answer = await mastodon(evil.origin)
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    const list = (await world.call('GET', `${brand()}/channels`)).body as { avatarUrl: string | null }[]
    expect(list).toHaveLength(1)
    expect(canary.hits()).toBe(0)
    const page = await fetch(`${world.url}/`)
    expect(page.headers.get('content-security-policy'), 'nor by the browser').toContain("img-src 'self' data: blob:")
  })
})

describe('[T-S02] answers that tell nothing of what stands there', () => {
  it('[T-S02] one answer for open, closed and absent, whichever door asks', async () => {
    const closed = canary.port === 8443 ? 8080 : 8443
    const targets = [`127.0.0.1:${canary.port}`, `127.0.0.1:${closed}`, '10.255.255.1', '169.254.169.254', 'nas.local']
    const doors: Record<string, (host: string) => Promise<Answer>> = {
      card: (host) => card(`http://${host}/`),
      'Mastodon by token': (host) => mastodon(`https://${host}`),
      'Mastodon by its page': (host) => mastodonPage(`https://${host}`),
      'Bluesky by password': (host) => bluesky(`https://${host}`),
      'Bluesky by its page': (host) => blueskyPage(`https://${host}`),
    }
    for (const [name, door] of Object.entries(doors)) {
      const seen = new Set<string>()
      for (const target of targets) seen.add(JSON.stringify(errorOf(await door(target))))
      expect([...seen], name).toHaveLength(1)
    }
    expect(canary.hits()).toBe(0)
  })
})
