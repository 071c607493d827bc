import type { TodayView } from '@pupitre/server/today/today.schema'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../client.ts'

export const todayQuery = (brandId: string) =>
  queryOptions({
    queryKey: ['today', brandId],
    queryFn: ({ signal }) => api.get<TodayView>(`/api/v1/brands/${brandId}/today`, undefined, signal),
    // « dans 12 min » grows old by itself, without any event.
    refetchInterval: 60_000,
  })
