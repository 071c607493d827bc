import type { CalendarFeedView, CalendarView, DensityView } from '@pupitre/server/plan/plan.schema'
import type { ContentView } from '@pupitre/server/create/create.schema'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../client.ts'

export const CALENDAR = ['plan', 'calendar'] as const

const base = (brandId: string): string => `/api/v1/brands/${brandId}`
const iso = (at: number): string => new Date(at).toISOString()

export const calendarQuery = (brandId: string, from: number, to: number) =>
  queryOptions({
    queryKey: [...CALENDAR, brandId, from, to],
    queryFn: ({ signal }) => api.get<CalendarView>(`${base(brandId)}/calendar`, { from: iso(from), to: iso(to) }, signal),
    placeholderData: keepPreviousData,
  })

export const densityQuery = (brandId: string, from: number, to: number) =>
  queryOptions({
    queryKey: ['plan', 'density', brandId, from, to],
    queryFn: ({ signal }) => api.get<DensityView>(`${base(brandId)}/calendar/density`, { from: iso(from), to: iso(to) }, signal),
    placeholderData: keepPreviousData,
  })

export type Where = { brandId: string; id: string; version: number }
export type When = { localTime: string; repeatedHour?: 'first' | 'second' }

/** A draft's hour is a wish and is kept by its own door; a promise to publish moves through the ledger. */
export function moveDelivery(where: Where & { isDraft: boolean }, when: When): Promise<unknown> {
  const path = `${base(where.brandId)}/deliveries/${where.id}`
  if (!where.isDraft) return api.post(`${path}/move`, { ...when, version: where.version })
  return api.patch(`${path}/plan`, { localTime: when.localTime, version: where.version })
}

export const cancelDelivery = ({ brandId, id, version }: Where) => api.post(`${base(brandId)}/deliveries/${id}/cancel`, { version })

type Publishable = Where & { state: string; channelId: string; contentId: string | null }

/** What is held is released; what is scheduled is promised again for now. Either way it waits through the undo delay. */
export async function publishNow({ brandId, id, state, channelId, contentId }: Publishable): Promise<void> {
  if (state === 'held' || contentId === null) return api.post(`${base(brandId)}/deliveries/${id}/release`, { choice: 'publish' })
  const path = `${base(brandId)}/contents/${contentId}`
  const { version } = await api.get<ContentView>(path)
  return api.post(`${path}/schedule`, { channelIds: [channelId], localTime: null, version })
}

/** Adds a version of a content on one more channel and wishes it an hour; false when there is one already. */
export async function copyToChannel(brandId: string, contentId: string, channelId: string, localTime: string): Promise<boolean> {
  const path = `${base(brandId)}/contents/${contentId}`
  const content = await api.get<ContentView>(path)
  const channelIds = content.variants.map((v) => v.channelId)
  if (channelIds.includes(channelId)) return false
  const changed = await api.patch<ContentView>(path, { version: content.version, channelIds: [...channelIds, channelId] })
  const made = changed.variants.find((v) => v.channelId === channelId)?.delivery
  if (made) await api.patch(`${base(brandId)}/deliveries/${made.id}/plan`, { localTime, version: made.version })
  return true
}

export type CampaignInput = { kind: 'campaign' | 'event'; name: string; startsOn: string; endsOn: string }
export const saveCampaign = (brandId: string, id: string | null, body: CampaignInput) =>
  id === null ? api.post(`${base(brandId)}/campaigns`, body) : api.put(`${base(brandId)}/campaigns/${id}`, body)
export const removeCampaign = (brandId: string, id: string) => api.delete(`${base(brandId)}/campaigns/${id}`)

export type PillarInput = { id: string | null; name: string; share: number | null }
export const savePillars = (brandId: string, pillars: readonly PillarInput[]) => api.put(`${base(brandId)}/pillars`, { pillars })

export const feedsQuery = (brandId: string) =>
  queryOptions({
    queryKey: ['plan', 'feeds', brandId],
    queryFn: ({ signal }) => api.get<{ feeds: CalendarFeedView[] }>(`${base(brandId)}/calendar-feeds`, undefined, signal),
  })
export const makeFeed = (brandId: string) => api.post<{ url: string }>(`${base(brandId)}/calendar-feed`, {})
export const revokeFeed = (brandId: string, id: string) => api.delete(`${base(brandId)}/calendar-feeds/${id}`)
