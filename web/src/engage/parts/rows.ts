import type { ConversationRow, InboxPage, InboxView } from '@pupitre/server/engage/engage.schema'

/** In this order on the screen; written again here because the server's list comes with its validation library. */
export const VIEWS = ['mine', 'team', 'waiting', 'snoozed', 'done', 'all'] as const satisfies readonly InboxView[]

export type Pages = { pages: InboxPage[]; pageParams: unknown[] }

/** Newest first, the id deciding between equals: the order of the server. */
export function newestFirst(a: ConversationRow, b: ConversationRow): number {
  if (a.lastAt !== b.lastAt) return a.lastAt < b.lastAt ? 1 : -1
  return a.id < b.id ? 1 : -1
}

/** Whom somebody should see at once first. */
export const urgentFirst = (a: ConversationRow, b: ConversationRow): number => Number(b.pressing) - Number(a.pressing) || newestFirst(a, b)

/** True when a conversation stands in a view; the same rule as the server's. */
export function standsIn(row: ConversationRow, view: InboxView, userId: string): boolean {
  if (view === 'all') return true
  if (view === 'snoozed' || view === 'done') return row.state === view
  if (row.state !== 'open') return false
  if (view === 'mine') return row.assignee?.id === userId
  return view === 'team' || row.waitingSince !== null
}

export const rowsOf = (pages: Pages | undefined): ConversationRow[] => pages?.pages.flatMap((page) => page.items) ?? []

const mapItems = (pages: Pages, items: (page: InboxPage, index: number) => ConversationRow[]): Pages => ({
  ...pages,
  pages: pages.pages.map((page, index) => ({ ...page, items: items(page, index) })),
})

export function removeRows(pages: Pages, ids: ReadonlySet<string>): Pages {
  return mapItems(pages, ({ items }) => items.filter((row) => !ids.has(row.id)))
}

/** Rows as they are now, each at the place where it stands: nothing moves under the eyes. */
export function replaceRows(pages: Pages, fresh: readonly ConversationRow[]): Pages {
  const byId = new Map(fresh.map((row) => [row.id, row]))
  return mapItems(pages, ({ items }) => items.map((row) => byId.get(row.id) ?? row))
}

/** Rows at the place the order of the list gives them. Those older than what is loaded are left to their page. */
export function placeRows(pages: Pages, fresh: readonly ConversationRow[], order = newestFirst): Pages {
  const ids = new Set(fresh.map((row) => row.id))
  const rest = removeRows(pages, ids)
  const last = rowsOf(rest).at(-1)
  const isWhole = pages.pages.at(-1)?.cursor === null
  const coming = fresh.filter((row) => isWhole || !last || order(row, last) < 0).toSorted(order)
  let from = 0
  return mapItems(rest, ({ items }, index) => {
    const isLast = index === rest.pages.length - 1
    const end = items.at(-1)
    const mine = coming.slice(from).filter((row) => isLast || (end && order(row, end) < 0))
    from += mine.length
    return mine.length === 0 ? items : [...items, ...mine].toSorted(order)
  })
}

/** What is waiting behind the pill: conversations new to the list, or come back up with something new. */
export function isNews(row: ConversationRow, known: ConversationRow | undefined): boolean {
  return !known || (row.lastAt > known.lastAt && row.unread > 0)
}
