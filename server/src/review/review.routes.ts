import { z } from 'zod'
import { sendAsset } from '../create/create.public.ts'
import type { Http } from '../platform/http.ts'
import {
  approvalsView,
  commentBody,
  decideBody,
  decisionBody,
  remarksView,
  reviewItem,
  reviewLinkBody,
  reviewLinkMade,
  reviewLinkView,
  reviewMonth,
} from './review.schema.ts'
import {
  assetByLink,
  commentByLink,
  commentInHouse,
  decideByLink,
  decideInHouse,
  dropLink,
  listApprovals,
  listLinks,
  makeLink,
  readMonth,
  readRemarks,
  type ReviewDeps,
} from './review.service.ts'

const brandParams = z.object({ brandId: z.uuid() })
const tokenParams = z.object({ token: z.string().min(20).max(100) })
const toSchedule = { kind: 'brand', right: 'schedule' } as const
const ok = z.object({ ok: z.literal(true) })
const done = { ok: true } as const

export function reviewRoutes(http: Http, deps: ReviewDeps): void {
  linkRoutes(http, deps)
  houseRoutes(http, deps)
  clientRoutes(http, deps)
}

function linkRoutes(http: Http, deps: ReviewDeps): void {
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/review-links',
    summary: 'Make a link by which a client reads a month, comments and approves; its secret is shown once',
    access: toSchedule,
    params: brandParams,
    body: reviewLinkBody,
    answer: reviewLinkMade,
    status: 201,
    perMinute: 30,
    handler: ({ grant, body }) => makeLink(deps, grant, body),
  })
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/review-links',
    summary: 'Links that were made, newest first',
    access: toSchedule,
    params: brandParams,
    answer: z.object({ links: z.array(reviewLinkView) }),
    handler: async ({ grant }) => ({ links: await listLinks(deps, grant) }),
  })
  http.route({
    method: 'DELETE',
    url: '/api/v1/brands/:brandId/review-links/:linkId',
    summary: 'Withdraw a link: it stops answering at once',
    access: toSchedule,
    params: brandParams.extend({ linkId: z.uuid() }),
    answer: ok,
    handler: async ({ grant, params }) => {
      await dropLink(deps, grant, params.linkId)
      return done
    },
  })
}

function houseRoutes(http: Http, deps: ReviewDeps): void {
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/approvals',
    summary: 'Posts that wait for approval, soonest first',
    access: { kind: 'brands', right: 'approve' },
    params: z.object({ brandId: z.union([z.uuid(), z.literal('all')]) }),
    answer: approvalsView,
    handler: async ({ grant }) => ({ items: await listApprovals(deps, grant) }),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/deliveries/:deliveryId/decision',
    summary: 'Approve exactly these words, or ask for changes',
    access: { kind: 'brand', right: 'approve' },
    params: brandParams.extend({ deliveryId: z.uuid() }),
    body: decisionBody,
    answer: reviewItem,
    handler: ({ grant, params, body }) => decideInHouse(deps, grant, params.deliveryId, body),
  })
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/contents/:contentId/comments',
    summary: 'What was said under a content',
    access: { kind: 'brand', right: 'read' },
    params: brandParams.extend({ contentId: z.uuid() }),
    answer: remarksView,
    handler: ({ grant, params }) => readRemarks(deps, grant, params.contentId),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/contents/:contentId/comments',
    summary: 'Say something under a content; clients with a link read it too',
    access: { kind: 'brand', right: 'write' },
    params: brandParams.extend({ contentId: z.uuid() }),
    body: commentBody.pick({ text: true }),
    answer: ok,
    status: 201,
    handler: async ({ grant, params, body }) => {
      await commentInHouse(deps, grant, params.contentId, body.text)
      return done
    },
  })
}

const byToken = { kind: 'public', why: 'The link is the secret: it opens one month of one brand to a client without an account' } as const

function clientRoutes(http: Http, deps: ReviewDeps): void {
  http.route({
    method: 'GET',
    url: '/api/v1/review/:token',
    summary: 'A month as a client reads it',
    access: byToken,
    params: tokenParams,
    answer: reviewMonth,
    perMinute: 120,
    handler: ({ params }) => readMonth(deps, params.token),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/review/:token/decisions',
    summary: 'A client approves or asks for changes, one by one or all together',
    access: byToken,
    params: tokenParams,
    body: decideBody,
    answer: reviewMonth,
    perMinute: 60,
    handler: ({ params, body }) => decideByLink(deps, params.token, body),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/review/:token/comments/:contentId',
    summary: 'A client says something under a publication',
    access: byToken,
    params: tokenParams.extend({ contentId: z.uuid() }),
    body: commentBody,
    answer: reviewMonth,
    perMinute: 60,
    handler: ({ params, body }) => commentByLink(deps, params.token, params.contentId, body),
  })
  http.route({
    method: 'GET',
    url: '/api/v1/review/:token/assets/:assetId',
    summary: 'A picture of that month',
    access: byToken,
    params: tokenParams.extend({ assetId: z.uuid() }),
    query: z.object({ size: z.enum(['full', 'thumb']).default('full') }),
    perMinute: 1200,
    handler: async ({ params, query, reply, request }) => {
      const asset = await assetByLink(deps, params.token, params.assetId)
      reply.header('cache-control', 'private, max-age=300')
      return sendAsset(deps.files, asset, { reply, size: query.size, range: request.headers.range })
    },
  })
}
