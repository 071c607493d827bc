import { useEffect, useSyncExternalStore } from 'react'
import { useActions } from './actions.ts'
import { announce } from './announce.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { useT } from './language.ts'
import { useNow } from './now.ts'
import style from './toast.module.css'
import { uiWords } from './ui.words.ts'

/** How long an act can be taken back: ten seconds in the house, twenty for what leaves it. */
export const UNDO_SECONDS = { inHouse: 10, leaving: 20 } as const

type Toast = {
  id: number
  text: string
  sub?: string
  tone: 'done' | 'refused'
  until: number
  seconds: number
  countdown: boolean
  action?: { label: string | null; perform: () => void }
}

export type ToastOptions = {
  sub?: string
  tone?: 'done' | 'refused'
  /** With `undo`, the toast carries « Annuler » and the key U; `leaving` counts down and says « Arrêter ». */
  undo?: () => void
  leaving?: boolean
  /** The moment it leaves, where the server said it; otherwise the usual delay counts. */
  until?: string
  action?: { label: string; perform: () => void }
}

let toasts: readonly Toast[] = []
let last = 0
const listeners = new Set<() => void>()

function set(next: readonly Toast[]): void {
  toasts = next
  for (const tell of listeners) tell()
}

export function dismiss(id: number): void {
  set(toasts.filter((toast) => toast.id !== id))
}

export function toast(text: string, options: ToastOptions = {}): number {
  const usual = options.leaving ? UNDO_SECONDS.leaving : UNDO_SECONDS.inHouse
  const seconds = options.until ? Math.max(0, (Date.parse(options.until) - Date.now()) / 1000) : usual
  last += 1
  const made: Toast = {
    id: last,
    text,
    sub: options.sub,
    tone: options.tone ?? 'done',
    seconds,
    until: Date.now() + seconds * 1000,
    countdown: options.leaving ?? false,
    action: options.undo ? { label: null, perform: options.undo } : options.action,
  }
  // Three are enough to be read; the oldest gives way.
  set([...toasts.slice(-2), made])
  // Each part is a sentence of its own; only one without an end is given one.
  announce([text, options.sub].flatMap((part) => (part ? [/[.!?…]$/.test(part) ? part : `${part}.`] : [])).join(' '))
  return made.id
}

function Ring({ left, of }: { left: number; of: number }) {
  const length = 2 * Math.PI * 9
  return (
    <svg className={style.ring} viewBox="0 0 22 22" aria-hidden="true">
      <circle cx="11" cy="11" r="9" />
      <path d="M11 2a9 9 0 1 1 0 18a9 9 0 1 1 0-18" strokeDasharray={`${(length * left) / of} ${length}`} />
      <text x="11" y="14.5">
        {Math.ceil(left)}
      </text>
    </svg>
  )
}

/** Between what happened and what to know of it: a comma, unless a sentence ended. */
const joint = ({ text, sub, countdown }: Toast): string => (sub && !countdown && !/[.!?…]$/.test(text) ? ', ' : ' ')

function One({ item }: { item: Toast }) {
  const t = useT(uiWords)
  const now = useNow(250)
  const left = Math.max(0, (item.until - now) / 1000)
  useEffect(() => {
    const timer = setTimeout(() => dismiss(item.id), item.until - Date.now())
    return () => clearTimeout(timer)
  }, [item])
  const act = () => {
    dismiss(item.id)
    item.action?.perform()
  }
  return (
    <div className={style.toast}>
      {item.countdown ? <Ring left={left} of={item.seconds} /> : <Icon name={item.tone === 'done' ? 'check' : 'stop'} />}
      <span>
        {item.text}
        {joint(item)}
        {(item.countdown || item.sub) && <span className={style.sub}>{item.countdown ? t.leavesIn(Math.ceil(left)) : item.sub}</span>}
      </span>
      {item.action && (
        <Button compact onPress={act} keys={item.action.label === null ? 'u' : undefined}>
          {item.action.label ?? (item.countdown ? t.stop : t.undo)}
        </Button>
      )}
    </div>
  )
}

/** Where toasts stand; once, in the frame. */
export function Toasts() {
  const t = useT(uiWords)
  const shown = useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => toasts,
  )
  const undoable = shown.findLast((item) => item.action?.label === null)
  useActions([
    {
      id: 'ui.undo',
      label: t.undo,
      icon: 'undo',
      keys: 'u',
      when: undoable !== undefined,
      perform: () => {
        if (!undoable) return
        dismiss(undoable.id)
        undoable.action?.perform()
      },
    },
  ])
  return (
    <section className={style.shelf} aria-label={t.recentActs}>
      {shown.map((item) => (
        <One key={item.id} item={item} />
      ))}
    </section>
  )
}
