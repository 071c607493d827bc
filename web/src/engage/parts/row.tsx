import type { ConversationRow } from '@pupitre/server/engage/engage.schema'
import type { MouseEvent } from 'react'
import { useSession } from '../../session.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { cx } from '../../ui/cx.ts'
import { useFormat } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { useNow } from '../../ui/now.ts'
import { engageWords } from '../engage.words.ts'
import { hasDraft } from './draft.ts'
import style from './list.module.css'

type Props = {
  row: ConversationRow
  isOpen: boolean
  isActive: boolean
  isChosen: boolean
  isChoosing: boolean
  showBrand: boolean
  /** In a view where all are in the same state, the state is not repeated on each row. */
  showState: boolean
  href: string
  onOpen: () => void
  onActive: () => void
  onChoose: (range: boolean) => void
}

function State({ row, showState }: Pick<Props, 'row' | 'showState'>) {
  const t = useT(engageWords)
  const format = useFormat()
  const now = useNow(30_000)
  const { me } = useSession()
  const who = row.assignee && (row.assignee.id === me.user.id ? t.you : row.assignee.name)
  if (row.state === 'done' && showState)
    return (
      <span className={style.mark}>
        <Icon name="check" size={14} />
        {t.doneMark}
      </span>
    )
  if (row.state === 'snoozed' && row.snoozeUntil)
    return (
      <span className={style.mark} title={format.full(row.snoozeUntil)}>
        <Icon name="moon" size={14} />
        {format.relative(row.snoozeUntil, now)}
      </span>
    )
  if (!row.assignee) return null
  return (
    <span className={cx(style.who, row.assignee.id === me.user.id && style.me)} title={t.assignedTo(who ?? '')}>
      <span className="vh">{t.assignedTo(who ?? '')}</span>
      <span aria-hidden="true">{row.assignee.initials}</span>
    </span>
  )
}

/** What a screen reader says of a row, in one sentence. */
function useSentence(row: ConversationRow, showBrand: boolean): string {
  const t = useT(engageWords)
  const format = useFormat()
  const now = useNow(30_000)
  return [
    row.person.name || row.person.handle,
    showBrand && row.brandName,
    row.unread > 0 && t.unread(row.unread),
    row.waitingSince && t.waiting(format.span(now - Date.parse(row.waitingSince))),
    row.state === 'done' && t.doneMark,
    row.firstLine,
  ]
    .filter(Boolean)
    .join(', ')
}

export function Row({ row, isOpen, isActive, isChosen, isChoosing, showBrand, showState, href, onOpen, onActive, onChoose }: Props) {
  const t = useT(engageWords)
  const format = useFormat()
  const now = useNow(30_000)
  const name = row.person.name || row.person.handle
  const sentence = useSentence(row, showBrand)
  const press = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.button !== 0) return
    event.preventDefault()
    if (event.shiftKey) onChoose(true)
    else onOpen()
  }
  return (
    <div
      className={cx(
        style.row,
        row.unread > 0 && style.new,
        isOpen && style.at,
        isChosen && style.chosen,
        isChoosing && style.choosing,
        row.state === 'done' && showState && style.past,
      )}
    >
      <button
        type="button"
        className={style.pick}
        aria-pressed={isChosen}
        aria-label={t.pick(name)}
        tabIndex={-1}
        onClick={(event) => onChoose(event.shiftKey)}
      >
        <Avatar name={name} size="large" network={row.network} />
        <span className={style.tick}>
          <Icon name="check" size={16} />
        </span>
      </button>
      <a
        className={style.link}
        href={href}
        aria-current={isOpen || undefined}
        aria-label={sentence}
        tabIndex={isActive ? 0 : -1}
        data-id={row.id}
        onClick={press}
        onFocus={onActive}
      >
        <span className={style.name}>
          <span className="cut">{name}</span>
          {showBrand && <span className={style.brand}>{row.brandName}</span>}
        </span>
        <span className={style.end}>
          <State row={row} showState={showState} />
        </span>
        <span className={cx(style.text, 'cut')}>
          {hasDraft(row.id) && <span className={style.draft}>{t.draft} · </span>}
          {row.firstLine}
        </span>
        <span className={cx(style.time, 'num')} title={format.full(row.waitingSince ?? row.lastAt)}>
          {row.waitingSince && row.state === 'open' ? format.span(now - Date.parse(row.waitingSince)) : format.relative(row.lastAt, now)}
          {row.waitingSince && row.state === 'open' && <Icon name="clock" size={14} />}
        </span>
        {row.unread > 0 && <span className={style.dot} aria-hidden="true" />}
      </a>
    </div>
  )
}
