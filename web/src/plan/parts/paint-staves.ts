import { font, line, serif, write } from './ink.ts'
import { eachIn, lineY } from './layout.ts'
import { type Painting, sightOf } from './painting.ts'
import { pxPerDay, xOf } from './scale.ts'
import { DAY, HOUR, weekday } from './zone.ts'

export function paintStaves(p: Painting): void {
  const audible = pxPerDay(p.scale) >= 40
  for (let staff = 0; staff < p.scene.staves.length; staff++) {
    const bottom = p.rows.top + (staff + 1) * p.rows.height
    if (bottom < 0 || p.rows.top + staff * p.rows.height > p.height) continue
    if (audible) audience(p, staff)
    ruled(p, staff)
    silences(p, staff)
  }
}

const lines = (p: Painting, staff: number): number => p.rows.lines[staff] ?? 3

function ruled(p: Painting, staff: number): void {
  for (let l = 0; l < lines(p, staff); l++) {
    const y = Math.round(lineY(p.rows, staff, l)) + 0.5
    line(p.ctx, [0, y, p.width, y], p.ink.rule)
  }
  const from = Math.round(lineY(p.rows, staff, 0))
  const to = Math.round(lineY(p.rows, staff, lines(p, staff) - 1)) + 1
  line(p.ctx, [0.75, from, 0.75, to], p.ink.ink2, 1.5)
}

/** One shape in hours and parts of the peak, made once for a channel and only stretched afterwards. */
const curves = new WeakMap<readonly number[], Path2D>()

function curveOf(hours: readonly number[]): Path2D {
  let path = curves.get(hours)
  if (path) return path
  path = new Path2D()
  const peak = Math.max(...hours, 0.0001)
  const value = (i: number) => (hours[(i + 168) % 168] ?? 0) / peak
  path.moveTo(0, 0)
  path.lineTo(0, (value(0) + value(-1)) / 2)
  // Through the middles of the hours with each hour as control point: as soft as the sample allows, never above it.
  for (let i = 0; i < 168; i++) path.quadraticCurveTo(i + 0.5, value(i), i + 1, (value(i) + value(i + 1)) / 2)
  path.lineTo(168, 0)
  path.closePath()
  curves.set(hours, path)
  return path
}

function audience(p: Painting, staff: number): void {
  const hours = p.scene.audience[staff] ?? null
  const base = p.rows.top + (staff + 1) * p.rows.height - 5
  const low = lineY(p.rows, staff, lines(p, staff) - 1)
  if (!hours) {
    write(p.ctx, p.words.unknownAudience, { x: 8, y: base - 4, fill: p.ink.ink3, font: font(p.ink, 12), halo: p.ink.paper })
    return
  }
  const path = curveOf(hours)
  for (const day of p.days) {
    if (weekday(day.date) !== 1) continue
    const x = xOf(p.scale, day.start)
    if (x > p.width || x + (7 * DAY) / p.scale.perPx < 0) continue
    p.ctx.save()
    p.ctx.translate(x, base)
    p.ctx.scale(HOUR / p.scale.perPx, -(base - low - 2))
    p.ctx.fillStyle = p.ink.audience
    p.ctx.fill(path)
    p.ctx.restore()
  }
}

/** Days of silence as a rest of several bars: thick line, number above. */
function silences(p: Painting, staff: number): void {
  const size = pxPerDay(p.scale)
  if (size < 12) return
  const y = Math.round((lineY(p.rows, staff, 0) + lineY(p.rows, staff, lines(p, staff) - 1)) / 2) + 0.5
  const sight = sightOf(p)
  for (const silence of p.scene.silences[staff] ?? []) {
    if (silence.to < sight.from || silence.from > sight.to) continue
    const inset = Math.min(6 * HOUR, (silence.to - silence.from) / 8)
    const [a, b] = [xOf(p.scale, silence.from + inset), xOf(p.scale, silence.to - inset)]
    line(p.ctx, [a, y - 10, a, y + 10], p.ink.ink2, 1.5)
    line(p.ctx, [b, y - 10, b, y + 10], p.ink.ink2, 1.5)
    line(p.ctx, [a, y, b, y], p.ink.ink2, 5)
    const middle = (Math.max(a, 0) + Math.min(b, p.width)) / 2
    if (Math.min(b, p.width) - Math.max(a, 0) < 30) continue
    write(p.ctx, String(silence.days), {
      x: middle,
      y: y - 12,
      fill: p.ink.ink,
      font: serif(p.ink, 20),
      align: 'center',
      halo: p.ink.paper,
    })
    if (b - a > 110)
      write(p.ctx, p.words.silence(silence.days), {
        x: middle,
        y: y + 21,
        fill: p.ink.ink2,
        font: font(p.ink, 12),
        align: 'center',
        halo: p.ink.paper,
      })
  }
}

/** At the year's zoom a staff is a row of columns, a week each: what has left in grey, what will in ink. */
export function paintDensity(p: Painting): void {
  const week = 7 * DAY
  const sight = sightOf(p)
  for (let staff = 0; staff < p.scene.staves.length; staff++) {
    const base = lineY(p.rows, staff, lines(p, staff) - 1) + 18
    const tall = base - lineY(p.rows, staff, 0) + 8
    line(p.ctx, [0, Math.round(base) + 0.5, p.width, Math.round(base) + 0.5], p.ink.rule)
    const sums = new Map<number, { count: number; published: number }>()
    eachIn(p.scene.columns[staff] ?? [], sight.from - week, sight.to + week, (day) => {
      const start = Math.floor((day.at + 3 * DAY) / week) * week - 3 * DAY
      const sum = sums.get(start) ?? { count: 0, published: 0 }
      sums.set(start, { count: sum.count + day.count, published: sum.published + day.published })
    })
    const most = Math.max(7, ...[...sums.values()].map((s) => s.count))
    for (const [start, sum] of sums) {
      const x = xOf(p.scale, start)
      const wide = Math.max(2, week / p.scale.perPx - 3)
      const [all, gone] = [(sum.count / most) * tall, (sum.published / most) * tall]
      p.ctx.fillStyle = p.ink.ink
      p.ctx.fillRect(x, base - all, wide, all)
      p.ctx.fillStyle = p.ink.series3
      p.ctx.fillRect(x, base - gone, wide, gone)
    }
  }
}
