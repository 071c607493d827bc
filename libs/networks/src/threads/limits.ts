import type { Context, Finding, Limits, Quota, Variant, VariantItem } from '../contract.ts'
import { mediaFindings, questionFindings, textFindings } from '../check.ts'
import { count, record, type Json } from '../json.ts'
import { addressFindings, optionFindings, shapeFindings } from '../meta/checks.ts'
import { edgeOf } from '../meta/graph.ts'
import { graph } from './api.ts'
import { LINKS_MAX, measure } from './text.ts'

const MB = 1024 * 1024
const DAY = 86_400
/** Parts of a carousel, pictures and films mixed. */
const PARTS_MAX = 20

/**
 * https://developers.facebook.com/docs/threads/posts (14 April 2026) and …/create-posts/polls (2 July 2026): four answers of 25 characters.
 * A poll has no length to choose: it ends after a day. Length of descriptions: from memory.
 */
export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2026-11-28T00:00:00.000Z',
  text: { max: 500, unit: 'characters', maxBytes: null, urlCost: null },
  images: {
    maxCount: PARTS_MAX,
    maxBytes: 8 * MB,
    mimeTypes: ['image/jpeg', 'image/png'],
    maxAltLength: 1_000,
    maxPixels: null,
    ratio: { min: 0.1, max: 10 },
  },
  video: {
    maxCount: PARTS_MAX,
    maxBytes: 1_024 * MB,
    mimeTypes: ['video/mp4', 'video/quicktime'],
    maxAltLength: 1_000,
    maxPixels: null,
    seconds: { min: 1, max: 300 },
  },
  poll: { maxOptions: 4, maxOptionLength: 25, minSeconds: DAY, maxSeconds: DAY },
  mediaAddress: true,
}

const QUOTAS: readonly [Quota['what'], string, string][] = [
  ['post', 'quota_usage', 'config'],
  ['reply', 'reply_quota_usage', 'reply_config'],
  ['delete', 'delete_quota_usage', 'delete_config'],
]

/** What of a day's posts, answers and deletions was used: told, never coded. */
export async function limits(ctx: Context): Promise<Limits> {
  const fields = QUOTAS.flatMap(([, used, config]) => [used, config]).join(',')
  const { items } = edgeOf(await graph(ctx, { method: 'GET', path: '/me/threads_publishing_limit', query: { fields } }))
  const quotas = quotasOf(items[0] ?? {})
  return { ...documentedLimits, ...(quotas.length > 0 && { source: 'server', readAt: ctx.now().toISOString(), quotas }) }
}

export function quotasOf(told: Json): Quota[] {
  return QUOTAS.flatMap(([what, usage, config]): Quota[] => {
    const [used, max, seconds] = [
      count(told[usage]),
      count(record(told[config])['quota_total']),
      count(record(told[config])['quota_duration']),
    ]
    return used === null || max === null || seconds === null ? [] : [{ what, used, max, seconds }]
  })
}

export function check(variant: Variant, rules: Limits): Finding[] {
  return [
    ...variant.items.flatMap((item, index) => itemFindings(variant, item, index, rules)),
    ...pollFindings(variant, rules),
    ...optionFindings(variant, refusedOptions(variant)),
  ]
}

function itemFindings(variant: Variant, item: VariantItem, index: number, rules: Limits): Finding[] {
  const { length, bytes, spans } = measure(item.text)
  const urls = new Set(spans.filter(({ kind }) => kind === 'link').map(({ value }) => value))
  if (index === 0 && variant.card) urls.add(variant.card.url)
  const found = [
    ...textFindings({ item, index, length, bytes, limits: rules }),
    // Pictures and films stand side by side in a carousel.
    ...mediaFindings(item, index, rules).filter(({ code }) => code !== 'mixed_media'),
    ...shapeFindings(item.media, index, rules),
    ...addressFindings(item.media, index, rules),
  ]
  const isMixed = item.media.length > PARTS_MAX && !found.some(({ code }) => code === 'too_many_images' || code === 'video_not_accepted')
  if (isMixed) found.push({ code: 'too_many_images', blocking: true, item: index, data: { max: PARTS_MAX, actual: item.media.length } })
  if (urls.size > LINKS_MAX) {
    found.push({ code: 'text_too_long', blocking: true, item: index, data: { part: 'links', max: LINKS_MAX, actual: urls.size } })
  }
  return found
}

function pollFindings({ poll, items }: Variant, rules: Limits): Finding[] {
  const [item = { text: '', media: [] }] = items
  return poll ? questionFindings(poll, item, rules, { maxQuestion: rules.text.max, stepSeconds: 1 }) : []
}

function refusedOptions({ visibility, whoMayReply, card, poll, items, placement }: Variant): [string, string, boolean][] {
  const hasMedia = (items[0]?.media.length ?? 0) > 0
  return [
    ['visibility', 'direct', visibility === 'direct'],
    ['whoMayReply', 'nobody', whoMayReply === 'nobody'],
    // A card and a poll stand below words alone.
    ['card', 'media', card !== null && hasMedia],
    ['card', 'poll', card !== null && poll !== null],
    ['multiple', 'yes', poll?.multiple === true],
    ['placement', placement ?? '', placement !== undefined],
  ]
}
