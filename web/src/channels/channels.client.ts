import type { ChannelView, networkView } from '@pupitre/server/channels/channels.schema'
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '../client.ts'

export type { ChannelView }
export type Network = z.infer<typeof networkView>
export type Method = Network['methods'][number]

const base = (brandId: string): string => `/api/v1/brands/${brandId}`

export const channelsQuery = (brandId: string) =>
  queryOptions({
    queryKey: ['channels', 'list', brandId],
    queryFn: ({ signal }) => api.get<ChannelView[]>(`${base(brandId)}/channels`, undefined, signal),
  })

export const networksQuery = queryOptions({
  queryKey: ['channels', 'networks'],
  queryFn: ({ signal }) => api.get<Network[]>('/api/v1/networks', undefined, signal),
  staleTime: Infinity,
})

type Fields = Record<string, string>
export const connectWithSecret = (brandId: string, network: string, fields: Fields, assisted: boolean) =>
  api.post<{ id: string }>(`${base(brandId)}/channels`, { network, fields, assisted })
export const startConnection = (brandId: string, network: string, fields: Fields) =>
  api.post<{ url: string }>(`${base(brandId)}/connect`, { network, fields })
export const finishConnection = (brandId: string, query: string) => api.post<{ id: string }>(`${base(brandId)}/connect/finish`, { query })
export const hookQuery = (brandId: string, id: string) =>
  queryOptions({
    queryKey: ['channels', 'hook', id],
    queryFn: ({ signal }) => api.get<{ url: string; word: string | null }>(`${base(brandId)}/channels/${id}/hook`, undefined, signal),
    staleTime: 300_000,
  })
export const checkChannel = (brandId: string, id: string) => api.post<ChannelView>(`${base(brandId)}/channels/${id}/check`)
export const disconnectChannel = (brandId: string, id: string) => api.delete(`${base(brandId)}/channels/${id}`)

const PENDING = 'pupitre.connecting'

/** The brand for which a connection began, for the page the network comes back to. */
export const rememberConnecting = (brandId: string): void => sessionStorage.setItem(PENDING, brandId)
export const connectingBrand = (): string | null => sessionStorage.getItem(PENDING)
export const forgetConnecting = (): void => sessionStorage.removeItem(PENDING)
