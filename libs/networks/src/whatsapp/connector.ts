import type { Capabilities, Connector, MetricReading } from '../contract.ts'
import { GRAPH } from '../meta/version.ts'
import { completeAct, planActs } from '../plan.ts'
import { refresh, whoAmI, withSecret } from './auth.ts'
import { check, documentedLimits, limits } from './limits.ts'
import { reconcile, send } from './send.ts'
import { measure, split } from './text.ts'
import { hook } from './webhook.ts'

const yes = { can: true } as const
const none = { can: false, why: 'network_has_none' } as const
const notByApi = { can: false, why: 'not_by_api' } as const

const capabilities: Capabilities = {
  formats: ['text', 'image', 'video'],
  acts: {
    // Groups, channels and statuses are no place for software.
    post: notByApi,
    reply: yes,
    privateReply: yes,
    like: yes,
    repost: none,
    quote: none,
    edit: notByApi,
    delete: notByApi,
    hide: none,
    pin: none,
    block: yes,
  },
  reads: { replies: none, mentions: none, messages: yes, metrics: none, history: notByApi, deletions: notByApi },
  freshness: { kind: 'webhook', seconds: 3_600 },
  once: { kind: 'blind' },
  metrics: {
    impressions: null,
    reach: null,
    likes: null,
    reposts: null,
    replies: null,
    quotes: null,
    clicks: null,
    saves: null,
    views: null,
    followers: null,
  },
}

const NONE: MetricReading = { code: 'impressions', name: null, value: null }

/** One number of WhatsApp Business (Cloud API): conversations that others begin. */
export const whatsapp: Connector = {
  id: 'whatsapp',
  hosts: [],
  capabilities,
  version: GRAPH,
  connect: {
    methods: [
      {
        kind: 'secret',
        fields: [
          { name: 'businessId', secret: false, example: '102290129340398' },
          { name: 'handle', secret: false, example: '+33 4 72 00 00 00', optional: true },
          { name: 'token', secret: true, example: 'EAAG…' },
          { name: 'clientId', secret: false, example: '1234567890123456' },
          { name: 'clientSecret', secret: true, example: '0a1b2c…' },
        ],
      },
    ],
    withSecret,
  },
  refresh,
  whoAmI,
  limits,
  documentedLimits,
  measure,
  split,
  check,
  plan: (variant, reply) => planActs({ ...variant, card: null }, reply, { gate: false, prepare: (text) => text }),
  complete: completeAct,
  newRecordKey: () => null,
  send,
  reconcile,
  // Nothing can be asked for: messages come by the network's own requests.
  inbox: async () => ({ items: [], cursor: null, more: false }),
  history: async () => ({ items: [], cursor: null, more: false }),
  replies: async () => [],
  postMetrics: async (_ctx, posts) => new Map(posts.map(({ id }) => [id, [NONE]])),
  accountMetrics: async () => [{ code: 'followers', name: null, value: null }],
  hook,
}
