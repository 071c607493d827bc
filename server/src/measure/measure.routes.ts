import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { measureView, postFiguresDetail, postFiguresPage } from './measure.schema.ts'
import { listPostFigures, readMeasure, readPostDetail, steerImport, type MeasureDeps } from './measure.service.ts'

const acrossParams = z.object({ brandId: z.union([z.uuid(), z.literal('all')]) })

export function measureRoutes(http: Http, deps: MeasureDeps): void {
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/measure',
    summary: 'Thirty days of each channel, and its best posts',
    access: { kind: 'brands', right: 'read' },
    params: acrossParams,
    answer: measureView,
    handler: ({ grant }) => readMeasure(deps, grant),
  })
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/measure/posts',
    summary: 'Published posts with their figures as last read, newest first',
    access: { kind: 'brands', right: 'read' },
    params: acrossParams,
    query: z.object({
      channelId: z.uuid().optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(40),
    }),
    answer: postFiguresPage,
    handler: ({ grant, query }) => listPostFigures(deps, grant, query),
  })
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/measure/posts/:deliveryId',
    summary: 'One post with its figures over time',
    access: { kind: 'brand', right: 'read' },
    params: z.object({ brandId: z.uuid(), deliveryId: z.uuid() }),
    answer: postFiguresDetail,
    handler: ({ grant, params }) => readPostDetail(deps, grant, params.deliveryId),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/channels/:channelId/import',
    summary: 'Fetch a channel’s past, or stop fetching it',
    access: { kind: 'brand', right: 'channels' },
    params: z.object({ brandId: z.uuid(), channelId: z.uuid() }),
    body: z.object({ act: z.enum(['start', 'cancel']) }),
    answer: z.object({ ok: z.literal(true) }),
    handler: async ({ grant, params, body }) => {
      await steerImport(deps, grant, params.channelId, body.act)
      return { ok: true } as const
    },
  })
}
