import type { DeliveryState } from '@pupitre/server/publish/publish.schema'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { channelsQuery } from '../../channels/channels.client.ts'
import { onLive } from '../../live.ts'
import { State } from '../../publish/parts/state.tsx'
import { useSession } from '../../session.ts'
import { useActions } from '../../ui/actions.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { useFormat } from '../../ui/format.ts'
import { Glyph, Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { DataList } from '../../ui/list.tsx'
import { useNow } from '../../ui/now.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { contentsQuery, type Row } from '../create.client.ts'
import { createWords } from '../create.words.ts'
import style from './studio.module.css'

const LinksDialog = lazy(() => import('../../review/parts/links-dialog.tsx').then((file) => ({ default: file.LinksDialog })))

const FILTERS = {
  all: [],
  draft: ['draft'],
  awaiting: ['awaiting'],
  scheduled: ['scheduled', 'claimed', 'sending'],
  trouble: ['failed', 'unknown', 'held', 'expired'],
  published: ['published'],
} as const satisfies Record<string, readonly DeliveryState[]>
type Filter = keyof typeof FILTERS
const NAMES = Object.keys(FILTERS) as Filter[]

/** The chosen filter stands in the address, so that it can be linked and gone back to. */
function useFilter() {
  const search: Record<string, unknown> = useSearch({ strict: false })
  const navigate = useNavigate()
  const filter = NAMES.find((name) => name === search['state']) ?? 'all'
  const set = (next: Filter) =>
    void navigate({
      to: '.',
      search: (before: Record<string, unknown>) => ({ ...before, state: next === 'all' ? undefined : next }),
      replace: true,
    })
  return [filter, set] as const
}

function Picture({ row }: { row: Row }) {
  if (row.thumbUrl) return <img className={style.thumb} src={row.thumbUrl} alt="" loading="lazy" />
  return (
    <span className={style.thumb}>
      <Icon name="file" />
    </span>
  )
}

function ContentRow({ row, networks }: { row: Row; networks: ReadonlyMap<string, { network: string; name: string }> }) {
  const t = useT(createWords)
  const format = useFormat()
  const { me, brandId } = useSession()
  const now = useNow(60_000)
  const isAhead = row.dueAt !== null && Date.parse(row.dueAt) > now
  const brand = brandId === 'all' ? me.brands.find((one) => one.id === row.brandId)?.name : null
  const channels = row.channelIds.flatMap((id) => networks.get(id) ?? [])
  return (
    <div className={style.row}>
      <Picture row={row} />
      <div className={style.words}>
        <b className="cut">{row.title || row.excerpt.split('\n')[0] || t.studio.untitled}</b>
        <span className="cut dim">
          {(row.title ? row.excerpt : row.excerpt.split('\n').slice(1).join(' ')) || (row.excerpt ? '' : t.studio.noText)}
        </span>
      </div>
      <span className={style.channels}>
        {channels.map((channel, i) => (
          <Glyph key={`${channel.network}${i}`} network={channel.network} label={channel.name} />
        ))}
        {channels.length === 0 && <span className="dim">{t.studio.noChannel}</span>}
      </span>
      <span className={style.states}>
        {row.states.map((state) => (
          <State key={state} state={state} />
        ))}
      </span>
      <span className={style.when}>
        {isAhead ? t.studio.for(format.relative(row.dueAt ?? '', now)) : <Time at={row.dueAt ?? row.updatedAt} />}
        {brand && <small>{brand}</small>}
      </span>
    </div>
  )
}

/** The room's name and what one begins here. */
function Head({ filter, onShare, onCreate }: { filter: Filter; onShare: () => void; onCreate: () => void }) {
  const t = useT(createWords).studio
  const { brand, can } = useSession()
  return (
    <header className={style.head}>
      <h1>{t.title}</h1>
      <span className={style.space} />
      {filter === 'awaiting' && can('approve') && (
        <LinkButton to="/approvals" icon="check">
          {t.approve}
        </LinkButton>
      )}
      {can('schedule') && brand && (
        <Button icon="link" onPress={onShare}>
          {t.links}
        </Button>
      )}
      {can('write') && (
        <Button kind="primary" icon="plus" keys="n" onPress={onCreate}>
          {t.create}
        </Button>
      )}
    </header>
  )
}

/** Everything the brand has written, newest first. */
export function Studio() {
  const t = useT(createWords)
  const { brandId, brand, can } = useSession()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [filter, setFilter] = useFilter()
  const [active, setActive] = useState(0)
  const [sharing, setSharing] = useState(false)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(contentsQuery(brandId, FILTERS[filter]))
  const { data: channels } = useQuery(channelsQuery(brandId))
  useEffect(
    () =>
      onLive(({ event }) => {
        if (event.startsWith('publish.')) void queries.invalidateQueries({ queryKey: ['create', 'list'] })
      }),
    [queries],
  )
  const rows = data?.pages.flatMap((page) => page.items) ?? []
  const networks = new Map((channels ?? []).map((channel) => [channel.id, channel]))
  const create = () => void navigate({ to: '/studio/$contentId', params: { contentId: 'new' } })
  const open = (row: Row) => void navigate({ to: '/studio/$contentId', params: { contentId: row.id }, search: { brand: row.brandId } })
  useActions([
    {
      id: 'create.links',
      label: t.studio.links,
      icon: 'link',
      group: 'do',
      when: can('schedule') && brand !== null,
      perform: () => setSharing(true),
    },
    ...NAMES.map((name, i) => ({
      id: `create.filter.${name}`,
      label: t.studio.filters[name],
      keys: `v ${i + 1}`,
      icon: 'filter' as const,
      when: name !== filter,
      perform: () => setFilter(name),
    })),
  ])
  return (
    <div className={style.studio}>
      <Head filter={filter} onShare={() => setSharing(true)} onCreate={create} />
      <div className={style.filter}>
        <Segmented
          label={t.studio.filter}
          value={filter}
          onChange={(next) => {
            setActive(0)
            setFilter(next)
          }}
          options={NAMES.map((name) => ({ value: name, label: t.studio.filters[name] }))}
        />
      </div>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={6} />}
      {data && rows.length === 0 && (
        <EmptyState
          title={filter === 'all' ? t.studio.emptyTitle : t.studio.emptyFilter}
          actions={
            filter === 'all' && can('write') ? (
              <Button kind="primary" onPress={create}>
                {t.studio.create}
              </Button>
            ) : undefined
          }
        >
          {filter === 'all' ? t.studio.emptyText : null}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <div className={style.list} onClick={(event) => openClicked(event.target, rows, open)}>
          <DataList
            label={t.studio.list}
            items={rows}
            keyOf={(row) => row.id}
            active={Math.min(active, rows.length - 1)}
            onActive={setActive}
            onOpen={open}
            row={(row) => <ContentRow row={row} networks={networks} />}
          />
        </div>
      )}
      {hasNextPage && (
        <Button kind="word" isPending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
          {t.studio.more}
        </Button>
      )}
      <Suspense>{sharing && brand && <LinksDialog brandId={brand.id} day={null} onClose={() => setSharing(false)} />}</Suspense>
    </div>
  )
}

/** A press anywhere on a row opens it; the list itself walks by keys. */
function openClicked(target: EventTarget, rows: readonly Row[], open: (row: Row) => void): void {
  const item = target instanceof Element ? target.closest('[role=listitem]') : null
  const row = item?.parentElement ? rows[[...item.parentElement.children].indexOf(item)] : undefined
  if (row) open(row)
}
