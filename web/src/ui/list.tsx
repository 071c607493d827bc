import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { useActions } from './actions.ts'
import style from './list.module.css'
import { useT } from './language.ts'
import { uiWords } from './ui.words.ts'

type Common<T> = {
  label: string
  items: readonly T[]
  keyOf: (item: T) => string
  active: number
  onActive: (index: number) => void
  onOpen: (item: T, index: number) => void
  row: (item: T, state: { isActive: boolean; index: number }) => ReactNode
}

function useMoves<T>({ items, active, onActive, onOpen }: Pick<Common<T>, 'items' | 'active' | 'onActive' | 'onOpen'>) {
  const t = useT(uiWords)
  const go = (index: number) => {
    if (items.length > 0) onActive(Math.min(items.length - 1, Math.max(0, index)))
  }
  const open = () => {
    const item = items[active]
    if (item !== undefined) onOpen(item, active)
  }
  useActions([
    { id: 'list.next', label: t.nextRow, keys: 'j', perform: () => go(active + 1) },
    { id: 'list.previous', label: t.previousRow, keys: 'k', perform: () => go(active - 1) },
    { id: 'list.open', label: t.openRow, keys: 'enter', perform: open },
  ])
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(active + 1),
      ArrowUp: () => go(active - 1),
      Home: () => go(0),
      End: () => go(items.length - 1),
      PageDown: () => go(active + 10),
      PageUp: () => go(active - 10),
    }
    const move = event.target instanceof HTMLInputElement ? undefined : moves[event.key]
    if (!move) return
    event.preventDefault()
    move()
  }
  return { onKeyDown }
}

/** A list one walks with j, k and the arrows; one row holds the focus for all (roving). For short lists. */
export function DataList<T>(props: Common<T>) {
  const { label, items, keyOf, active, onActive, onOpen, row } = props
  const { onKeyDown } = useMoves(props)
  const list = useRef<HTMLDivElement>(null)
  const wasInside = useRef(false)
  useEffect(() => {
    const node = list.current?.children[active]
    if (wasInside.current && node instanceof HTMLElement) node.focus()
    else node?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div
      ref={list}
      role="list"
      aria-label={label}
      onKeyDown={onKeyDown}
      onFocus={() => {
        wasInside.current = true
      }}
      onBlur={() => {
        wasInside.current = false
      }}
    >
      {items.map((item, index) => (
        <div
          key={keyOf(item)}
          role="listitem"
          className={style.plain}
          tabIndex={index === active ? 0 : -1}
          aria-current={index === active || undefined}
          onClick={() => onActive(index)}
          onDoubleClick={() => onOpen(item, index)}
        >
          {row(item, { isActive: index === active, index })}
        </div>
      ))}
    </div>
  )
}

type Virtual<T> = Common<T> & {
  /** Height of a row, known beforehand so that nothing jumps. */
  rowHeight: number
  /** Called when the end comes near, to fetch more. */
  onEnd?: () => void
  total?: number
}

/** The same for a hundred thousand rows: only those in sight exist. */
export function VirtualList<T>(props: Virtual<T>) {
  const { label, items, keyOf, active, onActive, onOpen, row, rowHeight, onEnd, total } = props
  const { onKeyDown } = useMoves(props)
  const scroller = useRef<HTMLDivElement>(null)
  const inside = useRef(false)
  // The virtualizer's functions change with the scroll; nothing here is memoized on them.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    getItemKey: (index) => keyOf(items[index] as T),
  })
  const shown = virtual.getVirtualItems()
  const lastShown = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (lastShown >= items.length - 12 && items.length > 0) onEnd?.()
  }, [lastShown, items.length, onEnd])
  useEffect(() => {
    virtual.scrollToIndex(active, { align: 'auto' })
    if (!inside.current) return
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`)?.focus({ preventScroll: true }))
  }, [active, virtual])
  return (
    <div
      ref={scroller}
      className={style.scroll}
      role="list"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onFocus={() => {
        inside.current = true
      }}
      onBlur={() => {
        inside.current = false
      }}
    >
      <div className={style.space} role="presentation" style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ index, start, size, key }) => {
          const item = items[index] as T
          return (
            <div
              key={key}
              role="listitem"
              data-index={index}
              className={style.row}
              style={{ height: size, transform: `translateY(${start}px)` }}
              aria-setsize={total ?? items.length}
              aria-posinset={index + 1}
              aria-current={index === active || undefined}
              tabIndex={index === active ? 0 : -1}
              onClick={() => onOpen(item, index)}
              onFocus={() => index !== active && onActive(index)}
            >
              {row(item, { isActive: index === active, index })}
            </div>
          )
        })}
      </div>
    </div>
  )
}
