/* oxlint-disable max-lines-per-function -- a suite is one long list of cases */
import { beforeAll, describe, expect, it } from 'vitest'
import { METRIC_CODES, type Act, type Connector } from '../contract.ts'
import { failureOf, openDesk, plainOf, postStep, stepOf, unique, variantOf, type Desk, type World } from './world.ts'

/** What the connector says of the network, against the network. */
export function saysTests(connector: Connector, world: World): void {
  describe('says the truth', () => {
    let desk: Desk
    beforeAll(async () => {
      desk = await openDesk(connector, world, 'says')
    })

    it('names every metric of the dictionary, or null', () => {
      expect(Object.keys(connector.capabilities.metrics).sort()).toEqual([...METRIC_CODES].sort())
    })

    it('says that private messages can be answered where it hears them', () => {
      const { acts, reads } = connector.capabilities
      if (reads.messages.can) expect(acts.privateReply).toEqual({ can: true })
    })

    it('refuses what it cannot do before any request leaves', async () => {
      const target = { id: 'x', version: null, url: null }
      const item = { text: 'x', media: [] }
      const { items: _items, ...options } = variantOf('x')
      const { account, credentials } = desk.connected
      const able = (connector.capabilitiesOf?.(account, credentials) ?? connector.capabilities).acts
      const acts: readonly Act[] = [
        { kind: 'edit', target, item, options, media: [] },
        { kind: 'like', target },
        { kind: 'repost', target },
        { kind: 'hide', target, root: target, hidden: true },
        { kind: 'pin', target, pinned: true },
        { kind: 'pin', target, pinned: false },
        { kind: 'block', person: 'x', blocked: true },
        { kind: 'block', person: 'x', blocked: false },
      ]
      for (const act of acts) {
        if (able[act.kind as 'edit'].can) continue
        const before = desk.wire.seen.length
        const failure = await failureOf(connector.send(desk.ctx, stepOf(connector, act)))
        expect(failure).toMatchObject({ kind: 'not_supported', sent: 'no' })
        expect(desk.wire.seen).toHaveLength(before)
      }
    })

    it('accepts a text of exactly the limit, and the network too', async () => {
      const text = world.textOf(desk.ctx.limits.text.max)
      expect(connector.measure(text).length).toBe(desk.ctx.limits.text.max)
      expect(connector.check(plainOf(connector, text), desk.ctx.limits, desk.to)).toEqual([])
      expect((await connector.send(desk.ctx, await postStep(desk, connector, text))).ref).not.toBeNull()
    })

    it('finds one character too many, and the network refuses it without effect', async () => {
      const text = world.textOf(desk.ctx.limits.text.max + 1)
      expect(connector.check(plainOf(connector, text), desk.ctx.limits, desk.to)).toMatchObject([
        { code: 'text_too_long', blocking: true, item: 0 },
      ])
      const failure = await failureOf(postStep(desk, connector, text).then((step) => connector.send(desk.ctx, step)))
      expect(failure).toMatchObject({ kind: 'rejected_content', nextStep: 'fix_content', sent: 'no' })
      expect(await world.countPosts(desk.connected, text)).toBe(0)
    })

    it('splits a long text into pieces that the network accepts', async () => {
      const long = `${'Le pain d’hier se rassit. '.repeat(Math.max(40, Math.ceil(desk.ctx.limits.text.max / 12)))}https://example.com/une/longue/adresse ${'é'.repeat(400)}`
      const pieces = connector.split(long, desk.ctx.limits)
      expect(pieces.length).toBeGreaterThan(1)
      for (const piece of pieces) expect(connector.check(plainOf(connector, piece), desk.ctx.limits, desk.to)).toEqual([])
      expect(pieces.join('').replace(/\s/g, '')).toBe(long.replace(/\s/g, ''))
    })

    it('reads the account back', async () => {
      expect(await connector.whoAmI(desk.ctx)).toMatchObject({ id: desk.connected.account.id, handle: desk.connected.account.handle })
    })

    it('renews credentials that end, once for two that ask, and goes on with them', async () => {
      const ended = { ...desk.ctx, credentials: { ...desk.ctx.credentials, expiresAt: new Date(Date.now() - 1000).toISOString() } }
      const [first, second] = await Promise.all([connector.refresh(ended), connector.refresh(ended)])
      expect(second.secret).toEqual(first.secret)
      desk.ctx.credentials = first
      expect(
        (await connector.send({ ...desk.ctx, credentials: first }, await postStep(desk, connector, unique('Après renouvellement')))).ref,
      ).not.toBeNull()
    })

    it.skipIf(world.local)('tells a refused token as such, without effect and without going on asking', async () => {
      const refused = (kept: string) => (URL.canParse(kept) ? kept : 'refused-token-of-nobody')
      const secret = Object.fromEntries(Object.entries(desk.ctx.credentials.secret).map(([name, kept]) => [name, refused(kept)]))
      const step = await postStep(desk, connector, 'x')
      const before = desk.wire.seen.length
      const failure = await failureOf(connector.send({ ...desk.ctx, credentials: { ...desk.ctx.credentials, secret } }, step))
      expect(failure).toMatchObject({ kind: 'unauthorized', nextStep: 'reconnect', sent: 'no' })
      expect(desk.wire.seen.length - before).toBeLessThanOrEqual(3)
    })

    it('sends nothing after the deadline', async () => {
      const step = await postStep(desk, connector, 'trop tard')
      const before = desk.wire.seen.length
      const failure = await failureOf(connector.send({ ...desk.ctx, signal: AbortSignal.abort() }, step))
      expect(failure).toMatchObject({ kind: 'timeout', sent: 'no' })
      expect(desk.wire.seen).toHaveLength(before)
    })

    it.skipIf(world.local)('tells a server that is not there', async () => {
      const { credentials } = desk.ctx
      const gone = world.nowhere?.(credentials) ?? { ...credentials, server: 'http://127.0.0.1:4398' }
      expect(await failureOf(connector.send({ ...desk.ctx, credentials: gone }, await postStep(desk, connector, 'x')))).toMatchObject({
        kind: 'unreachable',
        sent: 'no',
      })
    })

    it('asks only the account’s own server and the hosts it declared', () => {
      const { server, secret } = desk.ctx.credentials
      const named = [server, ...Object.values(secret)].filter((one) => URL.canParse(one)).map((one) => new URL(one))
      const isOwn = (host: string) => named.some((own) => host === own.host || host.endsWith(`.${own.hostname}`))
      const foreign = desk.wire.seen.filter(({ host }) => !isOwn(host) && !connector.hosts.includes(host) && host !== '127.0.0.1:4398')
      expect(foreign).toEqual([])
    })
  })
}
