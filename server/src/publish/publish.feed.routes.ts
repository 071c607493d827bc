import { z } from 'zod'
import { sendAsset } from '../create/create.public.ts'
import type { Files } from '../platform/files.ts'
import type { Http } from '../platform/http.ts'
import { mediaOfFeed, readPublicFeed, type FeedDeps } from './publish.feed.service.ts'

const params = z.object({ accountId: z.uuid() })
const access = { kind: 'public', why: 'What a brand publishes in its own feed is for everybody; nothing else is shown' } as const
const fiveMinutes = 'public, max-age=300'

/** Feeds of channels that the desk itself shows, for programs that read feeds. */
export function feedRoutes(http: Http, deps: FeedDeps & { files: Files }): void {
  http.route({
    method: 'GET',
    url: '/feeds/:accountId',
    summary: 'What a channel of the desk’s own has published, as a feed',
    access,
    params,
    perMinute: 300,
    handler: async ({ params: { accountId }, request, reply }) => {
      const { contentType, body, etag, changedAt } = await readPublicFeed(deps, accountId)
      reply.header('cache-control', fiveMinutes).header('etag', etag)
      if (changedAt) reply.header('last-modified', changedAt.toUTCString())
      const known = request.headers['if-none-match']
      if (known?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)) return reply.code(304).send('')
      return reply.header('content-type', contentType).send(body)
    },
  })
  http.route({
    method: 'GET',
    url: '/feeds/:accountId/media/:mediaId',
    summary: 'A picture or a film of a post that stands in a feed',
    access,
    params: params.extend({ mediaId: z.uuid() }),
    perMinute: 600,
    handler: async ({ params: { accountId, mediaId }, request, reply }) => {
      const asset = await mediaOfFeed(deps, accountId, mediaId)
      reply.header('cache-control', fiveMinutes)
      return sendAsset(deps.files, asset, { reply, size: 'full', range: request.headers.range })
    },
  })
}
