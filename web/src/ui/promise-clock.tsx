import { cx } from './cx.ts'
import { useFormat } from './format.ts'
import { useT } from './language.ts'
import { useNow } from './now.ts'
import style from './promise-clock.module.css'
import { uiWords } from './ui.words.ts'

/** The slice of a disc from noon, clockwise. */
function slice(share: number): string {
  if (share >= 0.999) return 'M8 3.4a4.6 4.6 0 1 1 0 9.2a4.6 4.6 0 1 1 0-9.2'
  const angle = share * 2 * Math.PI
  const x = 8 + 4.6 * Math.sin(angle)
  const y = 8 - 4.6 * Math.cos(angle)
  return `M8 8V3.4A4.6 4.6 0 ${share > 0.5 ? 1 : 0} 1 ${x.toFixed(2)} ${y.toFixed(2)}z`
}

/**
 * A promise made to a person: the clock fills as its time runs out, turns amber in the last quarter
 * (or quarter of an hour), and is full and red once broken. `quiet` shows the disc without its words.
 */
export function PromiseClock({ since, due, quiet }: { since: string; due: string; quiet?: boolean }) {
  const format = useFormat()
  const t = useT(uiWords)
  const now = useNow(15_000)
  const start = new Date(since).getTime()
  const end = new Date(due).getTime()
  const left = end - now
  const share = Math.min(1, Math.max(0.02, (now - start) / Math.max(1, end - start)))
  const state = left <= 0 ? 'late' : share > 0.75 || left < 15 * 60_000 ? 'soon' : null
  const written = left <= 0 ? `−${format.span(left)}` : format.span(left)
  return (
    <span className={cx(style.clock, state && style[state])}>
      <span className="vh">{left <= 0 ? t.promiseLate(format.span(left)) : t.promiseLeft(format.span(left))}</span>
      {!quiet && <span aria-hidden="true">{written}</span>}
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="7" />
        <path d={slice(share)} />
      </svg>
    </span>
  )
}
