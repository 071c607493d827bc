import type {
  AssetView,
  ChannelRules,
  ContentView,
  contentRow,
  LinkCardView,
  Measures,
  StoredItem,
  StoredOptions,
} from '@pupitre/server/create/create.schema'
import type { DeliveryState, DeliveryView } from '@pupitre/server/publish/publish.schema'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '../client.ts'

export type { AssetView, ChannelRules, ContentView, LinkCardView, Measures, StoredItem, StoredOptions }
export type Row = z.infer<typeof contentRow>
export type Media = StoredItem['media'][number]
export type Measure = Measures[number]
export type Finding = Measure['findings'][number]
export type Variant = ContentView['variants'][number]
export type Delivery = NonNullable<Variant['delivery']>

const base = (brandId: string): string => `/api/v1/brands/${brandId}`

export const contentsQuery = (brandId: string, states: readonly DeliveryState[]) =>
  infiniteQueryOptions({
    queryKey: ['create', 'list', brandId, states.join(',')],
    queryFn: ({ signal, pageParam }) =>
      api.get<{ items: Row[]; cursor: string | null }>(
        `${base(brandId)}/contents`,
        { states: states.join(',') || undefined, cursor: pageParam, limit: 40 },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  })

/** Two modules say something of a content: its words and where its deliveries are. */
export const contentKey = (id: string) => ['create', 'content', id] as const
export const contentQuery = (brandId: string, id: string) =>
  queryOptions({
    queryKey: contentKey(id),
    queryFn: ({ signal }) => api.get<ContentView>(`${base(brandId)}/contents/${id}`, undefined, signal),
    refetchOnMount: 'always',
  })

export const rulesQuery = (brandId: string) =>
  queryOptions({
    queryKey: ['channels', 'rules', brandId],
    queryFn: ({ signal }) => api.get<ChannelRules[]>(`${base(brandId)}/channel-rules`, undefined, signal),
  })

export type NewContent = {
  title: string
  items: StoredItem[]
  options: StoredOptions
  channelIds: string[]
  pillarId: string | null
  localTime: string | null
}
export const makeContent = (brandId: string, body: NewContent) => api.post<ContentView>(`${base(brandId)}/contents`, body)
export type ContentPatch = Partial<Omit<NewContent, 'localTime'>>
export const patchContent = (brandId: string, id: string, version: number, patch: ContentPatch) =>
  api.patch<ContentView>(`${base(brandId)}/contents/${id}`, { version, ...patch })
export type VariantPatch = { items?: StoredItem[]; options?: StoredOptions; follows?: true }
export const patchVariant = (brandId: string, id: string, version: number, patch: VariantPatch) =>
  api.patch<ContentView>(`${base(brandId)}/variants/${id}`, { version, ...patch })
export const removeContent = (brandId: string, id: string) => api.delete(`${base(brandId)}/contents/${id}`)

export type ToMeasure = { channelId: string; items: StoredItem[]; options: StoredOptions; follows: boolean }
export const measure = (brandId: string, versions: ToMeasure[]) => api.post<Measures>(`${base(brandId)}/measure`, { versions })
export const readCard = (brandId: string, url: string) => api.post<LinkCardView>(`${base(brandId)}/link-card`, { url })

export function addAsset(brandId: string, file: File): Promise<AssetView> {
  const form = new FormData()
  form.append('file', file, file.name)
  return api.post<AssetView>(`${base(brandId)}/assets`, form)
}
export const readAsset = (brandId: string, id: string) => api.get<AssetView>(`${base(brandId)}/assets/${id}/about`)

export type ScheduleInput = {
  channelIds: string[]
  localTime: string | null
  repeatedHour?: 'first' | 'second'
  version: number
  confirmedNames?: string[]
}
export const schedule = (brandId: string, id: string, body: ScheduleInput) =>
  api.post<DeliveryView[]>(`${base(brandId)}/contents/${id}/schedule`, body)
