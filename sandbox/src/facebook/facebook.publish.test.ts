import type { RemoteRef, SendContext, Step } from '@pupitre/networks'
import { describe, expect, it } from 'vitest'
import { film, MB, options, picture, posting, since, stepOf } from '../meta/bench.ts'
import { specificationOf } from '../specification.ts'
import { facebookWorld } from './world.ts'

const { connector, memory, actions, unwanted, open, publish, sandbox, held } = facebookWorld('facebook-publish')
const file = specificationOf('facebook-instagram/specs/Page.json')

describe('what a Page publishes', () => {
  it('several pictures as one post, each with its description', async () => {
    const ctx = await open('album')
    const { steps, receipts } = await publish(ctx, { items: [{ text: 'Trois vues', media: [picture, picture, picture] }] })
    expect(steps.map(({ act }) => act.kind)).toEqual(['media', 'media', 'media', 'post'])
    expect((await connector.history(ctx, null)).items).toMatchObject([
      { text: 'Trois vues', format: 'carousel', imageUrls: [{ alt: 'Une miche' }, { alt: 'Une miche' }, { alt: 'Une miche' }] },
    ])
    const last = steps.at(-1) as Step
    expect(await connector.reconcile(ctx, last, since(ctx))).toMatchObject({
      kind: 'there',
      receipt: { ref: { id: receipts.at(-1)?.ref?.id } },
    })
  })

  it('keeps two posts with the same words apart by their photos', async () => {
    const ctx = await open('jumeaux')
    const one = await publish(ctx, { items: [{ text: 'Le même', media: [picture] }] })
    const two = await publish(ctx, { items: [{ text: 'Le même', media: [picture] }] })
    for (const { steps, receipts } of [one, two]) {
      const found = await connector.reconcile(ctx, steps.at(-1) as Step, since(ctx))
      expect(found).toMatchObject({ kind: 'there', receipt: { ref: { id: receipts.at(-1)?.ref?.id } } })
    }
  })

  it('a link with its card, and the brand’s first comment below it', async () => {
    const ctx = await open('lien')
    const card = { url: 'https://levain.example/carte', title: 'La carte', description: '', thumb: picture }
    const { steps, receipts } = await publish(ctx, { items: [{ text: 'La carte', media: [] }], card, firstComment: '#pain #levain' })
    expect(steps).toHaveLength(2)
    const post = memory().posts.get(receipts[0]?.ref?.id ?? '')
    expect(post).toMatchObject({ link: 'https://levain.example/carte', message: 'La carte' })
    const comment = memory().comments.get(receipts[1]?.ref?.id ?? '')
    expect(comment).toMatchObject({ message: '#pain #levain', postId: post?.id, authorId: ctx.account.id })
    for (const one of steps) expect((await connector.reconcile(ctx, one, since(ctx))).kind).toBe('there')
    expect((await connector.history(ctx, null)).items).toMatchObject([{ format: 'link' }])
  })

  it('an answer with a picture', async () => {
    const ctx = await open('repondre')
    const { ref } = await connector.send(ctx, posting('Des questions ?'))
    if (!ref) throw new Error('no reference')
    const reply = { parent: ref, root: ref, visibility: 'public', mention: null } as const
    const answer = await publish(ctx, { items: [{ text: 'Comme ceci', media: [picture] }] }, reply)
    const comment = memory().comments.get(answer.ref?.id ?? '')
    expect(comment).toMatchObject({ message: 'Comme ceci', photoId: answer.receipts[0]?.data['photoId'] })
    expect((await connector.reconcile(ctx, answer.last, since(ctx))).kind).toBe('there')
  })

  it('a film in pieces, that never stands whole in memory', async () => {
    const ctx = await open('film')
    const asked: number[] = []
    const readMedia: SendContext['readMedia'] = async (_id, range) => {
      const length = (range?.end ?? film.bytes) - (range?.start ?? 0)
      asked.push(length)
      return Buffer.alloc(length, 7)
    }
    const { steps, receipts } = await publish({ ...ctx, readMedia }, { items: [{ text: 'Le four', media: [film] }] })
    expect(asked).toEqual([4 * MB, 4 * MB, MB])
    const made = memory().films.get(String(receipts[0]?.data['videoId']))
    expect(made).toMatchObject({ size: 9 * MB, published: true, kind: 'videos' })
    expect(receipts[1]?.ref?.id).toBe(made?.postId)
    expect((await connector.history(ctx, null)).items).toMatchObject([{ format: 'video', text: 'Le four' }])
    expect((await connector.reconcile(ctx, steps[1] as Step, since(ctx))).kind).toBe('there')
  })

  it('a film whose last call was not heard is not there; heard but not answered, it is', async () => {
    const ctx = await open('perdu')
    const small = { ...film, bytes: 70 }
    const acts = connector.plan({ ...options, items: [{ text: 'Perdu', media: [small] }] }, null)
    const uploaded = await connector.send(ctx, stepOf(acts[0] as Step['act']))
    const last = stepOf(connector.complete(acts, 1, [uploaded]))
    expect((await connector.reconcile(ctx, last, since(ctx))).kind).toBe('not_there')
    sandbox().faults.add({ kind: 'lost_answer', method: 'POST', path: `/v25.0/${ctx.account.id}/videos` })
    await expect(connector.send(ctx, last)).rejects.toMatchObject({ kind: 'timeout', sent: 'unknown', nextStep: 'reconcile' })
    expect((await connector.reconcile(ctx, last, since(ctx))).kind).toBe('there')
  })

  it.each([
    ['reel', 'video_reels'],
    ['story', 'video_stories'],
  ] as const)('a %s: fetched by Facebook where the desk can be reached, brought in pieces where not', async (placement, kind) => {
    const ctx = await open(`court-${placement}`)
    const text = placement === 'reel' ? 'Le four #pain' : ''
    const item = { text, media: [{ ...film, bytes: 70 }] }
    const fetched = await publish({ ...ctx, mediaAddress: (id) => `https://levain.example/media/${id}` }, { items: [item], placement })
    const brought = await publish(ctx, { items: [item], placement })
    const films = [fetched, brought].map(({ receipts }) => memory().films.get(String(receipts[0]?.data['videoId'])))
    expect(films[0]).toMatchObject({ kind, fetchedFrom: 'https://levain.example/media/film', published: true })
    expect(films[1]).toMatchObject({ kind, size: 70, published: true })
    expect(brought.receipts[1]?.ref?.id).toBe(films[1]?.postId)
    expect((await connector.reconcile(ctx, brought.steps[1] as Step, since(ctx))).kind).toBe('there')
  })

  it('a story of a picture, found again by its photo', async () => {
    const ctx = await open('histoire')
    const { steps, receipts } = await publish(ctx, { items: [{ text: '', media: [picture] }], placement: 'story' })
    expect(memory().stories).toContainEqual(expect.objectContaining({ mediaId: receipts[0]?.data['photoId'], type: 'photo' }))
    expect(await connector.reconcile(ctx, steps[1] as Step, since(ctx))).toMatchObject({
      kind: 'there',
      receipt: { ref: { id: receipts[1]?.ref?.id } },
    })
  })

  it('brings a film to no place that is not Meta’s', async () => {
    const ctx = await open('ruse')
    const fetch: SendContext['fetch'] = async () => Response.json({ video_id: '73000', upload_url: 'https://evil.example/film' })
    const act = connector.plan({ ...options, items: [{ text: '', media: [film] }], placement: 'reel' }, null)[0] as Step['act']
    await expect(connector.send({ ...ctx, fetch }, stepOf(act))).rejects.toMatchObject({
      kind: 'bad_answer',
      nextStep: 'ask_person',
      sent: 'no',
    })
  })

  it('pins and unpins, and says that nobody can read it back', async () => {
    const ctx = await open('epingle')
    const { ref } = await connector.send(ctx, posting('À épingler'))
    const pin = stepOf({ kind: 'pin', target: ref as RemoteRef, pinned: true })
    await connector.send(ctx, pin)
    expect(memory().posts.get(ref?.id ?? '')?.isPinned).toBe(true)
    expect(await connector.reconcile(ctx, pin, since(ctx))).toEqual({ kind: 'cannot_know', why: 'not_readable' })
  })

  it('tells the same again as such, a picture that is none, and how long to wait', async () => {
    const ctx = await open('refus')
    await connector.send(ctx, posting('Encore'))
    await expect(connector.send(ctx, posting('Encore'))).rejects.toMatchObject({ kind: 'duplicate', nextStep: 'reconcile', sent: 'no' })
    const readMedia = async () => Buffer.from('no picture')
    await expect(connector.send({ ...ctx, readMedia }, stepOf({ kind: 'media', media: picture }))).rejects.toMatchObject({
      kind: 'media_refused',
      nextStep: 'fix_content',
    })
    actions().settings.limited = { code: 80001, minutes: 7 }
    const limited = await connector.send(ctx, posting('Trop')).catch((error: unknown) => error)
    actions().settings.limited = null
    expect(limited).toMatchObject({ kind: 'rate_limited', nextStep: 'wait', sent: 'no', retryAfterSeconds: 420 })
  })

  it.each(['lost_answer', 'late_effect'] as const)('%s: looked for, found, not sent again', async (kind) => {
    const ctx = await open(`panne-${kind}`)
    const next = posting(`Panne ${kind}`)
    const from = since(ctx)
    sandbox().faults.add({ kind, method: 'POST', path: `/v25.0/${ctx.account.id}/feed`, ms: 50 })
    await expect(connector.send(ctx, next)).rejects.toMatchObject({ kind: 'timeout', nextStep: 'reconcile', sent: 'unknown' })
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect((await connector.reconcile(ctx, next, from)).kind).toBe('there')
  })

  it('does not take an older twin for the one that was lost', async () => {
    const ctx = await open('ancien')
    await connector.send(ctx, posting('Chaque semaine'))
    sandbox().clock.advance(60_000)
    expect((await connector.reconcile(ctx, posting('Chaque semaine'), since(ctx))).kind).toBe('not_there')
    sandbox().clock.reset()
  })
})

describe('the lists of the Graph', () => {
  it.runIf(file)('asked and answered nothing that they do not know', () => {
    expect(unwanted()).toEqual([])
    expect(held()?.operations.size).toBeGreaterThanOrEqual(10)
    process.stdout.write(`facebook: ${held()?.operations.size} operations, ${held()?.fields.size} fields held to Meta’s lists\n`)
  })
})
