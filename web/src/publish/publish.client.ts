import type { StoredItem } from '@pupitre/server/create/create.schema'
import type { DeliveryView, LedgerView, PackView, settleBody } from '@pupitre/server/publish/publish.schema'
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '../client.ts'

export type { DeliveryState, DeliveryView, LedgerView, PackView } from '@pupitre/server/publish/publish.schema'

const path = (brandId: string, id: string): string => `/api/v1/brands/${brandId}/deliveries/${id}`

export type When = { localTime: string; repeatedHour?: 'first' | 'second' }
export type Release = { choice: 'publish' } | { choice: 'drop' } | ({ choice: 'move' } & When)
export type Settle = z.input<typeof settleBody>

export const ledgerQuery = (brandId: string, id: string) =>
  queryOptions({
    queryKey: ['publish', 'ledger', id],
    queryFn: ({ signal }) => api.get<LedgerView>(`${path(brandId, id)}/ledger`, undefined, signal),
  })

export const packQuery = (brandId: string, id: string) =>
  queryOptions({
    queryKey: ['publish', 'pack', id],
    queryFn: ({ signal }) => api.get<PackView>(`${path(brandId, id)}/pack`, undefined, signal),
  })

export const cancelDelivery = (brandId: string, id: string, keepDraft: boolean) =>
  api.post<DeliveryView>(`${path(brandId, id)}/cancel`, { keepDraft })
export const moveDelivery = (brandId: string, id: string, version: number, when: When) =>
  api.post<DeliveryView>(`${path(brandId, id)}/move`, { ...when, version })
export const planDraft = (brandId: string, id: string, version: number, localTime: string | null) =>
  api.patch<DeliveryView>(`${path(brandId, id)}/plan`, { localTime, version })
export const releaseDelivery = (brandId: string, id: string, body: Release) => api.post<DeliveryView>(`${path(brandId, id)}/release`, body)
export const settleDelivery = (brandId: string, id: string, body: Settle) => api.post<DeliveryView>(`${path(brandId, id)}/settle`, body)

type Outgoing = { deliveryId: string; undoUntil: string }
export const editLive = (brandId: string, id: string, item: StoredItem) => api.post<Outgoing>(`${path(brandId, id)}/edit`, item)
export const pinLive = (brandId: string, id: string, pinned: boolean) => api.post<Outgoing>(`${path(brandId, id)}/pin`, { pinned })
export const removeLive = (brandId: string, id: string) => api.post<Outgoing>(`${path(brandId, id)}/remove`)
