import type { Finding, Limits, Media, Poll, VariantItem } from './contract.ts'
import { codePoints, graphemes } from './split.ts'

/** Rules that all networks share, on the figures each network gives. Pure. */

type Counted = { item: VariantItem; index: number; length: number; bytes: number; limits: Limits }

export function textFindings({ item, index, length, bytes, limits }: Counted): Finding[] {
  const found: Finding[] = []
  if (item.text.trim() === '' && item.media.length === 0) found.push({ code: 'text_empty', blocking: true, item: index, data: {} })
  const { max, maxBytes } = limits.text
  if (length > max) found.push({ code: 'text_too_long', blocking: true, item: index, data: { max, actual: length } })
  if (maxBytes !== null && bytes > maxBytes) {
    found.push({ code: 'text_too_many_bytes', blocking: true, item: index, data: { max: maxBytes, actual: bytes } })
  }
  return found
}

export function mediaFindings(item: VariantItem, index: number, limits: Limits): Finding[] {
  const videos = item.media.filter((media) => media.mimeType.startsWith('video/'))
  const images = item.media.filter((media) => !media.mimeType.startsWith('video/'))
  const found: Finding[] = []
  const add = (code: Finding['code'], data: Finding['data']) => found.push({ code, blocking: true, item: index, data })
  if (images.length > limits.images.maxCount) add('too_many_images', { max: limits.images.maxCount, actual: images.length })
  if (videos.length > 0 && images.length > 0) add('mixed_media', { images: images.length, videos: videos.length })
  if (videos.length > (limits.video?.maxCount ?? 0)) add('video_not_accepted', { max: limits.video?.maxCount ?? 0, actual: videos.length })
  return [
    ...found,
    ...images.flatMap((media) => imageFindings(media, index, limits)),
    ...videos.flatMap((media) => videoFindings(media, index, limits)),
    ...item.media.flatMap((media) => altFindings(media, index, limits.images.maxAltLength)),
  ]
}

/** A poll whose question is the text of its post, on networks that count code points. `stepSeconds`: durations go in such steps. */
export function questionFindings(
  poll: Poll,
  item: VariantItem,
  limits: Limits,
  rules: { maxQuestion: number; stepSeconds: number },
): Finding[] {
  if (!limits.poll) return []
  const { maxOptions, maxOptionLength, minSeconds, maxSeconds } = limits.poll
  const found: Finding[] = []
  const add = (code: Finding['code'], data: Finding['data']) => found.push({ code, blocking: true, item: 0, data })
  const question = codePoints(item.text.trim())
  if (question > rules.maxQuestion) add('text_too_long', { max: rules.maxQuestion, actual: question })
  if (item.media.length > 0) add('poll_with_media', { media: item.media.length })
  const filled = poll.options.filter((option) => option.trim() !== '').length
  if (filled < 2 || poll.options.length > maxOptions || filled < poll.options.length)
    add('poll_options', { min: 2, max: maxOptions, actual: filled })
  const longest = Math.max(0, ...poll.options.map(codePoints))
  if (longest > maxOptionLength) add('poll_option_too_long', { max: maxOptionLength, actual: longest })
  const { seconds } = poll
  if (seconds < minSeconds || seconds > maxSeconds || seconds % rules.stepSeconds !== 0)
    add('poll_duration', { min: minSeconds, max: maxSeconds, actual: seconds })
  return found
}

/** An option that this network has no place for. */
export function optionFinding(option: string, value: string): Finding {
  return { code: 'option_not_accepted', blocking: true, item: 0, data: { option, value } }
}

function imageFindings(media: Media, index: number, { images }: Limits): Finding[] {
  const found: Finding[] = []
  const add = (code: Finding['code'], data: Finding['data']) =>
    found.push({ code, blocking: true, item: index, data: { media: media.id, ...data } })
  if (!images.mimeTypes.includes(media.mimeType)) add('image_type', { actual: media.mimeType, accepted: images.mimeTypes.join(', ') })
  const pixels = media.width * media.height
  if (media.bytes > images.maxBytes) add('image_too_large', { unit: 'bytes', max: images.maxBytes, actual: media.bytes })
  else if (images.maxPixels !== null && pixels > images.maxPixels) {
    add('image_too_large', { unit: 'pixels', max: images.maxPixels, actual: pixels })
  }
  return found
}

function videoFindings(media: Media, index: number, { video }: Limits): Finding[] {
  if (!video) return []
  const data = { media: media.id }
  if (!video.mimeTypes.includes(media.mimeType)) {
    return [
      {
        code: 'video_not_accepted',
        blocking: true,
        item: index,
        data: { ...data, actual: media.mimeType, accepted: video.mimeTypes.join(', ') },
      },
    ]
  }
  if (media.bytes <= video.maxBytes) return []
  return [{ code: 'video_too_large', blocking: true, item: index, data: { ...data, max: video.maxBytes, actual: media.bytes } }]
}

/** A missing description is said, never blocks by itself: the brand decides. A file name is no description. */
function altFindings(media: Media, index: number, max: number): Finding[] {
  const data = { media: media.id }
  if (media.alt.kind === 'decorative') return []
  const alt = media.alt.kind === 'text' ? media.alt.text.trim() : ''
  if (alt === '') return [{ code: 'alt_missing', blocking: false, item: index, data }]
  if (/^[^\s]{1,120}\.(jpe?g|png|gif|webp|heic|avif|mp4|mov)$/iu.test(alt)) {
    return [{ code: 'alt_is_file_name', blocking: false, item: index, data: { ...data, actual: alt.slice(0, 120) } }]
  }
  const length = graphemes(alt)
  return length > max ? [{ code: 'alt_too_long', blocking: true, item: index, data: { ...data, max, actual: length } }] : []
}
