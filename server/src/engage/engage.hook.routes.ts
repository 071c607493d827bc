import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { webHeaders, type Http } from '../platform/http.ts'
import { createReceiver, type HookDeps } from './engage.hook.service.ts'

const asked = z.object({ channelId: z.uuid() })

/** Where a network tells that something happened to a channel. The channel's id stands in the address, the proof in the request. */
export function hookRoutes(http: Http, deps: HookDeps): void {
  const hear = createReceiver(deps)
  const receive = async ({ params, request, reply }: { params: z.infer<typeof asked>; request: FastifyRequest; reply: FastifyReply }) => {
    const { status, contentType, body } = await hear(params.channelId, {
      method: request.method,
      headers: webHeaders(request),
      query: new URL(request.url, 'http://desk').searchParams,
      body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
    })
    return reply.code(status).type(contentType).send(body)
  }
  const route = { url: '/api/v1/hooks/:channelId', access: { kind: 'signed' }, params: asked, perMinute: 60_000 } as const
  http.route({ ...route, method: 'GET', summary: 'A network makes sure that the desk is there', handler: receive })
  http.route({ ...route, method: 'POST', summary: 'A network tells that something happened', handler: receive })
}
