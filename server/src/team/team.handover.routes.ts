import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Db } from '../platform/db.ts'
import type { Language } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import { handoverFile } from './team.handover-page.service.ts'
import { handoverBody, handoverQuery, handoversView, type HandoverForm, type HandoverPack } from './team.handover.schema.ts'
import { listHandovers, makeHandover, readHandover, readOwnHandover } from './team.handover.service.ts'

const brandParams = z.object({ brandId: z.uuid() })
const toMembers = { kind: 'brand', right: 'members' } as const

/** A file to keep: never shown inside the desk, whatever its words are. */
function give(reply: FastifyReply, pack: HandoverPack, as: HandoverForm, language: Language) {
  const { type, name, text } = handoverFile(pack, as, language)
  return reply
    .header('content-type', type)
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    .send(text)
}

export function handoverRoutes(http: Http, { db }: { db: Db }): void {
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/handovers',
    summary: 'Hand-over packs of those who left, and those that were asked for',
    access: toMembers,
    params: brandParams,
    answer: handoversView,
    handler: ({ grant }) => listHandovers(db, grant),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/handovers',
    summary: 'Make the hand-over pack of a member now',
    access: toMembers,
    params: brandParams,
    body: handoverBody,
    answer: z.object({ id: z.uuid() }),
    status: 201,
    perMinute: 30,
    handler: ({ grant, body }) => makeHandover(db, grant, body.userId),
  })
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/handovers/mine',
    summary: 'One’s own hand-over pack, until the access ends',
    access: { kind: 'brand', right: 'read' },
    params: brandParams,
    query: handoverQuery,
    perMinute: 30,
    handler: async ({ grant, query, reply }) => give(reply, await readOwnHandover(db, grant), query.as, grant.actor.language),
  })
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/handovers/:handoverId',
    summary: 'A hand-over pack: to read and print, as data, or the portfolio of public work',
    access: toMembers,
    params: brandParams.extend({ handoverId: z.uuid() }),
    query: handoverQuery,
    perMinute: 60,
    handler: async ({ grant, params, query, reply }) =>
      give(reply, await readHandover(db, grant, params.handoverId), query.as, grant.actor.language),
  })
}
