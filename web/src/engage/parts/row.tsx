import type { ConversationRow } from '@pupitre/server/engage/engage.schema'
import { memo, type MouseEvent } from 'react'
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
import { Mood } from './mood.tsx'

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
  /** Where it stands in the list; given back to the doings, which are the same for all rows. */
  at: number
  doings: RowDoings
}

export type RowDoings = {
  open: (at: number) => void
  activate: (at: number) => void
  choose: (at: number, range: boolean) => void
}

const nameOf = (row: ConversationRow): string => row.person.name || row.person.handle

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

/** How long they have waited, or when something was last said. */
function When({ row }: { row: ConversationRow }) {
  const t = useT(engageWords)
  const format = useFormat()
  const now = useNow(30_000)
  const waits = row.state === 'open' ? row.waitingSince : null
  const isOld = waits !== null && now - Date.parse(waits) >= 60_000
  return (
    <span className={cx(style.time, 'num')} title={format.full(waits ?? row.lastAt)}>
      {waits && isOld && <span className="vh">{t.waits} </span>}
      {waits && isOld ? format.span(now - Date.parse(waits)) : format.relative(waits ?? row.lastAt, now)}
      {waits && <Icon name="clock" size={14} />}
    </span>
  )
}

function Link({ row, isOpen, isActive, showBrand, showState, href, at, doings }: Props) {
  const t = useT(engageWords)
  const press = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.button !== 0) return
    event.preventDefault()
    if (event.shiftKey) doings.choose(at, true)
    else doings.open(at)
  }
  return (
    <a
      className={style.link}
      href={href}
      aria-current={isOpen || undefined}
      tabIndex={isActive ? 0 : -1}
      data-id={row.id}
      onClick={press}
      onFocus={() => doings.activate(at)}
    >
      <span className={style.name}>
        <span className="cut">
          <bdi>{nameOf(row)}</bdi>
          {row.unread > 0 && <span className="vh">, {t.unread(row.unread)}</span>}
        </span>
        {showBrand && <span className={style.brand}>{row.brandName}</span>}
      </span>
      <span className={style.end}>
        {row.pressing && (
          <span className={style.urgent}>
            <Icon name="bolt" size={12} />
            {row.marks?.sure ? t.urgent : t.urgentMaybe}
          </span>
        )}
        {row.marks && <Mood marks={row.marks} />}
        <State row={row} showState={showState} />
      </span>
      <span className={cx(style.text, 'cut')}>
        {hasDraft(row.id) && <span className={style.draft}>{t.draft} · </span>}
        <bdi>{row.firstLine}</bdi>
      </span>
      <When row={row} />
      {row.unread > 0 && <span className={style.dot} aria-hidden="true" />}
    </a>
  )
}

/** Kept as drawn while one scrolls past: nothing it is given changes then. */
export const Row = memo(function Row(props: Props) {
  const { row, isOpen, isChosen, isChoosing, showState, at, doings } = props
  const t = useT(engageWords)
  const name = nameOf(row)
  const looks = [
    row.unread > 0 && style.new,
    isOpen && style.at,
    isChosen && style.chosen,
    isChoosing && style.choosing,
    row.state === 'done' && showState && style.past,
  ]
  return (
    <div className={cx(style.row, ...looks)}>
      <div className={style.pick}>
        <Avatar name={name} size="large" network={row.network} />
        <button
          type="button"
          className={style.tick}
          aria-pressed={isChosen}
          aria-label={t.pick(name)}
          tabIndex={-1}
          onClick={(event) => doings.choose(at, event.shiftKey)}
        >
          <Icon name="check" size={16} />
        </button>
      </div>
      <Link {...props} />
    </div>
  )
})
