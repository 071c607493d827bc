import type { Finding, Limits, Media, ReplyTarget, Variant } from '../contract.ts'
import { mediaFindings, optionFinding, questionFindings, textFindings } from '../check.ts'
import { measure, pollWords } from './text.ts'

const MB = 1024 * 1024
const DAY = 86_400
/** Durations that a poll may have, in seconds, by LinkedIn's names. */
export const DURATIONS: Record<number, string> = {
  [DAY]: 'ONE_DAY',
  [3 * DAY]: 'THREE_DAYS',
  [7 * DAY]: 'SEVEN_DAYS',
  [14 * DAY]: 'FOURTEEN_DAYS',
}
const QUESTION_MAX = 140
/** Comments (LinkedIn's own editor; the page of the interface names no figure). */
export const COMMENT_MAX = 1_250
const TITLE_MAX = 400

/** Documents that become pages to leaf through; LinkedIn's help: 100 MB, 300 pages. */
export const DOCUMENTS = {
  maxBytes: 100 * MB,
  mimeTypes: [
    'application/pdf',
    'application/msword',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.ms-powerpoint',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  ],
}

export const isDocument = ({ mimeType }: Pick<Media, 'mimeType'>): boolean => mimeType.startsWith('application/')

/** Texts, pictures, films: pages of the interface and of LinkedIn's help, read 22 November 2026; the poll's lengths from memory. */
export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2026-11-22T00:00:00.000Z',
  text: { max: 3_000, unit: 'characters', maxBytes: null, urlCost: null },
  images: {
    maxCount: 20,
    maxBytes: 20 * MB,
    mimeTypes: ['image/jpeg', 'image/png', 'image/gif'],
    maxAltLength: 4_086,
    maxPixels: 36_152_320,
  },
  video: {
    maxCount: 1,
    maxBytes: 500 * MB,
    mimeTypes: ['video/mp4'],
    maxAltLength: 4_086,
    maxPixels: null,
    seconds: { min: 3, max: 1_800 },
  },
  poll: { maxOptions: 4, maxOptionLength: 30, minSeconds: DAY, maxSeconds: 14 * DAY },
}

/** LinkedIn tells its limits nowhere. */
export async function limits(): Promise<Limits> {
  return documentedLimits
}

/** What LinkedIn would refuse, cut, or has no place for. */
export function check(variant: Variant, rules: Limits, reply: ReplyTarget | null = null): Finding[] {
  const [item = { text: '', media: [] }, ...others] = variant.items
  const words = variant.poll ? pollWords(item.text).commentary : item.text
  const { length, bytes } = measure(words)
  const text = { ...rules.text, max: reply ? COMMENT_MAX : rules.text.max }
  const files = item.media.filter((media) => !isDocument(media))
  const found = [
    ...textFindings({ item, index: 0, length, bytes, limits: { ...rules, text } }),
    ...mediaFindings({ ...item, media: files }, 0, rules),
    ...filmFindings(files, rules),
    ...documentFindings(item.media),
    ...pollFindings(variant, rules),
    ...commentFindings(variant.firstComment),
    ...optionFindings(variant, reply),
  ]
  if (reply && item.media.length > 1) found.push(tooMany(1, item.media.length))
  if (others.length > 0) found.push({ code: 'thread_not_accepted', blocking: true, item: 1, data: { actual: variant.items.length } })
  return found
}

const tooMany = (max: number, actual: number): Finding => ({ code: 'too_many_images', blocking: true, item: 0, data: { max, actual } })

function filmFindings(files: readonly Media[], { video }: Limits): Finding[] {
  return files.flatMap(({ id, seconds }): Finding[] => {
    if (!video?.seconds || seconds === undefined) return []
    const { min, max } = video.seconds
    if (seconds > max) return [{ code: 'video_too_long', blocking: true, item: 0, data: { media: id, max, actual: seconds } }]
    return seconds < min ? [{ code: 'video_too_short', blocking: true, item: 0, data: { media: id, min, actual: seconds } }] : []
  })
}

function documentFindings(media: readonly Media[]): Finding[] {
  const documents = media.filter(isDocument)
  const found: Finding[] = []
  const add = (code: Finding['code'], data: Finding['data']) => found.push({ code, blocking: true, item: 0, data })
  if (documents.length > 1 || (documents.length > 0 && media.length > documents.length))
    add('mixed_media', { documents: documents.length, others: media.length - documents.length })
  for (const { id, mimeType, bytes } of documents) {
    if (!DOCUMENTS.mimeTypes.includes(mimeType))
      add('image_type', { media: id, actual: mimeType, accepted: DOCUMENTS.mimeTypes.join(', ') })
    if (bytes > DOCUMENTS.maxBytes) add('image_too_large', { media: id, unit: 'bytes', max: DOCUMENTS.maxBytes, actual: bytes })
  }
  return found
}

/** Beside what all polls share: four durations and no other. */
function pollFindings({ poll, items: [item] }: Variant, rules: Limits): Finding[] {
  if (!poll || !rules.poll) return []
  const { question } = pollWords(item?.text ?? '')
  const found = questionFindings(poll, { text: question, media: item?.media ?? [] }, rules, { maxQuestion: QUESTION_MAX, stepSeconds: DAY })
  if (DURATIONS[poll.seconds] !== undefined || found.some(({ code }) => code === 'poll_duration')) return found
  const { minSeconds: min, maxSeconds: max } = rules.poll
  return [...found, { code: 'poll_duration', blocking: true, item: 0, data: { min, max, actual: poll.seconds } }]
}

function commentFindings(firstComment = ''): Finding[] {
  const { length } = measure(firstComment.trim())
  if (length <= COMMENT_MAX) return []
  return [{ code: 'text_too_long', blocking: true, item: 0, data: { part: 'firstComment', max: COMMENT_MAX, actual: length } }]
}

function optionFindings(variant: Variant, reply: ReplyTarget | null): Finding[] {
  const { visibility, whoMayReply, contentWarning, poll, placement } = variant
  const refused: [string, string, boolean][] = [
    ['placement', placement ?? '', placement !== undefined],
    ['visibility', visibility, visibility !== 'public'],
    ['whoMayReply', whoMayReply, whoMayReply !== 'everyone' && whoMayReply !== 'nobody'],
    ['contentWarning', 'yes', (contentWarning ?? '').trim() !== ''],
    ['poll', 'multiple', poll?.multiple === true],
    ...oneThing(variant, reply),
  ]
  return refused.filter(([, , is]) => is).map(([option, value]) => optionFinding(option, value))
}

/** One post shows one thing: a card, pictures, a film, a document, a poll or the post it quotes. A comment shows a picture at most. */
function oneThing({ card, poll, quoteOf, items: [item] }: Variant, reply: ReplyTarget | null): [string, string, boolean][] {
  const shown = (item?.media.length ?? 0) > 0
  const things = [shown, card !== null, poll !== null, quoteOf !== null].filter(Boolean).length
  const title = card?.title.trim() ?? '…'
  return [
    ['card', 'media', card !== null && things > 1],
    ['card', 'title', title === '' || title.length > TITLE_MAX],
    ['quoteOf', 'media', quoteOf !== null && card === null && things > 1],
    ['reply', 'card', reply !== null && things > (shown ? 1 : 0)],
  ]
}
