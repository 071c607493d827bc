import type { Act, Format, Reconciled, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { afterAnswer } from '../http.ts'
import { record, text, type Json } from '../json.ts'
import { api, id } from './api.ts'
import { createdAt, formatOf, refOf } from './map.ts'
import { pinsPage } from './read.ts'
import { wordsOf } from './send.ts'

type PostAct = Extract<Act, { kind: 'post' }>

/** Pages of 250 read back at most. */
const PAGES = 4
/** Two clocks never agree to the second, even after their difference is taken out. */
const SLACK_MS = 5_000

/** Reads the board back. A film that never got a receipt is in no pin. */
export async function reconcile(ctx: SendContext, step: Step, since: Date): Promise<Reconciled> {
  const { act } = step
  if (act.kind === 'media') return { kind: 'not_there' }
  if (act.kind === 'post') return findPin(ctx, act, since)
  if (act.kind === 'edit') {
    const pin = await pinOrNull(ctx, act.target)
    if (!pin) return { kind: 'cannot_know', why: 'target_gone' }
    return says(pin, act) ? there(ctx, pin) : { kind: 'not_there' }
  }
  if (act.kind === 'delete' && act.of === 'post') {
    const pin = await pinOrNull(ctx, act.target)
    return pin
      ? { kind: 'not_there' }
      : { kind: 'there', receipt: { ref: act.target, at: ctx.now().toISOString(), data: { readBack: true } } }
  }
  return { kind: 'cannot_know', why: 'not_supported' }
}

function there(ctx: SendContext, pin: Json): Reconciled {
  return { kind: 'there', receipt: { ref: refOf(pin), at: createdAt(pin) ?? ctx.now().toISOString(), data: { readBack: true } } }
}

async function pinOrNull(ctx: SendContext, { id: pinId }: RemoteRef): Promise<Json | null> {
  try {
    const { json } = await api(ctx, { method: 'GET', path: `/pins/${id(pinId)}` })
    if (record(json)['id'] === undefined) throw afterAnswer(false, 'no pin in the answer')
    return record(json)
  } catch (error) {
    if (error instanceof NetworkFailure && error.kind === 'not_found') return null
    throw error
  }
}

/** Pins of this board since the intent, by Pinterest's own clock, that say the same with the same kind of media. */
async function findPin(ctx: SendContext, act: PostAct, since: Date): Promise<Reconciled> {
  const same: Json[] = []
  let bookmark = ''
  for (let page = 0; page < PAGES; page++) {
    const { items, bookmark: next, headers, isPage } = await pinsPage(ctx, 250, bookmark)
    // Anything else than a page says nothing: an empty one would say that the pin is not there.
    if (!isPage) throw afterAnswer(false, 'no page in the answer')
    const theirs = Date.parse(headers.get('date') ?? '')
    const ahead = Number.isNaN(theirs) ? 0 : theirs - ctx.now().getTime()
    const from = since.getTime() + ahead - SLACK_MS
    same.push(...items.filter((pin) => Date.parse(createdAt(pin) ?? '') >= from && says(pin, act) && formatOf(pin) === formatFor(act)))
    bookmark = next
    if (bookmark === '' || items.every((pin) => Date.parse(createdAt(pin) ?? '') < from)) return verdict(ctx, same)
  }
  return { kind: 'cannot_know', why: 'too_many_posts_since' }
}

function verdict(ctx: SendContext, same: Json[]): Reconciled {
  const [first] = same
  if (same.length > 1) return { kind: 'cannot_know', why: 'several_match' }
  return first ? there(ctx, first) : { kind: 'not_there' }
}

function formatFor({ item, media }: PostAct): Format {
  if (media.length > 0) return 'video'
  return item.media.length > 1 ? 'carousel' : 'image'
}

function says(pin: Json, act: Pick<PostAct, 'item' | 'options'>): boolean {
  const { title, description, link } = wordsOf(act)
  const pairs: [unknown, string | null][] = [
    [pin['title'], title],
    [pin['description'], description],
    [link === null ? null : pin['link'], link],
  ]
  return pairs.every(([theirs, ours]) => plain(text(theirs, 5_000)) === plain(ours ?? ''))
}

const plain = (value: string): string => value.normalize('NFC').replace(/\s+/gu, ' ').trim()
