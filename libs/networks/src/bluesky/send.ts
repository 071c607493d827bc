import type { Act, Media, Receipt, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { fileOf } from '../file.ts'
import { afterAnswer, failure } from '../http.ts'
import { list, record, text, textOrNull, type Json } from '../json.ts'
import { needsScope } from '../scope.ts'
import { BLOCK, blocksOf } from './blocks.ts'
import { postRecord, strongRef } from './post.ts'
import { isDid, parseAtUri, postUrl, tidDate, type AtUri } from './syntax.ts'
import { procedure, query, upload } from './xrpc.ts'

/**
 * Every record is written with putRecord at an address chosen before the call: a second write of the same step lands on the
 * first (measured on a PDS; createRecord answers 500 there when the address is taken).
 */
export async function send(ctx: SendContext, step: Step): Promise<Receipt> {
  const { act } = step
  switch (act.kind) {
    case 'media':
      return uploadMedia(ctx, act.media)
    case 'post':
      return put(ctx, { collection: 'app.bsky.feed.post', rkey: rkeyOf(step) }, await postRecord(ctx, act, madeAt(step)))
    case 'like':
    case 'repost':
      return mark(ctx, step, act)
    case 'gate':
      return put(ctx, gateAddress(act.post), gateRecord(act, madeAt(step)))
    case 'hide':
      return hide(ctx, act, madeAt(step))
    case 'delete':
      return remove(ctx, act)
    case 'pin':
      return needsScope(pin(ctx, act))
    case 'block':
      return needsScope(act.blocked ? block(ctx, step, act) : unblock(ctx, act))
    case 'edit':
      throw failure('not_supported', 'drop', { sent: 'no', said: 'readers keep seeing the first version of a Bluesky post' })
  }
}

export type Address = Pick<AtUri, 'collection' | 'rkey'>

function rkeyOf(step: Step): string {
  if (step.recordKey === null || tidDate(step.recordKey) === null) throw new RangeError('this step needs a record key')
  return step.recordKey
}

/** From the key, not from the clock: the same step writes the same record. Records whose key is another's take the past. */
function madeAt(step: Step): Date {
  const act = step.act
  const borrowed = act.kind === 'gate' ? act.post.id : act.kind === 'hide' ? act.root.id : ''
  return tidDate(step.recordKey ?? parseAtUri(borrowed)?.rkey ?? '') ?? new Date(0)
}

async function put(ctx: SendContext, address: Address, value: Json, swap: Json = {}): Promise<Receipt> {
  const body = { repo: ctx.account.id, ...address, record: value, ...swap }
  return receiptOf(ctx, record((await procedure(ctx, 'com.atproto.repo.putRecord', body)).json))
}

function receiptOf(ctx: SendContext, written: Json): Receipt {
  const uri = text(written['uri'], 3_000)
  if (parseAtUri(uri) === null) throw afterAnswer(true, 'no record address in the answer')
  return { ref: { id: uri, version: textOrNull(written['cid'], 200), url: postUrl(uri) }, at: ctx.now().toISOString(), data: {} }
}

async function uploadMedia(ctx: SendContext, media: Media): Promise<Receipt> {
  const { json } = await upload(ctx, { ...(await fileOf(ctx, media)), type: media.mimeType })
  const { blob } = record(json)
  if (!blob) throw afterAnswer(true, 'no blob in the answer')
  return { ref: null, at: ctx.now().toISOString(), data: { blob } }
}

/** The receipt names what was liked or passed on; the record that says so is in `data`. */
async function mark(ctx: SendContext, step: Step, act: Extract<Act, { kind: 'like' | 'repost' }>): Promise<Receipt> {
  const collection = `app.bsky.feed.${act.kind}`
  const value = { $type: collection, subject: await strongRef(ctx, act.target), createdAt: madeAt(step).toISOString() }
  const receipt = await put(ctx, { collection, rkey: rkeyOf(step) }, value)
  return { ...receipt, ref: act.target, data: { record: receipt.ref?.id ?? '' } }
}

export function gateAddress(post: RemoteRef): Address {
  const at = parseAtUri(post.id)
  if (!at) throw failure('not_found', 'drop', { sent: 'no', said: 'not the address of a post' })
  return { collection: 'app.bsky.feed.threadgate', rkey: at.rkey }
}

/** app.bsky.feed.threadgate: `allow` absent lets everyone answer, empty nobody. */
function gateRecord(act: Extract<Act, { kind: 'gate' }>, createdAt: Date): Json {
  const rule = { mentioned: 'mentionRule', followed: 'followingRule' }[act.who as string]
  const allow = rule ? [{ $type: `app.bsky.feed.threadgate#${rule}` }] : []
  return {
    $type: 'app.bsky.feed.threadgate',
    post: act.post.id,
    ...(act.who !== 'everyone' && { allow }),
    createdAt: createdAt.toISOString(),
  }
}

export type Found = { value: Json; cid: string | null; uri: string }

/** A record of the account's own, null where there is none. */
export async function ownRecord(ctx: SendContext, address: Address): Promise<Found | null> {
  try {
    const { json } = await query(ctx, 'com.atproto.repo.getRecord', { repo: ctx.account.id, ...address })
    const found = record(json)
    return { value: record(found['value']), cid: textOrNull(found['cid'], 200), uri: text(found['uri'], 3_000) }
  } catch (error) {
    if (error instanceof NetworkFailure && error.kind === 'not_found') return null
    throw error
  }
}

export function hiddenIn(gate: Found | null): string[] {
  return list(gate?.value['hiddenReplies']).map((uri) => text(uri, 3_000))
}

/** Hiding is a line in the thread's gate. `swapRecord` refuses the write when another hand changed the gate in between. */
async function hide(ctx: SendContext, act: Extract<Act, { kind: 'hide' }>, createdAt: Date): Promise<Receipt> {
  if (parseAtUri(act.root.id)?.repo !== ctx.account.id) {
    throw failure('not_supported', 'drop', { sent: 'no', said: 'only replies below one’s own posts can be hidden' })
  }
  const address = gateAddress(act.root)
  const gate = await ownRecord(ctx, address)
  const others = hiddenIn(gate).filter((uri) => uri !== act.target.id)
  const value = {
    ...(gate?.value ?? { $type: 'app.bsky.feed.threadgate', post: act.root.id, createdAt: createdAt.toISOString() }),
    hiddenReplies: act.hidden ? [...others, act.target.id].slice(-300) : others,
  }
  const receipt = await put(ctx, address, value, { swapRecord: gate?.cid ?? null })
  return { ...receipt, ref: act.target }
}

/** deleteRecord succeeds also where nothing stands any more. */
async function remove(ctx: SendContext, act: Extract<Act, { kind: 'delete' }>): Promise<Receipt> {
  const address = await addressOf(ctx, act)
  if (address) await procedure(ctx, 'com.atproto.repo.deleteRecord', { repo: ctx.account.id, ...address })
  return { ref: act.target, at: ctx.now().toISOString(), data: address ? {} : { wasGone: true } }
}

/** A like or repost may be named by its own record or by the post it stands on. */
export async function addressOf(ctx: SendContext, act: Extract<Act, { kind: 'delete' }>): Promise<Address | null> {
  const at = parseAtUri(act.target.id)
  const collection = `app.bsky.feed.${act.of}`
  if (at?.collection === collection) return { collection, rkey: at.rkey }
  const { json } = await query(ctx, 'app.bsky.feed.getPosts', { uris: [act.target.id] })
  const viewer = record(record(list(record(json)['posts'])[0])['viewer'])
  const mine = parseAtUri(text(viewer[act.of], 3_000))
  return mine ? { collection, rkey: mine.rkey } : null
}

export const PROFILE: Address = { collection: 'app.bsky.actor.profile', rkey: 'self' }

export const pinnedIn = (profile: Found | null): string => text(record(profile?.value['pinnedPost'])['uri'], 3_000)

/** One post may be pinned, in the profile's record; the rest of that record stays, and a change by another hand in between is not undone. */
async function pin(ctx: SendContext, { target, pinned }: Extract<Act, { kind: 'pin' }>): Promise<Receipt> {
  const profile = await ownRecord(ctx, PROFILE)
  const done = { ref: target, at: ctx.now().toISOString(), data: { wasSo: true } }
  if ((pinnedIn(profile) === target.id) === pinned) return done
  const { pinnedPost: _before, ...rest } = profile?.value ?? { $type: PROFILE.collection }
  const value = pinned ? { ...rest, pinnedPost: await strongRef(ctx, target) } : rest
  const receipt = await put(ctx, PROFILE, value, { swapRecord: profile?.cid ?? null })
  return { ...receipt, ref: target }
}

/** Blocks are records that everybody may read. */
async function block(ctx: SendContext, step: Step, { person }: Extract<Act, { kind: 'block' }>): Promise<Receipt> {
  if (!isDid(person)) throw failure('not_found', 'drop', { sent: 'no', said: 'not the DID of a person' })
  const value = { $type: BLOCK, subject: person, createdAt: madeAt(step).toISOString() }
  const receipt = await put(ctx, { collection: BLOCK, rkey: rkeyOf(step) }, value)
  return { ...receipt, ref: null, data: { record: receipt.ref?.id ?? '' } }
}

/** Whoever made them: all records that block this person go, in one write. */
async function unblock(ctx: SendContext, { person }: Extract<Act, { kind: 'block' }>): Promise<Receipt> {
  const { keys } = await blocksOf(ctx, person)
  const writes = keys.map((rkey) => ({ $type: 'com.atproto.repo.applyWrites#delete', collection: BLOCK, rkey }))
  if (writes.length > 0) await procedure(ctx, 'com.atproto.repo.applyWrites', { repo: ctx.account.id, writes })
  return { ref: null, at: ctx.now().toISOString(), data: writes.length > 0 ? {} : { wasGone: true } }
}
