import type { InboundMessage, SendContext } from '@pupitre/networks'
import { describe, expect, it } from 'vitest'
import { messagesOf, picture, posting, refTo, since, stepOf, type PostAct } from '../meta/bench.ts'
import { hookOf, proofOf } from '../meta/webhook.ts'
import { specificationOf } from '../specification.ts'
import { instagramWorld } from './world.ts'

const { connector, store, memory, actions, withApp, unwanted, open, publish, linked, sandbox, held } = instagramWorld('instagram-inbox')
const file = specificationOf('facebook-instagram/specs/IGUser.json')

const DAY = 86_400_000
const jpeg = { ...picture, mimeType: 'image/jpeg' }
const mediaAddress = (id: string) => `https://levain.example/media/${id}`
const posted = async (ctx: SendContext, text: string) => {
  const { ref } = await publish({ ...ctx, mediaAddress }, { items: [{ text, media: [jpeg] }] })
  if (!ref) throw new Error('no reference')
  return ref
}
const to = (message: InboundMessage, visibility: 'public' | 'direct' = 'public'): NonNullable<PostAct['reply']> => ({
  parent: message.ref,
  root: message.root ?? message.ref,
  visibility,
  mention: null,
})

describe('what comes to an account', () => {
  it('comments, answers to them, pictures with its name, and messages', async () => {
    const ctx = await open('arrivages')
    const ref = await posted(ctx, 'Le pain de demain')
    const lea = store().user('lea').id
    const comment = actions().comment(lea, ref.id, 'Lequel ?')
    actions().comment(store().user('karim').id, comment.id, 'Bonne question')
    actions().post(lea, 'Chez @arrivages', [ctx.account.id])
    actions().write(lea, ctx.account.id, 'Et en privé ?')
    const messages = messagesOf(await connector.inbox(ctx, null))
    expect(messages.map(({ kind, text }) => `${kind} ${text}`).sort()).toEqual([
      'direct Et en privé ?',
      'mention Chez @arrivages',
      'reply Bonne question',
      'reply Lequel ?',
    ])
    expect(messages.find(({ text }) => text === 'Bonne question')).toMatchObject({
      parent: { id: comment.id },
      root: { id: ref.id },
      author: { handle: 'karim' },
    })
    expect(messages.find(({ kind }) => kind === 'mention')?.canReply).toBe(false)
  })

  it('loses nothing of more comments than one page, and hands out none of its own', async () => {
    const ctx = await open('foule')
    const ref = await posted(ctx, 'Tous !')
    for (let n = 0; n < 120; n++) actions().comment(store().user(`voisin${n % 9}`).id, ref.id, `Bravo ${n}`)
    const first = messagesOf(await connector.inbox(ctx, null))[0] as InboundMessage
    await connector.send(ctx, posting('Merci à tous', { reply: to(first) }))
    const page = await connector.inbox(ctx, null)
    expect(messagesOf(page)).toHaveLength(120)
    expect(messagesOf(await connector.inbox(ctx, page.cursor))).toEqual([])
  })

  it('is read without conversations where the app was not granted them', async () => {
    const token = store().tokenFor('etroit', ['basic', 'content_publish', 'manage_comments'])
    const ctx = await open('etroit', { token })
    const ref = await posted(ctx, 'Qui répond ?')
    actions().comment(store().user('lea').id, ref.id, 'Moi')
    expect(messagesOf(await connector.inbox(ctx, null)).map(({ text }) => text)).toEqual(['Moi'])
  })
})

describe.each([
  ['its own login', open],
  ['Facebook’s login', linked.open],
] as const)('conversations by %s', (login, opening) => {
  const name = login === 'its own login' ? 'propre' : 'liee'
  const sentBy = (ctx: SendContext) => [...memory().messages.values()].filter(({ fromId }) => fromId === ctx.account.id)

  it('answered freely for a day, by a person for seven, then no more', async () => {
    const ctx = await opening(`fenetre-${name}`)
    actions().write(store().user('karim').id, ctx.account.id, 'Du seigle ?')
    const message = messagesOf(await connector.inbox(ctx, null)).find(({ kind }) => kind === 'direct') as InboundMessage
    const free = posting('Oui !', { reply: to(message, 'direct') })
    const { ref } = await connector.send(ctx, free)
    expect(await connector.reconcile(ctx, free, since(ctx))).toMatchObject({ kind: 'there', receipt: { ref: { id: ref?.id } } })
    sandbox().clock.advance(3 * DAY)
    await connector.send(ctx, posting('Toujours', { reply: to(message, 'direct') }))
    sandbox().clock.advance(5 * DAY)
    await expect(connector.send(ctx, posting('Trop tard', { reply: to(message, 'direct') }))).rejects.toMatchObject({
      kind: 'forbidden',
      nextStep: 'drop',
      sent: 'no',
    })
    sandbox().clock.reset()
    expect(sentBy(ctx).map(({ text, tag }) => [text, tag])).toEqual([
      ['Oui !', null],
      ['Toujours', 'HUMAN_AGENT'],
    ])
  })

  it('a comment is answered in private, once, and hidden', async () => {
    const ctx = await opening(`prive-${name}`)
    const ref = await posted(ctx, 'Une question ?')
    const comment = actions().comment(store().user('lea').id, ref.id, 'Mon adresse est…')
    const reply = { parent: refTo(comment.id), root: ref, visibility: 'direct', mention: null } as const
    const answer = posting('Écrivons-nous ici', { reply })
    expect((await connector.send(ctx, answer)).ref?.id).toContain('dm/')
    expect((await connector.reconcile(ctx, answer, since(ctx))).kind).toBe('there')
    await expect(connector.send(ctx, posting('Encore', { reply }))).rejects.toMatchObject({ kind: 'forbidden', sent: 'no' })
    const hide = stepOf({ kind: 'hide', target: refTo(comment.id), root: ref, hidden: true })
    await connector.send(ctx, hide)
    expect(memory().comments.get(comment.id)?.hidden).toBe(true)
    expect((await connector.reconcile(ctx, hide, since(ctx))).kind).toBe('there')
  })
})

describe('what Instagram tells by itself', () => {
  const secret = () => store().app.clientSecret
  const heard = (ctx: SendContext, said: unknown, by = secret()) =>
    connector.hook?.receive(hookOf(by, said), ctx.credentials, ctx.account, ctx.now())
  const comment = {
    id: '17865799348089039',
    text: 'Merci',
    from: { id: '17841', username: 'lea' },
    media: { id: '17900001', media_product_type: 'FEED' },
  }
  const entry = (id: string, field: string, value: unknown) => ({
    object: 'instagram',
    entry: [{ id, time: 1_795_888_800, changes: [{ field, value }] }],
  })

  it('comments, answers, names and messages', async () => {
    const ctx = await open('nouvelles', withApp())
    const { id } = ctx.account
    expect(heard(ctx, entry(id, 'comments', comment))).toMatchObject({
      news: [
        {
          account: id,
          look: false,
          signals: [
            {
              message: {
                kind: 'reply',
                text: 'Merci',
                author: { handle: 'lea' },
                parent: { id: '17900001' },
                sentAt: '2026-11-28T18:00:00.000Z',
              },
            },
          ],
        },
      ],
    })
    expect(heard(ctx, entry(id, 'comments', { ...comment, parent_id: '17860' }))).toMatchObject({
      news: [{ signals: [{ message: { parent: { id: '17860' } } }] }],
    })
    expect(heard(ctx, { object: 'instagram', entry: [{ id, time: 1, field: 'comments', value: comment }] })).toMatchObject({
      news: [{ signals: [{ kind: 'message' }] }],
    })
    expect(heard(ctx, entry(id, 'comments', { ...comment, from: { id, username: ctx.account.handle } }))).toMatchObject({
      news: [{ signals: [] }],
    })
    expect(heard(ctx, entry(id, 'mentions', { media_id: '179', comment_id: '178' }))).toMatchObject({
      news: [{ signals: [{ message: { kind: 'mention', id: 'mention/179/178', canReply: true } }] }],
    })
    const messaging = (one: object) => ({
      object: 'instagram',
      entry: [{ id, time: 1, messaging: [{ sender: { id: '17841' }, recipient: { id }, timestamp: 1_795_888_800_000, ...one }] }],
    })
    expect(heard(ctx, messaging({ message: { mid: 'aWdf', text: 'Bonjour' } }))).toMatchObject({ news: [{ signals: [], look: true }] })
    expect(heard(ctx, messaging({ message: { mid: 'aWdf', is_deleted: true } }))).toMatchObject({
      news: [{ signals: [{ kind: 'deleted', id: 'dm/aWdf' }], look: false }],
    })
  })

  it('answers where somebody named the account, and nobody can read that back', async () => {
    const ctx = await open('nommee')
    const reply = {
      parent: refTo('mention/17900009/17860009'),
      root: refTo('mention/17900009/17860009'),
      visibility: 'public',
      mention: null,
    } as const
    const answer = posting('Merci de nous citer', { reply })
    await connector.send(ctx, answer)
    expect(memory().mentions).toMatchObject([{ mediaId: '17900009', commentId: '17860009', message: 'Merci de nous citer' }])
    expect(await connector.reconcile(ctx, answer, since(ctx))).toEqual({ kind: 'cannot_know', why: 'not_readable' })
  })

  it('believes nothing that is signed by another; proves its address; says who is to hear', async () => {
    const ctx = await open('faux', withApp())
    expect(heard(ctx, entry(ctx.account.id, 'comments', comment), 'another')).toEqual({ kind: 'refused', why: 'signature' })
    await connector.hook?.register?.(ctx, 'https://levain.example/api/v1/hooks/1')
    expect(memory().listening.get(ctx.account.id)).toContain('comments')
    const { clientId, clientSecret } = sandbox().facebook.store.app
    const other = await linked.open('liee-aussi', { clientId, clientSecret })
    await connector.hook?.register?.(other, 'https://levain.example/api/v1/hooks/2')
    const subscription = sandbox().facebook.store.memory.subscriptions.get('instagram')
    expect(subscription?.callback).toBe('https://levain.example/api/v1/hooks/2')
    const proof = connector.hook?.receive(proofOf(subscription?.word ?? ''), other.credentials, other.account, other.now())
    expect(proof).toMatchObject({ kind: 'answer', body: '1158201444' })
  })
})

describe('the lists of the Graph', () => {
  it.runIf(file)('asked and answered nothing that they do not know', () => {
    expect(unwanted()).toEqual([])
    expect(held()?.operations.size).toBeGreaterThanOrEqual(25)
    process.stdout.write(`instagram: ${held()?.operations.size} operations, ${held()?.fields.size} fields held to Meta’s lists\n`)
  })
})
