import { fit, font, line, widthOf, write } from './ink.ts'
import { eachIn, firstAt, lineY, type Mark } from './layout.ts'
import { isHeld, type Painting, PICTURES_FROM, sightOf } from './painting.ts'
import { pxPerDay, xOf } from './scale.ts'
import { PICTURE } from './sprites.ts'
import type { Note } from './note.ts'
import { DAY } from './zone.ts'

export function paintNotes(p: Painting): void {
  stems(p)
  for (let staff = 0; staff < p.marks.length; staff++) {
    const y = lineY(p.rows, staff, 0)
    if (y < -60 || y > p.height + 60) continue
    pairs(p, staff)
    staffNotes(p, staff)
  }
}

export const isChosen = (p: Painting, mark: Mark): boolean =>
  p.chosen !== null && (mark.first.id === p.chosen || (mark.notes.length > 1 && mark.notes.some((n) => n.id === p.chosen)))

/** Versions of the chosen idea light up together. */
function sameIdea(p: Painting): string | null {
  return p.chosen === null ? null : (p.scene.byId.get(p.chosen)?.contentId ?? null)
}

function stems(p: Painting): void {
  if (pxPerDay(p.scale) < 20) return
  const sight = sightOf(p)
  const idea = sameIdea(p)
  const from = sight.from - DAY / 2
  eachIn(p.scene.stems, from, sight.to, (stem) => {
    if (stem.notes.some((note) => isHeld(p, note.id))) return
    const points: number[] = []
    for (const note of stem.notes) points.push(xOf(p.scale, note.at), lineY(p.rows, note.staff, note.line))
    const own = stem.contentId === idea
    line(p.ctx, points, own ? p.ink.accent : p.ink.ink2, own ? 1.5 : 1)
  })
}

function staffNotes(p: Painting, staff: number): void {
  const sight = sightOf(p)
  const marks = p.marks[staff] ?? []
  const size = pxPerDay(p.scale)
  const idea = sameIdea(p)
  for (let i = firstAt(marks, sight.from); i < marks.length; i++) {
    const mark = marks[i] as Mark
    if (mark.at > sight.to) break
    if (mark.notes.length === 1 && isHeld(p, mark.first.id)) continue
    const chosen = isChosen(p, mark) || (idea !== null && mark.first.contentId === idea && mark.notes.length === 1)
    const [x, y] = [xOf(p.scale, mark.at), lineY(p.rows, staff, mark.line)]
    const picture = size >= PICTURES_FROM ? p.pictures.get(mark.first.thumbUrl) : null
    p.sprites.draw(p.ctx, { format: mark.first.format, look: mark.look, count: mark.notes.length, chosen, picture }, x, y)
    if (mark.notes.length === 1) caption(p, mark, { x, y, isPictured: picture !== null, chosen })
  }
}

const AFTER = 22

/** What needs a person says so at any zoom; first words come with the day zoom, under the pointer, or on the chosen note. */
function captionOf(p: Painting, mark: Mark, chosen: boolean): { text: string; colour: string; weight: number } | null {
  if (mark.look === 'failed') return { text: p.words.failed, colour: p.ink.red, weight: 580 }
  if (mark.look === 'unknown') return { text: p.words.unknown, colour: p.ink.ink, weight: 580 }
  if (mark.look === 'held') return { text: p.words.held, colour: p.ink.ink, weight: 580 }
  const text = mark.first.title || mark.first.words
  if (chosen && mark.first.id === p.chosen) return { text, colour: p.ink.accent, weight: 580 }
  if (mark.first.id === p.hover || pxPerDay(p.scale) >= PICTURES_FROM) return { text, colour: p.ink.ink2, weight: 420 }
  return null
}

type At = { x: number; y: number; isPictured: boolean; chosen: boolean }

function caption(p: Painting, mark: Mark, at: At): void {
  const said = captionOf(p, mark, at.chosen)
  if (!said?.text || pxPerDay(p.scale) < 40) return
  const away = at.isPictured ? PICTURE / 2 + 8 : AFTER
  const isAbove = at.chosen && mark.first.id === p.chosen && !at.isPictured
  const calls = mark.first.id === p.hover || said.weight === 580
  const style = font(p.ink, 12, said.weight)
  const text = fit(p.ctx, said.text, style, calls ? 260 : Math.min(260, roomAfter(p, mark) - away - 24))
  if (!text) return
  const place = isAbove ? { x: at.x + 8, y: at.y - 17 } : { x: at.x + away, y: at.y + 4 }
  const draw = () => write(p.ctx, text, { ...place, fill: said.colour, font: style, halo: p.ink.paper })
  if (calls) p.late.push(draw)
  else draw()
}

/** Pixels until the next note on a line near enough to be crossed. */
function roomAfter(p: Painting, mark: Mark): number {
  const marks = p.marks[mark.first.staff] ?? []
  for (let i = firstAt(marks, mark.at); i < marks.length; i++) {
    const other = marks[i] as Mark
    if (other !== mark && other.at >= mark.at && Math.abs(other.line - mark.line) < 2) return (other.at - mark.at) / p.scale.perPx
    if ((other.at - mark.at) / p.scale.perPx > 320) break
  }
  return 400
}

/** A bracket over two that are too near or too alike; its words only where they cross no others. */
function pairs(p: Painting, staff: number): void {
  if (pxPerDay(p.scale) < 60) return
  const sight = sightOf(p, 200)
  let free = Number.NEGATIVE_INFINITY
  eachIn(p.scene.pairs[staff] ?? [], sight.from - 2 * DAY, sight.to, (pair) => {
    const a = xOf(p.scale, pair.a.at)
    const b = Math.max(xOf(p.scale, pair.b.at), a + 6)
    const y = Math.round(Math.min(lineY(p.rows, staff, pair.a.line), lineY(p.rows, staff, pair.b.line))) - 18.5
    line(p.ctx, [a, y + 4, a, y, b, y, b, y + 4], p.ink.amber, 1.5)
    if (b + 6 < free) return
    const text = pair.kind === 'similar' ? p.words.similar : p.words.double(minutesApart(pair.a, pair.b))
    const style = font(p.ink, 12, 580)
    free = b + 12 + widthOf(p.ctx, text, style)
    p.late.push(() => write(p.ctx, text, { x: b + 6, y: y + 4, fill: p.ink.amber, font: style, halo: p.ink.paper }))
  })
}

const minutesApart = (a: Note, b: Note): number => Math.round(Math.abs(a.at - b.at) / 60_000)
