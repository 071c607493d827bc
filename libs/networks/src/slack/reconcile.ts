import type { Act, Reconciled, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { afterAnswer } from '../http.ts'
import { list, record, text, type Json } from '../json.ts'
import { unlessScope } from '../scope.ts'
import { ask } from './api.ts'
import { houseOf } from './auth.ts'
import { isOwn, placeOf, refTo, threadOf, timeOf, tsAt, tsOf } from './map.ts'
import { messagesSince } from './read.ts'
import { EVENT, fileIds, LIKE } from './send.ts'
import { escape, loose } from './text.ts'

type PostAct = Extract<Act, { kind: 'post' }>

/** Clocks differ by minutes at most; keys and file numbers are of one message only, so reading too far back finds nothing wrong. */
const SLACK_MS = 600_000

/** Reads the channel, or the thread, back. A file that was shared nowhere is no effect. */
export async function reconcile(ctx: SendContext, step: Step, since: Date): Promise<Reconciled> {
  const { act } = step
  switch (act.kind) {
    case 'media':
      return { kind: 'not_there' }
    case 'post':
      return findPost(ctx, step, act, since)
    case 'edit':
      return onMessage(ctx, act.target, (message) => loose(text(message['text'], 40_000)) === loose(escape(act.item.text)))
    case 'like':
      return onMessage(ctx, act.target, (message) => isLiked(ctx, message))
    case 'delete': {
      const message = await messageOrNull(ctx, act.target)
      const standing = message !== null && (act.of === 'post' || isLiked(ctx, message))
      return standing ? { kind: 'not_there' } : done(ctx, act.target)
    }
    case 'pin':
      return unlessScope(findPin(ctx, act))
    default:
      return { kind: 'cannot_know', why: 'not_supported' }
  }
}

async function onMessage(ctx: SendContext, target: RemoteRef, isSo: (message: Json) => boolean): Promise<Reconciled> {
  const message = await messageOrNull(ctx, target)
  if (!message) return { kind: 'cannot_know', why: 'target_gone' }
  return isSo(message) ? done(ctx, target) : { kind: 'not_there' }
}

function done(ctx: SendContext, target: RemoteRef): Reconciled {
  return { kind: 'there', receipt: { ref: target, at: ctx.now().toISOString(), data: { readBack: true } } }
}

/** `reactions.get` shows any message by its time stamp, also those inside a thread. */
async function messageOrNull(ctx: SendContext, ref: RemoteRef): Promise<Json | null> {
  const { channel, ts } = placeOf(ref)
  try {
    return record((await ask(ctx, 'reactions.get', { channel, timestamp: ts, full: 'true' }))['message'])
  } catch (error) {
    if (error instanceof NetworkFailure && error.kind === 'not_found') return null
    throw error
  }
}

/** All that is pinned in the channel, a hundred at most, in one answer. https://docs.slack.dev/reference/methods/pins.list */
async function findPin(ctx: SendContext, { target, pinned }: Extract<Act, { kind: 'pin' }>): Promise<Reconciled> {
  const { channel, ts } = placeOf(target)
  const { items } = await ask(ctx, 'pins.list', { channel })
  if (!Array.isArray(items)) throw afterAnswer(false, 'no list in the answer')
  const isPinned = items.some((item) => record(record(item)['message'])['ts'] === ts)
  return isPinned === pinned ? done(ctx, target) : { kind: 'not_there' }
}

function isLiked(ctx: SendContext, message: Json): boolean {
  const { botUserId } = houseOf(ctx)
  return list(message['reactions'])
    .map(record)
    .some((reaction) => ['+1', 'thumbsup', LIKE].includes(text(reaction['name'], 40)) && list(reaction['users']).includes(botUserId))
}

/** Own messages since the intent: the one that holds the step's key, or the one that shows its files. */
async function findPost(ctx: SendContext, step: Step, act: PostAct, since: Date): Promise<Reconciled> {
  const house = houseOf(ctx)
  const thread = act.reply ? placeOf(act.reply.root).ts : null
  const from = tsAt(since.getTime() - SLACK_MS)
  const { messages, complete } = await messagesSince(ctx, { from, thread })
  const own = messages.filter((message) => isOwn(message, house) && threadOf(message) === thread)
  const found = own.filter((message) => (act.media.length > 0 ? showsFiles(message, act) : holdsKey(message, step)))
  if (found.length > 1) return { kind: 'cannot_know', why: 'several_match' }
  const [one] = found
  if (!one) return complete ? { kind: 'not_there' } : { kind: 'cannot_know', why: 'too_many_posts_since' }
  const ts = tsOf(one['ts'])
  return { kind: 'there', receipt: { ref: refTo(ts, house, thread), at: timeOf(ts), data: { readBack: true } } }
}

function holdsKey(message: Json, { key }: Step): boolean {
  const metadata = record(message['metadata'])
  return metadata['event_type'] === EVENT && record(metadata['event_payload'])['key'] === key
}

function showsFiles(message: Json, act: PostAct): boolean {
  const shown = list(message['files']).map((file) => text(record(file)['id'], 40))
  const ids = fileIds(act)
  return ids.length > 0 && ids.every((id) => shown.includes(id))
}
