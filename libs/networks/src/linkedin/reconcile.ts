import type { Act, Format, Reconciled, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { aheadOf } from '../http.ts'
import { count, record, text, type Json } from '../json.ts'
import { loose } from '../spans.ts'
import { api, urn } from './api.ts'
import { formatOf, momentOf, placeOf, postRef, refOfComment, wordsOf } from './map.ts'
import { commentsBelow, postsPage } from './read.ts'
import { likePath, pathOf, threadOf } from './send.ts'
import { visible } from './text.ts'

type PostAct = Extract<Act, { kind: 'post' }>

/** Pages of own posts read back at most. */
const PAGES = 4
/** Two clocks never agree to the second, even after their difference is taken out. */
const SLACK_MS = 5_000

/** Reads a page's posts back. A member's own posts are shown to no ordinary app: there nobody can know. Files that are in no post are no effect. */
export async function reconcile(ctx: SendContext, step: Step, since: Date): Promise<Reconciled> {
  try {
    return await look(ctx, step, since)
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'forbidden') throw error
    return { kind: 'cannot_know', why: 'scope_missing' }
  }
}

async function look(ctx: SendContext, { act }: Step, since: Date): Promise<Reconciled> {
  switch (act.kind) {
    case 'media':
      return { kind: 'not_there' }
    case 'post':
      return act.reply ? findComment(ctx, act, since) : findPost(ctx, act, since)
    case 'edit':
      return editStands(ctx, act)
    case 'like':
      return (await jsonOrNull(ctx, likePath(ctx, act.target))) ? there(ctx, act.target) : { kind: 'not_there' }
    case 'gate':
      return gateStands(ctx, act)
    case 'delete': {
      const path = act.of === 'like' ? likePath(ctx, act.target) : pathOf(ctx, act.target)
      return (await jsonOrNull(ctx, path)) ? { kind: 'not_there' } : there(ctx, act.target)
    }
    default:
      return { kind: 'cannot_know', why: 'not_supported' }
  }
}

function there(ctx: SendContext, ref: RemoteRef, at: string | null = null): Reconciled {
  return { kind: 'there', receipt: { ref, at: at ?? ctx.now().toISOString(), data: { readBack: true } } }
}

async function jsonOrNull(ctx: SendContext, path: string): Promise<Json | null> {
  try {
    return record((await api(ctx, { method: 'GET', path })).json)
  } catch (error) {
    if (error instanceof NetworkFailure && error.kind === 'not_found') return null
    throw error
  }
}

async function editStands(ctx: SendContext, act: Extract<Act, { kind: 'edit' }>): Promise<Reconciled> {
  const told = await jsonOrNull(ctx, pathOf(ctx, act.target))
  if (!told) return { kind: 'cannot_know', why: 'target_gone' }
  const words = placeOf(act.target.id) ? text(record(told['message'])['text'], 20_000) : wordsOf(told)
  return loose(words) === loose(visible(act.item.text)) ? there(ctx, act.target) : { kind: 'not_there' }
}

async function gateStands(ctx: SendContext, { post, who }: Extract<Act, { kind: 'gate' }>): Promise<Reconciled> {
  const told = await jsonOrNull(ctx, `/rest/socialMetadata/${urn(post.id)}`)
  if (!told) return { kind: 'cannot_know', why: 'target_gone' }
  return text(told['commentsState'], 20) === (who === 'nobody' ? 'CLOSED' : 'OPEN') ? there(ctx, post) : { kind: 'not_there' }
}

/** Own posts since the intent, by LinkedIn's clock, that say the same and show the same kind of thing. */
async function findPost(ctx: SendContext, act: PostAct, since: Date): Promise<Reconciled> {
  const same: Json[] = []
  for (let page = 0; page < PAGES; page++) {
    const { items, headers, more } = await postsPage(ctx, page * 50, 50)
    const from = since.getTime() + aheadOf(ctx, headers) - SLACK_MS
    same.push(...items.filter((post) => madeAt(post) >= from && says(post, act)))
    if (!more || items.every((post) => madeAt(post) < from)) return verdict(ctx, same)
  }
  return { kind: 'cannot_know', why: 'too_many_posts_since' }
}

const madeAt = (post: Json): number => count(post['publishedAt']) ?? count(post['createdAt']) ?? 0

function verdict(ctx: SendContext, same: readonly Json[]): Reconciled {
  const [first] = same
  if (same.length > 1) return { kind: 'cannot_know', why: 'several_match' }
  return first ? there(ctx, postRef(first['id']), momentOf(madeAt(first))) : { kind: 'not_there' }
}

function formatFor({ item, options, media }: PostAct): Format {
  if (options.poll) return 'poll'
  if (item.media.length > 1) return 'carousel'
  const kind = item.media.length > 0 ? text(media[0]?.data['urn'], 100).split(':')[2] : null
  if (kind === 'video' || kind === 'document') return kind
  if (kind !== null) return 'image'
  return options.card ? 'link' : 'text'
}

function says(post: Json, act: PostAct): boolean {
  const words = loose(visible(act.item.text))
  const quoted = text(record(post['reshareContext'])['parent'], 100)
  const sameCard = !act.options.card || text(record(record(post['content'])['article'])['source'], 3_000) === act.options.card.url
  return (
    loose(wordsOf(post)) === words && formatOf(post['content']) === formatFor(act) && quoted === (act.options.quoteOf?.id ?? '') && sameCard
  )
}

async function findComment(ctx: SendContext, { item, reply }: PostAct, since: Date): Promise<Reconciled> {
  const parent = reply?.parent
  const thread = parent ? await threadOf(ctx, parent) : null
  const { comments, headers, complete } = await commentsBelow(ctx, thread ?? reply?.root.id ?? '')
  const from = since.getTime() + aheadOf(ctx, headers) - SLACK_MS
  const same = comments.filter((comment) => {
    const at = count(record(comment['created'])['time']) ?? 0
    return comment['actor'] === ctx.account.id && at >= from && loose(text(record(comment['message'])['text'], 20_000)) === loose(item.text)
  })
  const [first] = same
  if (same.length > 1) return { kind: 'cannot_know', why: 'several_match' }
  if (first) return there(ctx, refOfComment(first), momentOf(record(first['created'])['time']))
  return complete ? { kind: 'not_there' } : { kind: 'cannot_know', why: 'too_many_posts_since' }
}
