import { assisted, type Connector } from '@pupitre/networks'
import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { channelView, connectBody, connectStarted, networkView } from './channels.schema.ts'
import { readHook } from './channels.hook.service.ts'
import {
  checkChannel,
  connectWithSecret,
  disconnectChannel,
  finishConnection,
  listBrandChannels,
  presentChannel,
  redirectUriOf,
  startConnection,
  type ServiceDeps,
} from './channels.service.ts'
import { findChannel } from './channels.store.ts'
import { notFound } from '../platform/errors.ts'

/** A person can put up a post wherever posts are made on a page of the network; not where none are, or where the desk itself is the page. */
function byHand(connector: Connector) {
  if (!connector.capabilities.acts.post.can || connector.serve) return []
  return assisted(connector).connect.methods.map(({ fields }) => ({ kind: 'assisted' as const, fields: [...fields] }))
}

const brandParams = z.object({ brandId: z.uuid() })
const channelParams = brandParams.extend({ channelId: z.uuid() })
const toChannels = { kind: 'brand', right: 'channels' } as const

export function channelRoutes(http: Http, deps: ServiceDeps): void {
  readRoutes(http, deps)
  connectRoutes(http, deps)
  networkSideRoutes(http, deps)
  changeRoutes(http, deps)
}

function readRoutes(http: Http, deps: ServiceDeps): void {
  http.route({
    method: 'GET',
    url: '/api/v1/networks',
    summary: 'Networks that can be connected, and how',
    access: { kind: 'person' },
    answer: z.array(networkView),
    handler: async () =>
      deps.networks.map((id) => ({
        id,
        redirectUri: redirectUriOf(deps, id),
        methods: [
          ...deps.connectorOf(id).connect.methods.map(({ kind, fields }) => ({ kind, fields: [...fields] })),
          ...byHand(deps.connectorOf(id)),
        ],
      })),
  })
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/channels',
    summary: 'Connected channels with their health, and what each can and cannot do',
    access: { kind: 'brands', right: 'read' },
    params: z.object({ brandId: z.union([z.uuid(), z.literal('all')]) }),
    answer: z.array(channelView),
    handler: ({ grant }) => listBrandChannels(deps, grant.brands),
  })
}

function connectRoutes(http: Http, deps: ServiceDeps): void {
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/channels',
    summary: 'Connect an account with an app password or a token',
    access: toChannels,
    params: brandParams,
    body: connectBody,
    answer: z.object({ id: z.uuid() }),
    status: 201,
    perMinute: 30,
    handler: async ({ grant, body }) => ({ id: await connectWithSecret(deps, grant, body) }),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/connect',
    summary: 'Begin to connect an account on the network’s own page',
    access: toChannels,
    params: brandParams,
    body: connectBody,
    answer: connectStarted,
    perMinute: 30,
    handler: ({ grant, body }) => startConnection(deps, grant, body.network, body.fields),
  })
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/connect/finish',
    summary: 'Finish a connection with what the network’s page answered',
    access: toChannels,
    params: brandParams,
    body: z.object({ query: z.string().max(8000) }),
    answer: z.object({ id: z.uuid() }),
    perMinute: 30,
    handler: async ({ grant, body }) => ({ id: await finishConnection(deps, grant, new URLSearchParams(body.query)) }),
  })
}

/** What a network itself reads or sends the browser to. */
function networkSideRoutes(http: Http, deps: ServiceDeps): void {
  http.route({
    method: 'GET',
    url: '/api/v1/connect/:network/callback',
    summary: 'Where a network sends the browser back',
    access: { kind: 'public', why: 'Only hands the query over to the page of the session that began; changes nothing itself' },
    params: z.object({ network: z.string().max(40) }),
    handler: async ({ request, reply }) => {
      const query = request.url.split('?')[1] ?? ''
      return reply.redirect(`${deps.url}/settings/channels/connected?${query}`, 303)
    },
  })
  http.route({
    method: 'GET',
    url: '/api/v1/connect/:network/client-metadata.json',
    summary: 'This desk as an OAuth client, for networks that read it from an address',
    access: { kind: 'public', why: 'A description of the client that the network fetches; holds no secret' },
    params: z.object({ network: z.string().max(40) }),
    handler: async ({ params, reply }) =>
      reply.send({
        client_id: `${deps.url}/api/v1/connect/${params.network}/client-metadata.json`,
        client_name: 'Pupitre',
        client_uri: deps.url,
        redirect_uris: [`${deps.url}/api/v1/connect/${params.network}/callback`],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        scope: 'atproto transition:generic transition:chat.bsky',
        token_endpoint_auth_method: 'none',
        application_type: 'web',
        dpop_bound_access_tokens: true,
      }),
  })
}

function changeRoutes(http: Http, deps: ServiceDeps): void {
  http.route({
    method: 'POST',
    url: '/api/v1/brands/:brandId/channels/:channelId/check',
    summary: 'Ask the network how this account is, now',
    access: toChannels,
    params: channelParams,
    answer: channelView,
    perMinute: 30,
    handler: async ({ grant, params }) => {
      const find = () => deps.db.inBrands(grant.brands, (tx) => findChannel(tx, params.channelId))
      const row = await find()
      if (!row) throw notFound()
      if (row.sealed) await checkChannel(deps, row)
      return presentChannel(deps, (await find()) ?? row)
    },
  })
  http.route({
    method: 'GET',
    url: '/api/v1/brands/:brandId/channels/:channelId/hook',
    summary: 'What is entered on the network’s pages so that it tells of news: the address, and its word where it asks for one',
    access: toChannels,
    params: channelParams,
    answer: z.object({ url: z.string(), word: z.string().nullable() }),
    handler: ({ grant, params }) => readHook(deps, grant, params.channelId),
  })
  http.route({
    method: 'DELETE',
    url: '/api/v1/brands/:brandId/channels/:channelId',
    summary: 'Disconnect a channel: its key is destroyed, its history stays',
    access: toChannels,
    params: channelParams,
    answer: z.object({ ok: z.literal(true) }),
    handler: async ({ grant, params }) => {
      await disconnectChannel(deps, grant, params.channelId)
      return { ok: true } as const
    },
  })
}
