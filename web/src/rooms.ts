import type { ComponentType } from 'react'
import type { IconName } from './ui/icon.tsx'

type Page = { default: ComponentType }

/** Every page of the house, fetched when it is entered. A room is shown from the day its page exists, never before. */
const pages = import.meta.glob<Page>('./*/*.page.tsx')

function page(path: string): (() => Promise<Page>) | null {
  return pages[path] ?? null
}

export const PAGES = {
  today: page('./today/today.page.tsx'),
  inbox: page('./engage/engage.page.tsx'),
  calendar: page('./plan/plan.page.tsx'),
  studio: page('./create/create.page.tsx'),
  measure: page('./measure/measure.page.tsx'),
  channels: page('./channels/channels.page.tsx'),
  connected: page('./channels/connected.page.tsx'),
  approvals: page('./review/approvals.page.tsx'),
  review: page('./review/review.page.tsx'),
  ledger: page('./publish/publish.page.tsx'),
  assist: page('./publish/assist.page.tsx'),
  brand: page('./team/brand.page.tsx'),
  members: page('./team/members.page.tsx'),
  account: page('./team/account.page.tsx'),
} as const

export type RoomId = 'today' | 'inbox' | 'calendar' | 'studio' | 'measure'

export type Room = {
  id: RoomId
  to: '/today' | '/inbox' | '/calendar' | '/studio' | '/measure'
  icon: IconName
  keys: string
  startsGroup?: boolean
  isWide?: boolean
}

const ALL: readonly Room[] = [
  { id: 'today', to: '/today', icon: 'today', keys: 'g t' },
  { id: 'inbox', to: '/inbox', icon: 'inbox', keys: 'g m', startsGroup: true },
  { id: 'calendar', to: '/calendar', icon: 'score', keys: 'g c', isWide: true },
  { id: 'studio', to: '/studio', icon: 'studio', keys: 'g s', isWide: true },
  { id: 'measure', to: '/measure', icon: 'measure', keys: 'g f', startsGroup: true },
]

export const ROOMS = ALL.filter((room) => PAGES[room.id] !== null)
