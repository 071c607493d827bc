import type { Act, Media, Receipt, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { afterAnswer, failure, jsonBody } from '../http.ts'
import { record, text, type Json } from '../json.ts'
import { api, patch, urn } from './api.ts'
import { DURATIONS } from './limits.ts'
import { placeOf, postRef, refOfComment } from './map.ts'
import { readyUrns, upload } from './media.ts'
import { pollWords, toLittle } from './text.ts'

type PostAct = Extract<Act, { kind: 'post' }>

/** One act, one call that has an effect. Files are steps of their own. */
export async function send(ctx: SendContext, step: Step): Promise<Receipt> {
  const { act } = step
  switch (act.kind) {
    case 'media':
      return upload(ctx, step, act.media)
    case 'post':
      return act.reply ? comment(ctx, act) : post(ctx, act)
    case 'gate':
      return gate(ctx, act.post, act.who)
    case 'edit':
      return edit(ctx, act.target, act)
    case 'like':
      return like(ctx, act.target)
    case 'delete':
      if (act.of === 'like') return gone(ctx, act.target, likePath(ctx, act.target))
      if (act.of === 'post') return gone(ctx, act.target, pathOf(ctx, act.target))
  }
  throw failure('not_supported', 'drop', { sent: 'no', said: `LinkedIn has no act "${act.kind}" for software` })
}

const receipt = (ctx: SendContext, ref: RemoteRef | null, data: Record<string, unknown> = {}): Receipt => ({
  ref,
  at: ctx.now().toISOString(),
  data,
})

/** https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/posts-api; the id of the post is in a header. */
async function post(ctx: SendContext, act: PostAct): Promise<Receipt> {
  const { item, options } = act
  const words = options.poll ? pollWords(item.text).commentary : item.text.trim()
  const content = await contentOf(ctx, act)
  const body = {
    author: ctx.account.id,
    commentary: toLittle(words),
    visibility: 'PUBLIC',
    distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
    lifecycleState: 'PUBLISHED',
    isReshareDisabledByAuthor: false,
    ...(content && { content }),
    ...(options.quoteOf && { reshareContext: { parent: options.quoteOf.id } }),
  }
  const { headers } = await api(ctx, { method: 'POST', path: '/rest/posts', body: jsonBody(body) })
  return receipt(ctx, postRef(decoded(headers.get('x-restli-id') ?? '')))
}

/** The header names the URN, at times encoded for a path. */
function decoded(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch (error) {
    if (error instanceof URIError) return id
    throw error
  }
}

const altOf = ({ alt }: Media): string => (alt.kind === 'text' ? alt.text : '')

/** What stands below the words: one thing only. LinkedIn reads no page by itself, so a card brings its own title and picture. */
async function contentOf(ctx: SendContext, { item, options, media }: PostAct): Promise<Json | null> {
  const { poll, card } = options
  if (poll) {
    const choices = poll.options.map((option) => ({ text: option }))
    return { poll: { question: pollWords(item.text).question, options: choices, settings: { duration: DURATIONS[poll.seconds] } } }
  }
  const files = await readyUrns(ctx, media)
  if (item.media.length > 1)
    return { multiImage: { images: item.media.map((one, index) => ({ id: files[index], ...(altOf(one) && { altText: altOf(one) }) })) } }
  const [first] = item.media
  if (first) return { media: { id: files[0], ...titled(first, files[0] ?? '') } }
  if (!card) return null
  const thumbnail = card.thumb ? files[0] : undefined
  return { article: { source: card.url, title: card.title, description: card.description, ...(thumbnail && { thumbnail }) } }
}

/** A document must have a title; pictures have a description, films neither. */
function titled(media: Media, id: string): Json {
  if (id.startsWith('urn:li:document:')) return { title: altOf(media) || 'Document' }
  return id.startsWith('urn:li:image:') && altOf(media) !== '' ? { altText: altOf(media) } : {}
}

/** Below a post, or below a comment of the first rank: an answer to an answer hangs on that one too. */
async function comment(ctx: SendContext, { item, reply, media }: PostAct): Promise<Receipt> {
  const root = reply?.root.id ?? ''
  const thread = reply && (await threadOf(ctx, reply.parent))
  const [picture] = await readyUrns(ctx, media)
  const body = {
    actor: ctx.account.id,
    object: root,
    message: { text: item.text.trim() },
    ...(thread !== null && { parentComment: thread }),
    ...(picture && { content: [{ entity: { image: picture } }] }),
  }
  const { json } = await api(ctx, {
    method: 'POST',
    path: `/rest/socialActions/${urn(thread ?? root)}/comments`,
    body: jsonBody(body),
  })
  const made = record(json)
  if (made['id'] === undefined && made['commentUrn'] === undefined) throw afterAnswer(true, 'no comment in the answer')
  return receipt(ctx, refOfComment(made))
}

/** Notifications do not tell whether a comment is itself an answer; the comment does, where it may be read. */
export async function threadOf(ctx: SendContext, { id, version }: RemoteRef): Promise<string | null> {
  if (!placeOf(id)) return null
  if (version !== null) return version
  try {
    const { json } = await api(ctx, { method: 'GET', path: pathOf(ctx, { id, version, url: null }) })
    return text(record(json)['parentComment'], 200) || id
  } catch (error) {
    if (error instanceof NetworkFailure && (error.kind === 'forbidden' || error.kind === 'not_found')) return id
    throw error
  }
}

/** Comments open or closed; LinkedIn knows nothing between. */
async function gate(ctx: SendContext, target: RemoteRef, who: string): Promise<Receipt> {
  const path = `/rest/socialMetadata/${urn(target.id)}?actor=${urn(ctx.account.id)}`
  await patch(ctx, path, { $set: { commentsState: who === 'nobody' ? 'CLOSED' : 'OPEN' } })
  return receipt(ctx, target)
}

async function edit(ctx: SendContext, target: RemoteRef, { item }: Pick<PostAct, 'item'>): Promise<Receipt> {
  if (placeOf(target.id)) await patch(ctx, pathOf(ctx, target), { message: { $set: { text: item.text.trim() } } })
  else await patch(ctx, `/rest/posts/${urn(target.id)}`, { $set: { commentary: toLittle(item.text.trim()) } })
  return receipt(ctx, target)
}

/** Who changes or deletes a comment must be named, for a page may be kept by several people. */
export function pathOf(ctx: SendContext, { id }: RemoteRef): string {
  const place = placeOf(id)
  if (!place) return `/rest/posts/${urn(id)}`
  return `/rest/socialActions/${urn(place.entity)}/comments/${place.number}?actor=${urn(ctx.account.id)}`
}

export function likePath(ctx: SendContext, { id }: RemoteRef): string {
  return `/rest/reactions/(actor:${urn(ctx.account.id)},entity:${urn(id)})`
}

/** What is liked already is what was asked for. */
async function like(ctx: SendContext, target: RemoteRef): Promise<Receipt> {
  const path = `/rest/reactions?actor=${urn(ctx.account.id)}`
  try {
    await api(ctx, { method: 'POST', path, body: jsonBody({ root: target.id, reactionType: 'LIKE' }) })
    return receipt(ctx, target)
  } catch (error) {
    if (!(error instanceof NetworkFailure) || !/already|CONFLICT/i.test(text(error.said))) throw error
    return receipt(ctx, target, { wasThere: true })
  }
}

/** What is gone already is what was asked for. */
async function gone(ctx: SendContext, target: RemoteRef, path: string): Promise<Receipt> {
  try {
    await api(ctx, { method: 'DELETE', path })
    return receipt(ctx, target)
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    return receipt(ctx, target, { wasGone: true })
  }
}
