import type { Act, Reconciled, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { afterAnswer, aheadOf } from '../http.ts'
import { instant, list, record, text, type Json } from '../json.ts'
import { api } from './api.ts'
import { placeOf, refOf, snowflake, timeOf } from './map.ts'
import { banPath, guildOf, LIKE, nonceOf } from './send.ts'

type PostAct = Extract<Act, { kind: 'post' }>

/** Pages of 100 read back at most; a channel with more messages since the intent cannot be judged. */
const PAGES = 10
/** Two clocks never agree to the second, even after their difference is taken out. */
const SLACK_MS = 5_000

/** Reads the channel back. */
export async function reconcile(ctx: SendContext, step: Step, since: Date): Promise<Reconciled> {
  const { act } = step
  switch (act.kind) {
    case 'post':
      return findPost(ctx, step, act, since)
    case 'edit':
    case 'like':
    case 'delete':
    case 'pin':
      return onMessage(ctx, act, await messageOrNull(ctx, act.target))
    case 'block':
      return (await isBanned(ctx, act.person)) === act.blocked ? done(ctx, null) : { kind: 'not_there' }
    default:
      return { kind: 'cannot_know', why: 'not_supported' }
  }
}

type OnMessage = Extract<Act, { kind: 'edit' | 'like' | 'delete' | 'pin' }>

/** How a message stands, with all that was done to it. One that is gone was deleted, is liked by nobody, and is pinned no more. */
function onMessage(ctx: SendContext, act: OnMessage, message: Json | null): Reconciled {
  const isUndoing = act.kind === 'delete' || (act.kind === 'pin' && !act.pinned)
  if (!message) return isUndoing ? done(ctx, act.target) : { kind: 'cannot_know', why: 'target_gone' }
  if (act.kind === 'edit' && isSaid(message, act)) return there(ctx, message)
  return isDone(message, act) ? done(ctx, act.target) : { kind: 'not_there' }
}

const isSaid = (message: Json, { item }: Extract<Act, { kind: 'edit' }>): boolean => text(message['content'], 10_000) === item.text.trim()

function isDone(message: Json, act: OnMessage): boolean {
  if (act.kind === 'like') return isLiked(message)
  if (act.kind === 'pin') return (message['pinned'] === true) === act.pinned
  return act.kind === 'delete' && act.of !== 'post' && !isLiked(message)
}

function there(ctx: SendContext, message: Json): Reconciled {
  const at = instant(message['edited_timestamp']) ?? instant(message['timestamp']) ?? ctx.now().toISOString()
  return { kind: 'there', receipt: { ref: refOf(message, guildOf(ctx)), at, data: { readBack: true } } }
}

function done(ctx: SendContext, target: RemoteRef | null): Reconciled {
  return { kind: 'there', receipt: { ref: target, at: ctx.now().toISOString(), data: { readBack: true } } }
}

async function messageOrNull(ctx: SendContext, ref: RemoteRef): Promise<Json | null> {
  const { channel, message } = placeOf(ref)
  try {
    return record((await api(ctx, { method: 'GET', path: `/channels/${channel}/messages/${message}` })).json)
  } catch (error) {
    if (error instanceof NetworkFailure && error.kind === 'not_found') return null
    throw error
  }
}

async function isBanned(ctx: SendContext, person: string): Promise<boolean> {
  try {
    await api(ctx, { method: 'GET', path: banPath(ctx, person) })
    return true
  } catch (error) {
    if (error instanceof NetworkFailure && error.kind === 'not_found') return false
    throw error
  }
}

function isLiked(message: Json): boolean {
  return list(message['reactions'])
    .map(record)
    .some((reaction) => reaction['me'] === true && record(reaction['emoji'])['name'] === LIKE)
}

/** Own messages since the intent, by the network's own clock, that say exactly the same with as many files below the same message. */
async function findPost(ctx: SendContext, step: Step, act: PostAct, since: Date): Promise<Reconciled> {
  const channel = act.reply ? placeOf(act.reply.parent).channel : ctx.account.id
  const found: Json[] = []
  let before = ''
  for (let page = 0; page < PAGES; page++) {
    const { json, headers } = await api(ctx, { method: 'GET', path: `/channels/${channel}/messages?limit=100${before}` })
    // Anything else than a list says nothing: an empty one would say that the post is not there.
    if (!Array.isArray(json)) throw afterAnswer(false, 'no list in the answer')
    const messages = json.map(record)
    const from = since.getTime() + aheadOf(ctx, headers) - SLACK_MS
    const recent = messages.filter((message) => timeOf(snowflake(message['id'])) >= from)
    const own = recent.filter((message) => record(message['author'])['id'] === ctx.credentials.secret['botId'])
    const named = own.find((message) => message['nonce'] === nonceOf(step.key))
    if (named) return there(ctx, named)
    found.push(...own.filter((message) => says(message, act)))
    if (recent.length < messages.length || messages.length < 100) return verdict(ctx, found)
    before = `&before=${snowflake(messages.at(-1)?.['id'])}`
  }
  return { kind: 'cannot_know', why: 'too_many_posts_since' }
}

function verdict(ctx: SendContext, found: Json[]): Reconciled {
  if (found.length > 1) return { kind: 'cannot_know', why: 'several_match' }
  return found[0] ? there(ctx, found[0]) : { kind: 'not_there' }
}

/** Discord trims what it is given; the picture of a card stands among its embeds, not its files. */
function says(message: Json, { item, options, reply }: PostAct): boolean {
  const written = options.poll ? record(record(message['poll'])['question'])['text'] : message['content']
  const answered = record(message['message_reference'])['message_id'] ?? null
  return (
    text(written, 10_000) === item.text.trim() &&
    answered === (reply ? placeOf(reply.parent).message : null) &&
    list(message['attachments']).length === item.media.length
  )
}
