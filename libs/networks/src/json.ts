/** Readers for JSON that came from outside: every value is checked and every text cut before it is believed. */

export type Json = Record<string, unknown>

const EMPTY: Json = Object.freeze({})

export function record(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : EMPTY
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

/** The text, cut to `max` UTF-16 units without breaking a surrogate pair; null when it is no text. */
export function textOrNull(value: unknown, max = 500): string | null {
  if (typeof value !== 'string') return null
  return value.length <= max ? value : value.slice(0, max).replace(/[\uD800-\uDBFF]$/u, '')
}

export function text(value: unknown, max = 500): string {
  return textOrNull(value, max) ?? ''
}

/** A count as networks give them: a finite number from 0 on, else null. Absent is not zero. */
export function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null
}

export function positive(value: unknown, otherwise: number): number {
  const n = count(value)
  return n === null || n === 0 ? otherwise : n
}

/** Only addresses a browser may open; anything else (javascript:, data:, nonsense) is null. */
export function webUrl(value: unknown): string | null {
  const raw = textOrNull(value, 2_000)
  if (raw === null || !URL.canParse(raw)) return null
  const { protocol } = new URL(raw)
  return protocol === 'https:' || protocol === 'http:' ? raw : null
}

/** An ISO instant, or null when the text is no date. */
export function instant(value: unknown): string | null {
  const raw = textOrNull(value, 64)
  if (raw === null) return null
  const at = new Date(raw)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}

/** The object that these bytes are as JSON; an empty one when they are none. */
export function parsed(bytes: Uint8Array): Json {
  try {
    return record(JSON.parse(new TextDecoder().decode(bytes)))
  } catch {
    return EMPTY
  }
}
