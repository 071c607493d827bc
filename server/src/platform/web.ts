import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import fastifyStatic from '@fastify/static'
import { errorBody, notFound } from './errors.ts'
import { languageOf, type Http } from './http.ts'

/** Resolves once the launcher's build stands: the stamp is the last file it writes. A build that fails ends the launcher, and us with it. */
export async function webStands(dist: string): Promise<void> {
  while (!existsSync(join(dist, '.built'))) await pause(50)
}

/** Serves the built web app. Files with a hash in their name are kept for a year, the page itself never. */
export async function serveWeb(http: Http, dist: string): Promise<void> {
  const built = existsSync(join(dist, 'index.html'))
  if (built) {
    await http.server.register(fastifyStatic, {
      root: dist,
      preCompressed: true,
      setHeaders: (response, path) => {
        response.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  }
  http.server.setNotFoundHandler((request, reply) => {
    const isPage =
      built && request.method === 'GET' && !request.url.startsWith('/api/') && (request.headers.accept ?? '').includes('text/html')
    if (isPage) return reply.header('cache-control', 'no-cache').sendFile('index.html')
    return reply.code(404).send(errorBody(notFound(), languageOf(request, null)))
  })
}
