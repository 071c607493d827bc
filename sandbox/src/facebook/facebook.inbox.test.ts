import type { InboundMessage, RemoteRef, SendContext } from '@pupitre/networks'
import { describe, expect, it } from 'vitest'
import { messagesOf, posting, refTo, since, stepOf, type PostAct } from '../meta/bench.ts'
import { hookOf, proofOf } from '../meta/webhook.ts'
import { specificationOf } from '../specification.ts'
import { facebookWorld } from './world.ts'

const { connector, store, memory, actions, withApp, unwanted, open, sandbox, held } = facebookWorld('facebook-inbox')
const file = specificationOf('facebook-instagram/specs/Page.json')

describe('what comes to a Page', () => {
  it('comments below ads, posts of others, reviews and messages, with who wrote', async () => {
    const ctx = await open('arrivages')
    const lea = store().person('lea').id
    const ad = actions().post({ pageId: ctx.account.id, authorId: ctx.account.id, message: 'Annonce', isAd: true })
    actions().comment(lea, ad.id, 'Sous la publicité')
    actions().post({ pageId: ctx.account.id, authorId: lea, message: 'Sur votre Page' })
    actions().review(lea, ctx.account.id, 'Très bon pain', true)
    actions().write(lea, ctx.account.id, 'Une question privée')
    const messages = messagesOf(await connector.inbox(ctx, null))
    expect(messages.map(({ kind, text }) => `${kind} ${text}`).sort()).toEqual([
      'direct Une question privée',
      'mention Sur votre Page',
      'reply Sous la publicité',
      'review Très bon pain',
    ])
    for (const { author } of messages) expect(author).toMatchObject({ id: lea, name: 'lea' })
    expect(messages.find(({ kind }) => kind === 'review')?.rating).toBe(5)
    const direct = messages.find(({ kind }) => kind === 'direct')
    expect((Date.parse(direct?.replyBefore ?? '') - Date.parse(direct?.sentAt ?? '')) / 86_400_000).toBe(7)
  })

  it('is read without what the app was not granted', async () => {
    await open('etroit')
    const token = store().tokenFor('etroit', ['pages_read_engagement', 'pages_manage_posts', 'pages_manage_engagement'])
    const ctx = await open('etroit', { token })
    const { ref } = await connector.send(ctx, posting('Qui répond ?'))
    actions().comment(store().person('lea').id, ref?.id ?? '', 'Moi')
    expect(messagesOf(await connector.inbox(ctx, null)).map(({ text }) => text)).toEqual(['Moi'])
    await expect(connector.accountMetrics(ctx)).rejects.toMatchObject({ kind: 'forbidden', nextStep: 'reconnect' })
  })

  it('loses nothing of a post with more comments than one page', async () => {
    const ctx = await open('foule')
    const { ref } = await connector.send(ctx, posting('Tous !'))
    for (let n = 0; n < 130; n++) actions().comment(store().person(`voisin${n % 9}`).id, ref?.id ?? '', `Bravo ${n}`)
    const page = await connector.inbox(ctx, null)
    expect(messagesOf(page)).toHaveLength(130)
    expect(messagesOf(await connector.inbox(ctx, page.cursor))).toEqual([])
  })
})

describe('conversations of a Page', () => {
  const DAY = 86_400_000
  const to = (message: InboundMessage): NonNullable<PostAct['reply']> => ({
    parent: message.ref,
    root: message.root ?? message.ref,
    visibility: 'direct',
    mention: null,
  })
  const written = async (ctx: SendContext, text: string) => {
    actions().write(store().person('karim').id, ctx.account.id, text)
    return messagesOf(await connector.inbox(ctx, null)).find((message) => message.text === text) as InboundMessage
  }
  const sentTo = (ctx: SendContext) => [...memory().messages.values()].filter(({ fromId }) => fromId === ctx.account.id)

  it('answers freely for a day, as a person for seven, and then no more', async () => {
    const ctx = await open('conversation')
    const message = await written(ctx, 'Avez-vous du seigle ?')
    const free = posting('Oui !', { reply: to(message) })
    const { ref } = await connector.send(ctx, free)
    expect(ref?.id).toMatch(/^dm\/74\d+\/m_/)
    expect(await connector.reconcile(ctx, free, since(ctx))).toMatchObject({ kind: 'there', receipt: { ref: { id: ref?.id } } })
    sandbox().clock.advance(2 * DAY)
    await connector.send(ctx, posting('Toujours là', { reply: to(message) }))
    sandbox().clock.advance(6 * DAY)
    await expect(connector.send(ctx, posting('Trop tard', { reply: to(message) }))).rejects.toMatchObject({
      kind: 'forbidden',
      nextStep: 'drop',
      sent: 'no',
    })
    sandbox().clock.reset()
    expect(sentTo(ctx).map(({ text, tag }) => [text, tag])).toEqual([
      ['Oui !', null],
      ['Toujours là', 'HUMAN_AGENT'],
    ])
  })

  it('an answer that was lost is found in the conversation, and one that was never sent is not', async () => {
    const ctx = await open('messageperdu')
    const message = await written(ctx, 'Et demain ?')
    const lost = posting('Demain aussi', { reply: to(message) })
    expect((await connector.reconcile(ctx, lost, since(ctx))).kind).toBe('not_there')
    sandbox().faults.add({ kind: 'lost_answer', method: 'POST', path: '*/messages' })
    await expect(connector.send(ctx, lost)).rejects.toMatchObject({ sent: 'unknown', nextStep: 'reconcile' })
    expect((await connector.reconcile(ctx, lost, since(ctx))).kind).toBe('there')
    expect(sentTo(ctx)).toHaveLength(1)
  })

  it('answers a comment in private, once', async () => {
    const ctx = await open('enprive')
    const { ref } = await connector.send(ctx, posting('Une question ?'))
    const comment = actions().comment(store().person('lea').id, ref?.id ?? '', 'Mon numéro est…')
    const reply = { parent: refTo(comment.id), root: ref as RemoteRef, visibility: 'direct', mention: null } as const
    const answer = posting('Écrivons-nous ici', { reply })
    const sent = await connector.send(ctx, answer)
    expect(sent.ref?.id).toContain(`dm/${store().person('lea').id}/`)
    expect((await connector.reconcile(ctx, answer, since(ctx))).kind).toBe('there')
    await expect(connector.send(ctx, posting('Encore', { reply }))).rejects.toMatchObject({
      kind: 'forbidden',
      nextStep: 'drop',
      sent: 'no',
    })
  })

  it('answers in private who put a post on the Page', async () => {
    const ctx = await open('surlapage')
    const lea = store().person('lea').id
    const post = actions().post({ pageId: ctx.account.id, authorId: lea, message: 'Ma commande ?' })
    const reply = { parent: refTo(post.id), root: refTo(post.id), visibility: 'direct', mention: null } as const
    expect((await connector.send(ctx, posting('Voyons cela ici', { reply }))).ref?.id).toContain(`dm/${lea}/`)
  })

  it('takes no message back, and blocks a person', async () => {
    const ctx = await open('blocage')
    const message = await written(ctx, 'Insulte')
    await expect(connector.send(ctx, stepOf({ kind: 'delete', target: message.ref, of: 'post' }))).rejects.toMatchObject({
      kind: 'not_supported',
      sent: 'no',
    })
    for (const blocked of [true, false]) {
      const next = stepOf({ kind: 'block', person: message.author.id, blocked })
      expect((await connector.reconcile(ctx, next, since(ctx))).kind).toBe('not_there')
      await connector.send(ctx, next)
      expect((await connector.reconcile(ctx, next, since(ctx))).kind).toBe('there')
      expect(memory().blocked.has(`${ctx.account.id}/${message.author.id}`)).toBe(blocked)
    }
  })
})

describe('figures of a Page', () => {
  it('by their exact names', async () => {
    const ctx = await open('chiffres')
    const { ref } = await connector.send(ctx, posting('Vu'))
    actions().comment(store().person('lea').id, ref?.id ?? '', 'Miam')
    expect((await connector.postMetrics(ctx, [ref as RemoteRef, refTo('61_71999')])).get(ref?.id ?? '')).toEqual([
      { code: 'impressions', name: 'post_media_view', value: 40 },
      { code: 'reach', name: 'post_total_media_view_unique', value: 40 },
      { code: 'clicks', name: 'post_clicks', value: 2 },
      { code: 'likes', name: 'reactions.total_count', value: 0 },
      { code: 'replies', name: 'comments.total_count', value: 1 },
      { code: 'reposts', name: 'shares.count', value: 0 },
    ])
  })

  it('a small Page is told none of its views: absent is not zero', async () => {
    const ctx = await open('petite')
    store().page('petite').followers = 42
    expect(await connector.accountMetrics(ctx)).toEqual([
      { code: 'followers', name: 'followers_count', value: 42 },
      { code: 'impressions', name: 'page_media_view', value: null },
      { code: 'reach', name: 'page_total_media_view_unique', value: null },
    ])
  })
})

describe('what Facebook tells by itself', () => {
  const entry = (id: string, value: Record<string, unknown>, field = 'feed') => ({
    object: 'page',
    entry: [{ id, time: 1_795_888_800, changes: [{ field, value }] }],
  })
  const heard = (ctx: SendContext, said: unknown, secret = store().app.clientSecret) =>
    connector.hook?.receive(hookOf(secret, said), ctx.credentials, ctx.account, ctx.now())
  const from = { id: '7400000001', name: 'Léa' }
  const comment = {
    item: 'comment',
    post_id: '61_71',
    comment_id: '71_72',
    parent_id: '61_71',
    from,
    created_time: 1_795_888_800,
    message: 'Merci',
  }

  it('registers its address by software, and proves that it is there', async () => {
    const ctx = await open('adresse', withApp())
    await connector.hook?.register?.(ctx, 'https://levain.example/api/v1/hooks/1')
    const subscription = memory().subscriptions.get('page')
    expect(subscription).toMatchObject({ callback: 'https://levain.example/api/v1/hooks/1' })
    expect(subscription?.fields).toContain('feed')
    expect(memory().listening.get(ctx.account.id)).toContain('messages')
    const proof = connector.hook?.receive(proofOf(subscription?.word ?? ''), ctx.credentials, ctx.account, ctx.now())
    expect(proof).toEqual({ kind: 'answer', status: 200, contentType: 'text/plain', body: '1158201444' })
  })

  it('a comment, its edit and its deletion, also out of order and for another Page of the app', async () => {
    const ctx = await open('nouvelles', withApp())
    const of = (verb: string, more = {}) => heard(ctx, entry(ctx.account.id, { ...comment, verb, ...more }))
    expect(of('remove')).toEqual({
      kind: 'news',
      news: [{ account: ctx.account.id, signals: [{ kind: 'deleted', id: '71_72', at: '2026-11-28T18:00:00.000Z' }], look: false }],
    })
    expect(of('edited', { message: 'Merci bien' })).toMatchObject({
      news: [{ signals: [{ kind: 'edited', id: '71_72', text: 'Merci bien' }] }],
    })
    expect(of('add')).toMatchObject({
      news: [
        {
          signals: [
            { kind: 'message', message: { id: '71_72', kind: 'reply', text: 'Merci', author: { name: 'Léa' }, parent: { id: '61_71' } } },
          ],
        },
      ],
    })
    expect(of('add', { parent_id: '71_70' })).toMatchObject({
      news: [{ signals: [{ message: { parent: { id: '71_70' }, root: { id: '61_71' } } }] }],
    })
    expect(of('hide')).toMatchObject({ news: [{ signals: [] }] })
    expect(heard(ctx, entry('6199', { ...comment, verb: 'add' }))).toMatchObject({
      news: [{ account: '6199', signals: [{ kind: 'message' }] }],
    })
  })

  it('posts of others, mentions, reviews; nothing of its own', async () => {
    const ctx = await open('autres', withApp())
    const { id } = ctx.account
    expect(
      heard(ctx, entry(id, { item: 'post', verb: 'add', post_id: '61_80', from, message: 'Bravo', created_time: 1_795_888_800 })),
    ).toMatchObject({ news: [{ signals: [{ message: { kind: 'mention', id: '61_80' } }] }] })
    expect(
      heard(ctx, entry(id, { item: 'post', verb: 'add', post_id: '74_81', sender_id: '74', sender_name: 'Léa' }, 'mention')),
    ).toMatchObject({ news: [{ signals: [{ message: { kind: 'mention', id: '74_81', author: { name: 'Léa' } } }] }] })
    const rating = {
      item: 'rating',
      verb: 'add',
      reviewer_id: '74',
      reviewer_name: 'Léa',
      review_text: 'Rassis',
      recommendation_type: 'negative',
      open_graph_story_id: '71900',
    }
    expect(heard(ctx, entry(id, rating, 'ratings'))).toMatchObject({
      news: [{ signals: [{ message: { kind: 'review', rating: 1, text: 'Rassis' } }] }],
    })
    expect(heard(ctx, entry(id, { ...comment, verb: 'add', from: { id, name: 'Nous' } }))).toMatchObject({ news: [{ signals: [] }] })
    expect(heard(ctx, entry(id, { item: 'reaction', verb: 'add', post_id: '61_71', from }))).toMatchObject({ news: [{ signals: [] }] })
  })

  it('a message says that the conversation is to be read; what was edited or taken back is told at once', async () => {
    const ctx = await open('messages', withApp())
    const messaging = (one: Record<string, unknown>) => ({
      object: 'page',
      entry: [
        {
          id: ctx.account.id,
          time: 1,
          messaging: [{ sender: { id: '74' }, recipient: { id: ctx.account.id }, timestamp: 1_795_888_800_000, ...one }],
        },
      ],
    })
    expect(heard(ctx, messaging({ message: { mid: 'm_1', text: 'Bonjour' } }))).toMatchObject({ news: [{ signals: [], look: true }] })
    expect(heard(ctx, messaging({ message: { mid: 'm_1', text: 'Bonjour', is_echo: true } }))).toMatchObject({
      news: [{ signals: [], look: false }],
    })
    expect(heard(ctx, messaging({ message_edit: { mid: 'm_1', text: 'Bonsoir' } }))).toMatchObject({
      news: [{ signals: [{ kind: 'edited', id: 'dm/m_1', text: 'Bonsoir' }] }],
    })
    expect(heard(ctx, messaging({ message: { mid: 'm_1', is_deleted: true } }))).toMatchObject({
      news: [{ signals: [{ kind: 'deleted', id: 'dm/m_1' }] }],
    })
  })

  it('believes nothing that is signed by another, and nothing at all without the app’s secret', async () => {
    const ctx = await open('faux', withApp())
    const said = entry(ctx.account.id, { ...comment, verb: 'add' })
    expect(heard(ctx, said, 'another')).toEqual({ kind: 'refused', why: 'signature' })
    const without = await open('sanssecret')
    expect(heard(without, said)).toEqual({ kind: 'refused', why: 'signature' })
    await expect(connector.hook?.register?.(without, 'https://levain.example/x')).rejects.toMatchObject({
      kind: 'not_supported',
      nextStep: 'reconnect',
    })
  })
})

describe('the lists of the Graph', () => {
  it.runIf(file)('asked and answered nothing that they do not know', () => {
    expect(unwanted()).toEqual([])
    expect(held()?.operations.size).toBeGreaterThanOrEqual(15)
    process.stdout.write(`facebook: ${held()?.operations.size} operations, ${held()?.fields.size} fields held to Meta’s lists\n`)
  })
})
