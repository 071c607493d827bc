import { fit, font, line, widthOf, write } from './ink.ts'
import { AXIS, type Painting } from './painting.ts'
import { xOf } from './scale.ts'
import type { Beam, Bracket } from './scene.ts'

/** Campaigns as ligatures, events and dates as brackets, above the staves. */
export function paintBeams(p: Painting): void {
  for (const beam of p.scene.beams) paintBeam(p, beam)
  paintBrackets(p)
}

export const beamY = (lane: number): number => AXIS + 17 + lane * 26

function paintBeam(p: Painting, beam: Beam): void {
  const [a, b] = [xOf(p.scale, beam.from), xOf(p.scale, beam.to)]
  if (b < 0 || a > p.width) return
  const y = beamY(beam.lane)
  const [x1, x2] = [Math.max(a, 0), Math.min(b, p.width)]
  const current = p.now >= beam.from && p.now < beam.to
  const colour = current ? p.ink.accent : p.ink.ink
  line(p.ctx, [x1, y + 7.5, x2, y + 7.5], colour, 3)
  if (a >= 0) line(p.ctx, [x1 + 0.5, y + 6, x1 + 0.5, y + 14], colour)
  if (b <= p.width) line(p.ctx, [x2 - 0.5, y + 6, x2 - 0.5, y + 14], colour)
  const strong = font(p.ink, 12, 580)
  const name = fit(p.ctx, beam.name, strong, Math.max(x2 - x1 - 12, 60))
  write(p.ctx, name, { x: x1 + 6, y: y + 1, fill: colour, font: strong, halo: p.ink.paper })
  const after = x1 + 12 + widthOf(p.ctx, name, strong)
  const note = fit(p.ctx, p.words.beam(beam), font(p.ink, 12), x2 - after - 8)
  if (note && name === beam.name) write(p.ctx, note, { x: after, y: y + 1, fill: p.ink.ink2, font: font(p.ink, 12), halo: p.ink.paper })
}

type Taken = { from: number; to: number }[]

/** In order of weight; a name that would cross another keeps only its bracket, and is read in the list and the panel. */
function paintBrackets(p: Painting): void {
  const y = AXIS + 16 + p.scene.lanes * 26
  const taken: Taken = []
  const lines: Taken = []
  for (const bracket of p.scene.brackets) {
    const [a, b] = [xOf(p.scale, bracket.from), xOf(p.scale, bracket.to)]
    if (b < 0 || a > p.width || b - a < 1) continue
    const [x1, x2] = [Math.max(a, 0), Math.min(b, p.width)]
    if (lines.some((l) => x1 < l.to - 1 && x2 > l.from + 1)) continue
    lines.push({ from: x1, to: x2 })
    paintBracket(p, bracket, { y, a, b, x1, x2, taken })
  }
}

function paintBracket(p: Painting, bracket: Bracket, at: { y: number; a: number; b: number; x1: number; x2: number; taken: Taken }): void {
  const { y, a, b, x1, x2, taken } = at
  const colour = bracket.kind === 'sensitive' ? p.ink.amber : p.ink.ink2
  const foot = [...(a >= 0 ? [x1 + 0.5, y + 12] : []), x1 + 0.5, y + 5.5, x2 - 0.5, y + 5.5, ...(b <= p.width ? [x2 - 0.5, y + 12] : [])]
  line(p.ctx, foot, colour)
  const style = font(p.ink, 12, bracket.kind === 'sensitive' ? 580 : 420)
  const text = bracket.kind === 'sensitive' ? `${p.words.sensitive} · ${bracket.name}` : bracket.name
  const right = Math.min(...taken.filter((t) => t.from > x1).map((t) => t.from), p.width)
  const shown = fit(p.ctx, text, style, Math.max(Math.min(right - x1 - 12, 340), 0)) || fit(p.ctx, bracket.name, style, x2 - x1 - 6)
  const span = { from: x1, to: x1 + widthOf(p.ctx, shown, style) + 8 }
  if (!shown || taken.some((t) => span.from < t.to && span.to > t.from)) return
  taken.push(span)
  write(p.ctx, shown, { x: x1 + 2, y, fill: colour, font: style, halo: p.ink.paper })
}
