import type { Act, Reconciled, RemoteRef, SendContext, Step } from '../contract.ts'
import { aheadOf } from '../http.ts'
import { instant, record, text, type Json } from '../json.ts'
import { loose } from '../spans.ts'
import { safe } from '../google/api.ts'
import { youtube } from './api.ts'
import { authorIdOf, commentRef, isVideo, threadOf, wordsOf } from './map.ts'
import { answersBelow, threadsOf } from './read.ts'
import { partsOf, textOf } from './text.ts'
import { filmOf, receiptOf, sessionIn, stateOf, videoOrNull } from './upload.ts'

type PostAct = Extract<Act, { kind: 'post' }>

const SLACK_MS = 5_000

/** Asks the session of a film how far it is; comments are read back. A session without bytes is no effect. */
export async function reconcile(ctx: SendContext, { act }: Step, since: Date): Promise<Reconciled> {
  switch (act.kind) {
    case 'media':
      return { kind: 'not_there' }
    case 'post':
      return act.reply ? findComment(ctx, act, since) : filmStands(ctx, act)
    case 'edit':
      return editStands(ctx, act)
    case 'hide':
      return hideStands(ctx, act)
    case 'delete': {
      const found = isVideo(act.target.id) ? await videoOrNull(ctx, act.target.id) : await commentOrNull(ctx, act.target)
      return found ? { kind: 'not_there' } : there(ctx, act.target)
    }
    default:
      return { kind: 'cannot_know', why: 'not_supported' }
  }
}

function there(ctx: SendContext, ref: RemoteRef, at: string | null = null): Reconciled {
  return { kind: 'there', receipt: { ref, at: at ?? ctx.now().toISOString(), data: { readBack: true } } }
}

async function filmStands(ctx: SendContext, { item, media }: PostAct): Promise<Reconciled> {
  const film = filmOf(item.media)
  const [opened] = media
  if (!film || !opened) return { kind: 'cannot_know', why: 'no_session' }
  const state = await stateOf(ctx, sessionIn(ctx, opened), film.bytes)
  return state.kind === 'whole' ? { kind: 'there', receipt: receiptOf(ctx, state.video, opened) } : { kind: 'not_there' }
}

async function commentOrNull(ctx: SendContext, { id }: RemoteRef): Promise<Json | null> {
  const { json } = await youtube(ctx, { method: 'GET', path: `/youtube/v3/comments?part=snippet&textFormat=plainText&id=${safe(id)}` })
  const [comment] = (record(json)['items'] as unknown[] | undefined) ?? []
  return comment === undefined ? null : record(comment)
}

async function editStands(ctx: SendContext, { target, item }: Extract<Act, { kind: 'edit' }>): Promise<Reconciled> {
  const found = isVideo(target.id) ? await videoOrNull(ctx, target.id) : await commentOrNull(ctx, target)
  if (!found) return { kind: 'cannot_know', why: 'target_gone' }
  const snippet = record(found['snippet'])
  const [theirs, ours] = isVideo(target.id)
    ? [wordsOf(snippet), textOf(partsOf(item.text))]
    : [text(snippet['textOriginal'], 20_000), item.text]
  return loose(theirs) === loose(ours) ? there(ctx, target) : { kind: 'not_there' }
}

/** The status of a comment is told to who keeps the channel. */
async function hideStands(ctx: SendContext, { target, hidden }: Extract<Act, { kind: 'hide' }>): Promise<Reconciled> {
  const found = await commentOrNull(ctx, target)
  if (!found) return { kind: 'cannot_know', why: 'target_gone' }
  const status = text(record(found['snippet'])['moderationStatus'], 40)
  const isHidden = status === 'heldForReview' || status === 'rejected'
  return isHidden === hidden ? there(ctx, target) : { kind: 'not_there' }
}

/** Own comments at this place since the intent, by YouTube's clock, that say the same. */
async function findComment(ctx: SendContext, { item, reply }: PostAct, since: Date): Promise<Reconciled> {
  const [parent, video] = [reply?.parent.id ?? '', reply?.root.id ?? '']
  const { comments, headers } = isVideo(parent) ? await topLevelOf(ctx, parent) : await answersBelow(ctx, threadOf(parent))
  const from = since.getTime() + aheadOf(ctx, headers) - SLACK_MS
  const same = comments.filter((one) => {
    const snippet = record(one['snippet'])
    const recent = Date.parse(text(snippet['publishedAt'], 40)) >= from
    return recent && authorIdOf(one) === ctx.account.id && loose(text(snippet['textOriginal'], 20_000)) === loose(item.text)
  })
  const [first] = same
  if (same.length > 1) return { kind: 'cannot_know', why: 'several_match' }
  if (!first) return { kind: 'not_there' }
  return there(ctx, commentRef(text(first['id'], 100), isVideo(video) ? video : null), instant(record(first['snippet'])['publishedAt']))
}

async function topLevelOf(ctx: SendContext, video: string): Promise<{ comments: Json[]; headers: Headers }> {
  const { threads, headers } = await threadsOf(ctx, `videoId=${safe(video)}`, '')
  return { comments: threads.map((thread) => record(record(thread['snippet'])['topLevelComment'])), headers }
}
