import type { Capabilities, Connector } from '../contract.ts'
import { completeAct, planActs } from '../plan.ts'
import { refresh, whoAmI, withSecret } from './auth.ts'
import { check, documentedLimits, readLimits } from './limits.ts'
import { accountMetrics, history, inbox, postMetrics, replies } from './read.ts'
import { reconcile } from './reconcile.ts'
import { hook } from './webhook.ts'
import { send } from './send.ts'
import { measure, split } from './text.ts'

const yes = { can: true } as const
const none = { can: false, why: 'network_has_none' } as const
const notByApi = { can: false, why: 'not_by_api' } as const

const capabilities: Capabilities = {
  formats: ['text', 'image', 'carousel', 'video', 'thread', 'poll', 'link'],
  acts: {
    post: yes,
    reply: yes,
    privateReply: yes,
    like: yes,
    repost: none,
    quote: none,
    edit: yes,
    delete: yes,
    hide: none,
    pin: yes,
    block: yes,
  },
  reads: { replies: yes, mentions: yes, messages: yes, metrics: notByApi, history: notByApi, deletions: notByApi },
  freshness: { kind: 'poll', seconds: 10 },
  // No key, and nothing that can be read back: a person answers.
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
    followers: 'getChatMemberCount',
  },
}

/** People write in the discussion group: a channel without one has nobody to block. */
const withoutGroup: Capabilities = { ...capabilities, acts: { ...capabilities.acts, block: { can: false, why: 'scope_missing' } } }

/** One channel of Telegram with its discussion group, and the bot's private messages. */
export const telegram: Connector = {
  id: 'telegram',
  hosts: [],
  capabilities,
  capabilitiesOf: (_account, { secret }) => (secret['group'] ? capabilities : withoutGroup),
  connect: {
    methods: [
      {
        kind: 'secret',
        fields: [
          { name: 'handle', secret: false, example: '@maisonlevain' },
          { name: 'token', secret: true, example: '110201543:AAHd…' },
          { name: 'server', secret: false, example: 'https://api.telegram.org' },
          { name: 'signingSecret', secret: true, example: 'un-mot-a-vous', optional: true },
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
