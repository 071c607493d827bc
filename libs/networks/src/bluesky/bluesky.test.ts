import { existsSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import type { BlueskyPeer, PeerAccount } from '../../../../peers/bluesky/peer.ts'
import { startBlueskyPeer } from '../../../../peers/bluesky/peer.ts'
import { testConnector, type World } from '../conformance.ts'
import { mediaOf, openDesk, stepOf, unique, variantOf } from '../conformance/world.ts'
import type { Act, Credentials, Receipt, RemoteRef, SendContext } from '../contract.ts'
import { createBluesky } from './connector.ts'

/** Against real servers (PLC, PDS, AppView). They need redis-server; `PUPITRE_SKIP_PEERS=1` leaves them out where it is absent. */
const hasRedis = existsSync('/usr/bin/redis-server') || process.env['REDIS_HOST'] !== undefined
const peer: BlueskyPeer | null = hasRedis && process.env['PUPITRE_SKIP_PEERS'] !== '1' ? await startBlueskyPeer() : null

const CHROMIUM = '/usr/bin/chromium'

afterAll(() => peer?.stop())

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

type Xrpc = { method?: string; token?: string; body?: unknown; query?: Record<string, string> }
async function xrpc(base: string, nsid: string, { token, body, query = {} }: Xrpc = {}): Promise<Record<string, unknown>> {
  const headers = { ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && { 'content-type': 'application/json' }) }
  const url = `${base}/xrpc/${nsid}?${new URLSearchParams(query).toString()}`
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${nsid}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Record<string, unknown>
}

function worldOf(peer: BlueskyPeer): World {
  const accounts = new Map<string, Promise<PeerAccount>>(
    peer.accounts.map((account) => [account.handle.replace('.test', ''), Promise.resolve(account)]),
  )
  const accountOf = (name: string) => {
    const found = accounts.get(name) ?? peer.createAccount(name)
    accounts.set(name, found)
    return found
  }
  const records = async (repo: string, collection: string) => {
    const { records } = await xrpc(peer.pds, 'com.atproto.repo.listRecords', { query: { repo, collection, limit: '100' } })
    return (records as { value: Record<string, unknown> }[]).map(({ value }) => value)
  }
  return {
    fields: async (name) => {
      const account = await accountOf(name)
      await peer.settle()
      return { handle: account.handle, secret: account.appPassword }
    },
    person: async (name) => {
      const account = await accountOf(name)
      const { accessJwt } = await xrpc(peer.pds, 'com.atproto.server.createSession', {
        body: { identifier: account.handle, password: account.password },
      })
      const token = String(accessJwt)
      const create = async (collection: string, record: Record<string, unknown>) => {
        const body = { repo: account.did, collection, record: { $type: collection, createdAt: new Date().toISOString(), ...record } }
        const { uri, cid } = await xrpc(peer.pds, 'com.atproto.repo.createRecord', { token, body })
        return { id: String(uri), version: String(cid), url: null }
      }
      const strong = ({ id, version }: { id: string; version: string | null }) => ({ uri: id, cid: version })
      return {
        id: account.did,
        handle: account.handle,
        reply: (to, root, text) => create('app.bsky.feed.post', { text, reply: { root: strong(root), parent: strong(to) } }),
        mention: async (handle, text) => {
          const { did } = await xrpc(peer.pds, 'com.atproto.identity.resolveHandle', { query: { handle } })
          const facet = {
            index: { byteStart: 0, byteEnd: handle.length + 1 },
            features: [{ $type: 'app.bsky.richtext.facet#mention', did }],
          }
          return create('app.bsky.feed.post', { text: `@${handle} ${text}`, facets: [facet] })
        },
        like: async (target) => void (await create('app.bsky.feed.like', { subject: strong(target) })),
      }
    },
    settle: () => peer.settle(),
    countPosts: async (connected, text) => {
      let cursor = ''
      let found = 0
      for (;;) {
        const query = { repo: connected.account.id, collection: 'app.bsky.feed.post', limit: '100', ...(cursor && { cursor }) }
        const page = await xrpc(peer.pds, 'com.atproto.repo.listRecords', { query })
        found += (page['records'] as { value: { text: string } }[]).filter(({ value }) => value.text === text).length
        cursor = typeof page['cursor'] === 'string' ? page['cursor'] : ''
        if (cursor === '') return found
      }
    },
    isPinned: async ({ id }, connected) => {
      const profiles = await records(connected.account.id, 'app.bsky.actor.profile')
      return profiles.some((profile) => (profile['pinnedPost'] as { uri?: string } | undefined)?.uri === id)
    },
    isBlocked: async (person, connected) => {
      const blocks = await records(connected.account.id, 'app.bsky.graph.block')
      return blocks.some((block) => block['subject'] === person)
    },
    textOf: (length) => {
      const awkward = '👩‍👩‍👧‍👦 🇫🇷 é https://exemple.fr/une/adresse @personne.inconnue.test #Croix-Rousse '
      return awkward + 'ï'.repeat(length - [...new Intl.Segmenter().segment(awkward)].length)
    },
    image: () => ({ bytes: PIXEL, mimeType: 'image/png', width: 1, height: 1 }),
  }
}

if (peer === null) {
  describe('bluesky', () => {
    it.skip('needs redis-server to run against the real network', () => undefined)
  })
} else {
  const connector = createBluesky({ plc: peer.plc, resolver: peer.pds, entryway: peer.pds })
  const world = worldOf(peer)
  testConnector(connector, world)

  describe('bluesky against the real network', () => {
    const publish = async (ctx: SendContext, acts: readonly Act[]): Promise<Receipt[]> => {
      const receipts: Receipt[] = []
      for (const [index] of acts.entries())
        receipts.push(await connector.send(ctx, stepOf(connector, connector.complete(acts, index, receipts))))
      return receipts
    }
    const recordOf = async (uri: string) => {
      const [repo = '', collection = '', rkey = ''] = uri.replace('at://', '').split('/')
      return (await xrpc(peer.pds, 'com.atproto.repo.getRecord', { query: { repo, collection, rkey } }))['value'] as Record<string, unknown>
    }

    it('marks links, people and hashtags by byte, and leaves a handle of nobody as text', async () => {
      const { ctx } = await openDesk(connector, world, 'facets')
      const text = unique('🥐 @lea.test et @personne.test : https://levain.example/été, #Boulangerie #Noël')
      const [receipt] = await publish(ctx, connector.plan(variantOf(text), null))
      const { facets } = await recordOf(receipt?.ref?.id ?? '')
      const cut = (facets as { index: { byteStart: number; byteEnd: number }; features: { $type: string }[] }[]).map(
        ({ index, features }) => [Buffer.from(text).subarray(index.byteStart, index.byteEnd).toString(), features[0]?.$type.split('#')[1]],
      )
      expect(cut).toEqual([
        ['@lea.test', 'mention'],
        ['https://levain.example/été', 'link'],
        ['#Boulangerie', 'tag'],
        ['#Noël', 'tag'],
      ])
    })

    it('publishes a card with its picture, and closes the answers', async () => {
      const { ctx } = await openDesk(connector, world, 'embeds')
      const thumb = mediaOf(world, { kind: 'decorative' })
      const card = { url: 'https://levain.example/', title: 'Maison Levain', description: 'Quatre boutiques', thumb }
      const planned = connector.plan(variantOf(unique('Carte'), { card, whoMayReply: 'nobody' }), null)
      const [, first, gate] = (await publish(ctx, planned)).map(({ ref }) => ref?.id ?? '')
      const post = await recordOf(first ?? '')
      expect(post).toMatchObject({
        embed: { $type: 'app.bsky.embed.external', external: { title: 'Maison Levain', thumb: { mimeType: 'image/png' } } },
      })
      expect(await recordOf(gate ?? '')).toMatchObject({ allow: [], post: first })
      expect(gate?.split('/').pop()).toBe(first?.split('/').pop())
    })

    it('quotes with a picture, also a post known by its address alone', async () => {
      const { ctx } = await openDesk(connector, world, 'quotes')
      const [first] = await publish(ctx, connector.plan(variantOf(unique('Original')), null))
      const quoteOf = { id: first?.ref?.id ?? '', version: null, url: null }
      await world.settle()
      const picture = mediaOf(world, { kind: 'text', text: 'Un pixel' })
      const text = unique('Citation')
      const quoting = variantOf(text, { items: [{ text, media: [picture] }], quoteOf })
      const receipts = await publish(ctx, connector.plan(quoting, null))
      const quote = await recordOf(receipts.at(-1)?.ref?.id ?? '')
      expect(quote).toMatchObject({
        embed: {
          $type: 'app.bsky.embed.recordWithMedia',
          record: { record: { uri: quoteOf.id } },
          media: { images: [{ alt: 'Un pixel', aspectRatio: { width: 1, height: 1 } }] },
        },
      })
    })

    it('pins in the profile without touching the rest of it, one post at a time', async () => {
      const { ctx } = await openDesk(connector, world, 'vitrine')
      const { accessJwt } = await xrpc(peer.pds, 'com.atproto.server.createSession', {
        body: { identifier: ctx.account.handle, password: ctx.credentials.secret['appPassword'] },
      })
      const kept = { $type: 'app.bsky.actor.profile', displayName: 'Maison Levain', description: 'Du pain' }
      const body = { repo: ctx.account.id, collection: kept.$type, rkey: 'self', record: kept }
      await xrpc(peer.pds, 'com.atproto.repo.putRecord', { token: String(accessJwt), body })
      const acts = ['Hier', 'Demain'].flatMap((text) => connector.plan(variantOf(unique(text)), null))
      const [first, second] = [await publish(ctx, acts.slice(0, 1)), await publish(ctx, acts.slice(1))].map(([one]) => one?.ref)
      if (!first || !second) throw new Error('nothing was published')
      const pin = (target: RemoteRef, pinned: boolean) => connector.send(ctx, stepOf(connector, { kind: 'pin', target, pinned }))
      const profile = () => recordOf(`at://${ctx.account.id}/app.bsky.actor.profile/self`)
      await pin(first, true)
      await pin(second, true)
      expect(await profile()).toEqual({ ...kept, pinnedPost: { uri: second.id, cid: second.version } })
      await pin(first, false)
      expect(await profile()).toMatchObject({ pinnedPost: { uri: second.id } })
      await pin(second, false)
      expect(await profile()).toEqual(kept)
    })

    it('takes away every block of a person, also one that another program made', async () => {
      const { ctx } = await openDesk(connector, world, 'blocks')
      const person = (await world.person('lea')).id ?? ''
      const block = (blocked: boolean) => stepOf(connector, { kind: 'block', person, blocked })
      const [mine, another] = [block(true), block(true)]
      await connector.send(ctx, mine)
      await connector.send(ctx, another)
      expect((await connector.send(ctx, block(false))).data).toEqual({})
      for (const step of [mine, another]) expect((await connector.reconcile(ctx, step, new Date())).kind).toBe('not_there')
      expect((await connector.send(ctx, block(false))).data).toEqual({ wasGone: true })
      await expect(connector.send(ctx, stepOf(connector, { kind: 'block', person: 'lea', blocked: true }))).rejects.toMatchObject({
        kind: 'not_found',
        sent: 'no',
      })
    })

    it('writes the same record whenever the same step is sent', async () => {
      const { ctx } = await openDesk(connector, world, 'same')
      const step = stepOf(connector, connector.complete(connector.plan(variantOf(unique('Deux fois')), null), 0, []))
      const first = await connector.send(ctx, step)
      await new Promise((resolve) => setTimeout(resolve, 30))
      expect((await connector.send(ctx, step)).ref).toEqual(first.ref)
    })

    it('opens a new session with the app password when the refresh token was used up', async () => {
      const { ctx } = await openDesk(connector, world, 'renewal')
      const lost = {
        ...ctx.credentials,
        secret: { ...ctx.credentials.secret, refreshJwt: 'lost-in-a-crash' },
        expiresAt: new Date(0).toISOString(),
      }
      const next = await connector.refresh({ ...ctx, credentials: lost })
      expect((await connector.whoAmI({ ...ctx, credentials: next })).handle).toBe('renewal.test')
      const without = { ...lost.secret, refreshJwt: 'lost-too', appPassword: '' }
      await expect(connector.refresh({ ...ctx, credentials: { ...lost, secret: without } })).rejects.toMatchObject({
        kind: 'unauthorized',
        nextStep: 'reconnect',
      })
    })

    it('refuses a wrong password and a handle of nobody with the step to take', async () => {
      const ctx = {
        fetch: globalThis.fetch,
        now: () => new Date(),
        signal: AbortSignal.timeout(10_000),
        redirectUri: '',
        clientId: null,
        clientName: 'Pupitre',
      }
      const wrong = connector.connect.withSecret?.(ctx, { handle: 'lea.test', secret: 'faux' })
      await expect(wrong).rejects.toMatchObject({ kind: 'unauthorized', nextStep: 'reconnect' })
      const nobody = connector.connect.withSecret?.(ctx, { handle: 'nobody.invalid', secret: 'faux' })
      await expect(nobody).rejects.toMatchObject({ kind: 'not_found', nextStep: 'fix_content' })
    })

    const connecting = () => ({
      fetch: globalThis.fetch,
      now: () => new Date(),
      signal: AbortSignal.timeout(60_000),
      redirectUri: 'http://127.0.0.1:4399/callback',
      clientId: null,
      clientName: 'Pupitre',
    })
    const home = peer.pds.replace('127.0.0.1', 'localhost')

    it('refuses an OAuth answer that belongs to another request', async () => {
      const started = await connector.connect.start?.(connecting(), { handle: 'lea.test', server: home })
      expect(new URL(started?.url ?? '').searchParams.get('request_uri')).toMatch(/^urn:ietf:params:oauth:request_uri:/)
      const query = new URLSearchParams({ state: 'other', code: 'x', iss: home })
      await expect(connector.connect.finish?.(connecting(), started?.pending as never, query)).rejects.toMatchObject({ sent: 'no' })
    })

    it.skipIf(!existsSync(CHROMIUM))(
      'connects by OAuth in a browser, posts with DPoP, renews, and goes on',
      { timeout: 120_000 },
      async () => {
        const started = await connector.connect.start?.(connecting(), { handle: 'lea.test', server: home })
        if (!started) throw new Error('no OAuth')
        const back = await approved(started.url, 'motdepasse-lea')
        const connected = await connector.connect.finish?.(connecting(), started.pending, back)
        if (!connected) throw new Error('not connected')
        expect(connected.account.handle).toBe('lea.test')
        const kept: Credentials[] = []
        const ctx = (credentials: Credentials): SendContext => ({
          ...connecting(),
          ...connected,
          credentials,
          onCredentials: async (next) => void kept.push(next),
          readMedia: async () => PIXEL,
          onRequest: () => undefined,
          limits: connector.documentedLimits,
        })
        await publish(ctx(connected.credentials), connector.plan(variantOf(unique('Par OAuth')), null))
        const ended = { ...connected.credentials, expiresAt: new Date(0).toISOString() }
        const next = await connector.refresh(ctx(ended))
        expect(kept).toEqual([next])
        expect(next.secret['accessToken']).not.toBe(ended.secret['accessToken'])
        await publish(ctx(next), connector.plan(variantOf(unique('Après renouvellement')), null))
        const spent = { ...next, secret: { ...next.secret, accessToken: 'x', refreshToken: 'x' } }
        await expect(connector.whoAmI(ctx(spent))).rejects.toMatchObject({ kind: 'unauthorized', nextStep: 'reconnect', sent: 'no' })
      },
    )
  })
}

/** Signs in and agrees on the server's own pages; the query that comes back to the desk. */
async function approved(url: string, password: string): Promise<URLSearchParams> {
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  try {
    const page = await browser.newPage({ locale: 'en-US' })
    const back = new Promise<string>((resolve) => {
      void page.route('http://127.0.0.1:4399/**', async (route) => {
        resolve(route.request().url())
        await route.fulfill({ body: 'ok' })
      })
    })
    await page.goto(url)
    await page.locator('input[type=password]').fill(password)
    await page.locator('button[type=submit]').first().click()
    await page
      .getByRole('button', { name: /authorize/i })
      .first()
      .click()
    return new URL(await back).searchParams
  } finally {
    await browser.close()
  }
}
