import type { PostFormat } from '@pupitre/server/publish/publish.schema'
import { font, type Ink } from './ink.ts'
import type { Look } from './note.ts'
import { type Shape, SHAPES } from './shapes.ts'

export type Wanted = { format: PostFormat; look: Look; count: number; chosen: boolean; picture: HTMLImageElement | null }

export const PICTURE = 44

/** Half the side of a sprite, as tight as what is on it: thousands are laid down in a frame. */
function reachOf(want: Wanted): number {
  if (want.picture) return 34
  return want.chosen ? 24 : 17
}

type Brush = { ctx: CanvasRenderingContext2D; ink: Ink }

const fillOf = (ink: Ink, look: Look): string => {
  if (look === 'scheduled' || look === 'leaving') return ink.ink
  return look === 'failed' ? ink.redSoft : ink.paper
}
const strokeOf = (ink: Ink, look: Look): string => {
  if (look === 'failed') return ink.red
  return look === 'published' || look === 'gone' ? ink.edge : ink.ink
}

function sign({ ctx, ink }: Brush, look: Look, x: number, y: number): void {
  const mark = new Path2D(SIGNS[look] ?? '')
  ctx.save()
  ctx.translate(x, y)
  ctx.lineWidth = look === 'failed' ? 2 : 1.6
  ctx.strokeStyle = { failed: ink.red, published: ink.ink2, gone: ink.ink3, leaving: ink.paper }[look as string] ?? ink.ink
  ctx.stroke(mark)
  if (look === 'unknown') {
    ctx.font = font(ink, 13, 620)
    ctx.textAlign = 'center'
    ctx.fillStyle = ink.ink
    ctx.fillText('?', 0, 4.5)
  }
  ctx.restore()
}

/** Meaning has two signs: the fill and one of these. */
const SIGNS: Partial<Record<Look, string>> = {
  published: 'M-4.5 .3l3.2 3.4 6-6.9',
  failed: 'M0 -5.5v6.5M0 3.6v2',
  held: 'M-2.6 -4.5v9M2.6 -4.5v9',
  leaving: 'M-5 0h9.5M1 -3.8l3.8 3.8-3.8 3.8',
  gone: 'M-4 -4l8 8M4 -4l-8 8',
}

function body(brush: Brush, shape: Shape, look: Look, colours: { fill: string; stroke: string }): void {
  const { ctx, ink } = brush
  const front = new Path2D(shape.front)
  ctx.lineJoin = 'round'
  ctx.lineWidth = look === 'failed' ? 2 : 1.5
  ctx.strokeStyle = colours.stroke
  ctx.setLineDash(look === 'unknown' ? [3, 2.5] : [])
  if (shape.back) ctx.stroke(new Path2D(shape.back))
  ctx.fillStyle = colours.fill
  ctx.fill(front)
  if (look === 'awaiting') {
    ctx.save()
    ctx.beginPath()
    ctx.rect(-16, -16, 16 + shape.dx, 32)
    ctx.clip()
    ctx.fillStyle = colours.stroke
    ctx.fill(front)
    ctx.restore()
    ctx.fillStyle = ink.paper
  }
  ctx.stroke(front)
  ctx.setLineDash([])
}

function ring({ ctx, ink }: Brush, shape: Shape): void {
  ctx.save()
  ctx.scale(1.42, 1.42)
  ctx.lineWidth = 1.5 / 1.42
  ctx.strokeStyle = ink.accent
  ctx.stroke(new Path2D(shape.front))
  if (shape.back) ctx.stroke(new Path2D(shape.back))
  ctx.restore()
}

function number({ ctx, ink }: Brush, want: Wanted, shape: Shape): void {
  ctx.font = font(ink, want.count > 99 ? 10 : 12, 620)
  ctx.textAlign = 'center'
  const text = want.count > 999 ? '999+' : String(want.count)
  const onInk = want.look === 'scheduled' || want.look === 'leaving'
  if (want.look === 'awaiting') {
    ctx.strokeStyle = ink.paper
    ctx.lineWidth = 4
    ctx.strokeText(text, shape.dx, shape.dy + 4.5)
  }
  ctx.fillStyle = onInk ? ink.paper : want.look === 'failed' ? ink.red : ink.ink
  ctx.fillText(text, shape.dx, shape.dy + 4.5)
}

function plain(brush: Brush, want: Wanted): void {
  const shape = SHAPES[want.format]
  const live = want.chosen && (want.look === 'scheduled' || want.look === 'leaving')
  const colours = live
    ? { fill: brush.ink.accent, stroke: brush.ink.accent }
    : { fill: fillOf(brush.ink, want.look), stroke: strokeOf(brush.ink, want.look) }
  if (want.chosen) ring(brush, shape)
  body(brush, shape, want.look, colours)
  if (want.count > 1) number(brush, want, shape)
  else sign(brush, want.look, shape.dx, shape.dy)
}

/** From the day zoom on: the picture, framed by its state, with the shape small at its corner. */
function pictured(brush: Brush, want: Wanted, picture: HTMLImageElement): void {
  const { ctx, ink } = brush
  const half = PICTURE / 2
  const edge = new Path2D()
  edge.roundRect(-half, -half, PICTURE, PICTURE, 4)
  ctx.save()
  ctx.clip(edge)
  ctx.fillStyle = ink.sunk
  ctx.fill(edge)
  const side = Math.min(picture.naturalWidth, picture.naturalHeight)
  const [sx, sy] = [(picture.naturalWidth - side) / 2, (picture.naturalHeight - side) / 2]
  ctx.drawImage(picture, sx, sy, side, side, -half, -half, PICTURE, PICTURE)
  ctx.restore()
  ctx.lineWidth = want.chosen ? 3 : 1.5
  ctx.strokeStyle = want.chosen ? ink.accent : strokeOf(ink, want.look)
  ctx.setLineDash(want.look === 'unknown' ? [3, 2.5] : [])
  ctx.stroke(edge)
  ctx.setLineDash([])
  ctx.save()
  ctx.translate(half - 5, half - 5)
  ctx.beginPath()
  ctx.arc(0, 0, 11.5, 0, 7)
  ctx.fillStyle = ink.paper
  ctx.fill()
  ctx.scale(0.62, 0.62)
  plain(brush, { ...want, chosen: false, picture: null })
  ctx.restore()
}

const names = new WeakMap<HTMLImageElement, number>()
let named = 0
const nameOf = (picture: HTMLImageElement): number => {
  let name = names.get(picture)
  if (name === undefined) names.set(picture, (name = ++named))
  return name
}

/** Every note that looks the same is the same bitmap, drawn once for a theme and a density of pixels. */
export class Sprites {
  readonly ink: Ink
  readonly dpr: number
  #made = new Map<string, HTMLCanvasElement>()

  constructor(ink: Ink, dpr: number) {
    this.ink = ink
    this.dpr = dpr
  }

  draw(ctx: CanvasRenderingContext2D, want: Wanted, x: number, y: number): void {
    const reach = reachOf(want)
    // On whole pixels: a bitmap between two pixels would be blurred, and cost a filter.
    const on = (at: number) => Math.round((at - reach) * this.dpr) / this.dpr
    ctx.drawImage(this.#of(want, reach), on(x), on(y), reach * 2, reach * 2)
  }

  #of(want: Wanted, reach: number): HTMLCanvasElement {
    const key = `${want.format}|${want.look}|${want.count}|${want.chosen}|${want.picture ? nameOf(want.picture) : ''}`
    let sprite = this.#made.get(key)
    if (sprite) return sprite
    if (this.#made.size > 1500) this.#made.clear()
    sprite = document.createElement('canvas')
    sprite.width = sprite.height = Math.ceil(reach * 2 * this.dpr)
    const ctx = sprite.getContext('2d')
    if (ctx) {
      ctx.scale(this.dpr, this.dpr)
      ctx.translate(reach, reach)
      if (want.picture) pictured({ ctx, ink: this.ink }, want, want.picture)
      else plain({ ctx, ink: this.ink }, want)
    }
    this.#made.set(key, sprite)
    return sprite
  }
}
