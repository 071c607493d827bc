import type { Context, Finding, Limits, Variant, VariantItem } from '../contract.ts'
import { mediaFindings, optionFinding, questionFindings, textFindings } from '../check.ts'
import { count, record } from '../json.ts'
import { api } from './api.ts'
import { codePoints } from '../split.ts'

const MIB = 1024 * 1024
const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp']
const VIDEO_TYPES = ['video/mp4', 'video/webm', 'video/quicktime']
const FILES = 10
const QUESTION = 300
const CARD = { title: 256, description: 4_096 }

function limitsFor(maxBytes: number, source: Limits['source'], readAt: string): Limits {
  const media = { maxCount: FILES, maxBytes, maxAltLength: 1_024, maxPixels: null }
  return {
    source,
    readAt,
    text: { max: 2_000, unit: 'characters', maxBytes: null, urlCost: null },
    images: { ...media, mimeTypes: IMAGE_TYPES },
    video: { ...media, mimeTypes: VIDEO_TYPES },
    // Discord counts whole hours, from one hour to 32 days.
    poll: { maxOptions: 10, maxOptionLength: 55, minSeconds: 3_600, maxSeconds: 2_764_800 },
  }
}

/** https://docs.discord.com/developers/reference#uploading-files: 10 MiB per file without boosts. */
export const documentedLimits: Limits = limitsFor(10 * MIB, 'documented', '2026-11-22T00:00:00.000Z')

/** Files may be larger on a boosted server: 50 MiB at tier 2, 100 MiB at tier 3. */
const BY_TIER: Record<number, number> = { 2: 50 * MIB, 3: 100 * MIB }

export async function readLimits(ctx: Context): Promise<Limits> {
  const { json } = await api(ctx, { method: 'GET', path: `/guilds/${encodeURIComponent(ctx.credentials.secret['guildId'] ?? '')}` })
  const tier = count(record(json)['premium_tier']) ?? 0
  return limitsFor(BY_TIER[tier] ?? 10 * MIB, 'server', ctx.now().toISOString())
}

/** What Discord would refuse. Who reads and who may answer is the channel's business, not the message's. */
export function check(variant: Variant, limits: Limits): Finding[] {
  const findings = variant.items.flatMap((item, index) => [
    ...textFindings({ item, index, length: codePoints(item.text), bytes: Buffer.byteLength(item.text), limits }),
    ...filesFindings(item, index, limits),
    ...(index === 0 ? [...pollFindings(variant, item, limits), ...cardFindings(variant)] : []),
  ])
  const options = { visibility: variant.visibility === 'public', whoMayReply: variant.whoMayReply === 'everyone' }
  for (const [option, accepted] of Object.entries(options)) {
    if (!accepted) findings.push(optionFinding(option, variant[option as keyof typeof options]))
  }
  if (variant.contentWarning?.trim()) findings.push(optionFinding('contentWarning', 'yes'))
  if (variant.quoteOf) findings.push(optionFinding('quoteOf', variant.quoteOf.id))
  return findings
}

/** Pictures and films stand side by side here; together they are ten at most. */
function filesFindings(item: VariantItem, index: number, limits: Limits): Finding[] {
  const found = mediaFindings(item, index, limits).filter(({ code }) => code !== 'mixed_media')
  const told = found.some(({ code }) => code === 'too_many_images')
  if (item.media.length <= FILES || told) return found
  return [...found, { code: 'too_many_images', blocking: true, item: index, data: { max: FILES, actual: item.media.length } }]
}

/** The text of a post with a poll is the poll's question. */
function pollFindings({ poll, card }: Variant, item: VariantItem, limits: Limits): Finding[] {
  if (!poll) return []
  const found = questionFindings(poll, item, limits, { maxQuestion: QUESTION, stepSeconds: 3_600 })
  return card && item.media.length === 0 ? [...found, optionFinding('card', 'with_poll')] : found
}

function cardFindings({ card }: Variant): Finding[] {
  if (!card) return []
  const lengths = { title: codePoints(card.title), description: codePoints(card.description) }
  return (['title', 'description'] as const)
    .filter((part) => lengths[part] > CARD[part])
    .map((part) => ({ code: 'text_too_long', blocking: true, item: 0, data: { part, max: CARD[part], actual: lengths[part] } }))
}
