import type { Context, Finding, Limits, MediaLimits, Quota, ReplyTarget, Variant } from '../contract.ts'
import { mediaFindings, textFindings } from '../check.ts'
import { count, record, type Json } from '../json.ts'
import { addressFindings, optionFindings, shapeFindings } from '../meta/checks.ts'
import { edgeOf, part } from '../meta/graph.ts'
import { directOf } from '../meta/messages.ts'
import { graph, pageOf } from './api.ts'
import { HASHTAGS_MAX, measure, MENTIONS_MAX } from './text.ts'

const MB = 1024 * 1024
const film = (more: Partial<MediaLimits>): MediaLimits => ({
  maxCount: 10,
  maxBytes: 300 * MB,
  mimeTypes: ['video/mp4', 'video/quicktime'],
  maxAltLength: 0,
  maxPixels: null,
  ...more,
})

/**
 * JPEG, 8 MB, 4:5 to 1.91:1, ten in a carousel: content publishing and error codes 2207004, 2207005, 2207009, 2207028 (updated 2 June 2026).
 * 2,200 characters: error code 2207010. Lengths and sizes of films: reference of IG User Media, from memory.
 */
export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2026-11-22T00:00:00.000Z',
  text: { max: 2_200, unit: 'characters', maxBytes: null, urlCost: null },
  images: {
    maxCount: 10,
    maxBytes: 8 * MB,
    mimeTypes: ['image/jpeg'],
    maxAltLength: 1_000,
    maxPixels: null,
    ratio: { min: 0.8, max: 1.91 },
  },
  video: film({ seconds: { min: 3, max: 900 } }),
  poll: null,
  mediaAddress: true,
}

/** A story fills the screen whatever its shape; a film of it has a minute at most. */
const STORY: Pick<Limits, 'images' | 'video'> = {
  images: { ...documentedLimits.images, ratio: { min: 0.01, max: 10 }, maxCount: 1 },
  video: film({ maxCount: 1, maxBytes: 100 * MB, seconds: { min: 3, max: 60 } }),
}

const CAROUSEL_MAX = 10
/** A comment has 300 characters and a message 1,000 bytes, from memory. */
const COMMENT_MAX = 300
const DIRECT_MAX_BYTES = 1_000

/** By Facebook's login films may be brought in pieces (…/content-publishing/resumable-uploads, updated 15 March 2026). */
function ofLogin(ctx: Context): Limits {
  const { video } = documentedLimits
  return pageOf(ctx) === null || !video ? documentedLimits : { ...documentedLimits, video: { ...video, byBytes: true } }
}

/** How many posts of a day were used up is told, and never coded: documents say 25, 50 and 100. */
export async function limits(ctx: Context): Promise<Limits> {
  const query = { fields: 'quota_usage,config' }
  const { items } = edgeOf(await graph(ctx, { method: 'GET', path: `/${part(ctx.account.id)}/content_publishing_limit`, query }))
  const quota = quotaOf(items[0] ?? {})
  return { ...ofLogin(ctx), ...(quota && { source: 'server', readAt: ctx.now().toISOString(), quotas: [quota] }) }
}

export function quotaOf(told: Json): Quota | null {
  const config = record(told['config'])
  const [used, max, seconds] = [count(told['quota_usage']), count(config['quota_total']), count(config['quota_duration'])]
  return used === null || max === null || seconds === null ? null : { what: 'post', used, max, seconds }
}

export function check(variant: Variant, rules: Limits, reply: ReplyTarget | null = null): Finding[] {
  const [item = { text: '', media: [] }, ...others] = variant.items
  const direct = toSomebody(variant, reply)
  const own = placed(variant, rules, reply)
  const sized = { length: measure(item.text).length, bytes: Buffer.byteLength(item.text) }
  const found = [
    ...textFindings({ item, index: 0, ...sized, limits: own }).filter(({ code }) => code !== 'text_empty' || reply !== null),
    // Pictures and films stand side by side in a carousel.
    ...mediaFindings(item, 0, own).filter(({ code }) => code !== 'mixed_media' || variant.placement !== undefined),
    ...shapeFindings(item.media, 0, own),
    ...addressFindings(item.media, 0, rules),
    ...countFindings(variant, reply),
    ...optionFindings(variant, refusedOptions(variant, reply, direct)),
  ]
  if (others.length > 0) found.push({ code: 'thread_not_accepted', blocking: true, item: 1, data: { actual: variant.items.length } })
  return found
}

const toSomebody = (variant: Variant, reply: ReplyTarget | null) =>
  reply !== null && (variant.visibility === 'direct' || reply.visibility === 'direct' || directOf(reply.parent) !== null)

function placed(variant: Variant, rules: Limits, reply: ReplyTarget | null): Limits {
  if (variant.placement === 'story') return { ...rules, ...STORY }
  if (variant.placement === 'reel')
    return { ...rules, images: { ...rules.images, maxCount: 0 }, video: rules.video && { ...rules.video, maxCount: 1 } }
  if (!reply) return rules
  const direct = toSomebody(variant, reply)
  const text = direct ? { ...rules.text, max: DIRECT_MAX_BYTES, maxBytes: DIRECT_MAX_BYTES } : { ...rules.text, max: COMMENT_MAX }
  return { ...rules, text }
}

/** How many of what; hashtags and names are counted by Instagram over caption and first comment alike, each by itself. */
function countFindings({ items, placement, firstComment }: Variant, reply: ReplyTarget | null): Finding[] {
  const [item = { text: '', media: [] }] = items
  const found: Finding[] = []
  const add = (code: Finding['code'], data: Finding['data']) => found.push({ code, blocking: true, item: 0, data })
  if (reply === null && item.media.length === 0) add('media_missing', {})
  if (
    placement === undefined &&
    item.media.length > CAROUSEL_MAX &&
    !items.some(({ media }) => media.every(({ mimeType }) => !mimeType.startsWith('video/')))
  )
    add('too_many_images', { max: CAROUSEL_MAX, actual: item.media.length })
  if (placement === 'reel' && !item.media.some(({ mimeType }) => mimeType.startsWith('video/'))) add('media_missing', { placement })
  return [...found, ...wordFindings(item.text), ...wordFindings(firstComment ?? '')]
}

function wordFindings(text: string): Finding[] {
  const { spans } = measure(text)
  const counts: [string, number, number][] = [
    ['hashtags', HASHTAGS_MAX, spans.filter(({ kind }) => kind === 'hashtag').length],
    ['mentions', MENTIONS_MAX, spans.filter(({ kind }) => kind === 'mention').length],
  ]
  return counts
    .filter(([, max, actual]) => actual > max)
    .map(([part, max, actual]) => ({ code: 'text_too_long', blocking: true, item: 0, data: { part, max, actual } }))
}

function refusedOptions(variant: Variant, reply: ReplyTarget | null, direct: boolean): [string, string, boolean][] {
  const { poll, quoteOf, whoMayReply, visibility, card, items, placement, firstComment } = variant
  const hasMedia = items.some(({ media }) => media.length > 0)
  return [
    ['poll', 'yes', poll !== null],
    ['quoteOf', 'yes', quoteOf !== null],
    ['card', 'yes', card !== null],
    ['whoMayReply', whoMayReply, whoMayReply !== 'everyone'],
    ['visibility', 'direct', visibility === 'direct' && reply === null],
    ['media', direct ? 'direct' : 'reply', reply !== null && hasMedia],
    ['firstComment', 'story', placement === 'story' && (firstComment ?? '').trim() !== ''],
    ['placement', placement ?? '', placement !== undefined && reply !== null],
  ]
}
