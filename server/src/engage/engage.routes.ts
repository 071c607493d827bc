import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { once } from '../platform/once.ts'
import { colleaguesOf } from '../team/team.public.ts'
import { correct, undoCorrection } from './engage.correct.service.ts'
import type { Understand } from './engage.ingest.service.ts'
import { readConversation, readInboxPage } from './engage.present.service.ts'
import type { Readers } from './engage.presence.service.ts'
import {
  bulkBody,
  changeConversationBody,
  correctionBody,
  conversationView,
  inboxPage,
  inboxQuery,
  noteBody,
  presenceBody,
  replyBody,
} from './engage.schema.ts'
import { addNote, block, changeConversations, hide, like, reply, repost, showPresence, type EngageDeps } from './engage.service.ts'

type Deps = EngageDeps & { readers: Readers; understand: Understand }

const brandParams = z.object({ brandId: z.uuid() })
const acrossParams = z.object({ brandId: z.union([z.uuid(), z.literal('all')]) })
const conversationParams = brandParams.extend({ conversationId: z.uuid() })
const messageParams = brandParams.extend({ messageId: z.uuid() })
const toEngage = { kind: 'brand', right: 'engage' } as const
const leaving = z.object({ deliveryId: z.uuid(), undoUntil: z.string() })
const ok = z.object({ ok: z.literal(true) })

export function engageRoutes(http: Http, deps: Deps): void {
  readRoutes(http, deps)
  answerRoutes(http, deps)
  changeRoutes(http, deps)
  actRoutes(http, deps)
  correctRoutes(http, deps)
}

function readRoutes(http: Http, deps: Deps): void {
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/inbox',
    summary: 'Conversations, newest first, by key; or the best answers to a search',
    access: { kind: 'brands', right: 'read' },
    params: acrossParams,
    query: inboxQuery,
    answer: inboxPage,
    handler: ({ grant, query }) => readInboxPage(deps, grant, query),
  })
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/conversations/:conversationId',
    summary: 'A conversation: the post it answers, its messages, the person’s history, who reads it now',
    access: { kind: 'brand', right: 'read' },
    params: conversationParams,
    answer: conversationView,
    handler: ({ grant, params }) => readConversation(deps, grant, params.conversationId),
  })
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/colleagues',
    summary: 'People a conversation can be given to',
    access: { kind: 'brand', right: 'read' },
    params: brandParams,
    answer: z.array(z.object({ id: z.string(), name: z.string(), role: z.string() })),
    handler: ({ grant }) => deps.db.inBrands(grant.brands, (tx) => colleaguesOf(tx, grant.brandId)),
  })
}

function answerRoutes(http: Http, deps: Deps): void {
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/conversations/:conversationId/reply',
    summary: 'Answer, in public or in private, after the undo delay',
    access: toEngage,
    params: conversationParams,
    body: replyBody,
    answer: leaving.extend({ messageId: z.uuid() }),
    handler: ({ grant, params, body, request }) => {
      const key = request.headers['idempotency-key'] as string | undefined
      return once(deps.db, grant, { key, what: { params, body } }, (db) => reply({ ...deps, db }, grant, params.conversationId, body))
    },
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/conversations/:conversationId/notes',
    summary: 'A note for the team',
    access: toEngage,
    params: conversationParams,
    body: noteBody,
    answer: z.object({ id: z.uuid() }),
    status: 201,
    handler: async ({ grant, params, body }) => ({ id: await addNote(deps, grant, params.conversationId, body.text) }),
  })
}

function changeRoutes(http: Http, deps: Deps): void {
  http.route({
    method: 'PATCH',
    url: '/api/v1/brands/:brandId/conversations/:conversationId',
    summary: 'Done, later, assigned, labelled, read',
    access: toEngage,
    params: conversationParams,
    body: changeConversationBody,
    answer: ok,
    handler: async ({ grant, params, body }) => {
      await changeConversations(deps, grant, [params.conversationId], body)
      return { ok: true } as const
    },
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/conversations/bulk',
    summary: 'The same for many at once',
    access: toEngage,
    params: brandParams,
    body: bulkBody,
    answer: z.object({ changed: z.number() }),
    handler: async ({ grant, body }) => ({ changed: await changeConversations(deps, grant, body.ids, body.change) }),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/conversations/:conversationId/presence',
    summary: 'Says that one has it open, or writes',
    access: { kind: 'brand', right: 'read' },
    params: conversationParams,
    body: presenceBody,
    answer: ok,
    handler: async ({ grant, params, body }) => {
      await showPresence(deps, grant, params.conversationId, body.writing)
      return { ok: true } as const
    },
  })
}

function correctRoutes(http: Http, deps: Deps): void {
  http.route({
    method: 'PUT',
    url: '/api/v1/brands/:brandId/messages/:messageId/understanding',
    summary: 'Say what a message is instead of what was understood; the brand’s model learns from it',
    access: toEngage,
    params: messageParams,
    body: correctionBody,
    answer: z.object({ correctionId: z.uuid() }),
    handler: ({ grant, params, body }) => correct(deps, grant, params.messageId, body),
  })
  http.route({
    method: 'DELETE',
    url: '/api/v1/brands/:brandId/messages/:messageId/understanding',
    summary: 'Take the correction of a message back: it is what was understood, and nothing was learnt',
    access: toEngage,
    params: messageParams,
    answer: ok,
    handler: async ({ grant, params }) => {
      await undoCorrection(deps, grant, params.messageId)
      return { ok: true } as const
    },
  })
}

function actRoutes(http: Http, deps: Deps): void {
  for (const [name, summary, work] of [
    ['like', 'Like a message', like],
    ['repost', 'Repost a message', repost],
  ] as const) {
    http.route({
      method: 'POST',
      url: `/api/v1/brands/:brandId/messages/:messageId/${name}`,
      summary: `${summary}, after the undo delay`,
      access: toEngage,
      params: messageParams,
      answer: leaving,
      handler: ({ grant, params }) => work(deps, grant, params.messageId),
    })
  }
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/messages/:messageId/hide',
    summary: 'Hide a message under the brand’s post, or show it again, where the network has it',
    access: toEngage,
    params: messageParams,
    body: z.object({ hidden: z.boolean() }),
    answer: leaving,
    handler: ({ grant, params, body }) => hide(deps, grant, params.messageId, body.hidden),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/messages/:messageId/block',
    summary: 'Block whoever wrote a message, or let them speak again, where the network has it',
    access: toEngage,
    params: messageParams,
    body: z.object({ blocked: z.boolean() }),
    answer: leaving,
    handler: ({ grant, params, body }) => block(deps, grant, params.messageId, body.blocked),
  })
}
