import type { Capabilities, Connector } from '../contract.ts'
import { completeAct, planActs } from '../plan.ts'
import { withinScopes } from '../scope.ts'
import { finish, NEEDS, refresh, start, whoAmI, withSecret } from './auth.ts'
import { check, documentedLimits, readLimits } from './limits.ts'
import { accountMetrics, history, inbox, postMetrics, replies } from './read.ts'
import { reconcile } from './reconcile.ts'
import { send } from './send.ts'
import { stream } from './stream.ts'
import { measure, split, withMention } from './text.ts'

const yes = { can: true } as const
const none = { can: false, why: 'network_has_none' } as const

const capabilities: Capabilities = {
  formats: ['text', 'image', 'carousel', 'video', 'thread', 'poll', 'link'],
  acts: {
    post: yes,
    reply: yes,
    privateReply: yes,
    like: yes,
    repost: yes,
    quote: yes,
    edit: yes,
    delete: yes,
    hide: none,
    pin: yes,
    block: yes,
  },
  reads: { replies: yes, mentions: yes, messages: yes, metrics: yes, history: yes, deletions: yes },
  freshness: { kind: 'stream', seconds: 1 },
  // Kept an hour by the server; used for fifty minutes, so that a slow request never arrives after its key has died.
  once: { kind: 'key', lifeSeconds: 50 * 60, settleSeconds: 30 },
  metrics: {
    impressions: null,
    reach: null,
    likes: 'favourites_count',
    reposts: 'reblogs_count',
    replies: 'replies_count',
    quotes: 'quotes_count',
    clicks: null,
    saves: null,
    views: null,
    followers: 'followers_count',
  },
}

/** Mastodon and servers that speak its client interface. Everything is asked of the account's own server. */
export const mastodon: Connector = {
  id: 'mastodon',
  hosts: [],
  capabilities,
  capabilitiesOf: (_account, { scopes }) => withinScopes(capabilities, scopes, NEEDS),
  connect: {
    methods: [
      { kind: 'oauth', fields: [{ name: 'server', secret: false, example: 'mastodon.social' }] },
      {
        kind: 'secret',
        fields: [
          { name: 'server', secret: false, example: 'mastodon.social' },
          { name: 'token', secret: true, example: 'x7Kd…' },
        ],
      },
    ],
    withSecret,
    start,
    finish,
  },
  refresh,
  whoAmI,
  limits: readLimits,
  documentedLimits,
  measure,
  split,
  check,
  plan: (variant, reply) => planActs(variant, reply, { gate: false, prepare: withMention }),
  complete: completeAct,
  newRecordKey: () => null,
  send,
  reconcile,
  inbox,
  history,
  replies,
  postMetrics,
  accountMetrics,
  stream,
}
