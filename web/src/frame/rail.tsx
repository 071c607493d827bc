import { Link, useLocation } from '@tanstack/react-router'
import { PAGES, ROOMS } from '../rooms.ts'
import { useSession } from '../session.ts'
import { IconButton } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { useFormat } from '../ui/format.ts'
import { Icon } from '../ui/icon.tsx'
import { useT } from '../ui/language.ts'
import { BrandSwitcher } from './brand-switcher.tsx'
import { useCounts } from './counts.ts'
import style from './frame.module.css'
import { frameWords } from './frame.words.ts'
import { PersonMenu } from './person-menu.tsx'

function useCurrent(): (to: string) => 'page' | undefined {
  const { pathname } = useLocation()
  return (to) => (pathname === to || pathname.startsWith(`${to}/`) ? 'page' : undefined)
}

export function Rail({ isMin, onToggle, onHelp }: { isMin: boolean; onToggle: () => void; onHelp: () => void }) {
  const t = useT(frameWords)
  const current = useCurrent()
  const counts = useCounts()
  const format = useFormat()
  return (
    <nav className={cx(style.rail, isMin && style.min)} aria-label={t.railLabel}>
      <BrandSwitcher />
      <div className={style.rooms}>
        {ROOMS.map((room) => {
          const count = counts[room.id]
          return (
            <Link
              key={room.id}
              to={room.to}
              className={cx(style.room, room.startsGroup && style.group)}
              aria-current={current(room.to)}
              title={isMin ? t.rooms[room.id] : undefined}
              activeProps={{}}
            >
              <Icon name={room.icon} size={18} />
              <span className={style.word}>{t.rooms[room.id]}</span>
              {count && count.value > 0 ? (
                <span className={cx(style.count, count.isHot && style.hot)}>{format.number(count.value)}</span>
              ) : null}
            </Link>
          )
        })}
      </div>
      <div className={style.foot}>
        <PersonMenu onHelp={onHelp} />
        <IconButton kind="quiet" icon={isMin ? 'right' : 'left'} label={isMin ? t.expand : t.collapse} onPress={onToggle} />
      </div>
    </nav>
  )
}

/** The foot of a phone: the rooms one needs standing up. */
export function Tabs() {
  const t = useT(frameWords)
  const current = useCurrent()
  const { can } = useSession()
  const [today, inbox, calendar] = (['today', 'inbox', 'calendar'] as const).map((id) => ROOMS.find((room) => room.id === id))
  return (
    <nav className={style.tabs} aria-label={t.railLabel}>
      {[today, inbox].map(
        (room) =>
          room && (
            <Link key={room.id} to={room.to} className={style.tab} aria-current={current(room.to)}>
              <Icon name={room.icon} size={20} />
              {t.rooms[room.id]}
            </Link>
          ),
      )}
      {PAGES.studio && (
        <Link to="/studio/$contentId" params={{ contentId: 'new' }} className={style.tab} aria-current={current('/studio')}>
          <Icon name="studio" size={20} />
          {t.create}
        </Link>
      )}
      {calendar && (
        <Link to={calendar.to} className={style.tab} aria-current={current(calendar.to)}>
          <Icon name={calendar.icon} size={20} />
          {t.rooms.calendar}
        </Link>
      )}
      {PAGES.approvals && can('approve') && (
        <Link to="/approvals" className={style.tab} aria-current={current('/approvals')}>
          <Icon name="check" size={20} />
          {t.approvals}
        </Link>
      )}
    </nav>
  )
}
