import type { ConversationRow } from '@pupitre/server/engage/engage.schema'
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { onLive } from '../../live.ts'
import { useSession } from '../../session.ts'
import { changedRows, conversationKey, type Filter, INBOX, listKey, listQuery } from '../engage.client.ts'
import { isNews, newestFirst, type Pages, placeRows, removeRows, replaceRows, rowsOf, standsIn, urgentFirst } from './rows.ts'

/** Facts come in bursts (a post that goes round): they are read together. */
const TOGETHER = 250
const MOST = 100

type Fact = { conversationId?: string; kind?: string }

/** Calls `hear` with the conversations that changed, a quarter of a second of them at once. */
function useChanged(hear: (ids: string[]) => void): void {
  const latest = useRef(hear)
  useEffect(() => {
    latest.current = hear
  })
  const queries = useQueryClient()
  useEffect(() => {
    const waiting = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | null = null
    const tell = () => {
      timer = null
      const ids = [...waiting].slice(0, MOST)
      for (const id of ids) waiting.delete(id)
      if (waiting.size > 0) timer = setTimeout(tell, TOGETHER)
      for (const id of ids) void queries.invalidateQueries({ queryKey: conversationKey(id) })
      void queries.invalidateQueries({ queryKey: [INBOX, 'pulse'] })
      latest.current(ids)
    }
    const stop = onLive(({ event, data }) => {
      const { conversationId, kind } = (data ?? {}) as Fact
      // An answer on its way moves through the ledger: the open thread shows each step.
      if (event.startsWith('publish.') && kind !== undefined && kind !== 'post')
        void queries.invalidateQueries({ queryKey: [INBOX, 'conversation'] })
      if (event === 'engage.presence' || !event.startsWith('engage.') || !conversationId) return
      waiting.add(conversationId)
      timer ??= setTimeout(tell, TOGETHER)
    })
    return () => {
      stop()
      if (timer) clearTimeout(timer)
    }
  }, [queries])
}

/** The list of a view: its pages, what has just changed, and what is kept back while one reads further down. */
export function useInbox(filter: Filter) {
  const { me } = useSession()
  const queries = useQueryClient()
  const list = useInfiniteQuery(listQuery(filter))
  const key = listKey(filter)
  const stamp = key.join(' ')
  const [kept, setKept] = useState<{ stamp: string; rows: ConversationRow[] }>({ stamp, rows: [] })
  const news = kept.stamp === stamp ? kept.rows : []
  const scrolled = useRef(false)
  const rows = useMemo(() => rowsOf(list.data), [list.data])
  const edit = (change: (pages: Pages) => Pages) =>
    queries.setQueryData<InfiniteData<Pages['pages'][number], string | null>>(key, (now) =>
      now ? { ...now, pages: change(now).pages } : now,
    )

  // A room entered again reads one page, not all those that were unrolled before.
  useEffect(
    () => () => {
      queries.setQueriesData<InfiniteData<Pages['pages'][number], string | null>>({ queryKey: [INBOX, 'list'] }, (now) =>
        now ? { pages: now.pages.slice(0, 1), pageParams: now.pageParams.slice(0, 1) } : now,
      )
    },
    [queries],
  )

  const order = filter.sort === 'urgent' ? urgentFirst : newestFirst
  const stands = (row: ConversationRow) => standsIn(row, filter.view, me.user.id)
  /** Rows as they are now, put where they belong at once. */
  const place = (fresh: readonly ConversationRow[]) => {
    const inside = fresh.filter(stands)
    const outside = new Set(fresh.filter((row) => !stands(row)).map((row) => row.id))
    edit((pages) => (filter.search ? replaceRows(pages, fresh) : placeRows(removeRows(pages, outside), inside, order)))
  }
  /** The same while one reads further down: nothing moves, the new ones wait behind the pill. */
  const keep = (fresh: readonly ConversationRow[]) => {
    const known = new Map(rows.map((row) => [row.id, row]))
    const coming = fresh.filter((row) => stands(row) && isNews(row, known.get(row.id)))
    const ids = new Set(coming.map((row) => row.id))
    edit((pages) =>
      replaceRows(
        pages,
        fresh.filter((row) => !ids.has(row.id)),
      ),
    )
    if (coming.length === 0) return
    const others = news.filter((row) => !ids.has(row.id))
    setKept({ stamp, rows: [...others, ...coming].toSorted(order) })
  }
  useChanged((ids) => {
    changedRows({ ...filter, view: 'all', search: '', sort: 'recent' }, ids)
      .then((fresh) => (scrolled.current && !filter.search ? keep(fresh) : place(fresh)))
      // The next fact, or the line coming back, reads the same rows again.
      .catch(() => undefined)
  })
  const showNews = () => {
    setKept({ stamp, rows: [] })
    place(news)
  }
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [fetchNextPage, hasNextPage, isFetchingNextPage])
  return { list, rows, news, showNews, place, more, scrolled }
}

export type Inbox = ReturnType<typeof useInbox>
