import type { Act, Receipt, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { failure, jsonBody } from '../http.ts'
import { record, text, type Json } from '../json.ts'
import { business } from './api.ts'
import { postRef, replyRef, reviewOf } from './map.ts'

type PostAct = Extract<Act, { kind: 'post' }>
type Content = Pick<PostAct, 'item' | 'options'>

/** One act, one call that has an effect. */
export async function send(ctx: SendContext, step: Step): Promise<Receipt> {
  const { act } = step
  switch (act.kind) {
    case 'post':
      return act.reply ? answer(ctx, act.reply.parent.id, act.item.text) : post(ctx, act)
    case 'edit':
      return reviewOf(act.target.id) ? answer(ctx, act.target.id, act.item.text) : edit(ctx, act)
    case 'delete':
      if (act.of === 'post') return remove(ctx, act.target)
  }
  throw failure('not_supported', 'drop', { sent: 'no', said: `Google Business Profile has no act "${act.kind}" for software` })
}

const receipt = (ctx: SendContext, ref: RemoteRef, data: Record<string, unknown> = {}): Receipt => ({
  ref,
  at: ctx.now().toISOString(),
  data,
})

/** A review has one answer: it is set, so that setting it twice is the same. */
async function answer(ctx: SendContext, target: string, comment: string): Promise<Receipt> {
  const review = reviewOf(target)
  if (!review) throw failure('not_supported', 'drop', { sent: 'no', said: 'only reviews can be answered' })
  await business(ctx, { method: 'PUT', name: `${review}/reply`, body: jsonBody({ comment: comment.trim() }) })
  return receipt(ctx, replyRef(review))
}

async function post(ctx: SendContext, act: PostAct): Promise<Receipt> {
  const body = { ...wordsOf(act), ...mediaOf(ctx, act) }
  const { json } = await business(ctx, { method: 'POST', name: `${ctx.account.id}/localPosts`, body: jsonBody(body) })
  return receipt(ctx, postRef(record(json)), { state: text(record(json)['state'], 40) })
}

/** Google fetches the picture itself. */
function mediaOf(ctx: SendContext, { item }: PostAct): Json {
  if (item.media.length === 0) return {}
  const { mediaAddress } = ctx
  if (!mediaAddress)
    throw failure('not_supported', 'ask_person', { sent: 'no', said: 'Google fetches pictures itself: the desk needs a public address' })
  return { media: item.media.map(({ id }) => ({ mediaFormat: 'PHOTO', sourceUrl: mediaAddress(id) })) }
}

/** News, an event, or an offer; a card is the button below it, and an offer's link is its own. */
export function wordsOf({ item, options }: Content): Json {
  const { card, occasion } = options
  const offer = occasion?.offer
  return {
    languageCode: options.language,
    summary: item.text.trim(),
    topicType: occasion ? (offer ? 'OFFER' : 'EVENT') : 'STANDARD',
    ...(card && { callToAction: { actionType: 'LEARN_MORE', url: card.url } }),
    ...(occasion && { event: { title: occasion.title.trim(), schedule: scheduleOf(occasion) } }),
    ...(offer && { offer: offerOf(offer) }),
  }
}

function offerOf({ code, url, terms }: { code?: string; url?: string; terms?: string }): Json {
  return { ...(code && { couponCode: code }), ...(url && { redeemOnlineUrl: url }), ...(terms && { termsConditions: terms }) }
}

/** Days and hours of the place's own clock: `2026-12-24T18:00`. */
function scheduleOf({ start, end }: { start: string; end: string }): Json {
  return { startDate: dateOf(start), startTime: timeOf(start), endDate: dateOf(end), endTime: timeOf(end) }
}

function dateOf(local: string): Json {
  const [year, month, day] = local.slice(0, 10).split('-').map(Number)
  return { year, month, day }
}

function timeOf(local: string): Json {
  const [hours = 0, minutes = 0] = local.slice(11, 16).split(':').map(Number)
  return { hours, minutes }
}

/** Words and button may change, the picture stays. */
async function edit(ctx: SendContext, act: Extract<Act, { kind: 'edit' }>): Promise<Receipt> {
  const { languageCode: _language, topicType: _topic, ...words } = wordsOf(act)
  const mask = Object.keys(words).join(',')
  const { json } = await business(ctx, { method: 'PATCH', name: `${act.target.id}?updateMask=${mask}`, body: jsonBody(words) })
  return receipt(ctx, postRef(record(json)))
}

/** What is gone already is what was asked for. */
async function remove(ctx: SendContext, target: RemoteRef): Promise<Receipt> {
  try {
    await business(ctx, { method: 'DELETE', name: target.id })
    return receipt(ctx, target)
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    return receipt(ctx, target, { wasGone: true })
  }
}
