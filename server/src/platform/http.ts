import fastifyMultipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors, jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import { mintBrandGrant, mintGrant, type Access, type Actor, type BrandGrant, type BrandId, type Gate, type Grant } from './access.ts'
import { badInput, broken, CodedError, errorBody, forged, notAllowed, notFound, notSignedIn, tooMany, type Language } from './errors.ts'
import type { Log } from './log.ts'

export type GrantOf<A extends Access> = A extends { kind: 'brand' }
  ? BrandGrant<A['right']>
  : A extends { kind: 'brands' }
    ? Grant<A['right']>
    : A extends { kind: 'organization' }
      ? { actor: Actor; organizationId: string }
      : A extends { kind: 'person' }
        ? { actor: Actor }
        : null

export type Call<A extends Access, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  grant: GrantOf<A>
  params: z.output<P>
  query: z.output<Q>
  body: z.output<B>
  request: FastifyRequest
  reply: FastifyReply
}

export type RouteDefinition<A extends Access, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  url: string
  summary: string
  access: A
  params?: P
  query?: Q
  body?: B
  answer?: R
  status?: number
  /** Requests a minute and person (or address) for what is worth guarding more than the rest. */
  perMinute?: number
  handler: (call: Call<A, P, Q, B>) => Promise<z.input<R> | FastifyReply>
}

export type RouteInfo = { method: string; url: string; access: Access }

export type Http = {
  server: FastifyInstance
  route: <const A extends Access, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    definition: RouteDefinition<A, P, Q, B, R>,
  ) => void
  routes: RouteInfo[]
}

const csp = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function languageOf(request: FastifyRequest, actor: Actor | null): Language {
  if (actor) return actor.language
  return /^\s*en\b/i.test(String(request.headers['accept-language'] ?? '')) ? 'en' : 'fr'
}

export function webHeaders(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  return headers
}

/** What a parser made of JSON or of a query: not a file, a form or bytes. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const shape: unknown = Object.getPrototypeOf(value)
  return shape === null || Object.getPrototypeOf(shape) === null
}

/** What a database cannot hold is nothing anybody wrote: zero characters and halves of surrogate pairs, left by broken keyboards and pastes. */
function withoutBroken(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '')
  if (Array.isArray(value)) return value.map(withoutBroken)
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, withoutBroken(held)]))
}

/** A page of another site can send a form, but neither this header nor, without asking first, JSON. */
function refuseForgery(request: FastifyRequest, access: Access, ownOrigins: ReadonlySet<string>): void {
  if (access.kind === 'signed' || request.method === 'GET' || request.method === 'HEAD' || request.headers.authorization) return
  const { origin } = request.headers
  if (request.headers['x-pupitre'] !== '1' || (origin !== undefined && !ownOrigins.has(origin))) throw forged()
}

/** A key has scopes in brands: it reads who it speaks for, and changes nothing of the person. */
function grantOfPerson(actor: Actor, request: FastifyRequest): unknown {
  if (actor.via === 'key' && request.method !== 'GET') throw notAllowed('person')
  return { actor }
}

type InBrands = Extract<Access, { kind: 'brand' | 'brands' }>

async function grantInBrands(access: InBrands, actor: Actor, wanted: string, gate: Gate): Promise<unknown> {
  const brands = await gate.brandsWith(actor, access.right)
  if (access.kind === 'brands' && wanted === 'all') return mintGrant(actor, access.right, brands)
  const found: BrandId | undefined = brands.find((id) => id === wanted)
  if (!found) throw (await gate.sees(actor, wanted)) ? notAllowed(access.right) : notFound()
  return mintBrandGrant(actor, access.right, found)
}

async function grantFor(access: Access, actor: Actor | null, request: FastifyRequest, gate: Gate): Promise<unknown> {
  if (access.kind === 'public' || access.kind === 'signed') return null
  if (!actor) throw notSignedIn()
  if (access.kind === 'person') return grantOfPerson(actor, request)
  const { organizationId = '', brandId = '' } = request.params as Record<string, string>
  if (access.kind !== 'organization') return grantInBrands(access, actor, brandId, gate)
  const allowed = await gate.organizationsWith(actor, access.right)
  if (!allowed.includes(organizationId)) throw notFound()
  return { actor, organizationId }
}

function asCoded(error: unknown, log: Log, request: FastifyRequest): CodedError {
  if (error instanceof CodedError) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    return badInput(error.validation.map((issue) => ({ path: issue.instancePath.replace(/^\//, ''), message: issue.message ?? '' })))
  }
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status === 429) return tooMany(60)
  if (status >= 400 && status < 500) return badInput([{ path: '', message: error instanceof Error ? error.message : '' }])
  const reference = uuid().slice(-8)
  log.error('http.broken', error, { reference, method: request.method, route: request.routeOptions.url })
  return broken(reference)
}

/** A signature is over bytes: nothing may read them before it. */
const withRawBodies = (http: FastifyInstance) => (register: (server: FastifyInstance) => void) =>
  void http.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body))
    register(scope)
    done()
  })

const accessKinds = new Set<Access['kind'] | undefined>(['public', 'signed', 'person', 'brand', 'brands', 'organization'])

/** A door made beside `route` has no lock: under /api none may stand, and a program with one does not start. */
function refuseUndeclared({ url, config }: { url: string; config?: { access?: Access } }): void {
  if (url.startsWith('/api') && !config?.access) throw new Error(`${url} was made without saying who may open it`)
}

function defineRoute(http: Omit<Http, 'route'>, gate: Gate, origins: ReadonlySet<string>) {
  return <A extends Access, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    definition: RouteDefinition<A, P, Q, B, R>,
  ): void => {
    const { method, url, access } = definition
    if (!accessKinds.has(access?.kind)) throw new Error(`${method} ${url} does not say who may open it`)
    http.routes.push({ method, url, access })
    const inScope =
      access.kind === 'signed' ? withRawBodies(http.server) : (register: (server: FastifyInstance) => void) => register(http.server)
    inScope((server) =>
      server.route({
        method,
        url,
        schema: {
          summary: definition.summary,
          ...(definition.params ? { params: definition.params } : {}),
          ...(definition.query ? { querystring: definition.query } : {}),
          ...(definition.body ? { body: definition.body } : {}),
          ...(definition.answer ? { response: { [definition.status ?? 200]: definition.answer } } : {}),
        },
        config: { access, rateLimit: { max: definition.perMinute ?? 1200, timeWindow: 60_000 } },
        // Before the body is parsed: who asks, and whether they may.
        onRequest: async (request) => {
          refuseForgery(request, access, origins)
          const actor = access.kind === 'public' || access.kind === 'signed' ? null : await gate.actorOf(webHeaders(request))
          request.actor = actor
          request.grant = await grantFor(access, actor, request, gate)
        },
        handler: async (request, reply) => {
          if (definition.status) reply.code(definition.status)
          const call = { grant: request.grant, params: request.params, query: request.query, body: request.body, request, reply }
          return definition.handler(call as unknown as Call<A, P, Q, B>)
        },
      }),
    )
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null
    grant: unknown
  }
  interface FastifyContextConfig {
    access?: Access
  }
}

export async function createHttp(options: { gate: Gate; log: Log; origins: readonly string[]; version: string }): Promise<Http> {
  const server = Fastify({
    logger: false,
    bodyLimit: 2_000_000,
    trustProxy: 'loopback',
    requestIdHeader: false,
    routerOptions: { maxParamLength: 300 },
  })
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  server.addHook('onRoute', refuseUndeclared)
  server.addHook('preValidation', async (request) => {
    request.body = withoutBroken(request.body)
    request.query = withoutBroken(request.query)
  })
  server.decorateRequest('actor', null)
  server.decorateRequest('grant', null)
  await server.register(fastifyMultipart, { limits: { fileSize: 40_000_000, files: 1, fields: 10 } })
  await server.register(rateLimit, { global: false, keyGenerator: (request) => request.actor?.userId ?? request.ip })
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Pupitre', version: options.version, license: { name: 'AGPL-3.0-only', identifier: 'AGPL-3.0-only' } },
    },
    transform: jsonSchemaTransform,
  })
  server.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'same-origin')
    reply.header('cross-origin-opener-policy', 'same-origin')
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', csp)
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
  server.setErrorHandler((error, request, reply) => {
    const coded = asCoded(error, options.log, request)
    return reply
      .code(coded.status)
      .type('application/json')
      .send(JSON.stringify(errorBody(coded, languageOf(request, request.actor))))
  })
  const routes: RouteInfo[] = []
  const base = { server, routes }
  return { ...base, route: defineRoute(base, options.gate, new Set(options.origins)) }
}
