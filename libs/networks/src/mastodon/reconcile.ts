import type { Act, Receipt, Reconciled, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { instant, list, record, text, type Json } from '../json.ts'
import { afterAnswer, aheadOf } from '../http.ts'
import { api, id } from './api.ts'
import { htmlToText } from '../html.ts'
import { unlessScope } from '../scope.ts'
import { narrower, refOf, visibilityOf } from './map.ts'

type PostAct = Extract<Act, { kind: 'post' }>
type EditAct = Extract<Act, { kind: 'edit' }>

/** Pages of 40 read back at most; an account that posted more than this since the intent cannot be judged. */
const PAGES = 10
/** Two clocks never agree to the second, even after their difference is taken out. */
const SLACK_MS = 5_000

/** Reads the account back. A media that never got a receipt is attached to nothing: the server drops it after a day. */
export async function reconcile(ctx: SendContext, step: Step, since: Date): Promise<Reconciled> {
  const { act } = step
  switch (act.kind) {
    case 'media':
      return { kind: 'not_there' }
    case 'post':
      return findPost(ctx, act, since)
    case 'edit':
      return findEdit(ctx, act)
    case 'like':
      return flag(ctx, act.target.id, 'favourited')
    case 'repost':
      return flag(ctx, act.target.id, 'reblogged')
    case 'delete':
      return findDeletion(ctx, act)
    case 'pin':
      return findPin(ctx, act)
    case 'block':
      return unlessScope(findBlock(ctx, act))
    default:
      return { kind: 'cannot_know', why: 'not_supported' }
  }
}

function there(ctx: SendContext, status: Json): Reconciled {
  const receipt: Receipt = { ref: refOf(status), at: instant(status['created_at']) ?? ctx.now().toISOString(), data: { readBack: true } }
  return { kind: 'there', receipt }
}

async function statusOrNull(ctx: SendContext, statusId: string): Promise<Json | null> {
  try {
    const { json } = await api(ctx, { method: 'GET', path: `/api/v1/statuses/${id(statusId)}` })
    if (!text(record(json)['id'], 100)) throw afterAnswer(false, 'no status in the answer')
    return record(json)
  } catch (error) {
    if (error instanceof NetworkFailure && error.kind === 'not_found') return null
    throw error
  }
}

async function flag(ctx: SendContext, target: string, name: 'favourited' | 'reblogged'): Promise<Reconciled> {
  const status = await statusOrNull(ctx, target)
  if (!status) return { kind: 'cannot_know', why: 'target_gone' }
  return status[name] === true ? there(ctx, status) : { kind: 'not_there' }
}

/** `pinned` is shown of one's own posts only; a post that is gone is pinned no more. */
async function findPin(ctx: SendContext, { target, pinned }: Extract<Act, { kind: 'pin' }>): Promise<Reconciled> {
  const status = await statusOrNull(ctx, target.id)
  if (!status && pinned) return { kind: 'cannot_know', why: 'target_gone' }
  return (status?.['pinned'] === true) === pinned ? so(ctx, target) : { kind: 'not_there' }
}

async function findBlock(ctx: SendContext, { person, blocked }: Extract<Act, { kind: 'block' }>): Promise<Reconciled> {
  const { json } = await api(ctx, { method: 'GET', path: `/api/v1/accounts/relationships?id[]=${id(person)}` })
  if (!Array.isArray(json)) throw afterAnswer(false, 'no list in the answer')
  const relation = json.map(record).find((one) => one['id'] === person)
  if (!relation) return { kind: 'cannot_know', why: 'target_gone' }
  return (relation['blocking'] === true) === blocked ? so(ctx, null) : { kind: 'not_there' }
}

function so(ctx: SendContext, ref: Receipt['ref']): Reconciled {
  return { kind: 'there', receipt: { ref, at: ctx.now().toISOString(), data: { readBack: true } } }
}

async function findDeletion(ctx: SendContext, act: Extract<Act, { kind: 'delete' }>): Promise<Reconciled> {
  const status = await statusOrNull(ctx, act.target.id)
  const standing = act.of === 'post' ? status !== null : status?.[act.of === 'like' ? 'favourited' : 'reblogged'] === true
  if (standing) return { kind: 'not_there' }
  return so(ctx, act.target)
}

async function findEdit(ctx: SendContext, act: EditAct): Promise<Reconciled> {
  const status = await statusOrNull(ctx, act.target.id)
  if (!status) return { kind: 'cannot_know', why: 'target_gone' }
  return (await says(ctx, status, act)) ? there(ctx, status) : { kind: 'not_there' }
}

/** Own posts since the intent, by the server's own clock, that say exactly the same with the same media below the same post. */
async function findPost(ctx: SendContext, act: PostAct, since: Date): Promise<Reconciled> {
  const found: Json[] = []
  let maxId: string | null = null
  for (let page = 0; page < PAGES; page++) {
    const query: string = maxId === null ? '' : `&max_id=${id(maxId)}`
    const path = `/api/v1/accounts/${id(ctx.account.id)}/statuses?limit=40&exclude_reblogs=true${query}`
    const answer = await api(ctx, { method: 'GET', path })
    // Anything else than a list says nothing: an empty one would say that the post is not there.
    if (!Array.isArray(answer.json)) throw afterAnswer(false, 'no list in the answer')
    const statuses = answer.json.map(record)
    const from = since.getTime() + aheadOf(ctx, answer.headers) - SLACK_MS
    const recent = statuses.filter((status) => createdAt(status) >= from)
    for (const status of recent) if (samePlace(status, act) && (await says(ctx, status, act))) found.push(status)
    if (recent.length < statuses.length || statuses.length === 0) return verdict(ctx, found)
    maxId = text(statuses.at(-1)?.['id'], 100)
  }
  return { kind: 'cannot_know', why: 'too_many_posts_since' }
}

function verdict(ctx: SendContext, found: Json[]): Reconciled {
  if (found.length > 1) return { kind: 'cannot_know', why: 'several_match' }
  return found[0] ? there(ctx, found[0]) : { kind: 'not_there' }
}

function createdAt(status: Json): number {
  return Date.parse(instant(status['created_at']) ?? '1970-01-01')
}

function samePlace(status: Json, act: PostAct): boolean {
  const parent = text(status['in_reply_to_id'], 100)
  const visibility = narrower(act.options.visibility, act.reply?.visibility)
  return parent === (act.reply?.parent.id ?? '') && visibilityOf(status['visibility']) === visibility
}

async function says(ctx: SendContext, status: Json, act: Pick<PostAct, 'item' | 'options' | 'media'>): Promise<boolean> {
  const media = list(status['media_attachments']).map((one) => text(record(one)['id'], 100))
  const wanted = act.media.map(({ data }) => text(data['mediaId'], 100))
  if (media.join() !== wanted.join()) return false
  if (text(status['spoiler_text'], 5_000).trim() !== (act.options.contentWarning ?? '').trim()) return false
  const source = await sourceOf(ctx, status)
  if (source !== null) return source.trim() === act.item.text.trim()
  return loose(htmlToText(text(status['content'], 100_000))) === loose(act.item.text)
}

/** The text as it was written (GET /statuses/:id/source); null on compatible servers that do not keep it. */
async function sourceOf(ctx: SendContext, status: Json): Promise<string | null> {
  try {
    const { json } = await api(ctx, { method: 'GET', path: `/api/v1/statuses/${id(text(status['id'], 100))}/source` })
    const written = record(json)['text']
    return typeof written === 'string' ? written : null
  } catch (error) {
    if (error instanceof NetworkFailure && (error.kind === 'not_found' || error.kind === 'bad_answer')) return null
    throw error
  }
}

/** Rendered text loses servers of mentions and white space; both sides lose them here. */
function loose(value: string): string {
  return value
    .replace(/(@[\w.-]+)@[\w.-]+\w/g, '$1')
    .replace(/\s+/gu, ' ')
    .trim()
}
