import type { Mark } from './layout.ts'
import { movable, type Note } from './note.ts'
import type { Ghost } from './painting.ts'
import { AXIS } from './painting.ts'
import { spanOf, tOf } from './scale.ts'
import type { Stage } from './stage.ts'

type Held = { x: number; y: number; mark: Mark | null; kind: 'press' | 'pan' | 'drag'; alone: boolean }

const FAR_ENOUGH = 4
const EDGE = 36

/** The note under the hand with the versions that leave with it; Alt takes it alone. */
function companions(stage: Stage, note: Note): Note[] {
  const stem = stage.scene?.stems.find((s) => s.contentId === note.contentId)
  const others = stem?.notes.filter((n) => n.id !== note.id && movable(n)) ?? []
  return [note, ...others]
}

export function ghostsAt(stage: Stage, note: Note, to: { at: number; staff: number; alone: boolean }): Ghost[] {
  const main = stage.ghostOf(note, to.at, to.staff)
  if (main.copy || to.alone) return [main]
  const delta = to.at - note.at
  return [main, ...companions(stage, note).slice(1).map((other) => stage.ghostOf(other, other.at + delta, other.staff))] // prettier-ignore
}

/** Wheel and pinch zoom at the pointer, the background pans, a note drags; Escape lets go of everything. */
export class Pointer {
  #stage: Stage
  #fingers = new Map<number, { x: number; y: number }>()
  #held: Held | null = null
  #pinch = 0
  #stop = new AbortController()
  #last = { x: 0, y: 0 }
  #edge = 0

  constructor(stage: Stage) {
    this.#stage = stage
    const on = <K extends keyof HTMLElementEventMap>(name: K, act: (event: HTMLElementEventMap[K]) => void) =>
      stage.canvas.addEventListener(name, act, { signal: this.#stop.signal, passive: false })
    on('pointerdown', (e) => this.#down(e))
    on('pointermove', (e) => this.#move(e))
    on('pointerup', (e) => this.#up(e))
    on('pointercancel', (e) => this.#letGo(e.pointerId))
    on('pointerleave', () => this.#hover(null))
    on('wheel', (e) => this.#wheel(e))
    on('dblclick', (e) => this.#twice(e))
    window.addEventListener('keydown', (e) => this.#escape(e), { signal: this.#stop.signal, capture: true })
  }

  close(): void {
    this.#stop.abort()
    cancelAnimationFrame(this.#edge)
  }

  #at(event: MouseEvent): { x: number; y: number } {
    const box = this.#stage.canvas.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return
    const at = this.#at(event)
    this.#fingers.set(event.pointerId, at)
    this.#stage.canvas.setPointerCapture(event.pointerId)
    if (this.#fingers.size === 2) {
      this.#cancel()
      this.#pinch = this.#spread()
      return
    }
    this.#held = { ...at, mark: this.#stage.markAt(at.x, at.y), kind: 'press', alone: event.altKey }
  }

  #move(event: PointerEvent): void {
    const at = this.#at(event)
    const before = this.#fingers.get(event.pointerId)
    if (!before) {
      this.#hover(this.#stage.markAt(at.x, at.y))
      return
    }
    this.#fingers.set(event.pointerId, at)
    this.#last = at
    if (this.#fingers.size === 2) this.#pinched()
    else if (this.#held) this.#pull(this.#held, at, before)
  }

  #pull(held: Held, at: { x: number; y: number }, before: { x: number; y: number }): void {
    if (held.kind === 'press') {
      if (Math.hypot(at.x - held.x, at.y - held.y) < FAR_ENOUGH) return
      const single = held.mark?.notes.length === 1 && movable(held.mark.first)
      held.kind = single ? 'drag' : 'pan'
      this.#stage.canvas.style.cursor = 'grabbing'
      if (single) this.#edgeLoop()
    }
    if (held.kind === 'pan') this.#stage.pan(at.x - before.x, at.y - before.y)
    else this.#drag(held, at)
  }

  #drag(held: Held, at: { x: number; y: number }): void {
    const note = held.mark?.first
    if (!note) return
    const to = this.#stage.snapped(tOf(this.#stage.scale, at.x))
    this.#stage.hover = null
    this.#stage.setGhosts(ghostsAt(this.#stage, note, { at: to, staff: this.#stage.staffAt(at.y), alone: held.alone }))
  }

  /** Near an edge the score goes on turning while the hand holds still. */
  #edgeLoop(): void {
    const { width } = this.#stage.size
    const held = this.#held
    if (held?.kind !== 'drag') return
    const push = this.#last.x < EDGE ? 7 : this.#last.x > width - EDGE ? -7 : 0
    if (push !== 0) {
      this.#stage.pan(push)
      this.#drag(held, this.#last)
    }
    this.#edge = requestAnimationFrame(() => this.#edgeLoop())
  }

  #up(event: PointerEvent): void {
    const held = this.#held
    const at = this.#at(event)
    const { ghosts } = this.#stage
    this.#letGo(event.pointerId)
    if (!held) return
    if (held.kind === 'press') this.#press(held, at)
    const [main] = ghosts
    if (held.kind === 'drag' && main && (main.copy || main.at !== main.note.at)) this.#stage.events.dropped(ghosts)
  }

  #press(held: Held, at: { x: number; y: number }): void {
    const stage = this.#stage
    if (held.mark) stage.events.chosen(held.mark.first, held.mark.notes)
    else if (at.y <= AXIS) return
    else if (stage.isAbove(at.y)) {
      const campaign = stage.campaignAt(at.x, at.y)
      if (campaign !== null) stage.events.campaign(campaign)
    } else {
      stage.events.chosen(null, [])
      stage.events.pointed(stage.snapped(tOf(stage.scale, at.x)), stage.staffAt(at.y), at)
    }
  }

  #twice(event: MouseEvent): void {
    const at = this.#at(event)
    const mark = this.#stage.markAt(at.x, at.y)
    if (!mark) return
    if (mark.notes.length === 1) this.#stage.events.opened(mark.first)
    else this.#stage.zoomSpan(spanOf(this.#stage.scale) / 4, at.x)
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault()
    const lines = event.deltaMode === 1 ? 16 : 1
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      this.#stage.pan(-sideways * lines)
      return
    }
    const strength = event.ctrlKey ? 0.01 : 0.0022
    this.#stage.zoom(Math.exp(Math.max(-60, Math.min(60, event.deltaY * lines)) * strength), this.#at(event).x)
  }

  #spread(): number {
    const [a, b] = [...this.#fingers.values()]
    return a && b ? Math.max(10, Math.hypot(a.x - b.x, a.y - b.y)) : 0
  }

  #pinched(): void {
    const spread = this.#spread()
    const [a, b] = [...this.#fingers.values()]
    if (a && b && this.#pinch > 0) this.#stage.zoom(this.#pinch / spread, (a.x + b.x) / 2)
    this.#pinch = spread
  }

  #hover(mark: Mark | null): void {
    const id = mark?.notes.length === 1 ? mark.first.id : null
    this.#stage.canvas.style.cursor = mark ? 'pointer' : 'grab'
    if (this.#stage.hover === id) return
    this.#stage.hover = id
    this.#stage.redraw()
  }

  #escape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || this.#held?.kind !== 'drag') return
    event.stopPropagation()
    this.#cancel()
  }

  #cancel(): void {
    this.#held = null
    cancelAnimationFrame(this.#edge)
    if (this.#stage.ghosts.length > 0) this.#stage.setGhosts([])
  }

  #letGo(pointer: number): void {
    this.#fingers.delete(pointer)
    this.#cancel()
    this.#stage.canvas.style.cursor = 'grab'
  }
}
