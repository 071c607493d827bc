import type { Fetch } from '@pupitre/networks'
import { holdToGraph, type Told } from '../meta/specification.ts'
import { specificationOf, type Held } from '../specification.ts'
import { VERSION } from './routes.ts'
import type { InstagramStore } from './store.ts'

/** Two interfaces, two sets of lists: that by Facebook's login, and that by Instagram's own. Which one is asked shows in the token. */

const docs = 'https://developers.facebook.com/docs/instagram-platform'
const told = (source: string, answer: readonly string[], params: readonly string[] = []): Told => ({
  source: `${docs}/${source}`,
  answer,
  params,
})

/** What the lists leave out, of both: what calls that change something answer. */
function toldOf(user: string, media: string): Record<string, Told> {
  return {
    [`POST ${user}/media`]: told('content-publishing', ['id', 'uri']),
    [`POST ${user}/media_publish`]: told('content-publishing', ['id'], ['creation_id']),
    [`POST ${user}/mentions`]: told('instagram-api-with-facebook-login/mentions', ['id']),
    [`POST ${user}/moderate_conversations`]: told('instagram-messaging', ['success']),
    [`POST ${user}/subscribed_apps`]: told('webhooks', ['success']),
    [`POST ${user}/messages`]: told('instagram-api-with-instagram-login/messaging-api', ['recipient_id', 'message_id']),
    [`POST ${media}/comments`]: told('comment-moderation', ['id']),
    [`DELETE ${media}`]: told('reference/instagram-media', ['success']),
    'POST IGComment/replies': told('comment-moderation', ['id']),
    'POST IGComment': told('comment-moderation', ['success']),
    'DELETE IGComment': told('comment-moderation', ['success']),
    'GET IGContainer': told('reference/ig-container', ['id', 'status_code', 'status']),
    'POST Page/messages': told('private-replies', ['recipient_id', 'message_id']),
    'POST Page/subscribed_apps': told('webhooks', ['success']),
    'GET /me/accounts': told('instagram-api-with-facebook-login/get-started', ['data', 'paging']),
    'GET /debug_token': told('graph-api/reference/debug_token', ['data'], ['input_token']),
    'GET /me': { source: `${docs}/instagram-api-with-instagram-login/get-started`, returns: user },
  }
}

const KINDS: Record<string, Record<string, string>> = {
  IGContainer: { id: 'string', status_code: 'string', status: 'string', copyright_check_status: 'Object' },
  UnifiedMessage: { id: 'string', message: 'string', created_time: 'datetime', from: 'Object', to: 'Object', attachments: 'Object' },
  InsightsResult: {
    id: 'string',
    name: 'string',
    period: 'string',
    title: 'string',
    description: 'string',
    values: 'list<InsightsValue>',
    total_value: 'Object',
  },
  // Its fields stand in the documentation only.
  ContentPublishingLimitResponse: { quota_usage: 'int', config: 'Object' },
}

export function holdToInstagram(store: () => InstagramStore, facebookApp: () => string, ask: Fetch): Held | null {
  if (!specificationOf('facebook-instagram/specs/IGUser.json')) return null
  const folder = specificationOf('facebook-instagram/specs') ?? ''
  const besides = /^\/(?:v25\.0\/(?:dialog|oauth)\/|instagram\/|ig-api-upload)/
  const hold = (user: string, media: string, aliases: Record<string, string>) =>
    holdToGraph({
      network: 'instagram',
      folder,
      ask,
      version: VERSION,
      kindOf: (id) => kindOf(store(), id, { user, media }),
      told: { ...toldOf(user, media), [`POST /${facebookApp()}/subscriptions`]: told('webhooks', ['success'], SUBSCRIPTION) },
      kinds: KINDS,
      aliases: { InstagramInsightsResult: 'InsightsResult', ...aliases },
      besides,
    })
  const linked = hold('IGUser', 'IGMedia', {})
  const own = hold('IGUserForIGOnlyAPI', 'IGMediaForIGOnlyAPI', {
    Media: 'IGMediaForIGOnlyAPI',
    Comment: 'IGComment',
    User: 'IGUserForIGOnlyAPI',
  })
  return joined(linked, own)
}

const SUBSCRIPTION = ['object', 'callback_url', 'verify_token', 'fields', 'include_values']

function joined(linked: Held, own: Held): Held {
  const named = (set: Set<string>, name: string) => [...set].map((one) => `${name} ${one}`)
  return {
    network: 'instagram',
    get faults() {
      return [...linked.faults, ...own.faults]
    },
    get operations() {
      return new Set([...named(linked.operations, 'linked'), ...named(own.operations, 'own')])
    },
    get fields() {
      return new Set([...named(linked.fields, 'linked'), ...named(own.fields, 'own')])
    },
    fetch: (input, init) => {
      const isOwn = (new Headers(init?.headers).get('authorization') ?? '').startsWith('Bearer IG')
      return (isOwn ? own : linked).fetch(input, init)
    },
  }
}

function kindOf({ memory }: InstagramStore, id: string, { user, media }: { user: string; media: string }): string | null {
  if (memory.users.has(id)) return user
  if (memory.containers.has(id)) return 'IGContainer'
  if (memory.comments.has(id)) return 'IGComment'
  if (memory.threads.has(id)) return 'UnifiedThread'
  if (id.startsWith('16')) return 'Page'
  // What was deleted is asked for again, to see that it is gone.
  return id.startsWith('17') ? media : null
}
