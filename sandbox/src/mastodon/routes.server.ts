import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { escapeHtml, field, html, json, Refusal, route, type Call, type Reply, type Route } from '../http.ts'
import { signedIn, statusFor } from './access.ts'
import { RULES, type Actions, type StreamEvent } from './actions.ts'
import { acctOf, mediaEntity, notificationEntity, statusEntity } from './entities.ts'
import type { MastodonMedia, Store } from './store.ts'

/** The server itself, sign-in, media, stream, and pages a person can look at. */

export function serverRoutes(store: Store): Route[] {
  return [
    route('GET /api/v2/instance', () => json(instance(store))),
    route('GET /api/v1/instance', () =>
      json({ uri: new URL(store.origin).host, title: 'Sandbox', version: '4.5.0', configuration: configuration(store) }),
    ),
    route('GET /avatars/:file', (call) => avatar(store, call)),
    route('GET /@:acct', (call) => profilePage(store, call)),
    route('GET /@:acct/:id', (call) => statusPage(store, call)),
  ]
}

function configuration(store: Store) {
  return {
    urls: { streaming: store.origin.replace(/^http/, 'ws') },
    vapid: { public_key: 'BCk-QqERU0q-CfYZjcuB6lnyyOYfJ2AifKqfeGIm7Z-HiTU5T9eTG5GxVA0_OH5mMlI4UkkDTpaZwozy0TzdZ2M=' },
    accounts: { max_featured_tags: 10, max_pinned_statuses: RULES.pins },
    statuses: { max_characters: RULES.maxCharacters, max_media_attachments: RULES.maxMedia, characters_reserved_per_url: 23 },
    media_attachments: {
      supported_mime_types: RULES.types,
      description_limit: RULES.description,
      image_size_limit: RULES.imageBytes,
      image_matrix_limit: 33_177_600,
      video_size_limit: RULES.videoBytes,
      video_frame_rate_limit: 120,
      video_matrix_limit: 8_294_400,
    },
    polls: {
      max_options: RULES.poll.options,
      max_characters_per_option: RULES.poll.length,
      min_expiration: RULES.poll.min,
      max_expiration: RULES.poll.max,
    },
    translation: { enabled: false },
    limited_federation: false,
  }
}

function instance(store: Store) {
  return {
    domain: new URL(store.origin).host,
    title: 'Sandbox',
    version: '4.5.0',
    source_url: 'https://github.com/mastodon/mastodon',
    description: 'Un réseau simulé, avec de faux gens et de vraies réponses.',
    usage: { users: { active_month: store.memory.accounts.size } },
    thumbnail: { url: `${store.origin}/thumbnail.png` },
    icon: [],
    languages: ['fr', 'en'],
    configuration: configuration(store),
    registrations: { enabled: false, approval_required: false, reason_required: false, message: null, min_age: null, url: null },
    api_versions: { mastodon: 7 },
    contact: { email: 'sandbox@example.com', account: null },
    rules: [],
  }
}

const page = (title: string, body: string) =>
  html(`<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}article{border:1px solid #ccc;border-radius:.6rem;padding:1rem;margin:1rem 0}button{font:inherit;padding:.5rem 1rem;margin:.25rem 0}</style></head><body>${body}</body></html>`)

function profilePage(store: Store, call: Call): Reply {
  const account = store.find(call.params['acct'] ?? '')
  if (!account) return page('Introuvable', '<p>Ce compte n’existe pas.</p>')
  const posts = store
    .statusesOf(account.id)
    .filter((one) => one.visibility === 'public')
    .reverse()
  const shown = posts.slice(0, 40).map((one) => `<article>${String(statusEntity(store, one, null)['content'])}</article>`)
  return page(account.displayName, `<h1>${escapeHtml(account.displayName)}</h1><p>@${escapeHtml(acctOf(account))}</p>${shown.join('')}`)
}

function statusPage(store: Store, call: Call): Reply {
  const status = statusFor(store, call.params['id'] ?? '', null)
  const entity = statusEntity(store, status, null)
  const author = store.memory.accounts.get(status.accountId)
  const images = status.mediaIds.map(
    (id) => `<img src="/media/${id}" alt="${escapeHtml(store.memory.media.get(id)?.description ?? '')}" style="max-width:100%">`,
  )
  return page(
    'Publication',
    `<article><strong>${escapeHtml(author?.displayName ?? '')}</strong>${String(entity['content'])}${images.join('')}</article>`,
  )
}

function avatar(store: Store, call: Call): Reply {
  const account = store.memory.accounts.get((call.params['file'] ?? '').replace('.svg', ''))
  const letters = (account?.displayName ?? '?')
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 2)
  const body = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80"><rect width="80" height="80" fill="hsl(${account?.hue ?? 0} 45% 42%)"/><text x="40" y="50" font-family="sans-serif" font-size="30" fill="#fff" text-anchor="middle">${escapeHtml(letters)}</text></svg>`
  return { status: 200, headers: { 'content-type': 'image/svg+xml' }, body }
}

export function oauthRoutes(store: Store): Route[] {
  return [
    route('POST /api/v1/apps', (call) => register(store, call)),
    route('GET /oauth/authorize', (call) => consent(store, call)),
    route('POST /oauth/authorize', (call) => approve(store, call)),
    route('POST /oauth/token', (call) => token(store, call)),
    route('POST /oauth/revoke', (call) => {
      store.memory.tokens.delete(field(call, 'token'))
      return json({})
    }),
  ]
}

function register(store: Store, call: Call): Reply {
  const redirect = call.body['redirect_uris']
  const redirectUri = Array.isArray(redirect) ? String(redirect[0]) : field(call, 'redirect_uris')
  if (!URL.canParse(redirectUri)) throw new Refusal(422, 'Validation failed: Redirect URI must be an absolute URI.')
  const [id, clientId, clientSecret] = [store.newId(), store.random.token(43), store.random.token(43)]
  const scopes = field(call, 'scopes', 'read')
  store.memory.apps.set(clientId, { id, name: field(call, 'client_name'), clientId, clientSecret, redirectUri, scopes })
  const shown = { id, name: field(call, 'client_name'), website: null, redirect_uri: redirectUri, redirect_uris: [redirectUri] }
  return json({
    ...shown,
    scopes: scopes.split(' '),
    client_id: clientId,
    client_secret: clientSecret,
    client_secret_expires_at: 0,
    vapid_key: 'x',
  })
}

/** One button per account that lives here; pressing it is the approval. */
function consent(store: Store, call: Call): Reply {
  const app = store.memory.apps.get(call.query.get('client_id') ?? '')
  if (!app || app.redirectUri !== call.query.get('redirect_uri'))
    throw new Refusal(400, 'Client authentication failed due to unknown client')
  const locals = [...store.memory.accounts.values()]
    .filter((account) => account.domain === null && store.memory.tokens.size >= 0)
    .slice(0, 12)
  const buttons = locals.map(
    (account) =>
      `<form method="post" action="/oauth/authorize?${escapeHtml(call.query.toString())}"><button name="account" value="${escapeHtml(account.id)}">Autoriser comme @${escapeHtml(account.username)}</button></form>`,
  )
  return page('Autoriser', `<h1>${escapeHtml(app.name)}</h1><p>demande à agir pour votre compte.</p>${buttons.join('')}`)
}

function approve(store: Store, call: Call): Reply {
  const { query } = call
  const [clientId, redirectUri] = [query.get('client_id') ?? '', query.get('redirect_uri') ?? '']
  const app = store.memory.apps.get(clientId)
  if (!app || app.redirectUri !== redirectUri) throw new Refusal(400, 'Client authentication failed due to unknown client')
  const code = store.random.token(43)
  const account = field(call, 'account')
  store.memory.grants.set(code, {
    code,
    clientId,
    accountId: account,
    redirectUri,
    scope: query.get('scope') ?? 'read',
    challenge: query.get('code_challenge'),
  })
  const back = new URL(redirectUri)
  back.searchParams.set('code', code)
  if (query.get('state')) back.searchParams.set('state', query.get('state') ?? '')
  return { status: 302, headers: { location: back.href }, body: '' }
}

function token(store: Store, call: Call): Reply {
  const app = store.memory.apps.get(field(call, 'client_id'))
  if (!app || app.clientSecret !== field(call, 'client_secret')) throw new Refusal(401, 'invalid_client')
  const grant = store.memory.grants.get(field(call, 'code'))
  store.memory.grants.delete(field(call, 'code'))
  const proof = createHash('sha256').update(field(call, 'code_verifier')).digest('base64url')
  const sameClient = grant?.clientId === app.clientId && grant.redirectUri === field(call, 'redirect_uri')
  const proven = grant?.challenge === null || grant?.challenge === proof
  if (!grant || !sameClient || !proven || field(call, 'grant_type') !== 'authorization_code') throw new Refusal(400, 'invalid_grant')
  const value = store.random.token(43)
  store.memory.tokens.set(value, { token: value, accountId: grant.accountId, scopes: grant.scope.split(' '), clientId: app.clientId })
  return json({ access_token: value, token_type: 'Bearer', scope: grant.scope, created_at: Math.floor(store.clock.ms() / 1000) })
}

export function mediaRoutes(store: Store, actions: Actions): Route[] {
  return [
    route('POST /api/v2/media', (call) => {
      const account = signedIn(store, call, 'write:media')
      const media = newMedia(store, actions, call, account.id)
      store.memory.media.set(media.id, media)
      return json(mediaEntity(store, media), media.readyAt > store.clock.ms() ? 202 : 200)
    }),
    route('GET /api/v1/media/:id', (call) => {
      const account = signedIn(store, call, 'write:media')
      const media = store.memory.media.get(call.params['id'] ?? '')
      if (!media || media.accountId !== account.id) throw new Refusal(404, 'Record not found')
      return json(mediaEntity(store, media), media.readyAt > store.clock.ms() ? 206 : 200)
    }),
    route('GET /media/:id', (call) => {
      const media = store.memory.media.get(call.params['id'] ?? '')
      if (!media) throw new Refusal(404, 'Record not found')
      return { status: 200, headers: { 'content-type': media.mimeType, 'cache-control': 'public, max-age=3600' }, body: media.bytes }
    }),
  ]
}

function newMedia(store: Store, actions: Actions, call: Call, accountId: string): MastodonMedia {
  const file = call.files['file']
  if (!file) throw new Refusal(422, "Validation failed: File can't be blank")
  if (!RULES.types.includes(file.type)) throw new Refusal(422, 'Validation failed: File content type is invalid')
  const most = file.type.startsWith('video/') ? RULES.videoBytes : RULES.imageBytes
  if (file.bytes.length > most) throw new Refusal(422, `Validation failed: File must be less than ${most} bytes`)
  const [x = 0, y = 0] = field(call, 'focus', '0,0').split(',').map(Number)
  const description = typeof call.body['description'] === 'string' ? call.body['description'] : null
  if (description !== null && description.length > RULES.description) throw new Refusal(422, 'Validation failed: Description is too long')
  return {
    id: store.newId(),
    accountId,
    mimeType: file.type,
    bytes: file.bytes,
    description,
    focus: { x, y },
    readyAt: store.clock.ms() + actions.settings.mediaDelayMs,
    usedBy: null,
  }
}

/** https://docs.joinmastodon.org/methods/streaming/: the account's own posts, its notifications, edits and deletions. */
export function streamRoutes(store: Store, actions: Actions, open: Set<ServerResponse>): Route[] {
  const stream = (call: Call): Reply => {
    const account = signedIn(store, call, 'read:statuses')
    return {
      status: 200,
      body: '',
      stream: (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'private, no-store' })
        response.write(':)\n\n')
        open.add(response)
        const stop = actions.listen((to, event) => {
          if (to === account.id) response.write(`event: ${event.event}\ndata: ${payload(store, event, account.id)}\n\n`)
        })
        const beat = setInterval(() => response.write(':thump\n\n'), 15_000)
        response.on('close', () => {
          clearInterval(beat)
          stop()
          open.delete(response)
        })
      },
    }
  }
  return [route('GET /api/v1/streaming/user', stream), route('GET /api/v1/streaming/health', () => ({ status: 200, body: 'OK' }))]
}

function payload(store: Store, { event, id }: StreamEvent, viewer: string): string {
  if (event === 'delete') return id
  if (event === 'notification') {
    const found = store.memory.notifications.find((one) => one.id === id)
    return JSON.stringify(found ? notificationEntity(store, found) : {})
  }
  const status = store.memory.statuses.get(id)
  return JSON.stringify(status ? statusEntity(store, status, viewer) : {})
}
