import type { Capabilities, Connector } from '../contract.ts'
import { completeAct, planActs } from '../plan.ts'
import { withinScopes } from '../scope.ts'
import { NEEDS, refresh, whoAmI, withSecret } from './auth.ts'
import { check, documentedLimits, readLimits } from './limits.ts'
import { accountMetrics, history, inbox, postMetrics, replies } from './read.ts'
import { reconcile } from './reconcile.ts'
import { send, UPLOAD_HOST } from './send.ts'
import { measure, split } from './text.ts'
import { hook } from './webhook.ts'

const yes = { can: true } as const
const none = { can: false, why: 'network_has_none' } as const
const unscoped = { can: false, why: 'scope_missing' } as const

const capabilities: Capabilities = {
  formats: ['text', 'image', 'carousel', 'video', 'thread', 'link'],
  acts: {
    post: yes,
    reply: yes,
    privateReply: unscoped,
    like: yes,
    repost: none,
    quote: none,
    edit: yes,
    delete: yes,
    hide: none,
    pin: yes,
    block: none,
  },
  // Private messages are not asked for; deletions are told by events only.
  reads: {
    replies: yes,
    mentions: yes,
    messages: unscoped,
    metrics: yes,
    history: yes,
    deletions: { can: false, why: 'not_by_api' },
  },
  freshness: { kind: 'poll', seconds: 60 },
  once: { kind: 'readable', settleSeconds: 20 },
  metrics: {
    impressions: null,
    reach: null,
    likes: 'reactions.count',
    reposts: null,
    replies: 'reply_count',
    quotes: null,
    clicks: null,
    saves: null,
    views: null,
    followers: 'num_members',
  },
}

/** One channel of a Slack workspace, spoken in by an app of one's own. */
export const slack: Connector = {
  id: 'slack',
  hosts: [UPLOAD_HOST],
  capabilities,
  capabilitiesOf: (_account, { scopes }) => withinScopes(capabilities, scopes, NEEDS),
  connect: {
    methods: [
      {
        kind: 'secret',
        fields: [
          { name: 'handle', secret: false, example: 'https://maisonlevain.slack.com/archives/C0…' },
          { name: 'token', secret: true, example: 'xoxb-…' },
          { name: 'signingSecret', secret: true, example: '8f742231b10e…', optional: true },
        ],
      },
    ],
    withSecret,
  },
  refresh,
  hook,
  whoAmI,
  limits: readLimits,
  documentedLimits,
  measure,
  split,
  check,
  plan: (variant, reply) => planActs(variant, reply, { gate: false, prepare: (text) => text }),
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
