import { textFindings } from '../check.ts'
import type { Context, Finding, Limits, Variant } from '../contract.ts'
import { measure } from './text.ts'

/** What the network publishes of its limits, and the day it was read. */
export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2026-11-22T00:00:00.000Z',
  text: { max: 10_000, unit: 'characters', maxBytes: null, urlCost: null },
  images: { maxCount: 0, maxBytes: 0, mimeTypes: [], maxAltLength: 0, maxPixels: null },
  video: null,
  poll: null,
}

/** Asked of the server where it tells them; this one does not. */
export const limits = async (_ctx: Context): Promise<Limits> => documentedLimits

/** What the network would refuse, before anything leaves. */
export const check = (variant: Variant, within: Limits): Finding[] =>
  variant.items.flatMap((item, index) => {
    const { length, bytes } = measure(item.text)
    return textFindings({ item, index, length, bytes, limits: within })
  })
