import type { Capabilities, Connector } from '../contract.ts'
import { completeContainers, planContainers } from '../meta/container.ts'
import { GRAPH } from '../meta/version.ts'
import { LOGIN, UPLOADS } from './api.ts'
import { finish, refresh, start, whoAmI, withSecret } from './auth.ts'
import { check, documentedLimits, limits } from './limits.ts'
import { accountMetrics, history, inbox, postMetrics, replies } from './read.ts'
import { reconcile } from './reconcile.ts'
import { send } from './send.ts'
import { measure, split } from './text.ts'
import { hook } from './webhook.ts'

const yes = { can: true } as const
const none = { can: false, why: 'network_has_none' } as const
const notByApi = { can: false, why: 'not_by_api' } as const

const capabilities: Capabilities = {
  formats: ['image', 'carousel', 'video', 'reel', 'story'],
  acts: {
    post: yes,
    reply: yes,
    privateReply: yes,
    like: notByApi,
    repost: notByApi,
    quote: none,
    edit: notByApi,
    delete: yes,
    hide: yes,
    pin: notByApi,
    block: yes,
  },
  // Messages that were edited or taken back are told by webhook only; of comments nothing tells it.
  reads: { replies: yes, mentions: yes, messages: yes, metrics: yes, history: yes, deletions: notByApi },
  freshness: { kind: 'webhook', seconds: 180 },
  once: { kind: 'readable', settleSeconds: 60 },
  metrics: {
    impressions: null,
    reach: 'reach',
    likes: 'likes',
    reposts: 'shares',
    replies: 'comments',
    quotes: null,
    clicks: null,
    saves: 'saved',
    views: 'views',
    followers: 'followers_count',
  },
}

const clientId = { name: 'clientId', secret: false, example: '1234567890123456' } as const
const clientSecret = { name: 'clientSecret', secret: true, example: '0a1b2c…' } as const
const account = { name: 'handle', secret: false, example: '@maisonlevain', optional: true } as const

/** A professional account of Instagram. */
export const instagram: Connector = {
  id: 'instagram',
  hosts: [LOGIN, UPLOADS],
  capabilities,
  capabilitiesOf: (_account, { secret }) =>
    secret['pageId'] === undefined ? { ...capabilities, acts: { ...capabilities.acts, block: notByApi } } : capabilities,
  version: GRAPH,
  connect: {
    methods: [
      { kind: 'oauth', fields: [account, clientId, clientSecret] },
      {
        kind: 'secret',
        fields: [
          account,
          { name: 'token', secret: true, example: 'IGAA…' },
          { ...clientId, optional: true },
          { ...clientSecret, optional: true },
        ],
      },
    ],
    withSecret,
    start,
    finish,
  },
  refresh,
  whoAmI,
  limits,
  documentedLimits,
  measure,
  profileExample: 'https://www.instagram.com/maisonlevain',
  otherHosts: ['instagr.am'],
  mediaFirst: true,
  split,
  check,
  // Below something there are words only.
  plan: (variant, reply) =>
    planContainers(reply === null ? variant : { ...variant, items: variant.items.map(({ text }) => ({ text, media: [] })) }, reply),
  complete: completeContainers,
  newRecordKey: () => null,
  send,
  reconcile,
  inbox,
  history,
  replies,
  postMetrics,
  accountMetrics,
  hook,
}
