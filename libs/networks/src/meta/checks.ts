import type { Finding, Limits, Media, MediaLimits, Variant } from '../contract.ts'
import { optionFinding } from '../check.ts'

/** What Meta's networks refuse alike. Pure. */

/** Length and shape of films, and the shape of pictures, on the figures of a placement. */
export function shapeFindings(media: readonly Media[], index: number, { images, video }: Pick<Limits, 'images' | 'video'>): Finding[] {
  return media.flatMap((one) => {
    const isFilm = one.mimeType.startsWith('video/')
    const rules = isFilm ? video : images
    return rules ? [...ratioFindings(one, index, rules), ...(isFilm ? lengthFindings(one, index, rules) : [])] : []
  })
}

function ratioFindings(media: Media, index: number, { ratio }: MediaLimits): Finding[] {
  if (!ratio || media.width <= 0 || media.height <= 0) return []
  const actual = Math.round((media.width / media.height) * 1000) / 1000
  // A pixel more or less is no other shape.
  const fits = actual >= ratio.min - 0.01 && actual <= ratio.max + 0.01
  return fits
    ? []
    : [{ code: 'ratio_not_accepted', blocking: true, item: index, data: { media: media.id, min: ratio.min, max: ratio.max, actual } }]
}

function lengthFindings(media: Media, index: number, { seconds }: MediaLimits): Finding[] {
  const actual = media.seconds
  if (!seconds || actual === undefined) return []
  const data = { media: media.id, actual }
  if (actual < seconds.min) return [{ code: 'video_too_short', blocking: true, item: index, data: { ...data, min: seconds.min } }]
  if (actual > seconds.max) return [{ code: 'video_too_long', blocking: true, item: index, data: { ...data, max: seconds.max } }]
  return []
}

/** Options that none of Meta's interfaces takes, besides those a network names itself. */
export function optionFindings(variant: Variant, refused: readonly [string, string, boolean][]): Finding[] {
  const all: [string, string, boolean][] = [
    ['contentWarning', 'yes', (variant.contentWarning ?? '').trim() !== ''],
    ['visibility', variant.visibility, variant.visibility === 'unlisted' || variant.visibility === 'followers'],
    ...refused,
  ]
  return all.filter(([, , is]) => is).map(([option, value]) => optionFinding(option, value))
}

/** Where the network fetches media itself, and the desk has no address that it could fetch from. */
export function addressFindings(media: readonly Media[], index: number, { images, video, mediaAddress }: Limits): Finding[] {
  const isBrought = ({ mimeType }: Media) => (mimeType.startsWith('video/') ? video : images)?.byBytes === true
  const fetched = media.filter((one) => !isBrought(one))
  if (fetched.length === 0 || mediaAddress !== false) return []
  return [{ code: 'media_needs_public_address', blocking: true, item: index, data: { actual: fetched.length } }]
}
