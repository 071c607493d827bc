/* oxlint-disable max-lines-per-function -- a suite is one long list of cases */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Connector, InboundMessage, RemoteRef, Signal } from '../contract.ts'
import { openDesk, postStep, unique, type Desk, type Person, type World } from './world.ts'

/** What comes in: nothing lost, nothing twice. */
export function readTests(connector: Connector, world: World): void {
  describe('reads', () => {
    let desk: Desk
    let people: Person[]
    let post: RemoteRef
    const { metrics, reads } = connector.capabilities
    const hears = !world.pushed && [reads.replies, reads.mentions, reads.messages, reads.reviews].some((one) => one?.can)
    beforeAll(async () => {
      desk = await openDesk(connector, world, 'reads')
      people = [await world.person('lea'), await world.person('karim')]
      const { ref } = await connector.send(desk.ctx, await postStep(desk, connector, unique('Qui répond ?')))
      if (!ref) throw new Error('no reference')
      post = ref
      await world.settle()
    })

    /** What the network called us about since it was asked last. */
    const told = (): Signal[] =>
      (world.calls?.() ?? []).flatMap((request) => {
        const reading = connector.hook?.receive(request, desk.ctx.credentials, desk.ctx.account, new Date())
        return reading?.kind === 'news' ? reading.news.flatMap(({ signals }) => signals) : []
      })
    const writer = (n: number): Person => people[n % people.length] as Person

    const expectKinds = (mine: readonly InboundMessage[]): void => {
      // Reviews are written to the place, not below a post; what is said between two continues what it answers.
      const aside = reads.messages.can ? 'direct' : 'review'
      const heard = reads.replies.can ? 'reply' : aside
      expect(new Set(mine.map(({ kind }) => kind))).toEqual(new Set(reads.mentions.can ? [heard, 'mention'] : [heard]))
      const reply = mine.find(({ kind }) => kind === heard)
      expect(reply?.parent?.id).toBe(heard === 'review' ? undefined : post.id)
      expect(people.map(({ handle }) => handle.split('@')[0])).toContain(reply?.author.handle.split('@')[0])
    }

    it.skipIf(hears)('hands out nothing where the network tells nothing, and asks for nothing', async () => {
      const before = desk.wire.seen.length
      expect(await connector.inbox(desk.ctx, null)).toEqual({ items: [], cursor: null, more: false })
      expect(desk.wire.seen).toHaveLength(before)
    })

    it.runIf(hears)('hands out every message once while others keep arriving', { timeout: 120_000 }, async () => {
      const written: string[] = []
      const read: InboundMessage[] = []
      let cursor: string | null = null
      const write = async (n: number) => {
        const text = unique(`Réponse ${n}`)
        written.push(text)
        if (n % 5 === 4 && reads.mentions.can) await writer(n).mention(desk.connected.account.handle, text)
        else await writer(n).reply(post, post, text)
      }
      const readPage = async () => {
        const page = await connector.inbox(desk.ctx, cursor)
        cursor = page.cursor
        for (const signal of [...page.items, ...told()]) if (signal.kind === 'message') read.push(signal.message)
        return page.more
      }
      for (let n = 0; n < 50; n += 5) {
        await Promise.all([0, 1, 2, 3, 4].map((offset) => write(n + offset)))
        if (n % 10 === 0) await readPage()
      }
      const missing = () => written.filter((text) => !read.some((message) => message.text.includes(text)))
      for (let round = 0; round < 40 && missing().length > 0; round++) {
        await world.settle()
        for (let more = true; more;) more = await readPage()
      }
      expect(missing()).toEqual([])
      while (await readPage());
      expect(read.length).toBe(new Set(read.map(({ id }) => id)).size)
      const mine = read.filter((message) => written.some((text) => message.text.includes(text)))
      expect(mine).toHaveLength(written.length)
      expectKinds(mine)
    })

    it.runIf(reads.replies.can && reads.history.can)('shows the replies below a post', async () => {
      const text = unique('Sous le post')
      await writer(0).reply(post, post, text)
      await world.settle()
      expect((await connector.replies(desk.ctx, post)).map((message) => message.text).join('\n')).toContain(text)
    })

    it('gives figures that the network gives, and null for the others', async () => {
      await writer(1).like(post)
      if (!hears && metrics.replies !== null) await writer(1).reply(post, post, unique('Un mot'))
      await world.settle()
      const readings = (await connector.postMetrics(desk.ctx, [post])).get(post.id) ?? []
      const value = (code: string) => readings.find((reading) => reading.code === code)?.value
      if (metrics.likes === null) expect(value('likes') ?? null).toBeNull()
      else expect(value('likes')).toBe(1)
      if (metrics.replies === null) expect(value('replies') ?? null).toBeNull()
      else expect(value('replies')).toBeGreaterThan(0)
      if (metrics.impressions === null) expect(value('impressions')).toBeNull()
      else expect(value('impressions')).toBeGreaterThanOrEqual(0)
      const account = await connector.accountMetrics(desk.ctx)
      expect(account.map(({ code }) => code)).toContain('followers')
      if (metrics.followers !== null) expect(account.find(({ code }) => code === 'followers')?.value).toBeGreaterThanOrEqual(0)
    })

    it.skipIf(reads.history.can)('hands out no past where the network shows none, and asks for nothing', async () => {
      const before = desk.wire.seen.length
      expect(await connector.history(desk.ctx, null)).toEqual({ items: [], cursor: null, more: false })
      expect(desk.wire.seen).toHaveLength(before)
    })

    it.runIf(reads.history.can)('pages through the own posts without gap or repetition', { timeout: 120_000 }, async () => {
      const texts = Array.from({ length: 45 }, (_, n) => unique(`Archive ${n}`))
      for (const text of texts) await connector.send(desk.ctx, await postStep(desk, connector, text))
      await world.settle()
      const found: string[] = []
      let cursor: string | null = null
      for (let more = true; more;) {
        const page = await connector.history(desk.ctx, cursor)
        found.push(...page.items.map(({ text }) => text))
        cursor = page.cursor
        more = page.more
      }
      expect(found.filter((text) => text.startsWith('Archive')).reverse()).toEqual(texts)
    })
  })
}
