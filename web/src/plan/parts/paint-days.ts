import { font, line, serif, widthOf, write } from './ink.ts'
import { AXIS, type Painting, PICTURES_FROM } from './painting.ts'
import { pxPerDay, xOf } from './scale.ts'
import { type Day, HOUR, MINUTE, minutesOf, weekday } from './zone.ts'

const visible = (p: Painting): Day[] => p.days.filter((d) => xOf(p.scale, d.end) >= 0 && xOf(p.scale, d.start) <= p.width)

/** Quiet hours, sensitive dates and the limits of days, under everything. */
export function paintDays(p: Painting): void {
  const size = pxPerDay(p.scale)
  for (const day of visible(p)) {
    if (size >= 40) quiet(p, day)
    sensitive(p, day)
    const strong = size >= 60 || weekday(day.date) === 1 || day.date.endsWith('-01')
    if (size < 8.5 && !day.date.endsWith('-01')) continue
    const x = Math.round(xOf(p.scale, day.start)) + 0.5
    if (x > 1) line(p.ctx, [x, size >= 60 ? 10 : AXIS, x, p.height], strong ? p.ink.rule : p.ink.hairline)
  }
}

function quiet(p: Painting, day: Day): void {
  if (!p.scene.quiet) return
  const from = minutesOf(p.scene.quiet.from)
  const to = minutesOf(p.scene.quiet.to)
  const spans = from <= to ? [[from, to]] : [[0, to], [from, 24 * 60]] // prettier-ignore
  p.ctx.fillStyle = p.ink.quiet
  for (const [a = 0, b = 0] of spans) {
    const x = xOf(p.scale, day.start + a * MINUTE)
    const end = b === 24 * 60 ? day.end : day.start + b * MINUTE
    p.ctx.fillRect(x, AXIS, xOf(p.scale, end) - x, p.height - AXIS)
  }
}

let hatch: { of: string; pattern: CanvasPattern } | null = null

/** Diagonal lines every seven pixels, as one repeated bitmap. */
function hatching(p: Painting): CanvasPattern | null {
  if (hatch?.of === p.ink.hatch) return hatch.pattern
  const tile = document.createElement('canvas')
  tile.width = tile.height = 10
  const ctx = tile.getContext('2d')
  if (!ctx) return null
  ctx.strokeStyle = p.ink.hatch
  ctx.lineWidth = 1.4
  ctx.beginPath()
  for (const shift of [-10, 0, 10]) {
    ctx.moveTo(shift - 1, 11)
    ctx.lineTo(shift + 11, -1)
  }
  ctx.stroke()
  const pattern = p.ctx.createPattern(tile, 'repeat')
  if (pattern) hatch = { of: p.ink.hatch, pattern }
  return pattern
}

function sensitive(p: Painting, day: Day): void {
  if (!p.scene.seasonal.some((s) => s.kind === 'sensitive' && s.date <= day.date && day.date <= s.endDate)) return
  const pattern = hatching(p)
  if (!pattern) return
  p.ctx.fillStyle = pattern
  const x = xOf(p.scale, day.start)
  p.ctx.fillRect(x, AXIS, xOf(p.scale, day.end) - x, p.height - AXIS)
}

export function paintAxis(p: Painting): void {
  const size = pxPerDay(p.scale)
  line(p.ctx, [0, AXIS + 0.5, p.width, AXIS + 0.5], p.ink.rule)
  if (size >= 90) for (const day of visible(p)) wideDay(p, day, size)
  else months(p, size)
}

function tone(p: Painting, day: Day): string {
  if (p.now >= day.start && p.now < day.end) return p.ink.accent
  return day.end <= p.now ? p.ink.ink3 : p.ink.ink
}

function wideDay(p: Painting, day: Day, size: number): void {
  const start = xOf(p.scale, day.start)
  const end = xOf(p.scale, day.end)
  const colour = tone(p, day)
  const isToday = colour === p.ink.accent
  const number = String(Number(day.date.slice(8)))
  const weekday = p.labels.weekday(day.date)
  const name = day.date.endsWith('-01') && size >= 170 ? `${weekday}, ${p.labels.month(day.date)}` : weekday
  const style = font(p.ink, 12, isToday ? 580 : 420)
  const gap = 8 + widthOf(p.ctx, number, serif(p.ink, 20))
  const wide = gap + 6 + widthOf(p.ctx, name, style)
  // The day that began out of sight keeps its name at the edge until the next one pushes it out.
  const x = Math.min(Math.max(start, 0), end - wide - 10)
  write(p.ctx, number, { x: x + 8, y: 28, fill: colour, font: serif(p.ink, 20) })
  write(p.ctx, name, { x: x + gap + 6, y: 27, fill: isToday ? p.ink.accent : p.ink.ink2, font: style })
  if (size < PICTURES_FROM) {
    for (const hour of [7, 12, 18]) tick(p, day.start + hour * HOUR, 5)
    return
  }
  hours(p, day, size)
}

function tick(p: Painting, at: number, height: number): void {
  const x = Math.round(xOf(p.scale, at)) + 0.5
  line(p.ctx, [x, AXIS - height, x, AXIS], p.ink.rule)
}

function hours(p: Painting, day: Day, size: number): void {
  const steps = [5, 15, 30, 60, 120, 180, 360]
  const step = steps.find((s) => (s / 1440) * size >= 58) ?? 360
  for (let at = day.start, minutes = 0; at < day.end; at += step * MINUTE, minutes += step) {
    const x = xOf(p.scale, at)
    if (x < -40 || x > p.width + 40) continue
    tick(p, at, 5)
    if (Math.abs(x - xOf(p.scale, p.now)) > 40 && minutes > 0) {
      write(p.ctx, p.labels.clock(minutes % 1440), { x, y: AXIS - 9, fill: p.ink.ink3, font: font(p.ink, 12), align: 'center' })
    }
  }
}

function months(p: Painting, size: number): void {
  const days = visible(p)
  const firsts = days.filter((d, i) => i === 0 || d.date.endsWith('-01'))
  firsts.forEach((day, i) => {
    const next = firsts[i + 1]
    const end = next ? xOf(p.scale, next.start) : p.width
    const short = end - Math.max(0, xOf(p.scale, day.start)) < 110
    const name = short ? p.labels.monthShort(day.date) : size < 3 ? p.labels.month(day.date) : p.labels.monthYear(day.date)
    const style = serif(p.ink, size < 8.5 ? 16 : 20)
    const x = Math.min(Math.max(0, xOf(p.scale, day.start)), end - widthOf(p.ctx, name, style) - 14)
    write(p.ctx, name, { x: x + 8, y: 24, fill: p.now >= day.start ? p.ink.ink2 : p.ink.ink, font: style })
    if (i > 0) tick(p, day.start, AXIS - 10)
  })
  for (const day of days) numbers(p, day, size)
}

function numbers(p: Painting, day: Day, size: number): void {
  const isMonday = weekday(day.date) === 1
  if (size < 22 && !isMonday) return
  if (size * 7 < 26) return
  const x = xOf(p.scale, day.start)
  const number = String(Number(day.date.slice(8)))
  const isToday = p.now >= day.start && p.now < day.end
  if (isToday && size < 60) return
  if (size < 22) write(p.ctx, number, { x: x + 3, y: AXIS - 6, fill: p.ink.ink3, font: font(p.ink, 12) })
  else {
    const style = font(p.ink, 12, isToday ? 620 : 420)
    const text = size >= 44 ? `${p.labels.letter(day.date)} ${number}` : number
    write(p.ctx, text, {
      x: x + size / 2,
      y: AXIS - 6,
      fill: isToday ? p.ink.accent : weekday(day.date) > 5 ? p.ink.ink3 : p.ink.ink2,
      font: style,
      align: 'center',
    })
  }
}
