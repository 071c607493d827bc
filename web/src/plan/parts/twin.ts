import { type Step, step } from './focus.ts'
import { firstAt } from './layout.ts'
import { movable, type Note } from './note.ts'
import type { Ghost } from './painting.ts'
import { ghostsAt } from './pointer.ts'
import { endOf, spanOf, xOf } from './scale.ts'
import type { Stage } from './stage.ts'
import { MINUTE, shiftDays } from './zone.ts'

export type TwinWords = {
  grid: string
  /** « Instagram, jeudi 26 novembre 12:15, vidéo, programmée, Praluline » */
  name: (note: Note) => string
  fixed: string
}
export type TwinEvents = {
  moved: (ghosts: readonly Ghost[]) => void
  said: (text: string) => void
  create: (at: number, staff: number) => void
}

const STEPS: Record<string, Step> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down', Home: 'first', End: 'last' }
const MOST = 80

/** The score for a keyboard and a screen reader: a grid of the same notes in the same places, one of them in the tab order. */
export class Twin {
  #stage: Stage
  #root: HTMLElement
  #words: TwinWords
  #events: TwinEvents
  #focus: string | null = null
  #builtFrom = 0
  #builtPerPx = 1
  #builtY = 0
  #stop = new AbortController()

  constructor(root: HTMLElement, stage: Stage, words: TwinWords, events: TwinEvents) {
    this.#root = root
    this.#stage = stage
    this.#words = words
    this.#events = events
    root.addEventListener('keydown', (e) => this.#key(e), { signal: this.#stop.signal })
    root.addEventListener('focusin', (e) => this.#focused(e), { signal: this.#stop.signal })
  }

  close(): void {
    this.#stop.abort()
    this.#root.replaceChildren()
  }

  speak(words: TwinWords): void {
    this.#words = words
    this.build()
  }

  /** While the score slides the cells slide with it; they are made again once it rests. */
  follow(): void {
    const { scale, scrollY } = this.#stage
    if (scale.perPx === this.#builtPerPx) {
      this.#root.style.transform = `translate(${(this.#builtFrom - scale.from) / scale.perPx}px, ${this.#builtY - scrollY}px)`
    }
  }

  build(): void {
    const { scene, scale } = this.#stage
    if (!scene) return
    const had = this.#root.contains(document.activeElement)
    this.#builtFrom = scale.from
    this.#builtPerPx = scale.perPx
    this.#builtY = this.#stage.scrollY
    this.#root.style.transform = ''
    this.#root.setAttribute('aria-label', this.#words.grid)
    this.#root.setAttribute('aria-rowcount', String(scene.staves.length))
    if (this.#focus === null || !scene.byId.has(this.#focus)) this.#focus = this.#firstInSight()?.id ?? null
    this.#root.replaceChildren(...scene.staves.map((_, staff) => this.#row(staff)))
    if (had) this.#cell(this.#focus)?.focus({ preventScroll: true })
  }

  focus(note: Note): void {
    this.#focus = note.id
    this.#stage.reveal(note)
    this.build()
    this.#cell(note.id)?.focus({ preventScroll: true })
  }

  #cell(id: string | null): HTMLElement | null {
    return id === null ? null : this.#root.querySelector(`[data-note="${CSS.escape(id)}"]`)
  }

  #firstInSight(): Note | undefined {
    const { scene, scale } = this.#stage
    const notes = scene?.notes ?? []
    return notes[firstAt(notes, scale.from)] ?? notes.at(-1)
  }

  #row(staff: number): HTMLElement {
    const own = this.#stage.scene?.byStaff[staff] ?? []
    const row = document.createElement('div')
    row.setAttribute('role', 'row')
    row.setAttribute('aria-rowindex', String(staff + 1))
    const head = document.createElement('span')
    head.setAttribute('role', 'rowheader')
    head.className = 'vh'
    head.textContent = this.#stage.scene?.staves[staff]?.name ?? ''
    row.append(head, ...this.#indexes(own).map((i) => this.#gridcell(own[i] as Note, i)))
    return row
  }

  /** The notes in sight, and the focused one wherever it is. */
  #indexes(own: readonly Note[]): number[] {
    const { scale } = this.#stage
    const from = firstAt(own, scale.from)
    const to = Math.min(firstAt(own, endOf(scale)), from + MOST)
    const shown = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)
    const focused = own.findIndex((n) => n.id === this.#focus)
    return focused < 0 || shown.includes(focused) ? shown : [...shown, focused]
  }

  #gridcell(note: Note, index: number): HTMLElement {
    const cell = document.createElement('div')
    const { x, y } = this.#stage.placeOf(note)
    cell.setAttribute('role', 'gridcell')
    cell.setAttribute('aria-colindex', String(index + 2))
    cell.setAttribute('aria-label', this.#words.name(note))
    if (note.id === this.#stage.chosen) cell.setAttribute('aria-selected', 'true')
    cell.dataset.note = note.id
    cell.tabIndex = note.id === this.#focus ? 0 : -1
    cell.style.left = `${x - 18}px`
    cell.style.top = `${y - 18}px`
    return cell
  }

  #focused(event: FocusEvent): void {
    const id = event.target instanceof HTMLElement ? event.target.dataset.note : undefined
    const note = id === undefined ? undefined : this.#stage.scene?.byId.get(id)
    if (!note) return
    if (note.id !== this.#focus) {
      this.#cell(this.#focus)?.setAttribute('tabindex', '-1')
      this.#cell(note.id)?.setAttribute('tabindex', '0')
      this.#focus = note.id
    }
    if (xOf(this.#stage.scale, note.at) < 0 || xOf(this.#stage.scale, note.at) > this.#stage.size.width) this.#stage.reveal(note)
    this.#stage.hover = note.id
    this.#stage.redraw()
  }

  #key(event: KeyboardEvent): void {
    const note = this.#focus === null ? undefined : this.#stage.scene?.byId.get(this.#focus)
    if (!note || event.ctrlKey || event.metaKey) return
    const way = STEPS[event.key]
    if (way && event.altKey) this.#shift(note, way, event.shiftKey)
    else if (way) this.focus(step(this.#stage.scene?.byStaff ?? [], note, way))
    else if (!this.#other(event.key, note)) return
    event.preventDefault()
    event.stopPropagation()
  }

  #other(key: string, note: Note): boolean {
    const middle = xOf(this.#stage.scale, note.at)
    if (key === 'Enter') this.#stage.events.opened(note)
    else if (key === ' ') this.#stage.events.chosen(note, [note])
    else if (key === '+' || key === '=') this.#stage.zoomSpan(spanOf(this.#stage.scale) / 1.5, middle)
    else if (key === '-') this.#stage.zoomSpan(spanOf(this.#stage.scale) * 1.5, middle)
    else if (key === 'PageDown' || key === 'PageUp') this.#stage.pan(this.#stage.size.width * (key === 'PageDown' ? -0.8 : 0.8))
    else if (key === 'Insert') this.#events.create(note.at, note.staff)
    else return false
    return true
  }

  /** A quarter of an hour, or a day with Shift; up and down propose a copy on another staff. */
  #shift(note: Note, way: Step, byDay: boolean): void {
    if (way === 'up' || way === 'down') this.#copy(note, note.staff + (way === 'up' ? -1 : 1))
    else if (!movable(note)) this.#events.said(this.#words.fixed)
    else if (way === 'left' || way === 'right') {
      const sign = way === 'left' ? -1 : 1
      const at = byDay ? shiftDays(this.#stage.scene?.zone ?? 'UTC', note.at, sign) : note.at + sign * 15 * MINUTE
      this.#events.moved(ghostsAt(this.#stage, note, { at, staff: note.staff, alone: false }))
    }
  }

  #copy(note: Note, staff: number): void {
    if (staff < 0 || staff >= (this.#stage.scene?.staves.length ?? 0)) return
    const ghost = this.#stage.ghostOf(note, note.at, staff)
    if (ghost.copy) this.#events.moved([ghost])
  }
}
