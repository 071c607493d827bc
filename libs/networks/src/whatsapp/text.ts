import type { Limits, Measured } from '../contract.ts'
import { spansIn } from '../spans.ts'
import { codePoints, splitText } from '../split.ts'

/** A message has 4,096 characters. Addresses are links; there are no names and no hashtags. */
export function measure(text: string): Measured {
  return { length: codePoints(text), bytes: Buffer.byteLength(text), spans: spansIn(text, { hashtag: false }) }
}

export function split(text: string, limits: Limits): string[] {
  return splitText(text, (piece) => codePoints(piece) <= limits.text.max)
}
