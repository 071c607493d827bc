import type { Limits, Measured } from '../contract.ts'
import { spansIn } from '../spans.ts'
import { codePoints, splitText } from '../split.ts'

/** A post has 63,206 characters at most. Addresses count in full; who is named by a Page is a link only where Meta grants the feature. */
export function measure(text: string): Measured {
  return { length: codePoints(text), bytes: Buffer.byteLength(text), spans: spansIn(text) }
}

export function split(text: string, limits: Limits): string[] {
  return splitText(text, (piece) => codePoints(piece) <= limits.text.max)
}
