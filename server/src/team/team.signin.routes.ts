import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Gate } from '../platform/access.ts'
import type { Db } from '../platform/db.ts'
import { notAllowed, notFound, notSignedIn } from '../platform/errors.ts'
import { webHeaders, type Http } from '../platform/http.ts'
import { createAttempts, type Attempts } from './team.attempts.service.ts'
import { absoluteLifeDays } from './team.access.service.ts'
import { sessionView } from './team.schema.ts'
import { closeSession, closeSessions, listSessions } from './team.sessions.service.ts'
import { idleSeconds, type SignIn } from './team.signin.service.ts'

type Deps = { db: Db; gate: Gate; signIn: SignIn; url: string }

const base = '/api/auth/'
/** Endpoints that act for somebody who is signed in, and ask for the password again. */
const forSignedIn = /^(change-password|two-factor\/(enable|disable|generate-backup-codes|get-totp-uri))$/
/** better-auth's own endpoints that the desk uses; anything else it may mount stays closed. */
const others = /^(sign-in\/email|sign-out|request-password-reset|reset-password(\/[^/]+)?|two-factor\/(verify-totp|verify-backup-code))$/

export function signInRoutes(http: Http, deps: Deps): void {
  const attempts = createAttempts()
  for (const method of ['GET', 'POST'] as const) {
    http.route({
      method,
      url: '/api/auth/*',
      summary: 'Sign-in, second factor, new password',
      access: { kind: 'public', why: 'This is where one signs in; each endpoint checks its own session' },
      perMinute: 120,
      handler: async ({ request, reply }) => {
        const path = (request.url.split('?')[0] ?? '').slice(base.length)
        if (!forSignedIn.test(path) && !others.test(path)) return reply.callNotFound()
        const account = await accountOf(deps.gate, path, request)
        const attempt = account === null ? null : attempts.begin(account, request.ip)
        const answer = await deps.signIn.handler(asked(deps.url, request, method))
        return passOn(reply, answer, attempt)
      },
    })
  }
  sessionRoutes(http, deps)
}

/** Whose password is asked for here; null where none is. A closed account or an ended session asks for nothing. */
async function accountOf(gate: Gate, path: string, request: FastifyRequest): Promise<string | null> {
  if (path === 'sign-in/email') {
    const { email } = (request.body ?? {}) as { email?: unknown }
    return typeof email === 'string' ? email : ''
  }
  if (!forSignedIn.test(path)) return null
  const actor = await gate.actorOf(webHeaders(request))
  if (actor?.via !== 'session') throw notSignedIn()
  return actor.userId
}

function asked(url: string, request: FastifyRequest, method: string): Request {
  const headers = webHeaders(request)
  headers.set('x-pupitre-peer', request.ip)
  headers.delete('content-length')
  const body = method === 'POST' ? { body: JSON.stringify(request.body ?? {}) } : {}
  return new Request(`${url}${request.url}`, { method, headers, ...body })
}

/** The browser keeps the cookie as long as a session can live; how long it may rest is counted in the session itself. */
const keptLong = (cookie: string): string =>
  cookie.includes('session_token=') ? cookie.replace(`Max-Age=${idleSeconds}`, `Max-Age=${absoluteLifeDays * 86_400}`) : cookie

/** The token is the cookie's, which no script can read: it is not said again in the answer. */
function withoutToken(text: string): string {
  if (!text.startsWith('{')) return text
  const { token: _token, ...rest } = JSON.parse(text) as Record<string, unknown>
  return JSON.stringify(rest)
}

type Attempt = ReturnType<Attempts['begin']>

export async function passOn(reply: FastifyReply, answer: Response, attempt: Attempt | null = null) {
  const text = await answer.text()
  const isWrong = answer.status === 401 || text.includes('"INVALID_PASSWORD"')
  if (answer.ok) attempt?.right()
  else if (!isWrong) attempt?.withdraw()
  reply.code(answer.status)
  for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', keptLong(cookie))
  for (const name of ['content-type', 'location', 'retry-after', 'x-retry-after']) {
    const value = answer.headers.get(name)
    if (value) reply.header(name, value)
  }
  return reply.send(withoutToken(text))
}

const ok = z.object({ ok: z.literal(true) })
const done = { ok: true } as const

function sessionRoutes(http: Http, { db }: Deps): void {
  http.route({
    method: 'GET',
    url: '/api/v1/me/sessions',
    summary: 'Where one is signed in',
    access: { kind: 'person' },
    answer: z.array(sessionView),
    handler: ({ grant }) => {
      if (grant.actor.via === 'key') throw notAllowed('person')
      return listSessions(db, grant.actor)
    },
  })
  http.route({
    method: 'DELETE',
    url: '/api/v1/me/sessions/:sessionId',
    summary: 'Close one session',
    access: { kind: 'person' },
    params: z.object({ sessionId: z.string().max(100) }),
    answer: ok,
    handler: async ({ grant, params }) => {
      if (!(await closeSession(db, grant.actor, params.sessionId))) throw notFound()
      return done
    },
  })
  http.route({
    method: 'DELETE',
    url: '/api/v1/me/sessions',
    summary: 'Close every session, this one too or not, in one act',
    access: { kind: 'person' },
    query: z.object({ which: z.enum(['others', 'all']).default('others') }),
    answer: ok,
    handler: async ({ grant, query }) => {
      await closeSessions(db, grant.actor, query.which === 'all')
      return done
    },
  })
}
