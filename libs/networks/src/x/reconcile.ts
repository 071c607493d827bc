import type { Act, Reconciled, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { afterAnswer } from '../http.ts'
import { instant, list, record, text, type Json } from '../json.ts'
import { api, found, id } from './api.ts'
import { directRef, idOf, includesOf, isDirect, ownPostOf, referenced, refOf, unescaped } from './map.ts'
import { OWN } from './read.ts'
import { participantOf } from './send.ts'

type PostAct = Extract<Act, { kind: 'post' }>

/** Pages of 100 read back at most; an account that posted more than this since the intent cannot be judged. */
const PAGES = 5
/** Two clocks rarely agree to the second. X refuses the same text within hours, so an earlier twin is not mistaken for this one. */
const SLACK_MS = 60_000

/** Reads the account back. A media that never got a receipt is attached to nothing. */
export async function reconcile(ctx: SendContext, step: Step, since: Date): Promise<Reconciled> {
  const { act } = step
  switch (act.kind) {
    case 'media':
      return { kind: 'not_there' }
    case 'post':
      return isDirect(act.options.visibility, act.reply) ? findMessage(ctx, act, since) : findPost(ctx, act, since)
    case 'like':
    case 'repost':
      return flag(ctx, act.target, act.kind, true)
    case 'delete':
      return act.of === 'post' ? findDeletion(ctx, act.target) : flag(ctx, act.target, act.of, false)
    case 'hide':
      return { kind: 'cannot_know', why: 'not_shown_by_network' }
    default:
      return { kind: 'cannot_know', why: 'not_supported' }
  }
}

function done(ctx: SendContext, ref: RemoteRef, at: string | null = null): Reconciled {
  return { kind: 'there', receipt: { ref, at: at ?? ctx.now().toISOString(), data: { readBack: true } } }
}

function pageOf(json: unknown): { body: Json; items: Json[]; next: string } {
  const body = record(json)
  // Anything else than a page says nothing: an empty one would say that the post is not there.
  if (body['data'] === undefined && body['meta'] === undefined) throw afterAnswer(false, 'no page in the answer')
  return { body, items: list(body['data']).map(record), next: text(record(body['meta'])['next_token'], 200) }
}

/** Likes and reposts are listed newest first; one that was just given stands on the first page. */
async function flag(ctx: SendContext, target: RemoteRef, kind: 'like' | 'repost', wanted: boolean): Promise<Reconciled> {
  const me = id(ctx.account.id)
  const path = kind === 'like' ? `/2/users/${me}/liked_tweets?max_results=100` : `/2/tweets/${id(target.id)}/retweeted_by?max_results=100`
  const { items, next } = pageOf((await api(ctx, { method: 'GET', path })).json)
  const stands = items.some((one) => one['id'] === (kind === 'like' ? target.id : ctx.account.id))
  if (!stands && next !== '' && kind === 'repost') return { kind: 'cannot_know', why: 'too_many_reposts' }
  return stands === wanted ? done(ctx, target) : { kind: 'not_there' }
}

async function findDeletion(ctx: SendContext, target: RemoteRef): Promise<Reconciled> {
  try {
    const post = found(await api(ctx, { method: 'GET', path: `/2/tweets/${id(target.id)}` }))
    return post === null ? done(ctx, target) : { kind: 'not_there' }
  } catch (error) {
    if (error instanceof NetworkFailure && error.kind === 'not_found') return done(ctx, target)
    if (error instanceof NetworkFailure && error.kind === 'forbidden') return { kind: 'cannot_know', why: 'not_shown_by_network' }
    throw error
  }
}

/** Own posts since the intent that say the same with as many media below the same post. */
async function findPost(ctx: SendContext, act: PostAct, since: Date): Promise<Reconciled> {
  const from = new Date(since.getTime() - SLACK_MS).toISOString().replace(/\.\d+Z$/, 'Z')
  const path = `/2/users/${id(ctx.account.id)}/tweets?max_results=100&exclude=retweets&start_time=${id(from)}&${OWN}`
  const same: Json[] = []
  let token = ''
  for (let page = 0; page < PAGES; page++) {
    const { json } = await api(ctx, { method: 'GET', path: token === '' ? path : `${path}&pagination_token=${id(token)}` })
    const { body, items, next } = pageOf(json)
    same.push(...items.filter((post) => isSame(post, body, act)))
    token = next
    if (token === '') return verdict(ctx, same)
  }
  return { kind: 'cannot_know', why: 'too_many_posts_since' }
}

function verdict(ctx: SendContext, same: Json[]): Reconciled {
  const [first] = same
  if (same.length > 1) return { kind: 'cannot_know', why: 'several_match' }
  return first ? done(ctx, refOf(idOf(first['id'])), instant(first['created_at'])) : { kind: 'not_there' }
}

function isSame(post: Json, body: Json, act: PostAct): boolean {
  const { reply, item } = act
  if (!isSamePlace(post, act)) return false
  const shown = ownPostOf(post, includesOf(body), new Date(0)).text
  return loose(shown) === loose(reply ? item.text.replace(/^(?:@\w{1,20}\s+)+/, '') : item.text)
}

/** Below the same post, about the same one, with as many files and questions. */
function isSamePlace(post: Json, { reply, options, media }: PostAct): boolean {
  const attached = record(post['attachments'])
  const pairs: [unknown, unknown][] = [
    [referenced(post, 'replied_to'), reply?.parent.id ?? null],
    [referenced(post, 'quoted'), options.quoteOf?.id ?? null],
    [list(attached['media_keys']).length, media.length],
    [list(attached['poll_ids']).length, options.poll ? 1 : 0],
  ]
  return pairs.every(([theirs, ours]) => theirs === ours)
}

/** X composes letters and gives addresses back with a scheme and a closing slash; both sides lose these differences. */
function loose(value: string): string {
  return value
    .normalize('NFC')
    .replace(/https?:\/\//giu, '')
    .replace(/\/(?=\s|$)/gu, '')
    .replace(/\s+/gu, ' ')
    .toLowerCase()
    .trim()
}

async function findMessage(ctx: SendContext, act: PostAct, since: Date): Promise<Reconciled> {
  const participant = await participantOf(ctx, act)
  const fields = 'event_types=MessageCreate&dm_event.fields=id,text,event_type,created_at,sender_id'
  const path = `/2/dm_conversations/with/${id(participant)}/dm_events?max_results=100&${fields}`
  const { items, next } = pageOf((await api(ctx, { method: 'GET', path })).json)
  const from = since.getTime() - SLACK_MS
  const recent = items.filter((one) => Date.parse(instant(one['created_at']) ?? '1970-01-01') >= from)
  const same = recent.filter(
    (one) => one['sender_id'] === ctx.account.id && loose(unescaped(text(one['text'], 10_000))) === loose(act.item.text),
  )
  if (same.length > 1 || (same.length === 0 && recent.length === items.length && next !== '')) {
    return { kind: 'cannot_know', why: same.length > 1 ? 'several_match' : 'too_many_posts_since' }
  }
  const [first] = same
  return first ? done(ctx, directRef(participant, idOf(first['id'])), instant(first['created_at'])) : { kind: 'not_there' }
}
