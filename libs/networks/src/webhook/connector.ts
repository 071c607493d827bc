import { METRIC_CODES, type Capabilities, type Connector, type MetricCode } from '../contract.ts'
import { completeAct, planActs } from '../plan.ts'
import { limits, refresh, whoAmI, withSecret } from './auth.ts'
import { hook } from './hook.ts'
import { check, documentedLimits } from './limits.ts'
import { accountMetrics, history, inbox, postMetrics, replies } from './read.ts'
import { reconcile } from './reconcile.ts'
import { send } from './send.ts'
import { measure, split } from './text.ts'

const yes = { can: true } as const
const none = { can: false, why: 'network_has_none' } as const

const capabilities: Capabilities = {
  formats: ['text', 'link', 'image', 'carousel', 'video', 'reel', 'story', 'thread', 'poll'],
  acts: {
    post: yes,
    reply: yes,
    privateReply: yes,
    like: none,
    repost: none,
    quote: none,
    edit: yes,
    delete: yes,
    hide: none,
    pin: none,
    block: none,
  },
  reads: { replies: yes, mentions: yes, messages: yes, metrics: none, history: none, deletions: yes },
  freshness: { kind: 'webhook', seconds: 3_600 },
  once: { kind: 'readable', settleSeconds: 30 },
  metrics: Object.fromEntries(METRIC_CODES.map((code) => [code, null])) as Record<MetricCode, null>,
}

/** Any program of the person's own that takes signed JSON. */
export const webhook: Connector = {
  id: 'webhook',
  hosts: [],
  capabilities,
  version: { name: 'v1', readAt: '2026-11-28', endsAt: null },
  connect: {
    methods: [
      {
        kind: 'secret',
        fields: [
          { name: 'server', secret: false, example: 'https://intranet.maisonlevain.fr/pupitre' },
          { name: 'signingSecret', secret: true, example: 'whsec_…' },
        ],
      },
    ],
    withSecret,
  },
  refresh,
  hook,
  whoAmI,
  limits,
  documentedLimits,
  measure,
  split,
  check,
  plan: (variant, reply) => planActs(variant, reply, { gate: false, mediaInPost: true, prepare: (text) => text }),
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
