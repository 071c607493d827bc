import type { Limits, Measured } from '../contract.ts'
import { spansIn } from '../spans.ts'
import { splitText } from '../split.ts'

/** A post has 1,500 characters, an answer to a review 4,096 bytes (reference of the fourth version: LocalPost.summary, ReviewReply.comment). Google links addresses only. */
export const REPLY_MAX_BYTES = 4_096

export function measure(text: string): Measured {
  return { length: text.trim().length, bytes: Buffer.byteLength(text), spans: spansIn(text, { hashtag: false }) }
}

export function split(text: string, limits: Limits): string[] {
  return splitText(text, (piece) => piece.length <= limits.text.max)
}

/** What the person wrote: Google adds a translation to the text of a review, before or behind the original. */
export function originalOf(comment: string): string {
  const [, original] = /^\(Translated by Google\)[\s\S]*?\n\s*\(Original\)\n?([\s\S]*)$/.exec(comment) ?? []
  if (original !== undefined) return original.trim()
  const at = comment.indexOf('\n(Translated by Google)')
  return (at === -1 ? comment : comment.slice(0, at)).trim()
}
