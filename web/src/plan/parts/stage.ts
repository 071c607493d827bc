import { readInk } from './ink.ts'
import type { Labels } from './labels.ts'
import { CHORD_PX, eachIn, lineY, type Mark, type Marks, marksOf, type Nearness, type Rows, rowsOf, staffAt } from './layout.ts'
import type { Note } from './note.ts'
import { paint } from './paint.ts'
import { AXIS, bandOf, type Ghost, PICTURES_FROM, type Painting, type ScoreWords } from './painting.ts'
import { Pictures } from './pictures.ts'
import { judge } from './rules.ts'
import type { Scene } from './scene.ts'
import { endOf, panBy, pxPerDay, resize, type Scale, tOf, xOf, zoomAt, zoomTo } from './scale.ts'
import { Sprites } from './sprites.ts'
import { DAY, type Day, daysIn, snap } from './zone.ts'

export type StageEvents = {
  /** Each drawn frame in which the view moved. */
  moved: (scale: Scale) => void
  /** A moment after it came to rest. */
  settled: (scale: Scale) => void
  chosen: (note: Note | null, chord: readonly Note[]) => void
  opened: (note: Note) => void
  /** An empty place was pointed at. */
  pointed: (at: number, staff: number, place: { x: number; y: number }) => void
  dropped: (ghosts: readonly Ghost[]) => void
  campaign: (id: string) => void
}

const SETTLE = 90

/** The score's canvas: it holds where one looks and what is drawn, and draws only when something changed. */
export class Stage {
  scale: Scale
  scene: Scene | null = null
  chosen: string | null = null
  hover: string | null = null
  ghosts: readonly Ghost[] = []
  events: StageEvents
  scrollY = 0
  readonly canvas: HTMLCanvasElement
  #labels: Labels
  #words: ScoreWords
  #sprites: Sprites | null = null
  #pictures = new Pictures(() => this.redraw())
  #marks: { of: Scene; perPx: number; marks: Marks } | null = null
  #days: { zone: string; from: number; to: number; days: Day[] } | null = null
  #frame = 0
  #moving = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #clock: ReturnType<typeof setInterval>
  #size = { width: 1, height: 1, dpr: 1 }

  constructor(canvas: HTMLCanvasElement, start: { scale: Scale; labels: Labels; words: ScoreWords; events: StageEvents }) {
    this.canvas = canvas
    this.scale = start.scale
    this.#labels = start.labels
    this.#words = start.words
    this.events = start.events
    this.#clock = setInterval(() => this.redraw(), 15_000)
  }

  get size(): { width: number; height: number } {
    return this.#size
  }

  close(): void {
    clearInterval(this.#clock)
    clearTimeout(this.#timer)
    cancelAnimationFrame(this.#frame)
  }

  setScene(scene: Scene): void {
    this.scene = scene
    this.#clampScroll()
    this.redraw()
  }

  speak(labels: Labels, words: ScoreWords): void {
    this.#labels = labels
    this.#words = words
    this.redraw()
  }

  /** Another theme, or a font that arrived: every bitmap is made again. */
  repaint(): void {
    this.#sprites = null
    this.redraw()
  }

  choose(id: string | null): void {
    if (this.chosen === id) return
    this.chosen = id
    this.redraw()
  }

  setGhosts(ghosts: readonly Ghost[]): void {
    this.ghosts = ghosts
    this.redraw()
  }

  setSize(width: number, height: number, dpr: number): void {
    if (width === this.#size.width && height === this.#size.height && dpr === this.#size.dpr) return
    if (dpr !== this.#size.dpr) this.#sprites = null
    this.#size = { width, height, dpr }
    this.canvas.width = Math.round(width * dpr)
    this.canvas.height = Math.round(height * dpr)
    this.scale = resize(this.scale, width)
    this.#clampScroll()
    this.#draw()
    this.look(this.scale)
  }

  /** Looks somewhere else. */
  look(scale: Scale): void {
    this.scale = scale
    this.#moving = true
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.events.settled(this.scale), SETTLE)
    this.redraw()
  }

  zoom(factor: number, x: number): void {
    this.look(zoomAt(this.scale, factor, x))
  }

  zoomSpan(span: number, x?: number): void {
    this.look(zoomTo(this.scale, span, x))
  }

  pan(dx: number, dy = 0): void {
    this.scrollY -= dy
    this.#clampScroll()
    this.look(panBy(this.scale, dx))
  }

  /** Brings a note into sight with the least movement. */
  reveal(note: Note): void {
    const x = xOf(this.scale, note.at)
    const margin = Math.min(80, this.#size.width / 5)
    if (x < margin) this.look(panBy(this.scale, margin - x))
    else if (x > this.#size.width - margin) this.look(panBy(this.scale, this.#size.width - margin - x))
    const y = lineY(this.rows(), note.staff, note.line)
    const top = this.#top() + 20
    if (y < top) this.pan(0, top - y)
    else if (y > this.#size.height - 30) this.pan(0, this.#size.height - 30 - y)
  }

  redraw(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw())
  }

  rows(): Rows {
    const lines = this.scene?.lines ?? []
    const top = this.#top()
    return rowsOf(lines, top - this.scrollY, this.#size.height - top)
  }

  marks(): Marks {
    const { scene } = this
    if (!scene) return []
    if (this.#marks?.of !== scene || this.#marks.perPx !== this.scale.perPx) {
      this.#marks = { of: scene, perPx: this.scale.perPx, marks: marksOf(scene.notes, scene.staves, this.#nearness()) }
    }
    return this.#marks.marks
  }

  /** Where days are narrow, neighbours on the next line touch as well and join the chord. */
  #nearness(): Nearness {
    const size = pxPerDay(this.scale)
    return { reach: (size >= PICTURES_FROM ? 26 : CHORD_PX) * this.scale.perPx, rows: size < 60 ? 1.5 : 0 }
  }

  placeOf(note: Note): { x: number; y: number } {
    return { x: xOf(this.scale, note.at), y: lineY(this.rows(), note.staff, note.line) }
  }

  markAt(x: number, y: number): Mark | null {
    const rows = this.rows()
    const marks = this.marks()
    let best: Mark | null = null
    let near = 20
    const staff = staffAt(rows, y)
    for (const s of [staff - 1, staff, staff + 1]) {
      eachIn(marks[s] ?? [], tOf(this.scale, x - 24), tOf(this.scale, x + 24), (mark) => {
        const far = Math.hypot(xOf(this.scale, mark.at) - x, lineY(rows, s, mark.line) - y)
        if (far <= near) [best, near] = [mark, far]
      })
    }
    return best
  }

  /** The campaign or event whose bar or bracket is under the pointer. */
  campaignAt(x: number, y: number): string | null {
    const at = tOf(this.scale, x)
    const lanes = this.scene?.lanes ?? 1
    const lane = Math.floor((y - AXIS - 3) / 26)
    if (lane < lanes) return this.scene?.beams.find((b) => b.lane === lane && b.from <= at && at < b.to)?.id ?? null
    return this.scene?.brackets.find((b) => b.campaignId !== null && b.from <= at && at < b.to)?.campaignId ?? null
  }

  /** True above the staves, where campaigns and dates stand. */
  isAbove(y: number): boolean {
    return y < this.#top() - 12
  }

  staffAt(y: number): number {
    const last = (this.scene?.staves.length ?? 1) - 1
    return Math.min(last, Math.max(0, staffAt(this.rows(), y)))
  }

  /** A clock step that fits the zoom: nobody plans to the minute in a month. */
  step(): number {
    return pxPerDay(this.scale) > 2500 ? 5 : 15
  }

  snapped(instant: number): number {
    return snap(this.scene?.zone ?? 'UTC', instant, this.step())
  }

  ghostOf(note: Note, at: number, staff: number): Ghost {
    const scene = this.scene as Scene
    const own = scene.staves[note.staff]
    const there = scene.staves[staff]
    const target = there && own && there.brandId === own.brandId ? staff : note.staff
    const around = { zone: scene.zone, quiet: scene.quiet, seasonal: scene.seasonal, now: Date.now() }
    const conflicts = judge(note, at, scene.byStaff[target] ?? [], around)
    return { note, at, staff: target, copy: target !== note.staff, conflicts }
  }

  #top(): number {
    return AXIS + bandOf(this.scene?.lanes ?? 1)
  }

  #clampScroll(): void {
    const rows = this.rows()
    const most = Math.max(0, rows.height * (this.scene?.staves.length ?? 0) - (this.#size.height - this.#top()))
    this.scrollY = Math.min(most, Math.max(0, this.scrollY))
  }

  /** Days around what is seen; asked again only when one leaves them. */
  #daysAround(zone: string): Day[] {
    const to = endOf(this.scale)
    const held = this.#days
    if (held?.zone === zone && held.from <= this.scale.from && held.to >= to) return held.days
    const margin = Math.max(60 * DAY, to - this.scale.from)
    const [from, until] = [this.scale.from - margin, to + margin]
    const days = daysIn(zone, from, until)
    this.#days = { zone, from, to: until, days }
    return days
  }

  #daysInSight(zone: string): Day[] {
    const days = this.#daysAround(zone)
    const from = days.findIndex((d) => d.end > this.scale.from - 7 * DAY)
    const to = days.findIndex((d) => d.start > endOf(this.scale))
    return days.slice(Math.max(0, from), to < 0 ? undefined : to)
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    // Opaque: nothing lies behind the score, and nothing has to be blended with it.
    const ctx = this.canvas.getContext('2d', { alpha: false })
    if (!ctx || !this.scene) return
    const { width, height, dpr } = this.#size
    this.#sprites ??= new Sprites(readInk(this.canvas), dpr)
    ctx.setTransform(dpr, 0, 0, dpr, 0, 0)
    const painting: Painting = {
      ctx,
      ink: this.#sprites.ink,
      sprites: this.#sprites,
      pictures: this.#pictures,
      scene: this.scene,
      scale: this.scale,
      rows: this.rows(),
      marks: this.marks(),
      days: this.#daysInSight(this.scene.zone),
      labels: this.#labels,
      words: this.#words,
      width,
      height,
      now: Date.now(),
      chosen: this.chosen,
      hover: this.hover,
      ghosts: this.ghosts,
      late: [],
    }
    paint(painting)
    if (!this.#moving) return
    this.#moving = false
    this.events.moved(this.scale)
  }
}
