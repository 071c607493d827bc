import type { Act, Reconciled, SendContext, Step } from '../contract.ts'
import { aheadOf } from '../http.ts'
import { text, type Json } from '../json.ts'
import { loose } from '../spans.ts'
import { publishIdOf, refOf, secondsOf, wordsOf } from './map.ts'
import { videosPage } from './read.ts'
import { receiptOf } from './send.ts'
import { statusOf } from './status.ts'

type PostAct = Extract<Act, { kind: 'post' }>

const PAGES = 5
const SLACK_MS = 5_000

/** A film is asked for by its publish_id; of photos, whose id was lost with the answer, the account's posts are read back. */
export async function reconcile(ctx: SendContext, { act }: Step, since: Date): Promise<Reconciled> {
  if (act.kind === 'media') return { kind: 'not_there' }
  if (act.kind !== 'post' || act.reply !== null) return { kind: 'cannot_know', why: 'not_supported' }
  return act.media.length > 0 ? filmStands(ctx, act) : findPhotos(ctx, act, since)
}

/** Bytes that are not all there make no post; what TikTok is still working on is one. */
async function filmStands(ctx: SendContext, { media }: PostAct): Promise<Reconciled> {
  const publishId = publishIdOf(media[0]?.data['publishId'])
  const status = await statusOf(ctx, publishId)
  if (status.state === 'uploading' || status.state === 'failed') return { kind: 'not_there' }
  return { kind: 'there', receipt: receiptOf(ctx, publishId, status) }
}

/** Posts that only the owner sees are in no list: there nobody can know. */
async function findPhotos(ctx: SendContext, { item, options }: PostAct, since: Date): Promise<Reconciled> {
  const hidden = options.visibility !== 'public' || ctx.credentials.secret['audited'] !== 'yes'
  const same: Json[] = []
  let cursor: number | null = null
  for (let page = 0; page < PAGES; page++) {
    const { videos, headers, next } = await videosPage(ctx, cursor)
    const from = (since.getTime() + aheadOf(ctx, headers) - SLACK_MS) / 1000
    same.push(...videos.filter((video) => secondsOf(video) >= Math.floor(from) && loose(wordsOf(video)) === loose(item.text)))
    cursor = next
    if (next === null || videos.every((video) => secondsOf(video) < from)) return verdict(ctx, same, hidden)
  }
  return { kind: 'cannot_know', why: 'too_many_posts_since' }
}

function verdict(ctx: SendContext, same: readonly Json[], hidden: boolean): Reconciled {
  const [first] = same
  if (same.length > 1) return { kind: 'cannot_know', why: 'several_match' }
  if (!first) return hidden ? { kind: 'cannot_know', why: 'seen_by_owner_only' } : { kind: 'not_there' }
  const ref = refOf(text(first['id'], 40), null, ctx.account.handle)
  return { kind: 'there', receipt: { ref, at: new Date(secondsOf(first) * 1000).toISOString(), data: { readBack: true } } }
}
