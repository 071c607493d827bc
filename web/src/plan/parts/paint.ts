import { font, line, write } from './ink.ts'
import { AXIS, bandOf, clockOf, DENSITY_BELOW, type Painting } from './painting.ts'
import { paintAxis, paintDays } from './paint-days.ts'
import { paintBeams } from './paint-beams.ts'
import { paintDensity, paintStaves } from './paint-staves.ts'
import { paintNotes } from './paint-notes.ts'
import { paintGhosts } from './paint-ghost.ts'
import { pxPerDay, xOf } from './scale.ts'

function paintBaton(p: Painting): void {
  const x = Math.round(xOf(p.scale, p.now)) + 0.5
  if (x < -30 || x > p.width + 30) return
  line(p.ctx, [x, AXIS - 2, x, p.height], p.ink.accent, 1.5)
  p.late.push(() => {
    p.ctx.fillStyle = p.ink.accent
    p.ctx.beginPath()
    p.ctx.roundRect(x - 20, AXIS - 17, 40, 17, 3)
    p.ctx.fill()
    write(p.ctx, clockOf(p, p.now), { x, y: AXIS - 4.5, fill: p.ink.inkOn, font: font(p.ink, 12, 620), align: 'center' })
  })
}

export function paint(p: Painting): void {
  const { ctx, scene } = p
  const band = bandOf(scene.lanes)
  ctx.fillStyle = p.ink.paper
  ctx.fillRect(0, 0, p.width, p.height)
  ctx.textBaseline = 'alphabetic'
  paintDays(p)
  ctx.save()
  ctx.beginPath()
  ctx.rect(0, AXIS + band - 16, p.width, p.height)
  ctx.clip()
  if (pxPerDay(p.scale) < DENSITY_BELOW) paintDensity(p)
  else {
    paintStaves(p)
    paintNotes(p)
  }
  ctx.restore()
  paintBeams(p)
  paintGhosts(p)
  paintAxis(p)
  paintBaton(p)
  for (const write of p.late) write()
}
