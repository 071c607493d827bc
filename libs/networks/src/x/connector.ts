import type { Capabilities, Connector } from '../contract.ts'
import { completeAct, planActs } from '../plan.ts'
import { finish, refresh, start, whoAmI, withSecret } from './auth.ts'
import { check, documentedLimits, limits } from './limits.ts'
import { costOf, PRICES } from './prices.ts'
import { accountMetrics, history, inbox, postMetrics, replies } from './read.ts'
import { reconcile } from './reconcile.ts'
import { send } from './send.ts'
import { measure, split } from './text.ts'
import { hook } from './webhook.ts'

const yes = { can: true } as const
const notByApi = { can: false, why: 'not_by_api' } as const

const capabilities: Capabilities = {
  formats: ['text', 'image', 'carousel', 'video', 'thread', 'poll', 'link'],
  // Editing is for paying accounts, for half an hour, and gives the post another id.
  acts: {
    post: yes,
    reply: yes,
    privateReply: yes,
    like: yes,
    repost: yes,
    quote: yes,
    edit: notByApi,
    delete: yes,
    hide: yes,
    // No interface pins a post of a profile; blocking is for accesses of the Enterprise contract (docs.x.com/x-api/users/blocks, 2026-11-28).
    pin: notByApi,
    block: notByApi,
  },
  reads: { replies: yes, mentions: yes, messages: yes, metrics: yes, history: yes, deletions: notByApi },
  // Private messages may be asked for 15 times in 15 minutes.
  freshness: { kind: 'poll', seconds: 75 },
  once: { kind: 'readable', settleSeconds: 30 },
  metrics: {
    impressions: 'impression_count',
    reach: null,
    likes: 'like_count',
    reposts: 'retweet_count',
    replies: 'reply_count',
    quotes: 'quote_count',
    clicks: null,
    saves: 'bookmark_count',
    views: null,
    followers: 'followers_count',
  },
}

const app = [
  { name: 'clientId', secret: false, example: 'rG9n6402A3dbUJKzXTNX4oWHJ' },
  { name: 'clientSecret', secret: true, example: 'bU3…' },
] as const

/** One account of X, spoken for by an app of one's own. */
export const x: Connector = {
  id: 'x',
  hosts: [],
  capabilities,
  version: { name: '2', readAt: '2026-08-22', endsAt: null },
  prices: PRICES,
  costOf,
  connect: {
    methods: [
      {
        kind: 'secret',
        fields: [
          ...app,
          { name: 'token', secret: true, example: '1460323737035677698-…' },
          { name: 'tokenSecret', secret: true, example: 'HbB…' },
        ],
      },
      { kind: 'oauth', fields: [...app] },
    ],
    withSecret,
    start,
    finish,
  },
  refresh,
  hook,
  whoAmI,
  limits,
  documentedLimits,
  measure,
  profileExample: 'https://x.com/maisonlevain',
  otherHosts: ['twitter.com', 't.co'],
  split,
  check,
  // X draws the card of an address itself: its picture is not sent.
  plan: (variant, reply) => planActs({ ...variant, card: null }, reply, { gate: false, prepare: (text) => text }),
  complete: completeAct,
  newRecordKey: () => null,
  send,
  reconcile,
  inbox,
  history,
  replies,
  postMetrics,
  accountMetrics,
}
