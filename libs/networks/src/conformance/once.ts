/* oxlint-disable max-lines-per-function -- a suite is one long list of cases */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Connector } from '../contract.ts'
import { failureOf, openDesk, postStep, unique, type Desk, type Incident, type World } from './world.ts'

const OVER_HTTP: readonly Incident[] = [
  ['lost_answer', 'timeout', 'unknown', true],
  ['cut_before', 'timeout', 'unknown', false],
  ['error_before', 'unavailable', 'unknown', false],
  ['error_after', 'unavailable', 'unknown', true],
  ['rate_limited', 'rate_limited', 'no', false],
  ['truncated', 'bad_answer', 'unknown', true],
  ['html_after', 'bad_answer', 'unknown', true],
  ['redirect', 'bad_answer', 'no', false],
]

/** A post is made once, whatever happens on the way. */
export function onceTests(connector: Connector, world: World): void {
  describe('posts exactly once', () => {
    let desk: Desk
    const since = () => new Date(Date.now() - 2_000)
    const blind = connector.capabilities.once.kind === 'blind'
    const safeAgain = ['key', 'recordKey'].includes(connector.capabilities.once.kind)
    beforeAll(async () => {
      desk = await openDesk(connector, world, 'once')
    })

    it.runIf(world.local)('sends no request at all, and what has a receipt stands', async () => {
      const text = unique('Chez soi')
      expect((await connector.send(desk.ctx, await postStep(desk, connector, text))).ref).not.toBeNull()
      expect([desk.wire.seen, desk.fingerprints]).toEqual([[], []])
      expect(await world.countPosts(desk.connected, text)).toBe(1)
    })

    it.skipIf(world.local)('sends one request with an effect, told before it leaves', async () => {
      const step = await postStep(desk, connector, unique('Une requête'))
      const [told, before] = [desk.fingerprints.length, desk.wire.seen.length]
      await connector.send(desk.ctx, step)
      const effects = desk.wire.seen.slice(before).filter(({ method }) => method !== 'GET')
      expect(effects).toHaveLength(1)
      expect(desk.fingerprints.length - told).toBe(1)
      expect(desk.fingerprints.at(-1)).toContain(`sha256:${effects[0]?.body}`)
      const secrets = Object.values(desk.ctx.credentials.secret).filter((secret) => secret.length > 20 && !URL.canParse(secret))
      for (const secret of secrets) expect(desk.fingerprints.at(-1)).not.toContain(secret)
    })

    it.runIf(safeAgain)('makes one post of a step that is sent three times, also at the same time', async () => {
      const text = unique('Trois fois')
      const step = await postStep(desk, connector, text)
      const first = await connector.send(desk.ctx, step)
      const again = await Promise.all([connector.send(desk.ctx, step), connector.send(desk.ctx, step)])
      expect(again.map(({ ref }) => ref?.id)).toEqual([first.ref?.id, first.ref?.id])
      expect(await world.countPosts(desk.connected, text)).toBe(1)
    })

    it.runIf(blind)('says that it cannot know of a step that was not sent, and never that it is not there', async () => {
      expect((await connector.reconcile(desk.ctx, await postStep(desk, connector, unique('Jamais envoyé')), since())).kind).toBe(
        'cannot_know',
      )
    })

    it.runIf(world.local)('finds nothing where nobody can be asked, and makes no second post by sending again', async () => {
      const text = unique('Sans témoin')
      const step = await postStep(desk, connector, text)
      await connector.send(desk.ctx, step)
      expect(await connector.reconcile(desk.ctx, step, since())).toEqual({ kind: 'not_there' })
      await connector.send(desk.ctx, step)
      expect(await world.countPosts(desk.connected, text)).toBe(1)
    })

    it.skipIf(blind || world.local)('finds nothing before the step was sent, and the post after it', async () => {
      const text = unique('Relu')
      const step = await postStep(desk, connector, text)
      const from = since()
      expect(await connector.reconcile(desk.ctx, step, from)).toEqual({ kind: 'not_there' })
      const { ref } = await connector.send(desk.ctx, step)
      // What another protocol took lies where it is read only once it was brought there.
      if (world.wire) await world.settle()
      expect(await connector.reconcile(desk.ctx, step, from)).toMatchObject({ kind: 'there', receipt: { ref: { id: ref?.id } } })
    })

    const incidents = world.local ? [] : (world.incidents ?? OVER_HTTP)
    it.each(incidents)('%s: told as %s, sent %s; settled without a second post', async (mishap, kind, sent, made) => {
      const text = unique(`Incident ${mishap}`)
      const step = await postStep(desk, connector, text)
      const from = since()
      const before = desk.wire.seen.length
      desk.wire.next(mishap)
      const failure = await failureOf(connector.send(desk.ctx, step))
      expect(failure).toMatchObject({ kind, sent })
      if (mishap === 'rate_limited') expect(failure.retryAfterSeconds).toBe(17)
      expect(desk.wire.seen.slice(before).filter(({ method }) => method !== 'GET')).toHaveLength(1)
      expect(await world.countPosts(desk.connected, text)).toBe(made ? 1 : 0)
      const found = await connector.reconcile(desk.ctx, step, from)
      if (blind && made) expect(['there', 'cannot_know']).toContain(found.kind)
      else if (blind) expect(found.kind).toBe('cannot_know')
      else expect(found.kind).toBe(made ? 'there' : 'not_there')
      if (safeAgain || !made) await connector.send(desk.ctx, step)
      expect(await world.countPosts(desk.connected, text)).toBe(1)
    })
  })
}
