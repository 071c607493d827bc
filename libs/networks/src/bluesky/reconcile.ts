import type { Act, Reconciled, RemoteRef, SendContext, Step } from '../contract.ts'
import { BLOCK, blocksOf } from './blocks.ts'
import { postUrl } from './syntax.ts'
import { addressOf, gateAddress, hiddenIn, ownRecord, pinnedIn, PROFILE, type Address, type Found } from './send.ts'

/** The record stands at its address or it does not: no guessing by text or time. A blob nobody names is dropped by the server. */
export async function reconcile(ctx: SendContext, step: Step): Promise<Reconciled> {
  const { act } = step
  const rkey = step.recordKey ?? ''
  switch (act.kind) {
    case 'media':
      return { kind: 'not_there' }
    case 'post':
      return standing(ctx, { collection: 'app.bsky.feed.post', rkey })
    case 'like':
    case 'repost':
      return standing(ctx, { collection: `app.bsky.feed.${act.kind}`, rkey }, act.target)
    case 'gate':
      return standing(ctx, gateAddress(act.post))
    case 'hide':
      return hiding(ctx, act)
    case 'delete':
      return deletion(ctx, act)
    case 'pin':
      return pinning(ctx, act)
    case 'block':
      return blocking(ctx, act, rkey)
    default:
      return { kind: 'cannot_know', why: 'not_supported' }
  }
}

async function standing(ctx: SendContext, address: Address, target?: RemoteRef): Promise<Reconciled> {
  const found = await ownRecord(ctx, address)
  return found ? there(ctx, found, target) : { kind: 'not_there' }
}

function there(ctx: SendContext, found: Found | null, target?: RemoteRef): Reconciled {
  const own = found && { id: found.uri, version: found.cid, url: postUrl(found.uri) }
  const data = { readBack: true, ...(target && found && { record: found.uri }) }
  return { kind: 'there', receipt: { ref: target ?? own, at: ctx.now().toISOString(), data } }
}

async function hiding(ctx: SendContext, act: Extract<Act, { kind: 'hide' }>): Promise<Reconciled> {
  const gate = await ownRecord(ctx, gateAddress(act.root))
  return hiddenIn(gate).includes(act.target.id) === act.hidden ? there(ctx, gate, act.target) : { kind: 'not_there' }
}

async function pinning(ctx: SendContext, act: Extract<Act, { kind: 'pin' }>): Promise<Reconciled> {
  const profile = await ownRecord(ctx, PROFILE)
  return (pinnedIn(profile) === act.target.id) === act.pinned ? there(ctx, profile, act.target) : { kind: 'not_there' }
}

async function deletion(ctx: SendContext, act: Extract<Act, { kind: 'delete' }>): Promise<Reconciled> {
  const address = await addressOf(ctx, act)
  return address && (await ownRecord(ctx, address)) ? { kind: 'not_there' } : there(ctx, null, act.target)
}

/** By its own key first: this step's record. A block that somebody else made is a block as well. */
async function blocking(ctx: SendContext, { person, blocked }: Extract<Act, { kind: 'block' }>, rkey: string): Promise<Reconciled> {
  const own = blocked && rkey !== '' ? await ownRecord(ctx, { collection: BLOCK, rkey }) : null
  if (own) return { kind: 'there', receipt: { ref: null, at: ctx.now().toISOString(), data: { readBack: true, record: own.uri } } }
  const { keys, complete } = await blocksOf(ctx, person)
  if (keys.length === 0 && !complete) return { kind: 'cannot_know', why: 'too_many_blocks' }
  if (keys.length > 0 !== blocked) return { kind: 'not_there' }
  return { kind: 'there', receipt: { ref: null, at: ctx.now().toISOString(), data: { readBack: true } } }
}
