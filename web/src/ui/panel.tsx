import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { IconButton } from './button.tsx'
import { useT } from './language.ts'
import style from './panel.module.css'
import { uiWords } from './ui.words.ts'

const MIN = 280
const MAX = 720
const KEY = 'pupitre.panel'
const clamp = (width: number) => Math.min(MAX, Math.max(MIN, Math.round(width)))

function useWidth() {
  const [width, setWidth] = useState(() => clamp(Number(localStorage.getItem(KEY)) || 336))
  const keep = (next: number) => {
    setWidth(clamp(next))
    localStorage.setItem(KEY, String(clamp(next)))
  }
  return [width, keep] as const
}

/** The line one drags; arrows move it by 16 px. */
function Grip({ width, onWidth }: { width: number; onWidth: (width: number) => void }) {
  const t = useT(uiWords)
  const from = useRef<{ x: number; width: number } | null>(null)
  const down = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    from.current = { x: event.clientX, width }
  }
  const move = (event: PointerEvent) => {
    if (from.current) onWidth(from.current.width + from.current.x - event.clientX)
  }
  const key = (event: KeyboardEvent) => {
    const step = { ArrowLeft: 16, ArrowRight: -16 }[event.key]
    if (step) onWidth(width + step)
  }
  return (
    <div
      className={style.grip}
      role="separator"
      aria-orientation="vertical"
      aria-label={t.resizePanel}
      aria-valuenow={width}
      aria-valuemin={MIN}
      aria-valuemax={MAX}
      tabIndex={0}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={() => {
        from.current = null
      }}
      onKeyDown={key}
    />
  )
}

type Props = { title: ReactNode; label: string; onClose: () => void; actions?: ReactNode; foot?: ReactNode; children: ReactNode }

/**
 * What opens beside a list instead of a page change. Its caller keeps what is open in the address
 * (the `panel` search parameter), so that it can be linked; Escape closes and gives the focus back.
 */
export function Panel({ title, label, onClose, actions, foot, children }: Props) {
  const t = useT(uiWords)
  const [width, setWidth] = useWidth()
  const root = useRef<HTMLElement>(null)
  useEffect(() => {
    const before = document.activeElement
    root.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <aside
      ref={root}
      className={style.panel}
      style={{ '--panel-width': `${width}px` } as CSSProperties}
      aria-label={label}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose()
      }}
    >
      <Grip width={width} onWidth={setWidth} />
      <header className={style.head}>
        <h2>{title}</h2>
        {actions}
        <IconButton icon="x" label={t.close} onPress={onClose} />
      </header>
      <div className={style.body}>{children}</div>
      {foot && <footer className={style.foot}>{foot}</footer>}
    </aside>
  )
}
