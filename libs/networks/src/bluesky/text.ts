import type { Limits, Measured, TextSpan } from '../contract.ts'
import { graphemes, splitText } from '../split.ts'
import { isHandle } from './syntax.ts'

/**
 * Bluesky counts grapheme clusters (300) and UTF-8 bytes (3,000), and marks links, mentions and hashtags apart from the text, by
 * byte offsets (app.bsky.feed.post, app.bsky.richtext.facet). Nothing is found by the server: what is not marked is plain text.
 */

const URL_START = /(?<=^|[\s([«“"'])(https?:\/\/\S+|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:\/\S*)?)/giu
const MENTION = /(?<=^|[\s([«“"'])@([a-z0-9][a-z0-9.-]*[a-z0-9])/giu
const HASHTAG = /(?<=^|[\s([«“"'])[#＃]((?!\uFE0F)(?:(?![\u{AD}\u{2060}\u{200A}-\u{200D}])[^\s#＃])+)/gu
/** A bare name becomes a link only where its ending leaves no doubt. */
const ENDINGS = new Set('com org net info fr eu be ch ca lu de es it uk io dev app social paris bzh alsace corsica re nc pf'.split(' '))

export function spansOf(text: string): TextSpan[] {
  const spans: TextSpan[] = []
  const add = (span: TextSpan) => {
    if (spans.every((one) => span.end <= one.start || span.start >= one.end)) spans.push(span)
  }
  for (const match of text.matchAll(URL_START)) {
    const shown = withoutTail(match[0])
    const value = linkOf(shown)
    if (value !== null) add({ start: match.index, end: match.index + shown.length, kind: 'link', value })
  }
  for (const match of text.matchAll(MENTION)) {
    const handle = match[1] ?? ''
    if (isHandle(handle)) add({ start: match.index, end: match.index + match[0].length, kind: 'mention', value: handle })
  }
  for (const match of text.matchAll(HASHTAG)) {
    const tag = (match[1] ?? '').replace(/\p{P}+$/u, '')
    const meaning = /[^\d\p{P}]/u.test(tag) && graphemes(tag) <= 64
    if (meaning) add({ start: match.index, end: match.index + 1 + tag.length, kind: 'hashtag', value: tag })
  }
  return spans.sort((a, b) => a.start - b.start)
}

function linkOf(shown: string): string | null {
  const full = /^https?:\/\//i.test(shown) ? shown : `https://${shown}`
  if (!URL.canParse(full)) return null
  const { hostname } = new URL(full)
  const ending = hostname.split('.').pop() ?? ''
  if (full === shown) return hostname.includes('.') ? full : null
  return ENDINGS.has(ending.toLowerCase()) ? full : null
}

/** The sentence's own signs after an address, and a closing bracket that was opened before it. */
function withoutTail(url: string): string {
  let end = url.length
  for (; end > 0; end--) {
    const last = url.charAt(end - 1)
    if (/[.,;:!?'"»”…]/u.test(last)) continue
    const open = { ')': '(', ']': '[' }[last]
    if (open && !url.slice(0, end - 1).includes(open)) continue
    break
  }
  return url.slice(0, end)
}

export type Facet = { index: { byteStart: number; byteEnd: number }; features: Record<string, string>[] }

/** Facets of a text. `dids`: handles of mentions that were found; a mention of nobody stays text. */
export function facetsOf(text: string, dids: ReadonlyMap<string, string>): Facet[] {
  return spansOf(text).flatMap((span) => {
    const feature = featureOf(span, dids)
    if (!feature) return []
    const byteStart = Buffer.byteLength(text.slice(0, span.start))
    return [{ index: { byteStart, byteEnd: byteStart + Buffer.byteLength(text.slice(span.start, span.end)) }, features: [feature] }]
  })
}

function featureOf(span: TextSpan, dids: ReadonlyMap<string, string>): Record<string, string> | null {
  if (span.kind === 'link') return { $type: 'app.bsky.richtext.facet#link', uri: span.value }
  if (span.kind === 'hashtag') return { $type: 'app.bsky.richtext.facet#tag', tag: span.value }
  const did = dids.get(span.value.toLowerCase())
  return did ? { $type: 'app.bsky.richtext.facet#mention', did } : null
}

export function measure(text: string): Measured {
  return { length: graphemes(text), bytes: Buffer.byteLength(text), spans: spansOf(text) }
}

export function split(text: string, limits: Limits): string[] {
  const { max, maxBytes } = limits.text
  return splitText(text, (piece) => graphemes(piece) <= max && (maxBytes === null || Buffer.byteLength(piece) <= maxBytes))
}
