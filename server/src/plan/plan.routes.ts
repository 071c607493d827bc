import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { notFound } from '../platform/errors.ts'
import { dropFeed, listFeeds, makeFeed, readFeed, type FeedDeps } from './plan.feed.service.ts'
import {
  calendarFeedMade,
  calendarFeedsView,
  calendarQuery,
  calendarView,
  campaignBody,
  campaignView,
  type CalendarView,
  densityQuery,
  densityView,
  pillarsBody,
  pillarsView,
} from './plan.schema.ts'
import { newMemory, readCalendar, readDensity, removeCampaign, saveCampaign, savePillars, type PlanDeps } from './plan.service.ts'

const brandParams = z.object({ brandId: z.uuid() })
const brandsParams = z.object({ brandId: z.union([z.uuid(), z.literal('all')]) })
const toRead = { kind: 'brand', right: 'read' } as const
const toWrite = { kind: 'brand', right: 'write' } as const
const ok = z.object({ ok: z.literal(true) })
const done = { ok: true } as const

export function planRoutes(http: Http, given: Omit<PlanDeps, 'memory'> & FeedDeps): void {
  const deps = { ...given, memory: newMemory() }
  calendarRoutes(http, deps)
  campaignRoutes(http, deps)
  feedRoutes(http, deps)
}

function calendarRoutes(http: Http, deps: PlanDeps): void {
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/calendar',
    summary: 'The calendar of a span: channels, publications, campaigns, dates, expected activity',
    access: { kind: 'brands', right: 'read' },
    params: brandsParams,
    query: calendarQuery,
    answer: calendarView,
    // Thousands of notes of our own making: proving each of their fields again cost more than reading them from the database.
    handler: async ({ grant, query, reply }) => {
      const view: CalendarView = await readCalendar(deps, grant, query)
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(view))
    },
  })
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/calendar/density',
    summary: 'How many publications a day and channel',
    access: { kind: 'brands', right: 'read' },
    params: brandsParams,
    query: densityQuery,
    answer: densityView,
    handler: ({ grant, query }) => readDensity(deps, grant, query),
  })
}

function campaignRoutes(http: Http, deps: PlanDeps): void {
  const params = brandParams.extend({ campaignId: z.uuid() })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/campaigns',
    summary: 'Add a campaign or an event',
    access: toWrite,
    params: brandParams,
    body: campaignBody,
    answer: campaignView,
    status: 201,
    handler: ({ grant, body }) => saveCampaign(deps, grant, null, body),
  })
  http.route({
    method: 'PUT',
    url: '/api/v1/brands/:brandId/campaigns/:campaignId',
    summary: 'Change a campaign or an event',
    access: toWrite,
    params,
    body: campaignBody,
    answer: campaignView,
    handler: ({ grant, params, body }) => saveCampaign(deps, grant, params.campaignId, body),
  })
  http.route({
    method: 'DELETE',
    url: '/api/v1/brands/:brandId/campaigns/:campaignId',
    summary: 'Remove a campaign or an event; its publications stay',
    access: toWrite,
    params,
    answer: ok,
    handler: async ({ grant, params }) => {
      await removeCampaign(deps, grant, params.campaignId)
      return done
    },
  })
  http.route({
    method: 'PUT',
    url: '/api/v1/brands/:brandId/pillars',
    summary: 'The pillars of a brand, in order',
    access: toWrite,
    params: brandParams,
    body: pillarsBody,
    answer: pillarsView,
    handler: ({ grant, body }) => savePillars(deps, grant, body),
  })
}

function feedRoutes(http: Http, deps: FeedDeps): void {
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/calendar-feed',
    summary: 'Make a secret address for a calendar program',
    access: toRead,
    params: brandParams,
    answer: calendarFeedMade,
    status: 201,
    perMinute: 20,
    handler: ({ grant }) => makeFeed(deps, grant),
  })
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/calendar-feeds',
    summary: 'One’s own calendar addresses of this brand',
    access: toRead,
    params: brandParams,
    answer: calendarFeedsView,
    handler: ({ grant }) => listFeeds(deps, grant),
  })
  http.route({
    method: 'DELETE',
    url: '/api/v1/brands/:brandId/calendar-feeds/:feedId',
    summary: 'Revoke a calendar address at once',
    access: toRead,
    params: brandParams.extend({ feedId: z.uuid() }),
    answer: ok,
    handler: async ({ grant, params }) => {
      await dropFeed(deps, grant, params.feedId)
      return done
    },
  })
  http.route({
    method: 'GET',
    url: '/api/v1/feeds/:file',
    summary: 'A calendar as iCalendar, by its secret address',
    access: { kind: 'public', why: 'Calendar programs cannot sign in: the address is the secret, revocable at any time' },
    params: z.object({ file: z.string().max(100) }),
    perMinute: 60,
    handler: async ({ params, reply }) => {
      const token = /^([\w-]{43})\.ics$/.exec(params.file)?.[1]
      if (!token) throw notFound()
      const text = await readFeed(deps, token)
      reply.header('content-type', 'text/calendar; charset=utf-8')
      reply.header('content-disposition', 'inline; filename="pupitre.ics"')
      return reply.send(text)
    },
  })
}
