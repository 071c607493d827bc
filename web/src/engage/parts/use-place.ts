import type { InboxView } from '@pupitre/server/engage/engage.schema'
import { useLocation, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useSession } from '../../session.ts'
import type { Sort } from '../engage.client.ts'
import { VIEWS } from './rows.ts'

const KEY = 'pupitre.inbox.view'
const SORT_KEY = 'pupitre.inbox.sort'
const isView = (value: unknown): value is InboxView => VIEWS.includes(value as InboxView)
const text = (value: unknown): string | null => (typeof value === 'string' && value.length > 0 && value.length <= 200 ? value : null)

/** The thread stands beside the list; narrower, in its place. */
export const isWide = (): boolean => matchMedia('(min-width: 721px)').matches

export type Place = { view: InboxView; channelId: string | null; search: string; sort: Sort; open: string | null }

/**
 * Where one is in the inbox, all of it in the address, so that a view or a conversation can be sent to a colleague. The open
 * conversation is `c`: as a parameter of the path it would be another route, and the list would be built again at each one.
 */
export function usePlace() {
  const { brandId } = useSession()
  const navigate = useNavigate()
  const { conversationId } = useParams({ strict: false })
  const search = useLocation({ select: (location) => location.search as Record<string, unknown> })
  const kept = localStorage.getItem(KEY)
  const place: Place = {
    view: isView(search.view) ? search.view : isView(kept) ? kept : 'team',
    channelId: text(search.channel),
    search: text(search.q) ?? '',
    sort: (text(search.sort) ?? localStorage.getItem(SORT_KEY)) === 'urgent' ? 'urgent' : 'recent',
    open: conversationId ?? text(search.c),
  }
  /** Whoever comes to answer writes at once. */
  const isToReply = search.reply === 'now'
  const go = (next: Partial<Place>, { push = false } = {}) => {
    const { view, channelId, search: q, sort, open } = { ...place, ...next }
    if (next.view) localStorage.setItem(KEY, next.view)
    if (next.sort) localStorage.setItem(SORT_KEY, next.sort)
    const params = {
      brand: brandId,
      view,
      channel: channelId ?? undefined,
      q: q || undefined,
      sort: sort === 'urgent' ? sort : undefined,
      c: open ?? undefined,
      // From the address of a path to that of the list, which is another page.
      reply: conversationId && isToReply ? 'now' : undefined,
    }
    void navigate({ to: '/inbox', search: params, replace: !push })
  }
  useEffect(() => {
    if (conversationId) go({ open: conversationId })
  })
  return { place, go, isToReply }
}
