import type { Limits, Measured } from '../contract.ts'
import { spansIn } from '../spans.ts'
import { codePoints, splitText } from '../split.ts'

/** A mail is as long as it likes; addresses alone have a meaning in it. */
export function measure(text: string): Measured {
  return { length: codePoints(text.trim()), bytes: Buffer.byteLength(text), spans: spansIn(text, { hashtag: false }) }
}

export function split(text: string, limits: Limits): string[] {
  return splitText(text, (piece) => codePoints(piece) <= limits.text.max)
}
