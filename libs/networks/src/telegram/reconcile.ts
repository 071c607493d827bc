import type { Act, Reconciled, RemoteRef, SendContext, Step } from '../contract.ts'
import { list, record } from '../json.ts'
import { ask } from './api.ts'
import { originOf, placeOf, textOf } from './map.ts'
import { PAGE, readerOf } from './read.ts'
import { parse } from './text.ts'

type PostAct = Extract<Act, { kind: 'post' }>

const unknown: Reconciled = { kind: 'cannot_know', why: 'network_cannot_tell' }

/** What little Telegram shows to a bot: its newest pin, who was banned from the group, and the copies of posts that wait there. */
export async function reconcile(ctx: SendContext, step: Step, since: Date): Promise<Reconciled> {
  const { act } = step
  switch (act.kind) {
    case 'post':
      return findPost(ctx, act, since)
    case 'pin':
      return findPin(ctx, act)
    case 'block':
      return findBan(ctx, act)
    default:
      return unknown
  }
}

function done(ctx: SendContext, ref: RemoteRef | null): Reconciled {
  return { kind: 'there', receipt: { ref, at: ctx.now().toISOString(), data: { readBack: true } } }
}

/** `pinned_message` is the newest pinned post by the date it was sent: a newer one is surely not pinned, an older one hides behind it. */
async function findPin(ctx: SendContext, { target, pinned }: Extract<Act, { kind: 'pin' }>): Promise<Reconciled> {
  const { chat, message } = placeOf(target)
  const newest = record(record(await ask(ctx, 'getChat', { chat_id: String(chat) }))['pinned_message'])['message_id']
  if (typeof newest === 'number' && newest > message) return unknown
  return (newest === message) === pinned ? done(ctx, target) : { kind: 'not_there' }
}

/** Who was banned is told of people only, not of channels that wrote in their own name. */
async function findBan(ctx: SendContext, { person, blocked }: Extract<Act, { kind: 'block' }>): Promise<Reconciled> {
  const { group } = readerOf(ctx)
  if (group === null || !/^\d+$/.test(person)) return unknown
  const member = record(await ask(ctx, 'getChatMember', { chat_id: String(group), user_id: person }))
  return (member['status'] === 'kicked') === blocked ? done(ctx, null) : { kind: 'not_there' }
}

/**
 * Telegram carries every post of a channel over into its group and tells the bot so. What is found among the updates that wait is
 * there; what is not found may have been read before, so nothing is ever said to be missing. Confirms no update.
 */
async function findPost(ctx: SendContext, act: PostAct, since: Date): Promise<Reconciled> {
  const { channel, group } = readerOf(ctx)
  if (act.reply !== null || group === null) return unknown
  const wanted = act.options.poll ? act.item.text.trim() : parse(act.item.text).text
  const from = Math.floor(since.getTime() / 1000)
  const found = list(await ask(ctx, 'getUpdates', { limit: String(PAGE), timeout: '0' }))
    .map((update) => record(record(update)['message']))
    .filter((message) => typeof message['date'] === 'number' && message['date'] >= from && textOf(message) === wanted)
    .flatMap((message) => originOf(message, channel) ?? [])
  const [ref] = found
  if (!ref || found.length > 1) return unknown
  return { kind: 'there', receipt: { ref, at: ctx.now().toISOString(), data: { readBack: true } } }
}
