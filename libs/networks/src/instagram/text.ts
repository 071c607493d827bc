import type { Limits, Measured } from '../contract.ts'
import { spansIn } from '../spans.ts'
import { codePoints, splitText } from '../split.ts'

/** A caption has 2,200 characters. Names and hashtags are links, addresses are not: Instagram shows them as plain words. */
const MENTION = /(?<![\p{L}\p{N}_./@-])@([a-z0-9_](?:[a-z0-9._]{0,28}[a-z0-9_])?)(?![\p{L}\p{M}\p{N}_])/giu

export const HASHTAGS_MAX = 30
export const MENTIONS_MAX = 20

export function measure(text: string): Measured {
  return { length: codePoints(text), bytes: Buffer.byteLength(text), spans: spansIn(text, { mention: MENTION }) }
}

export function split(text: string, limits: Limits): string[] {
  return splitText(text, (piece) => codePoints(piece) <= limits.text.max)
}
