import { z } from 'zod'
import type { Files } from '../platform/files.ts'
import type { Http } from '../platform/http.ts'
import { deliveryStates } from '../publish/publish.schema.ts'
import { addAsset, readAsset } from './create.assets.service.ts'
import { readLinkCard } from './create.card.service.ts'
import { imageTooLarge, noFile } from './create.errors.ts'
import { listBrandContents } from './create.present.service.ts'
import { measureVersions, rulesOfChannels } from './create.measure.service.ts'
import {
  assetView,
  channelRules,
  contentRow,
  contentView,
  createContentBody,
  linkCardBody,
  linkCardView,
  measureAnswer,
  measureBody,
  updateContentBody,
  updateVariantBody,
} from './create.schema.ts'
import { createContent, readContent, removeContent, updateContent, updateVariant, type CreateDeps } from './create.service.ts'

type Deps = CreateDeps & { files: Files; fetch: typeof globalThis.fetch }

const brandParams = z.object({ brandId: z.uuid() })
const contentParams = brandParams.extend({ contentId: z.uuid() })
const toWrite = { kind: 'brand', right: 'write' } as const
const toRead = { kind: 'brand', right: 'read' } as const

export function createRoutes(http: Http, deps: Deps): void {
  contentRoutes(http, deps)
  changeRoutes(http, deps)
  composerRoutes(http, deps)
  assetRoutes(http, deps)
}

function contentRoutes(http: Http, deps: Deps): void {
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/contents',
    summary: 'Contents of the studio, newest first',
    access: { kind: 'brands', right: 'read' },
    params: z.object({ brandId: z.union([z.uuid(), z.literal('all')]) }),
    query: z.object({
      states: z.string().max(200).optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(40),
    }),
    answer: z.object({ items: z.array(contentRow), cursor: z.string().nullable() }),
    handler: ({ grant, query }) => {
      const asked = new Set((query.states ?? '').split(','))
      return listBrandContents(deps.db, grant, { ...query, states: deliveryStates.filter((state) => asked.has(state)) })
    },
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/contents',
    summary: 'Begin a content, with a version for each channel',
    access: toWrite,
    params: brandParams,
    body: createContentBody,
    answer: contentView,
    status: 201,
    handler: ({ grant, body }) => createContent(deps, grant, body),
  })
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/contents/:contentId',
    summary: 'A content with its versions, their counts and findings',
    access: toRead,
    params: contentParams,
    answer: contentView,
    handler: ({ grant, params }) => readContent(deps, grant, params.contentId),
  })
}

function changeRoutes(http: Http, deps: Deps): void {
  http.route({
    method: 'PATCH',
    url: '/api/v1/brands/:brandId/contents/:contentId',
    summary: 'Change the master; versions that follow change with it',
    access: toWrite,
    params: contentParams,
    body: updateContentBody,
    answer: contentView,
    handler: ({ grant, params, body }) => updateContent(deps, grant, params.contentId, body),
  })
  http.route({
    method: 'PATCH',
    url: '/api/v1/brands/:brandId/variants/:variantId',
    summary: 'Change one version by hand, or let it follow again',
    access: toWrite,
    params: brandParams.extend({ variantId: z.uuid() }),
    body: updateVariantBody,
    answer: contentView,
    handler: ({ grant, params, body }) => updateVariant(deps, grant, params.variantId, body),
  })
  http.route({
    method: 'DELETE',
    url: '/api/v1/brands/:brandId/contents/:contentId',
    summary: 'Take a content away; what has left stays in the ledger',
    access: toWrite,
    params: contentParams,
    answer: z.object({ ok: z.literal(true) }),
    handler: async ({ grant, params }) => {
      await removeContent(deps, grant, params.contentId)
      return { ok: true } as const
    },
  })
}

function composerRoutes(http: Http, deps: Deps): void {
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/measure',
    summary: 'What each network would count and say of these texts; keeps nothing',
    access: toWrite,
    params: brandParams,
    body: measureBody,
    answer: measureAnswer,
    handler: ({ grant, body }) => measureVersions(deps, grant, body),
  })
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/channel-rules',
    summary: 'What each channel takes: options, images, descriptions, polls',
    access: { kind: 'brands', right: 'read' },
    params: z.object({ brandId: z.union([z.uuid(), z.literal('all')]) }),
    answer: z.array(channelRules),
    handler: ({ grant }) => rulesOfChannels(deps, grant),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/link-card',
    summary: 'Title, description and picture of a page, for the card under a link',
    access: toWrite,
    params: brandParams,
    body: linkCardBody,
    answer: linkCardView,
    perMinute: 30,
    handler: ({ grant, body }) => readLinkCard(deps, grant, body.url),
  })
}

function assetRoutes(http: Http, deps: Deps): void {
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/assets',
    summary: 'Add an image (multipart, one file)',
    access: toWrite,
    params: brandParams,
    answer: assetView,
    status: 201,
    perMinute: 60,
    handler: async ({ grant, request }) => {
      const file = request.isMultipart() ? await request.file() : undefined
      if (!file) throw noFile()
      const bytes = await file.toBuffer().catch((cause: unknown) => {
        throw file.file.truncated ? imageTooLarge(50) : cause
      })
      return addAsset(deps, grant, { name: file.filename, bytes })
    },
  })
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/assets/:assetId',
    summary: 'Bytes of an image, or of its thumbnail',
    access: toRead,
    params: brandParams.extend({ assetId: z.uuid() }),
    query: z.object({ size: z.enum(['full', 'thumb']).default('full') }),
    handler: async ({ grant, params, query, reply }) => {
      const { bytes, mimeType } = await readAsset(deps, grant, params.assetId, query.size)
      reply.header('content-type', mimeType)
      reply.header('content-security-policy', "default-src 'none'; sandbox")
      reply.header('cache-control', 'private, max-age=31536000, immutable')
      return reply.send(Buffer.from(bytes))
    },
  })
}
