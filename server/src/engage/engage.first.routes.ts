import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Http } from '../platform/http.ts'
import type { meView } from '../team/team.schema.ts'
import { intoPage, type FirstView } from './engage.first.service.ts'
import { inboxViews, type ConversationView, type InboxPage } from './engage.schema.ts'

const rows = 25

type Asked = { brand?: unknown; view?: unknown; c?: unknown }
const isId = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value)

/** What the interface answers to whoever sent this request: the first view passes through the same doors as the desk. */
function asker(http: Http, request: FastifyRequest) {
  const headers: Record<string, string> = { accept: 'application/json', cookie: request.headers.cookie ?? '' }
  return async <T>(url: string): Promise<T | null> => {
    const answer = await http.server.inject({ method: 'GET', url, headers, remoteAddress: request.ip })
    return answer.statusCode === 200 ? answer.json<T>() : null
  }
}

type Ask = ReturnType<typeof asker>
type Me = z.infer<typeof meView>

function askedOf(request: FastifyRequest) {
  const { brand, view, c } = request.query as Asked
  const { conversationId = c } = request.params as { conversationId?: unknown }
  return {
    brand: isId(brand) ? brand : 'all',
    view: inboxViews.find((each) => each === view) ?? 'team',
    openId: isId(conversationId) ? conversationId : null,
  }
}

/** The open conversation, if its brand is known: from the address, or from its row. */
async function readOpen(ask: Ask, { brand, openId }: ReturnType<typeof askedOf>, page: InboxPage): Promise<ConversationView | null> {
  const home = page.items.find((row) => row.id === openId)?.brandId ?? (brand === 'all' ? null : brand)
  return home && openId ? ask<ConversationView>(`/api/v1/brands/${home}/conversations/${openId}`) : null
}

async function readFirstView(http: Http, request: FastifyRequest): Promise<FirstView | null> {
  if (!request.headers.cookie) return null
  const ask = asker(http, request)
  const asked = askedOf(request)
  const { brand, view } = asked
  const me = await ask<Me>('/api/v1/me')
  const page = me && (await ask<InboxPage>(`/api/v1/brands/${brand}/inbox?view=${view}&limit=${rows}`))
  if (!me || !page) return null
  const open = await readOpen(ask, asked, page)
  const shown = open?.conversation.brandId ?? brand
  const zone = (me.brands.find((one) => one.id === shown) ?? me.brands[0])?.zone ?? 'Europe/Paris'
  const { language, theme } = me.user
  return { language, theme, zone, brand, view, showBrand: brand === 'all' && me.brands.length > 1, page, open }
}

/** The page of the inbox holds its first view already, so that it can be read before the desk's scripts have come. */
export function firstViewRoutes(http: Http, dist: string): void {
  const index = join(dist, 'index.html')
  if (!existsSync(index)) return
  for (const url of ['/inbox', '/inbox/:conversationId']) {
    http.server.get(url, { schema: { hide: true }, config: { rateLimit: { max: 300, timeWindow: 60_000 } } }, async (request, reply) => {
      const [page, view] = await Promise.all([readFile(index, 'utf8'), readFirstView(http, request)])
      reply.type('text/html; charset=utf-8').header('cache-control', view ? 'no-store' : 'no-cache')
      return view ? intoPage(page, view, Date.now()) : page
    })
  }
}
