import { z } from 'zod'
import { notFound } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import type { PublicMedia } from '../platform/media-address.ts'
import { deliveryStates } from '../publish/publish.schema.ts'
import { addAsset, readAsset } from './create.assets.service.ts'
import { sendAsset } from './create.bytes.service.ts'
import { readLinkCard } from './create.card.service.ts'
import { imageTooLarge, noFile } from './create.errors.ts'
import { findAsset } from './create.store.ts'
import { addFilm, type FilmDeps } from './create.film.service.ts'
import { listBrandContents, presentAsset } from './create.present.service.ts'
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

type Deps = CreateDeps & FilmDeps & { fetch: typeof globalThis.fetch; publicMedia: PublicMedia }

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
    summary: 'Add a picture or a film (multipart, one file)',
    access: toWrite,
    params: brandParams,
    answer: assetView,
    status: 201,
    perMinute: 60,
    handler: async ({ grant, request }) => {
      const file = request.isMultipart() ? await request.file({ limits: { fileSize: 2_000_000_000 } }) : undefined
      if (!file) throw noFile()
      if (file.mimetype.startsWith('video/')) return addFilm(deps, grant, { name: file.filename, bytes: file.file })
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
    handler: async ({ grant, params, query, reply, request }) => {
      const asset = await readAsset(deps, grant, params.assetId)
      reply.header('cache-control', 'private, max-age=31536000, immutable')
      return sendAsset(deps.files, asset, { reply, size: query.size, range: request.headers.range })
    },
  })
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/assets/:assetId/about',
    summary: 'A picture or a film, and how far the work on it is',
    access: toRead,
    params: brandParams.extend({ assetId: z.uuid() }),
    answer: assetView,
    handler: async ({ grant, params }) => presentAsset(await readAsset(deps, grant, params.assetId)),
  })
  http.route({
    method: 'GET',
    url: '/api/v1/media/:token',
    summary: 'A picture or a film, for a network that fetches it itself',
    access: {
      kind: 'public',
      why: 'The address is signed, names one file and holds for an hour; only a network is given it, for a post that leaves',
    },
    params: z.object({ token: z.string().max(200) }),
    perMinute: 600,
    handler: async ({ params, reply, request }) => {
      const id = deps.publicMedia.assetOf(params.token)
      const asset = id === null ? null : await findAsset(deps.db.system, id)
      if (!asset) throw notFound()
      return sendAsset(deps.files, asset, { reply, size: 'full', range: request.headers.range })
    },
  })
}
