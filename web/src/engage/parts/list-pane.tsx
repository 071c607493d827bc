import type { ConversationRow, InboxPage } from '@pupitre/server/engage/engage.schema'
import { useRef } from 'react'
import { PAGES } from '../../rooms.ts'
import { useSession } from '../../session.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { useT } from '../../ui/language.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import style from '../engage.module.css'
import { engageWords } from '../engage.words.ts'
import { markerAt } from './departure.ts'
import { FreshnessLine, ListHead } from './list-head.tsx'
import { ConversationList } from './list.tsx'
import type { useChosen } from './use-chosen.ts'
import { useDeparture } from './use-departure.ts'
import type { Inbox } from './use-inbox.ts'
import type { Place } from './use-place.ts'

type Go = (next: Partial<Place>) => void

function Nothing({ place, go }: { place: Place; go: Go }) {
  const t = useT(engageWords)
  const { can } = useSession()
  if (place.search) return <EmptyState title={t.found(0)}>{t.nothingFound}</EmptyState>
  if (place.channelId)
    return (
      <EmptyState
        title={t.emptyChannel.title}
        actions={
          <Button compact onPress={() => go({ channelId: null })}>
            {t.emptyChannel.all}
          </Button>
        }
      >
        {t.emptyChannel.text}
      </EmptyState>
    )
  const connect = PAGES.channels && can('channels') && place.view === 'all' && (
    <LinkButton compact to="/settings/channels">
      {t.connect}
    </LinkButton>
  )
  const team = place.view === 'mine' && (
    <Button compact onPress={() => go({ view: 'team' })}>
      {t.seeTeam}
    </Button>
  )
  return (
    <EmptyState rest title={t.emptyTitle[place.view]} actions={connect || team || undefined}>
      {t.emptyText[place.view]}
    </EmptyState>
  )
}

/** What stands above the rows: how many were found, or that something new waits. */
function ListNews({ inbox, place }: { inbox: Inbox; place: Place }) {
  const t = useT(engageWords)
  const node = useRef<HTMLDivElement>(null)
  const up = () => {
    inbox.showNews()
    node.current?.parentElement?.querySelector('[role=list]')?.scrollTo({ top: 0 })
  }
  return (
    <div ref={node} className={style.over}>
      {place.search && inbox.list.data && inbox.rows.length > 0 && (
        <p className={style.found} role="status">
          {t.found(inbox.rows.length)}
          {inbox.rows.length >= 100 && ` · ${t.foundMost}`}
        </p>
      )}
      {inbox.news.length > 0 && (
        <div className={style.pill} role="status">
          <Button compact kind="primary" icon="up" onPress={up}>
            {t.news(inbox.news.length)}
          </Button>
        </div>
      )}
    </div>
  )
}

export type Walk = {
  active: number
  setActive: (index: number) => void
  walk: (index: number) => void
  open: (index: number) => void
}

type Props = {
  inbox: Inbox
  pulse: InboxPage | undefined
  place: Place
  go: Go
  walk: Walk
  chosen: ReturnType<typeof useChosen>
  children: React.ReactNode
}

/** The left pane: views, search, rows, and how fresh each channel is. */
export function ListPane({ inbox, pulse, place, go, walk, chosen, children }: Props) {
  const { brandId } = useSession()
  const departure = useDeparture(brandId)
  const at = place.search ? null : markerAt(inbox.rows, departure)
  const { list, rows } = inbox
  const hrefOf = (row: ConversationRow) => `/inbox?${new URLSearchParams({ brand: brandId, view: place.view, c: row.id }).toString()}`
  return (
    <div className={style.list}>
      <ListHead place={place} go={go} pulse={pulse} />
      {children}
      <ListNews inbox={inbox} place={place} />
      {rows.length === 0 && (
        <div className={style.nothing}>
          {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
          {list.isPending && <Skeleton lines={8} round />}
          {list.data && <Nothing place={place} go={go} />}
        </div>
      )}
      {rows.length > 0 && (
        <ConversationList
          key={`${place.view} ${place.channelId} ${place.search}`}
          rows={rows}
          active={walk.active}
          openId={place.open}
          chosen={chosen.ids}
          showBrand={brandId === 'all'}
          showState={place.view !== 'done'}
          marker={at !== null && departure ? { at, since: departure } : null}
          hrefOf={hrefOf}
          scrolled={inbox.scrolled}
          onActive={walk.setActive}
          onWalk={walk.walk}
          onOpen={walk.open}
          onChoose={chosen.choose}
          onEnd={inbox.more}
          onTop={inbox.showNews}
        />
      )}
      <FreshnessLine freshness={pulse?.freshness ?? []} />
    </div>
  )
}
