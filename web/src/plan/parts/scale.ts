import { DAY, HOUR } from './zone.ts'

/** What the width shows: the instant at its left edge and how much time a pixel is. */
export type Scale = { readonly from: number; readonly perPx: number; readonly width: number }

export const MIN_SPAN = HOUR
export const MAX_SPAN = 366 * DAY

export const LEVELS = ['hour', 'day', 'week', 'month', 'year'] as const
export type Level = (typeof LEVELS)[number]
export const SPAN: Record<Level, number> = { hour: HOUR, day: DAY, week: 7 * DAY, month: 31 * DAY, year: 366 * DAY }

export const xOf = (scale: Scale, instant: number): number => (instant - scale.from) / scale.perPx
export const tOf = (scale: Scale, x: number): number => scale.from + x * scale.perPx
export const spanOf = (scale: Scale): number => scale.perPx * scale.width
export const endOf = (scale: Scale): number => scale.from + spanOf(scale)
export const pxPerDay = (scale: Scale): number => DAY / scale.perPx

const clampSpan = (span: number): number => Math.min(MAX_SPAN, Math.max(MIN_SPAN, span))

export function scaleOver(from: number, span: number, width: number): Scale {
  const wide = Math.max(1, width)
  return { from, perPx: clampSpan(span) / wide, width: wide }
}

/** The instant under the pointer stays under the pointer. */
export function zoomAt(scale: Scale, factor: number, x: number): Scale {
  const perPx = clampSpan(spanOf(scale) * factor) / scale.width
  return { from: tOf(scale, x) - x * perPx, perPx, width: scale.width }
}

export const zoomTo = (scale: Scale, span: number, x: number = scale.width / 2): Scale => zoomAt(scale, clampSpan(span) / spanOf(scale), x)
export const panBy = (scale: Scale, px: number): Scale => ({ ...scale, from: scale.from - px * scale.perPx })
export const centreOn = (scale: Scale, instant: number): Scale => ({ ...scale, from: instant - spanOf(scale) / 2 })

/** The same time in another width: a week stays a week when the panel opens. */
export const resize = (scale: Scale, width: number): Scale => scaleOver(scale.from, spanOf(scale), width)

export const levelOf = (scale: Scale): Level => {
  const span = spanOf(scale)
  let best: Level = 'hour'
  for (const level of LEVELS) if (Math.abs(Math.log(SPAN[level] / span)) < Math.abs(Math.log(SPAN[best] / span))) best = level
  return best
}

/** Where the slider stands for a span: 0 is an hour, ½ a week, 1 a year. Between two marks it is logarithmic. */
export function sliderOf(span: number): number {
  const value = clampSpan(span)
  const last = LEVELS.length - 1
  for (let i = 0; i < last; i++) {
    const low = SPAN[LEVELS[i] as Level]
    const high = SPAN[LEVELS[i + 1] as Level]
    if (value <= high) return (i + Math.log(value / low) / Math.log(high / low)) / last
  }
  return 1
}

export function spanAt(slider: number): number {
  const last = LEVELS.length - 1
  const place = Math.min(1, Math.max(0, slider)) * last
  const i = Math.min(last - 1, Math.floor(place))
  const low = SPAN[LEVELS[i] as Level]
  const high = SPAN[LEVELS[i + 1] as Level]
  return low * (high / low) ** (place - i)
}

/** What is fetched for a view: a margin on both sides, on whole weeks, so that a small pan asks for nothing. */
export function loadSpan(from: number, to: number): { from: number; to: number } {
  const week = 7 * DAY
  const margin = Math.max(week, (to - from) / 2)
  const low = Math.floor((from - margin) / week) * week
  return { from: low, to: Math.ceil((to + margin) / week) * week }
}
