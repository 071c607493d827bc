import { randomUUID } from 'node:crypto'
import { METRIC_CODES, type Capabilities, type Connector, type MetricCode } from '../contract.ts'
import { completeAct, planActs } from '../plan.ts'
import { refresh, whoAmI, withSecret } from './auth.ts'
import { check, documentedLimits, limits } from './limits.ts'
import { accountMetrics, history, inbox, postMetrics, replies } from './read.ts'
import { reconcile } from './reconcile.ts'
import { send } from './send.ts'
import { measure, split } from './text.ts'

const yes = { can: true } as const
const none = { can: false, why: 'network_has_none' } as const

const capabilities: Capabilities = {
  formats: ['text', 'image', 'carousel', 'video', 'link', 'document'],
  acts: {
    // One answers who wrote; nothing leaves to others.
    post: none,
    reply: yes,
    privateReply: yes,
    like: none,
    repost: none,
    quote: none,
    edit: none,
    delete: none,
    hide: none,
    pin: none,
    block: none,
  },
  reads: { replies: none, mentions: none, messages: yes, metrics: none, history: none, deletions: none },
  freshness: { kind: 'poll', seconds: 60 },
  // A mail to ourselves arrives within minutes where one arrives at all.
  once: { kind: 'readable', settleSeconds: 300 },
  metrics: Object.fromEntries(METRIC_CODES.map((code) => [code, null])) as Record<MetricCode, null>,
}

/** A mailbox that people write to: read by IMAP, answered by SMTP. */
export const email: Connector = {
  id: 'email',
  hosts: [],
  capabilities,
  connect: {
    methods: [
      {
        kind: 'secret',
        fields: [
          { name: 'handle', secret: false, example: 'Maison Levain <contact@maisonlevain.fr>' },
          { name: 'secret', secret: true, example: '••••••••' },
          { name: 'imap', secret: false, example: 'imap.maisonlevain.fr', optional: true },
          { name: 'smtp', secret: false, example: 'smtp.maisonlevain.fr', optional: true },
          { name: 'user', secret: false, example: 'contact@maisonlevain.fr', optional: true },
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
  plan: (variant, reply) => planActs({ ...variant, card: null }, reply, { gate: false, mediaInPost: true, prepare: (text) => text }),
  complete: completeAct,
  newRecordKey: (_now, act) => (act.kind === 'post' ? `pupitre.${randomUUID()}` : null),
  send,
  reconcile,
  inbox,
  history,
  replies,
  postMetrics,
  accountMetrics,
}
