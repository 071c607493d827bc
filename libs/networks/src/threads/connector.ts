import type { Capabilities, Connector } from '../contract.ts'
import { completeContainers, planContainers } from '../meta/container.ts'
import { VERSION } from './api.ts'
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
  formats: ['text', 'link', 'image', 'carousel', 'video', 'thread', 'poll'],
  acts: {
    post: yes,
    reply: yes,
    privateReply: notByApi,
    like: notByApi,
    repost: yes,
    quote: yes,
    edit: none,
    delete: yes,
    hide: yes,
    pin: notByApi,
    block: notByApi,
  },
  reads: { replies: yes, mentions: yes, messages: notByApi, metrics: yes, history: yes, deletions: notByApi },
  freshness: { kind: 'webhook', seconds: 300 },
  once: { kind: 'readable', settleSeconds: 60 },
  metrics: {
    impressions: null,
    reach: null,
    likes: 'likes',
    reposts: 'reposts',
    replies: 'replies',
    quotes: 'quotes',
    clicks: null,
    saves: null,
    views: 'views',
    followers: 'followers_count',
  },
}

const clientId = { name: 'clientId', secret: false, example: '1234567890123456' } as const
const clientSecret = { name: 'clientSecret', secret: true, example: '0a1b2c…' } as const

/** A profile of Threads. */
export const threads: Connector = {
  id: 'threads',
  hosts: [],
  capabilities,
  version: VERSION,
  connect: {
    methods: [
      { kind: 'oauth', fields: [clientId, clientSecret] },
      {
        kind: 'secret',
        fields: [
          { name: 'token', secret: true, example: 'THAA…' },
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
  profileExample: 'https://www.threads.com/@maisonlevain',
  otherHosts: ['threads.net'],
  measure,
  split,
  check,
  plan: planContainers,
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
