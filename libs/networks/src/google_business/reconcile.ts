import type { Act, Reconciled, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { aheadOf } from '../http.ts'
import { instant, record, text, type Json } from '../json.ts'
import { loose } from '../spans.ts'
import { business } from './api.ts'
import { formatOf, postRef, replyRef, reviewOf } from './map.ts'
import { postsPage } from './read.ts'

type PostAct = Extract<Act, { kind: 'post' }>

const PAGES = 4
const SLACK_MS = 5_000

/** Posts are read back; the one answer of a review shows what it says. */
export async function reconcile(ctx: SendContext, { act }: Step, since: Date): Promise<Reconciled> {
  switch (act.kind) {
    case 'media':
      return { kind: 'not_there' }
    case 'post':
      return act.reply ? answerStands(ctx, act.reply.parent, act.item.text) : findPost(ctx, act, since)
    case 'edit':
      return reviewOf(act.target.id) ? answerStands(ctx, act.target, act.item.text) : editStands(ctx, act)
    case 'delete':
      return (await standsOrNull(ctx, act.target)) ? { kind: 'not_there' } : there(ctx, act.target)
    default:
      return { kind: 'cannot_know', why: 'not_supported' }
  }
}

function there(ctx: SendContext, ref: RemoteRef, at: string | null = null): Reconciled {
  return { kind: 'there', receipt: { ref, at: at ?? ctx.now().toISOString(), data: { readBack: true } } }
}

async function readOrNull(ctx: SendContext, name: string): Promise<Json | null> {
  try {
    return record((await business(ctx, { method: 'GET', name })).json)
  } catch (error) {
    if (error instanceof NetworkFailure && error.kind === 'not_found') return null
    throw error
  }
}

/** A post, or the answer of a review. */
async function standsOrNull(ctx: SendContext, { id }: RemoteRef): Promise<Json | null> {
  const review = reviewOf(id)
  if (!review) return readOrNull(ctx, id)
  const reply = (await readOrNull(ctx, review))?.['reviewReply']
  return reply === undefined ? null : record(reply)
}

async function answerStands(ctx: SendContext, target: RemoteRef, words: string): Promise<Reconciled> {
  const review = reviewOf(target.id)
  const told = review && (await readOrNull(ctx, review))
  if (!review || !told) return { kind: 'cannot_know', why: 'target_gone' }
  const reply = record(told['reviewReply'])
  if (loose(text(reply['comment'], 10_000)) !== loose(words)) return { kind: 'not_there' }
  return there(ctx, replyRef(review), instant(reply['updateTime']))
}

async function editStands(ctx: SendContext, { target, item }: Extract<Act, { kind: 'edit' }>): Promise<Reconciled> {
  const told = await readOrNull(ctx, target.id)
  if (!told) return { kind: 'cannot_know', why: 'target_gone' }
  return loose(text(told['summary'], 5_000)) === loose(item.text) ? there(ctx, target) : { kind: 'not_there' }
}

/** Posts of this place since the intent, by Google's clock, that say the same and show the same kind of thing. */
async function findPost(ctx: SendContext, act: PostAct, since: Date): Promise<Reconciled> {
  const same: Json[] = []
  let token = ''
  for (let page = 0; page < PAGES; page++) {
    const { posts, next, headers } = await postsPage(ctx, token)
    const from = since.getTime() + aheadOf(ctx, headers) - SLACK_MS
    same.push(...posts.filter((post) => madeAt(post) >= from && says(post, act)))
    token = next
    if (token === '' || posts.every((post) => madeAt(post) < from)) return verdict(ctx, same)
  }
  return { kind: 'cannot_know', why: 'too_many_posts_since' }
}

const madeAt = (post: Json): number => Date.parse(instant(post['createTime']) ?? '')

function verdict(ctx: SendContext, same: readonly Json[]): Reconciled {
  const [first] = same
  if (same.length > 1) return { kind: 'cannot_know', why: 'several_match' }
  return first ? there(ctx, postRef(first), instant(first['createTime'])) : { kind: 'not_there' }
}

function says(post: Json, { item, options }: PostAct): boolean {
  const link = text(record(post['callToAction'])['url'], 3_000)
  const shows = item.media.length > 0 ? 'image' : options.card ? 'link' : 'text'
  return loose(text(post['summary'], 5_000)) === loose(item.text) && formatOf(post) === shows && link === (options.card?.url ?? '')
}
