import type { ConversationRow } from '@pupitre/server/engage/engage.schema'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { useActions } from '../../ui/actions.ts'
import { useFormat } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { engageWords } from '../engage.words.ts'
import style from './list.module.css'
import { Row, type RowDoings } from './row.tsx'

/** Below this the list counts as being at its top: what arrives is shown at once. */
const TOP = 8
const MARKER_HEIGHT = 32

type Props = {
  rows: readonly ConversationRow[]
  /** The row the keys speak of; the open one, or the one the focus is on. */
  active: number
  openId: string | null
  chosen: ReadonlySet<string>
  showBrand: boolean
  showState: boolean
  marker: { at: number; since: string } | null
  hrefOf: (row: ConversationRow) => string
  scrolled: RefObject<boolean>
  onActive: (index: number) => void
  /** `j` and `k`: on to the next row. */
  onWalk: (index: number) => void
  onOpen: (index: number) => void
  onChoose: (index: number, range: boolean) => void
  onEnd: () => void
  onTop: () => void
}

function useKeys({ rows, active, openId, onWalk, onOpen }: Props): (event: KeyboardEvent) => void {
  const t = useT(engageWords)
  const go = (index: number) => rows.length > 0 && onWalk(Math.min(rows.length - 1, Math.max(0, index)))
  // Nothing is open yet: the first step is to the first row.
  const isFirst = openId === null && active === 0
  // A button that kept the focus would take the next Enter for itself.
  const walkTo = (index: number) => {
    if (document.activeElement instanceof HTMLButtonElement) document.activeElement.blur()
    go(index)
  }
  useActions([
    { id: 'list.next', label: t.next, icon: 'dn', keys: 'j', perform: () => walkTo(isFirst ? 0 : active + 1) },
    { id: 'list.previous', label: t.previous, icon: 'up', keys: 'k', perform: () => walkTo(active - 1) },
    { id: 'list.open', label: t.openThread, icon: 'go', keys: 'enter', perform: () => rows[active] && onOpen(active) },
  ])
  return (event) => {
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      Home: 0,
      End: rows.length - 1,
      PageDown: active + 10,
      PageUp: active - 10,
    }
    const to = moves[event.key]
    if (to === undefined) return
    event.preventDefault()
    go(to)
  }
}

/** The doings of the rows, one object for the life of the list. */
function useDoings({ onOpen, onActive, onChoose, active }: Props): RowDoings {
  const latest = useRef({ onOpen, onActive, onChoose, active })
  useEffect(() => {
    latest.current = { onOpen, onActive, onChoose, active }
  })
  const [doings] = useState((): RowDoings => ({
    open: (at) => latest.current.onOpen(at),
    activate: (at) => at !== latest.current.active && latest.current.onActive(at),
    choose: (at, range) => latest.current.onChoose(at, range),
  }))
  return doings
}

/** A hundred thousand conversations: only those in sight exist. Heights are known beforehand, so that nothing jumps. */
export function ConversationList(props: Props) {
  const { rows, active, openId, chosen, showBrand, showState, marker, hrefOf, scrolled, onEnd, onTop } = props
  const t = useT(engageWords)
  const format = useFormat()
  const onKeyDown = useKeys(props)
  const doings = useDoings(props)
  const scroller = useRef<HTMLDivElement>(null)
  const count = rows.length + (marker ? 1 : 0)
  const isMarker = (index: number) => marker?.at === index
  const rowAt = (index: number) => (marker && index > marker.at ? index - 1 : index)
  // The virtualizer's functions change with the scroll; nothing here is memoized on them.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (isMarker(index) ? MARKER_HEIGHT : Number(scroller.current?.dataset.row ?? 60)),
    overscan: 8,
    getItemKey: (index) => (isMarker(index) ? 'marker' : (rows[rowAt(index)]?.id ?? index)),
  })
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= count - 20 && count > 0) onEnd()
  }, [last, count, onEnd])
  const markerKey = marker?.at ?? -1
  useEffect(() => virtual.measure(), [virtual, markerKey])
  useEffect(() => {
    const node = scroller.current
    if (!node) return
    const hasFocus = node.contains(document.activeElement)
    virtual.scrollToIndex(marker && active >= marker.at ? active + 1 : active, { align: 'auto' })
    if (hasFocus) requestAnimationFrame(() => node.querySelector<HTMLElement>('a[tabindex="0"]')?.focus({ preventScroll: true }))
    // Only the move of the person scrolls the list, not what arrives in it.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [active])
  const onScroll = () => {
    const isDown = (scroller.current?.scrollTop ?? 0) > TOP
    if (scrolled.current && !isDown) onTop()
    scrolled.current = isDown
  }
  return (
    <div
      ref={scroller}
      className={style.rows}
      data-row={showBrand ? 76 : 60}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      role="list"
      aria-label={t.listLabel}
    >
      <div className={style.space} role="presentation" style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ index, start, size, key }) => {
          const place = { height: size, transform: `translateY(${start}px)` }
          if (isMarker(index))
            return (
              <div key={key} role="listitem" className={style.marker} style={place}>
                <Icon name="up" size={14} />
                <span>{t.departure}</span>
                <span className="dim">{marker && format.relative(marker.since)}</span>
              </div>
            )
          const at = rowAt(index)
          const row = rows[at]
          if (!row) return null
          return (
            <div key={key} role="listitem" aria-setsize={-1} aria-posinset={at + 1} className={style.place} style={place}>
              <Row
                row={row}
                isOpen={row.id === openId}
                isActive={at === active}
                isChosen={chosen.has(row.id)}
                isChoosing={chosen.size > 0}
                showBrand={showBrand}
                showState={showState}
                href={hrefOf(row)}
                at={at}
                doings={doings}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}
