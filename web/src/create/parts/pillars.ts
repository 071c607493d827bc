import type { CalendarView } from '@pupitre/server/plan/plan.schema'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../client.ts'

/** The brand's pillars stand in its calendar; an empty stretch of it is enough to read them. */
export const pillarsQuery = (brandId: string) =>
  queryOptions({
    queryKey: ['plan', 'pillars', brandId],
    queryFn: async ({ signal }) => {
      const now = Date.now()
      const query = { from: new Date(now).toISOString(), to: new Date(now + 60_000).toISOString() }
      return (await api.get<CalendarView>(`/api/v1/brands/${brandId}/calendar`, query, signal)).pillars
    },
  })
