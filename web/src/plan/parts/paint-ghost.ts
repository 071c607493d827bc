import { font, line, write } from './ink.ts'
import { lineY } from './layout.ts'
import { type Ghost, type Painting } from './painting.ts'
import { xOf } from './scale.ts'
import { SHAPES } from './shapes.ts'
import { LOOK } from './note.ts'

/** Where it was in dashes, an arrow, where it would go in full, and what stands against it. */
export function paintGhosts(p: Painting): void {
  p.ghosts.forEach((ghost, i) => paintGhost(p, ghost, i === 0))
}

function paintGhost(p: Painting, ghost: Ghost, isFirst: boolean): void {
  const { note } = ghost
  const from = { x: xOf(p.scale, note.at), y: lineY(p.rows, note.staff, note.line) }
  const to = { x: xOf(p.scale, ghost.at), y: lineY(p.rows, ghost.staff, Math.min(note.line, (p.rows.lines[ghost.staff] ?? 3) - 1)) }
  const shape = SHAPES[note.format]
  if (!ghost.copy) dashed(p, from, shape.front)
  arrow(p, from, to)
  p.sprites.draw(p.ctx, { format: note.format, look: LOOK[note.state], count: 1, chosen: true, picture: null }, to.x, to.y)
  p.late.push(() => {
    const strong = font(p.ink, 12, 580)
    if (isFirst) write(p.ctx, p.words.when(ghost.at), { x: to.x + 24, y: to.y - 8, fill: p.ink.accent, font: strong, halo: p.ink.paper })
    ghost.conflicts.forEach((conflict, i) =>
      write(p.ctx, p.words.conflict(conflict), { x: to.x + 24, y: to.y + 8 + i * 16, fill: p.ink.amber, font: strong, halo: p.ink.paper }),
    )
  })
}

function dashed(p: Painting, at: { x: number; y: number }, path: string): void {
  p.ctx.save()
  p.ctx.translate(at.x, at.y)
  p.ctx.fillStyle = p.ink.paper
  const front = new Path2D(path)
  p.ctx.fill(front)
  p.ctx.setLineDash([3, 3])
  p.ctx.strokeStyle = p.ink.accent
  p.ctx.lineWidth = 1.2
  p.ctx.stroke(front)
  p.ctx.restore()
}

function arrow(p: Painting, from: { x: number; y: number }, to: { x: number; y: number }): void {
  const far = Math.hypot(to.x - from.x, to.y - from.y)
  if (far < 56) return
  const [dx, dy] = [(to.x - from.x) / far, (to.y - from.y) / far]
  const [ax, ay] = [to.x - dx * 26, to.y - dy * 26]
  p.ctx.save()
  p.ctx.setLineDash([3, 3])
  line(p.ctx, [from.x + dx * 20, from.y + dy * 20, ax, ay], p.ink.accent, 1.2)
  p.ctx.setLineDash([])
  line(p.ctx, [ax - dx * 6 - dy * 4, ay - dy * 6 + dx * 4, ax, ay, ax - dx * 6 + dy * 4, ay - dy * 6 - dx * 4], p.ink.accent, 1.2)
  p.ctx.restore()
}
