import type { ServerResponse } from 'node:http'
import type { Gate } from './access.ts'
import type { Db } from './db.ts'
import { readEvents, type createBroadcast, type Happened } from './events.ts'
import { webHeaders, type Http } from './http.ts'

const beatMilliseconds = 15_000

function write(raw: ServerResponse, happened: Happened): void {
  raw.write(
    `id: ${happened.id}\nevent: ${happened.name}\ndata: ${JSON.stringify({ brandId: happened.brandId, at: happened.at, ...happened.payload })}\n\n`,
  )
}

/**
 * What happens, as it happens: one stream a browser. Each beat asks the gate again, so that an access that ended stops hearing
 * within a beat. `Last-Event-ID` resumes where the browser was.
 */
export function liveRoutes(http: Http, deps: { db: Db; gate: Gate; broadcast: ReturnType<typeof createBroadcast> }): void {
  const open = new Set<ServerResponse>()
  http.server.addHook('preClose', (done) => {
    for (const raw of open) raw.end()
    done()
  })
  http.route({
    method: 'GET',
    url: '/api/v1/stream',
    summary: 'Server-sent events of the brands one may read',
    access: { kind: 'person' },
    handler: async ({ grant, request, reply }) => {
      const headers = webHeaders(request)
      let brands = new Set<string>(await deps.gate.brandsWith(grant.actor, 'read'))
      reply.hijack()
      const { raw } = reply
      raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
        connection: 'keep-alive',
      })
      raw.write('retry: 2000\n\n')
      open.add(raw)
      const since = Number(request.headers['last-event-id'])
      let last = Number.isSafeInteger(since) && since > 0 ? since : 0
      const hear = (happened: Happened) => {
        if (happened.id <= last || !brands.has(happened.brandId)) return
        last = happened.id
        write(raw, happened)
      }
      if (last > 0) for (const missed of await readEvents(deps.db, last)) hear(missed)
      const unsubscribe = deps.broadcast.subscribe(hear)
      const beat = setInterval(() => {
        void (async () => {
          const actor = await deps.gate.actorOf(headers)
          if (!actor) return raw.end()
          brands = new Set<string>(await deps.gate.brandsWith(actor, 'read'))
          return raw.write(': beat\n\n')
        })().catch(() => raw.end())
      }, beatMilliseconds)
      raw.on('close', () => {
        clearInterval(beat)
        unsubscribe()
        open.delete(raw)
      })
      return reply
    },
  })
}
