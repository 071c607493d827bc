/* oxlint-disable max-lines-per-function -- a suite is one long list of cases */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Act, Connector, Receipt, RemoteRef, Step } from '../contract.ts'
import { failureOf, mediaOf, openDesk, plainOf, postStep, stepOf, unique, variantOf, type Desk, type Person, type World } from './world.ts'

/** Posts with media, threads, answers, and the smaller acts. */
export function actTests(connector: Connector, world: World): void {
  describe('acts', () => {
    let desk: Desk
    let lea: Person
    const { acts, once, formats, reads } = connector.capabilities
    const since = () => new Date(Date.now() - 2_000)
    beforeAll(async () => {
      desk = await openDesk(connector, world, 'acts')
      lea = await world.person('lea')
    })

    const publish = async (planned: readonly Act[]): Promise<Receipt[]> => {
      const receipts: Receipt[] = []
      for (const [index] of planned.entries()) {
        receipts.push(await connector.send(desk.ctx, stepOf(connector, connector.complete(planned, index, receipts))))
      }
      return receipts
    }
    const refOf = (receipts: Receipt[]): RemoteRef => {
      const found = receipts.findLast(({ ref }) => ref !== null)?.ref
      if (!found) throw new Error('nothing was published')
      return found
    }
    /** What stands: as the connector reads it, or as the world knows it where the network shows no past. */
    const standing = async () => (await world.posts?.(desk.connected)) ?? (await connector.history(desk.ctx, null)).items
    const verdict = (kind: 'there' | 'not_there') => {
      if (world.local) return 'not_there'
      return once.kind === 'blind' ? 'cannot_know' : kind
    }
    const settled = async (step: Step, from: Date) => {
      await world.settle()
      return (await connector.reconcile(desk.ctx, step, from)).kind
    }

    it.runIf(formats.includes('image'))('publishes a picture with its description, and reads it back', async () => {
      const alt = 'Une miche fendue sur une table farinée'
      const text = unique('Avec image')
      const media = mediaOf(world, { kind: 'text', text: alt })
      const ref = refOf(await publish(connector.plan(variantOf(text, { items: [{ text, media: [media] }] }), desk.to)))
      await world.settle()
      const items = await standing()
      const found = items.find((post) => post.ref.id === ref.id)
      const kept = desk.ctx.limits.images.maxAltLength > 0 ? { alt } : {}
      expect(found).toMatchObject({ text, format: 'image', imageUrls: [kept] })
    })

    it.runIf(formats.includes('thread'))('publishes a thread whose items follow each other', async () => {
      const texts = ['un', 'deux', 'trois'].map((word) => unique(`Fil ${word}`))
      const variant = variantOf('', { items: texts.map((text) => ({ text, media: [] })) })
      const refs = (await publish(connector.plan(variant, desk.to))).map(({ ref }) => ref?.id)
      await world.settle()
      const items = await standing()
      const parents = refs.map((id) => items.find((post) => post.ref.id === id)?.parent?.id ?? null)
      expect(parents).toEqual([null, refs[0], world.flatThreads ? refs[0] : refs[1]])
    })

    it('says the first comment below its post as the last act, and refuses one where nobody comments posts', async () => {
      const [text, firstComment] = [unique('À commenter'), unique('Le premier mot')]
      const variant = { ...plainOf(connector, text), firstComment }
      const found = connector.check(variant, desk.ctx.limits, desk.to)
      const isRefused = found.some(
        ({ code, blocking, data }) => blocking && code === 'option_not_accepted' && data['option'] === 'firstComment',
      )
      const hasComments = acts.reply.can && reads.replies.can && !world.to
      expect(isRefused).toBe(!hasComments)
      if (isRefused) return
      const planned = connector.plan(variant, null)
      const receipts = await publish(planned)
      const [post, comment] = [receipts.find(({ ref }) => ref !== null)?.ref, receipts.at(-1)?.ref]
      await world.settle()
      const shown = (await standing()).find(({ ref }) => ref.id === comment?.id)
      expect(shown).toMatchObject({ text: firstComment, parent: { id: post?.id } })
      expect(await world.countPosts(desk.connected, text)).toBe(1)
    })

    it.runIf(connector.titleOf)('names as title exactly what the network sets as title', async () => {
      const long = `${unique('Une première ligne qui ne finit pas')} ${'de pétrir et '.repeat(20)}fin`
      const texts = [
        `${unique('Le pain')}\n\nDu levain.`,
        `${unique('Le four')}\nSuite.`,
        unique('Une seule ligne'),
        `${long}\n\nLe corps.`,
      ]
      for (const text of texts) {
        const target = refOf(await publish(connector.plan(plainOf(connector, text), desk.to)))
        const title = connector.titleOf?.(text) ?? null
        expect(text.startsWith(title?.replace(/…$/u, '') ?? '')).toBe(true)
        expect(await reality('titleOf', world.titleOf)(target, desk.connected)).toBe(title)
      }
    })

    it.runIf(acts.reply.can)('answers a person, who is told', async () => {
      const own = refOf(await publish(connector.plan(plainOf(connector, unique('Répondez-moi')), desk.to)))
      await world.settle()
      const theirs = await lea.reply(own, own, unique('Une question'))
      await world.settle()
      const reply = { parent: theirs, root: own, visibility: 'public', mention: lea.handle } as const
      const answer = refOf(await publish(connector.plan(plainOf(connector, unique('Une réponse')), reply)))
      await world.settle()
      const items = await standing()
      expect(items.find((post) => post.ref.id === answer.id)?.parent?.id).toBe(world.flatThreads ? own.id : theirs.id)
    })

    it.each((['like', 'repost'] as const).filter((kind) => acts[kind].can))('%s: done once, found, undone, found undone', async (kind) => {
      const own = refOf(await publish(connector.plan(plainOf(connector, unique('À aimer')), desk.to)))
      await world.settle()
      const target = await lea.reply(own, own, unique('Aimez-moi'))
      await world.settle()
      const step = stepOf(connector, { kind, target })
      const from = since()
      expect(await settled(step, from)).toBe(verdict('not_there'))
      const receipt = await connector.send(desk.ctx, step)
      await connector.send(desk.ctx, step)
      expect(receipt.ref?.id).toBe(target.id)
      expect(await settled(step, from)).toBe(verdict('there'))
      const undo = stepOf(connector, { kind: 'delete', target, of: kind })
      await connector.send(desk.ctx, undo)
      expect(await settled(undo, from)).toBe(verdict('there'))
      expect(await settled(step, from)).toBe(verdict('not_there'))
    })

    it.runIf(acts.delete.can)('deletes a post, twice without harm', async () => {
      const text = unique('À retirer')
      const target = refOf(await publish(connector.plan(plainOf(connector, text), desk.to)))
      const step = stepOf(connector, { kind: 'delete', target, of: 'post' })
      expect(await settled(step, since())).toBe(verdict('not_there'))
      await connector.send(desk.ctx, step)
      await connector.send(desk.ctx, step)
      expect(await settled(step, since())).toBe(verdict('there'))
      expect(await world.countPosts(desk.connected, text)).toBe(0)
    })

    it.runIf(acts.edit.can)('edits a post in its place', async () => {
      const [before, after] = [unique('Avant'), unique('Après')]
      const target = refOf([await connector.send(desk.ctx, await postStep(desk, connector, before))])
      const { items: _items, ...options } = variantOf(after)
      const step = stepOf(connector, { kind: 'edit', target, item: { text: after, media: [] }, options, media: [] })
      expect(await settled(step, since())).toBe(verdict('not_there'))
      await connector.send(desk.ctx, step)
      expect(await settled(step, since())).toBe(verdict('there'))
      expect([await world.countPosts(desk.connected, before), await world.countPosts(desk.connected, after)]).toEqual([0, 1])
    })

    it.runIf(acts.hide.can)('hides a reply and shows it again', async () => {
      const root = refOf(await publish(connector.plan(plainOf(connector, unique('À modérer')), desk.to)))
      await world.settle()
      const target = await lea.reply(root, root, unique('Un mot déplacé'))
      await world.settle()
      const hide = stepOf(connector, { kind: 'hide', target, root, hidden: true })
      const shows = async (hidden: boolean) => {
        expect(await settled(hide, since())).toBe(world.isHidden ? 'cannot_know' : verdict(hidden ? 'there' : 'not_there'))
        if (world.isHidden) expect(await world.isHidden(target)).toBe(hidden)
      }
      await shows(false)
      await connector.send(desk.ctx, hide)
      await connector.send(desk.ctx, hide)
      await shows(true)
      await connector.send(desk.ctx, stepOf(connector, { kind: 'hide', target, root, hidden: false }))
      await shows(false)
    })

    /** An act and its undoing: asked after, done twice without harm, undone, done with an answer that is lost, and found by asking alone. */
    const bothWays = async (kind: 'pin' | 'block', acting: (on: boolean) => Act, isSo: () => Promise<boolean>) => {
      const [doing, undoing] = [true, false].map((on) => stepOf(connector, acting(on))) as [Step, Step]
      const says = async (step: Step, stands: boolean) => {
        expect(await isSo()).toBe(step === doing ? stands : !stands)
        const before = desk.wire.seen.length
        const told = stands ? 'there' : 'not_there'
        expect(await settled(step, since())).toBe(world.unread?.includes(kind) ? 'cannot_know' : told)
        expect(desk.wire.seen.slice(before).filter(({ method }) => method !== 'GET')).toEqual([])
      }
      await says(doing, false)
      for (const step of [doing, undoing]) {
        await connector.send(desk.ctx, step)
        await connector.send(desk.ctx, step)
        await says(step, true)
      }
      await says(doing, false)
      const again = stepOf(connector, acting(true))
      desk.wire.next('lost_answer')
      expect(await failureOf(connector.send(desk.ctx, again))).toMatchObject({ sent: 'unknown', nextStep: 'reconcile' })
      expect(await isSo()).toBe(true)
      expect(await settled(again, since())).toBe(world.unread?.includes(kind) ? 'cannot_know' : 'there')
      await connector.send(desk.ctx, stepOf(connector, acting(false)))
      expect(await isSo()).toBe(false)
    }

    it.runIf(acts.pin.can)('pins a post and lets it go again, and is told how it stands', async () => {
      const target = refOf(await publish(connector.plan(plainOf(connector, unique('À la une')), desk.to)))
      await world.settle()
      const isPinned = reality('isPinned', world.isPinned)
      await bothWays(
        'pin',
        (pinned) => ({ kind: 'pin', target, pinned }),
        () => isPinned(target, desk.connected),
      )
    })

    it.runIf(acts.block.can)('blocks a person and lets her speak again, and is told how it stands', async () => {
      const own = desk.to?.parent ?? refOf(await publish(connector.plan(plainOf(connector, unique('Sujet à débat')), null)))
      const insolent = await world.person('insolent')
      await insolent.reply(own, own, unique('Une insulte'))
      await world.settle()
      const person = reality('id of a person', insolent.id)
      const isBlocked = reality('isBlocked', world.isBlocked)
      await bothWays(
        'block',
        (blocked) => ({ kind: 'block', person, blocked }),
        () => isBlocked(person, desk.connected),
      )
    })
  })
}

function reality<T>(name: string, told: T | undefined): T {
  if (told === undefined) throw new Error(`this world does not tell: ${name}`)
  return told
}
