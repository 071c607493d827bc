import { z } from 'zod'
import { storedItem } from '../create/create.schema.ts'
import type { Http } from '../platform/http.ts'
import { once } from '../platform/once.ts'
import {
  deliveryView,
  freezeBody,
  freezeView,
  ledgerView,
  localTime,
  moveBody,
  releaseBody,
  scheduleBody,
  packView,
  settleBody,
} from './publish.schema.ts'
import { changeFreeze, seeFreeze } from './publish.freeze.service.ts'
import { editLive, pinLive, removeLive } from './publish.live.service.ts'
import { planDraft, scheduleContent, type ScheduleDeps } from './publish.schedule.service.ts'
import { readPack } from './publish.assist.service.ts'
import { cancel, moveTo, readLedger, release, settleByPerson } from './publish.service.ts'

const brandParams = z.object({ brandId: z.uuid() })
const deliveryParams = brandParams.extend({ deliveryId: z.uuid() })
const toSchedule = { kind: 'brand', right: 'schedule' } as const
const cancelBody = z.object({ version: z.number().int().positive().optional(), keepDraft: z.boolean().default(false) })
const outgoingView = z.object({ deliveryId: z.uuid(), undoUntil: z.string() })

export function publishRoutes(http: Http, deps: ScheduleDeps): void {
  scheduleRoutes(http, deps)
  deliveryRoutes(http, deps)
  liveRoutes(http, deps)
  freezeRoutes(http, deps)
}

const keyOf = (headers: Record<string, unknown>): string | undefined => headers['idempotency-key'] as string | undefined

function scheduleRoutes(http: Http, deps: ScheduleDeps): void {
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/contents/:contentId/schedule',
    summary: 'Promise the versions of a content for an hour, or publish them now after the undo delay',
    access: toSchedule,
    params: brandParams.extend({ contentId: z.uuid() }),
    body: scheduleBody,
    answer: z.array(deliveryView),
    handler: ({ grant, params, body, request }) =>
      once(deps.db, grant, { key: keyOf(request.headers), what: { params, body } }, (db) =>
        scheduleContent({ ...deps, db }, grant, params.contentId, body),
      ),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/deliveries/:deliveryId/move',
    summary: 'Another hour for what waits',
    access: toSchedule,
    params: deliveryParams,
    body: moveBody,
    answer: deliveryView,
    handler: ({ grant, params, body, request }) =>
      once(deps.db, grant, { key: keyOf(request.headers), what: { params, body } }, (db) =>
        moveTo({ ...deps, db }, grant, params.deliveryId, body),
      ),
  })
  http.route({
    method: 'PATCH',
    url: '/api/v1/brands/:brandId/deliveries/:deliveryId/plan',
    summary: 'The hour a draft is meant for; promises nothing',
    access: { kind: 'brand', right: 'write' },
    params: deliveryParams,
    body: z.object({ localTime: localTime.nullable(), version: z.number().int().positive() }),
    answer: deliveryView,
    handler: ({ grant, params, body }) => planDraft(deps, grant, params.deliveryId, body),
  })
}

function deliveryRoutes(http: Http, deps: ScheduleDeps): void {
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/deliveries/:deliveryId/ledger',
    summary: 'Everything that happened to a delivery, act by act',
    access: { kind: 'brand', right: 'read' },
    params: deliveryParams,
    answer: ledgerView,
    handler: ({ grant, params }) => readLedger(deps, grant, params.deliveryId),
  })
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/deliveries/:deliveryId/pack',
    summary: 'Text, media and place of a post that a person puts up by hand',
    access: { kind: 'brand', right: 'read' },
    params: deliveryParams,
    answer: packView,
    handler: ({ grant, params }) => readPack(deps, grant, params.deliveryId),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/deliveries/:deliveryId/cancel',
    summary: 'Take back what has not left',
    access: toSchedule,
    params: deliveryParams,
    body: cancelBody,
    answer: deliveryView,
    handler: ({ grant, params, body }) => cancel(deps, grant, params.deliveryId, body),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/deliveries/:deliveryId/release',
    summary: 'What to do with what is held, failed or expired: publish, move or drop',
    access: toSchedule,
    params: deliveryParams,
    body: releaseBody,
    answer: deliveryView,
    handler: ({ grant, params, body }) => release(deps, grant, params.deliveryId, body),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/deliveries/:deliveryId/settle',
    summary: 'A person says whether a post of unknown outcome is there',
    access: toSchedule,
    params: deliveryParams,
    body: settleBody,
    answer: deliveryView,
    handler: ({ grant, params, body }) => settleByPerson(deps, grant, params.deliveryId, body),
  })
}

function liveRoutes(http: Http, deps: ScheduleDeps): void {
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/deliveries/:deliveryId/edit',
    summary: 'Edit a live post, where the network has it',
    access: toSchedule,
    params: deliveryParams,
    body: storedItem,
    answer: outgoingView,
    handler: async ({ grant, params, body }) => {
      const { deliveryId, dueAt } = await editLive(deps, grant, params.deliveryId, body)
      return { deliveryId, undoUntil: dueAt.toISOString() }
    },
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/deliveries/:deliveryId/pin',
    summary: 'Pin a live post, or unpin it, where the network has it',
    access: toSchedule,
    params: deliveryParams,
    body: z.object({ pinned: z.boolean() }),
    answer: outgoingView,
    handler: async ({ grant, params, body }) => {
      const { deliveryId, dueAt } = await pinLive(deps, grant, params.deliveryId, body.pinned)
      return { deliveryId, undoUntil: dueAt.toISOString() }
    },
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/deliveries/:deliveryId/remove',
    summary: 'Take a live post down',
    access: toSchedule,
    params: deliveryParams,
    answer: outgoingView,
    handler: async ({ grant, params }) => {
      const { deliveryId, dueAt } = await removeLive(deps, grant, params.deliveryId)
      return { deliveryId, undoUntil: dueAt.toISOString() }
    },
  })
}

function freezeRoutes(http: Http, deps: ScheduleDeps): void {
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/freeze',
    summary: 'Whether everything is stopped, and what is leaving',
    access: { kind: 'brand', right: 'read' },
    params: brandParams,
    answer: freezeView,
    handler: ({ grant }) => seeFreeze(deps, grant),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/freeze',
    summary: 'Stop everything, or go on',
    access: { kind: 'brand', right: 'freeze' },
    params: brandParams,
    body: freezeBody,
    answer: freezeView,
    handler: ({ grant, body }) => changeFreeze(deps, grant, body),
  })
}
