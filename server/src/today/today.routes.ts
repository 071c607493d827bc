import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { todayView } from './today.schema.ts'
import { readToday, type TodayDeps } from './today.service.ts'

export function todayRoutes(http: Http, deps: TodayDeps): void {
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/today',
    summary: 'What needs somebody now, in order of urgency, and the day',
    access: { kind: 'brands', right: 'read' },
    params: z.object({ brandId: z.union([z.uuid(), z.literal('all')]) }),
    answer: todayView,
    handler: ({ grant }) => readToday(deps, grant),
  })
}
