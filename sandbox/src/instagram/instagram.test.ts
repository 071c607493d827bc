import { testConnector } from '@pupitre/networks/conformance'
import { describe, expect, it } from 'vitest'
import { agreed, film, MB, options, picture, since, stepOf } from '../meta/bench.ts'
import { specificationOf } from '../specification.ts'
import { instagramWorld } from './world.ts'

const { connector, world, store, memory, actions, withApp, unwanted, connecting, open, publish, linked, linkedTo, sandbox, held } =
  instagramWorld('instagram')
const file = specificationOf('facebook-instagram/specs/IGUser.json')

testConnector(connector, world)

const jpeg = { ...picture, mimeType: 'image/jpeg' }
const mediaAddress = (id: string) => `https://levain.example/media/${id}`

describe('connecting an account', () => {
  it('by Instagram’s own login, the whole way, and renews the token a week before its end', async () => {
    store().user('levain', true)
    const begun = await connector.connect.start?.(connecting(), { server: sandbox().url, handle: '', ...withApp() })
    if (!begun) throw new Error('not begun')
    expect(new URL(begun.url).searchParams.get('scope')).toContain('instagram_business_content_publish')
    const connected = await connector.connect.finish?.(connecting(), begun.pending, await agreed(begun.url, 'levain'))
    if (!connected) throw new Error('not connected')
    expect(connected.account).toMatchObject({ id: store().user('levain').id, handle: 'levain' })
    expect(Math.round((Date.parse(connected.credentials.expiresAt ?? '') - Date.now()) / 86_400_000)).toBe(60)
    const kept: unknown[] = []
    const ctx = { ...connecting(), ...connected, onCredentials: async (next: unknown) => void kept.push(next) }
    expect(await connector.refresh(ctx)).toBe(connected.credentials)
    sandbox().clock.advance(54 * 86_400_000)
    const next = await connector.refresh(ctx)
    expect(next.secret['accessToken']).not.toBe(connected.credentials.secret['accessToken'])
    expect(next.secret).toMatchObject(withApp())
    expect(kept).toEqual([next])
    expect(await connector.whoAmI({ ...ctx, credentials: next })).toMatchObject({ handle: 'levain' })
    sandbox().clock.reset()
  })

  it('by Facebook’s login, through the Page it is linked to', async () => {
    linkedTo('fournil')
    const { clientId, clientSecret } = sandbox().facebook.store.app
    const fields = { server: sandbox().url, handle: '@fournil', clientId, clientSecret }
    const begun = await connector.connect.start?.(connecting(), fields)
    if (!begun) throw new Error('not begun')
    const connected = await connector.connect.finish?.(connecting(), begun.pending, await agreed(begun.url))
    expect(connected?.account).toMatchObject({ id: store().user('fournil').id, handle: 'fournil' })
    expect(connected?.credentials.secret['pageId']).toMatch(/^16/)
    const other = await connector.connect.start?.(connecting(), { ...fields, handle: '@personne' })
    if (!other) throw new Error('not begun')
    await expect(connector.connect.finish?.(connecting(), other.pending, await agreed(other.url))).rejects.toMatchObject({
      kind: 'not_found',
      nextStep: 'fix_content',
    })
  })

  it('renews a pasted token, whose end nobody tells, when it is a day old for certain', async () => {
    const ctx = await open('colle')
    expect(await connector.refresh(ctx)).toBe(ctx.credentials)
    sandbox().clock.advance(25 * 3_600_000)
    const next = await connector.refresh(ctx)
    expect(Math.round((Date.parse(next.expiresAt ?? '') - ctx.now().getTime()) / 86_400_000)).toBe(60)
    sandbox().clock.reset()
  })

  it('refuses a token of nobody, and an answer to another request', async () => {
    await expect(open('porte', { token: 'IGAAnobody-ever-had-this' })).rejects.toMatchObject({
      kind: 'unauthorized',
      nextStep: 'reconnect',
    })
    const begun = await connector.connect.start?.(connecting(), { server: sandbox().url, handle: '', ...withApp() })
    if (!begun) throw new Error('not begun')
    const query = new URLSearchParams({ code: 'x', state: 'another' })
    await expect(connector.connect.finish?.(connecting(), begun.pending, query)).rejects.toMatchObject({ kind: 'forbidden' })
  })

  it('says what each login cannot', async () => {
    const own = await open('chacun')
    const other = await linked.open('chacune')
    const block = stepOf({ kind: 'block', person: store().user('lea').id, blocked: true })
    expect(connector.capabilitiesOf?.(own.account, own.credentials).acts.block).toEqual({ can: false, why: 'not_by_api' })
    expect(connector.capabilitiesOf?.(other.account, other.credentials).acts.block).toEqual({ can: true })
    await expect(connector.send(own, block)).rejects.toMatchObject({ kind: 'not_supported', sent: 'no' })
    await connector.send(other, block)
    expect(memory().blocked.has(store().user('lea').id)).toBe(true)
  })
})

describe('what an account publishes', () => {
  it('a carousel of pictures and a film: parts, the whole, and one call that publishes', async () => {
    const ctx = { ...(await open('carrousel')), mediaAddress }
    const items = [{ text: 'Trois vues', media: [jpeg, film, jpeg] }]
    const { steps, last, ref } = await publish(ctx, { items, firstComment: '#pain' })
    expect(steps.map(({ act }) => act.kind)).toEqual(['media', 'media', 'media', 'media', 'post', 'post'])
    const media = memory().media.get(steps.length > 0 ? ([...memory().media.keys()].at(-1) ?? '') : '')
    expect(media).toMatchObject({
      caption: 'Trois vues',
      type: 'CAROUSEL_ALBUM',
      parts: [{ alt: 'Une miche' }, { type: 'VIDEO' }, { alt: 'Une miche' }],
    })
    expect(memory().comments.get(ref?.id ?? '')).toMatchObject({ text: '#pain', mediaId: media?.id })
    expect((await connector.reconcile(ctx, last, since(ctx))).kind).toBe('there')
    expect((await connector.history(ctx, null)).items).toMatchObject([
      { format: 'carousel', imageUrls: [{ alt: 'Une miche' }, { alt: 'Une miche' }] },
    ])
  })

  it.each([
    ['reel', 'REELS', 'reel'],
    ['story', 'STORY', 'story'],
  ] as const)('a %s', async (placement, product, format) => {
    const ctx = { ...(await open(`court-${placement}`)), mediaAddress }
    const text = placement === 'reel' ? 'Le four #pain' : ''
    const { last, ref } = await publish(ctx, { items: [{ text, media: [film] }], placement })
    expect(memory().media.get(ref?.id ?? '')).toMatchObject({ product, caption: text })
    expect(await connector.reconcile(ctx, last, since(ctx))).toMatchObject({ kind: 'there', receipt: { ref: { id: ref?.id } } })
    if (placement === 'reel') expect((await connector.history(ctx, null)).items).toMatchObject([{ format }])
  })

  it('a film is brought in pieces where Instagram cannot fetch it, by Facebook’s login; a picture cannot be', async () => {
    const ctx = await linked.open('sansadresse')
    expect(ctx.limits.video?.byBytes).toBe(true)
    const asked: number[] = []
    const readMedia: typeof ctx.readMedia = async (_id, range) => {
      const length = (range?.end ?? 0) - (range?.start ?? 0)
      asked.push(length)
      return Buffer.alloc(length, 7)
    }
    const { receipts } = await publish({ ...ctx, readMedia }, { items: [{ text: 'Sans adresse', media: [film] }] })
    expect(asked).toEqual([4 * MB, 4 * MB, MB])
    expect(memory().containers.get(String(receipts[0]?.data['containerId']))).toMatchObject({ mediaType: 'REELS', film: { size: 9 * MB } })
    await expect(publish(await open('propre'), { items: [{ text: 'x', media: [film] }] })).rejects.toMatchObject({
      kind: 'not_supported',
      sent: 'no',
    })
    await expect(publish(ctx, { items: [{ text: 'x', media: [jpeg] }] })).rejects.toMatchObject({
      kind: 'not_supported',
      nextStep: 'ask_person',
      sent: 'no',
    })
  })

  it('the container is the key: sent again it makes no second post, and tells whether the first was made', async () => {
    const ctx = { ...(await open('cle')), mediaAddress }
    const acts = connector.plan({ ...options, items: [{ text: 'Une fois', media: [jpeg] }] }, null)
    const whole = await connector.send(ctx, stepOf(connector.complete(acts, 0, [])))
    const last = stepOf(connector.complete(acts, 1, [whole]))
    expect((await connector.reconcile(ctx, last, since(ctx))).kind).toBe('not_there')
    sandbox().faults.add({ kind: 'lost_answer', method: 'POST', path: '*/media_publish' })
    await expect(connector.send(ctx, last)).rejects.toMatchObject({ kind: 'timeout', sent: 'unknown', nextStep: 'reconcile' })
    expect((await connector.reconcile(ctx, last, since(ctx))).kind).toBe('there')
    await expect(connector.send(ctx, last)).rejects.toMatchObject({ kind: 'rejected_content', sent: 'no' })
    expect(store().mediaOf(ctx.account.id)).toHaveLength(1)
  })

  it('waits for a film, and says when it takes longer; a container of yesterday is told', async () => {
    const ctx = { ...(await open('attente')), mediaAddress }
    actions().settings.filmDelayMs = 700
    const { ref } = await publish(ctx, { items: [{ text: 'Patience', media: [film] }] })
    actions().settings.filmDelayMs = 0
    expect(memory().media.get(ref?.id ?? '')?.caption).toBe('Patience')
    const acts = connector.plan({ ...options, items: [{ text: 'Hier', media: [jpeg] }] }, null)
    const whole = await connector.send(ctx, stepOf(connector.complete(acts, 0, [])))
    sandbox().clock.advance(25 * 3_600_000)
    await expect(connector.send(ctx, stepOf(connector.complete(acts, 1, [whole])))).rejects.toMatchObject({
      kind: 'media_refused',
      sent: 'no',
    })
    sandbox().clock.reset()
  })

  it('reads what of a day’s posts was used, and tells when it is used up', async () => {
    const ctx = { ...(await open('quota')), mediaAddress }
    actions().settings.quota = 1
    await publish(ctx, { items: [{ text: 'Le premier', media: [jpeg] }] })
    expect((await connector.limits(ctx)).quotas).toEqual([{ what: 'post', used: 1, max: 1, seconds: 86_400 }])
    await expect(publish(ctx, { items: [{ text: 'Le second', media: [jpeg] }] })).rejects.toMatchObject({
      kind: 'rate_limited',
      nextStep: 'wait',
      sent: 'no',
    })
    actions().settings.quota = 100
  })

  it('changes no caption, and deletes a post by Facebook’s login only', async () => {
    const ctx = { ...(await open('retrait')), mediaAddress }
    const { ref } = await publish(ctx, { items: [{ text: 'Là', media: [jpeg] }] })
    if (!ref) throw new Error('no reference')
    const item = { text: 'Ailleurs', media: [] }
    await expect(connector.send(ctx, stepOf({ kind: 'edit', target: ref, item, options, media: [] }))).rejects.toMatchObject({
      kind: 'not_supported',
    })
    await connector.send(ctx, stepOf({ kind: 'delete', target: ref, of: 'post' }))
    expect(memory().media.has(ref.id)).toBe(true)
  })
})

describe('the lists of the Graph', () => {
  it.runIf(file)('asked and answered nothing that they do not know', () => {
    expect(unwanted()).toEqual([])
    expect(held()?.operations.size).toBeGreaterThanOrEqual(25)
    process.stdout.write(`instagram: ${held()?.operations.size} operations, ${held()?.fields.size} fields held to Meta’s lists\n`)
  })
})

if (!file) process.stdout.write('instagram: skipped, Meta’s lists are not beside the repository (PUPITRE_SPECS)\n')
