import type {
  ConversationRow,
  ConversationState,
  Corrected,
  ConversationView,
  InboxPage,
  InboxView,
} from '@pupitre/server/engage/engage.schema'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../client.ts'

export type Sort = 'recent' | 'urgent'
export type Filter = { brandId: string; view: InboxView; channelId: string | null; search: string; sort: Sort }

/**
 * These keys do not begin with the module's name: a list scrolled through a hundred pages must not be read again at each
 * message. What changed is asked for by name instead (`changedRows`), see `parts/use-inbox.ts`.
 */
export const INBOX = 'inbox'
export const listKey = (filter: Filter) =>
  [INBOX, 'list', filter.brandId, filter.view, filter.channelId, filter.search, filter.sort] as const
export const conversationKey = (id: string) => [INBOX, 'conversation', id] as const

const base = (brandId: string): string => `/api/v1/brands/${brandId}`

/** The first page is short, so that it is soon there on a slow line; the following ones are long. */
const FIRST_PAGE = 30
const NEXT_PAGES = 100

function readPage(filter: Filter, more: { cursor?: string | null; ids?: string; limit: number }, signal?: AbortSignal): Promise<InboxPage> {
  const { brandId, view, channelId, search, sort } = filter
  return api.get<InboxPage>(`${base(brandId)}/inbox`, { view, channelId, search: search || null, sort, ...more }, signal)
}

export const listQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: listKey(filter),
    queryFn: ({ pageParam, signal }) =>
      readPage(filter, { cursor: pageParam, limit: filter.search ? 100 : pageParam ? NEXT_PAGES : FIRST_PAGE }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
  })

const anything = { view: 'all', channelId: null, search: '', sort: 'recent' } as const

/** How many wait in each view, and how fresh each channel is. */
export const pulseQuery = (brandId: string) =>
  queryOptions({
    queryKey: [INBOX, 'pulse', brandId],
    queryFn: ({ signal }) => readPage({ brandId, ...anything, view: 'team' }, { limit: 1 }, signal),
    refetchInterval: 15_000,
  })

/** Of these conversations, those that stand in the view, as they are now. */
export const changedRows = async (filter: Filter, ids: readonly string[]): Promise<ConversationRow[]> =>
  (await readPage(filter, { ids: ids.join(','), limit: 100 })).items

/** One conversation's row, wherever it stands: a link opens it before, or without, its list. */
export const rowQuery = (brandId: string, id: string) =>
  queryOptions({
    queryKey: [INBOX, 'row', id],
    queryFn: async () => (await changedRows({ brandId, ...anything }, [id]))[0] ?? null,
  })

export const conversationQuery = (brandId: string, id: string) =>
  queryOptions({
    queryKey: conversationKey(id),
    queryFn: ({ signal }) => api.get<ConversationView>(`${base(brandId)}/conversations/${id}`, undefined, signal),
    staleTime: 15_000,
  })

export type Colleague = { id: string; name: string; role: string }
export const colleaguesQuery = (brandId: string) =>
  queryOptions({
    queryKey: [INBOX, 'colleagues', brandId],
    queryFn: ({ signal }) => api.get<Colleague[]>(`${base(brandId)}/colleagues`, undefined, signal),
    staleTime: 300_000,
  })

export type Change = {
  state?: ConversationState
  snoozeUntil?: string | null
  assigneeId?: string | null
  labels?: string[]
  read?: boolean
}

const MOST_AT_ONCE = 200

/** The same change for many conversations, each in its own brand. */
export async function changeMany(rows: readonly Pick<ConversationRow, 'id' | 'brandId'>[], change: Change): Promise<void> {
  const brands = Map.groupBy(rows, (row) => row.brandId)
  for (const [brandId, own] of brands) {
    for (let at = 0; at < own.length; at += MOST_AT_ONCE) {
      const ids = own.slice(at, at + MOST_AT_ONCE).map((row) => row.id)
      await api.post(`${base(brandId)}/conversations/bulk`, { ids, change })
    }
  }
}

type Where = { brandId: string; id: string }
export type Leaving = { deliveryId: string; undoUntil: string }
export type ReplyMode = 'public' | 'direct'

export const sendReply = (
  { brandId, id }: Where,
  reply: { text: string; messageId?: string; visibility: ReplyMode; markDone: boolean },
  key: string,
) => api.post<Leaving & { messageId: string }>(`${base(brandId)}/conversations/${id}/reply`, reply, key)

export const addNote = ({ brandId, id }: Where, text: string) =>
  api.post<{ id: string }>(`${base(brandId)}/conversations/${id}/notes`, { text })

export const correctMessage = ({ brandId, id }: Where, decided: Corrected) =>
  api.put(`${base(brandId)}/messages/${id}/understanding`, decided)
export const undoCorrection = ({ brandId, id }: Where) => api.delete(`${base(brandId)}/messages/${id}/understanding`)

export type MessageAct = { act: 'like' | 'repost' } | { act: 'hide'; hidden: boolean } | { act: 'block'; blocked: boolean }
export const actOnMessage = ({ brandId, id }: Where, { act, ...body }: MessageAct) =>
  api.post<Leaving>(`${base(brandId)}/messages/${id}/${act}`, body)

export const likeMessage = ({ brandId, id }: Where) => api.post<Leaving>(`${base(brandId)}/messages/${id}/like`, {})

export const stopDelivery = ({ brandId, id }: Where) => api.post(`${base(brandId)}/deliveries/${id}/cancel`, {})
export const releaseDelivery = ({ brandId, id }: Where, choice: 'publish' | 'drop') =>
  api.post(`${base(brandId)}/deliveries/${id}/release`, { choice })

export const sayPresence = ({ brandId, id }: Where, writing: boolean) =>
  api.post(`${base(brandId)}/conversations/${id}/presence`, { writing })
