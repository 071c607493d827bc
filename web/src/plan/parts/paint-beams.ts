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
  const own = p.chosen !== null && p.scene.byId.get(p.chosen)?.campaignId === beam.id
  const colour = own ? p.ink.accent : p.ink.ink
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

type Span = { from: number; to: number }
type Placed = Span & { bracket: Bracket; a: number; b: number }

/** In order of weight: a date under a weightier one is read in the list and in the panel. Names reach to the next bracket. */
function paintBrackets(p: Painting): void {
  const placed: Placed[] = []
  for (const bracket of p.scene.brackets) {
    const [a, b] = [xOf(p.scale, bracket.from), xOf(p.scale, bracket.to)]
    if (b < 0 || a > p.width || b - a < 1) continue
    const [from, to] = [Math.max(a, 0), Math.min(b, p.width)]
    if (placed.some((l) => from < l.to - 1 && to > l.from + 1)) continue
    placed.push({ bracket, a, b, from, to })
  }
  placed.sort((x, y) => x.from - y.from)
  placed.forEach((each, i) => paintBracket(p, each, (placed[i + 1]?.from ?? p.width) - each.from - 10))
}

function paintBracket(p: Painting, { bracket, a, b, from, to }: Placed, room: number): void {
  const y = AXIS + 16 + p.scene.lanes * 26
  const isSensitive = bracket.kind === 'sensitive'
  const colour = isSensitive ? p.ink.amber : p.ink.ink2
  const left = a >= 0 ? [from + 0.5, y + 12] : []
  const right = b <= p.width ? [to - 0.5, y + 12] : []
  line(p.ctx, [...left, from + 0.5, y + 5.5, to - 0.5, y + 5.5, ...right], colour)
  const style = font(p.ink, 12, isSensitive ? 580 : 420)
  const full = isSensitive ? `${p.words.sensitive} · ${bracket.name}` : bracket.name
  const text = fit(p.ctx, isSensitive && room < 120 ? p.words.sensitive : full, style, room)
  if (text) write(p.ctx, text, { x: from + 2, y, fill: colour, font: style, halo: p.ink.paper })
}
