import type { Limits, Measured } from '../contract.ts'
import { spansIn } from '../spans.ts'
import { codePoints, splitText } from '../split.ts'

/** Texts travel as they are; lengths are code points. Mentions are what most programs take for one. */
const MENTION = /(?<![\p{L}\p{N}_./@-])@([a-z0-9_]{1,60}(?:[.-][a-z0-9_]{1,60}){0,10})(?![\p{L}\p{M}\p{N}_@])/giu

export function measure(text: string): Measured {
  return { length: codePoints(text.trim()), bytes: Buffer.byteLength(text), spans: spansIn(text, { mention: MENTION }) }
}

export function split(text: string, limits: Limits): string[] {
  return splitText(text, (piece) => codePoints(piece) <= limits.text.max)
}
