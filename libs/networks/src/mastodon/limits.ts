import type { Context, Finding, Limits, ReplyTarget, Variant, VariantItem } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { call } from '../http.ts'
import { list, positive, record, text } from '../json.ts'
import { mediaFindings, textFindings } from '../check.ts'
import { graphemes } from '../split.ts'
import { lengthOf, withMention } from './text.ts'

const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp']
const VIDEO_TYPES = ['video/mp4', 'video/webm', 'video/quicktime']
/** app/models/media_attachment.rb: 1,500 characters of description before 4.4 told its own. */
const ALT_MAX = 1_500

/** What a server of version 4 accepts when it says nothing else (https://docs.joinmastodon.org/user/posting/). */
export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2026-11-22T00:00:00.000Z',
  text: { max: 500, unit: 'graphemes', maxBytes: null, urlCost: 23 },
  images: { maxCount: 4, maxBytes: 16_777_216, mimeTypes: IMAGE_TYPES, maxAltLength: ALT_MAX, maxPixels: 33_177_600 },
  video: { maxCount: 1, maxBytes: 103_809_024, mimeTypes: VIDEO_TYPES, maxAltLength: ALT_MAX, maxPixels: 8_294_400 },
  poll: { maxOptions: 4, maxOptionLength: 50, minSeconds: 300, maxSeconds: 2_629_746 },
}

/** Reads `/api/v2/instance`, or version 1 on servers that have no second (https://docs.joinmastodon.org/entities/Instance/). */
export async function readLimits(ctx: Pick<Context, 'fetch' | 'now' | 'signal' | 'credentials'>): Promise<Limits> {
  const { configuration, fallbackMax } = await readConfiguration(ctx)
  const statuses = record(configuration['statuses'])
  const media = record(configuration['media_attachments'])
  const polls = record(configuration['polls'])
  const types = list(media['supported_mime_types']).map((type) => text(type, 80))
  const known = documentedLimits
  const alt = positive(media['description_limit'], ALT_MAX)
  return {
    source: 'server',
    readAt: ctx.now().toISOString(),
    text: {
      max: positive(statuses['max_characters'], fallbackMax),
      unit: 'graphemes',
      maxBytes: null,
      urlCost: positive(statuses['characters_reserved_per_url'], 23),
    },
    images: {
      maxCount: positive(statuses['max_media_attachments'], 4),
      maxBytes: positive(media['image_size_limit'], known.images.maxBytes),
      mimeTypes: kept(types, 'image/', IMAGE_TYPES),
      maxAltLength: alt,
      maxPixels: positive(media['image_matrix_limit'], 33_177_600),
    },
    video: {
      maxCount: 1,
      maxBytes: positive(media['video_size_limit'], 103_809_024),
      mimeTypes: kept(types, 'video/', VIDEO_TYPES),
      maxAltLength: alt,
      maxPixels: positive(media['video_matrix_limit'], 8_294_400),
    },
    poll: {
      maxOptions: positive(polls['max_options'], 4),
      maxOptionLength: positive(polls['max_characters_per_option'], 50),
      minSeconds: positive(polls['min_expiration'], 300),
      maxSeconds: positive(polls['max_expiration'], 2_629_746),
    },
  }
}

type Server = Pick<Context, 'fetch' | 'now' | 'signal' | 'credentials'>

async function readConfiguration(ctx: Server): Promise<{ configuration: Record<string, unknown>; fallbackMax: number }> {
  const { server } = ctx.credentials
  try {
    const { json } = await call(ctx, { method: 'GET', url: `${server}/api/v2/instance` })
    return { configuration: record(record(json)['configuration']), fallbackMax: 500 }
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    const body = record((await call(ctx, { method: 'GET', url: `${server}/api/v1/instance` })).json)
    return { configuration: record(body['configuration']), fallbackMax: positive(body['max_toot_chars'], 500) }
  }
}

/** The version of the client interface (`api_versions.mastodon`, since 4.3), 0 where the server tells none. */
export async function apiVersion(ctx: Server): Promise<number> {
  const { json } = await call(ctx, { method: 'GET', url: `${ctx.credentials.server}/api/v2/instance`, accept: [404] })
  return positive(record(record(json)['api_versions'])['mastodon'], 0)
}

function kept(types: string[], prefix: string, otherwise: string[]): string[] {
  const own = types.filter((type) => type.startsWith(prefix))
  return own.length > 0 ? own : otherwise
}

/** What this server would refuse. The content warning counts with the text, and in a thread stands on every item. */
export function check(variant: Variant, limits: Limits, reply: ReplyTarget | null = null): Finding[] {
  const cost = limits.text.urlCost ?? 23
  const warning = graphemes(variant.contentWarning ?? '')
  const findings = variant.items.flatMap((item, index) => {
    const whole = index === 0 ? withMention(item.text, reply) : item.text
    return [
      ...textFindings({ item, index, length: lengthOf(whole, cost) + warning, bytes: Buffer.byteLength(whole), limits }),
      ...mediaFindings(item, index, limits),
      ...pollFindings(variant, item, index, limits),
    ]
  })
  if (variant.whoMayReply !== 'everyone') findings.push(refusedOption('whoMayReply', variant.whoMayReply))
  return findings
}

function refusedOption(option: string, value: string): Finding {
  return { code: 'option_not_accepted', blocking: true, item: 0, data: { option, value } }
}

function pollFindings(variant: Variant, item: VariantItem, index: number, limits: Limits): Finding[] {
  const { poll } = variant
  if (!poll || index > 0) return []
  const rules = limits.poll
  if (!rules) return [refusedOption('poll', 'yes')]
  const found: Finding[] = []
  const add = (code: Finding['code'], data: Finding['data']) => found.push({ code, blocking: true, item: index, data })
  if (item.media.length > 0) add('poll_with_media', { media: item.media.length })
  const filled = poll.options.filter((option) => option.trim() !== '')
  const distinct = new Set(filled.map((option) => option.trim()))
  if (poll.options.length > rules.maxOptions || filled.length < 2 || distinct.size < poll.options.length) {
    add('poll_options', { min: 2, max: rules.maxOptions, actual: distinct.size })
  }
  const longest = Math.max(0, ...poll.options.map((option) => graphemes(option)))
  if (longest > rules.maxOptionLength) add('poll_option_too_long', { max: rules.maxOptionLength, actual: longest })
  if (poll.seconds < rules.minSeconds || poll.seconds > rules.maxSeconds) {
    add('poll_duration', { min: rules.minSeconds, max: rules.maxSeconds, actual: poll.seconds })
  }
  return found
}
