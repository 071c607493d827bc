import type { Capabilities, Connector } from '../contract.ts'
import { completeAct, planActs } from '../plan.ts'
import { refresh, whoAmI, withSecret } from './auth.ts'
import { check, documentedLimits, readLimits } from './limits.ts'
import { accountMetrics, history, inbox, postMetrics, replies } from './read.ts'
import { reconcile } from './reconcile.ts'
import { send } from './send.ts'
import { measure, split } from './text.ts'
import { hook } from './webhook.ts'

const yes = { can: true } as const
const none = { can: false, why: 'network_has_none' } as const
const notByApi = { can: false, why: 'not_by_api' } as const

const capabilities: Capabilities = {
  formats: ['text', 'image', 'carousel', 'video', 'thread', 'poll', 'link'],
  acts: {
    post: yes,
    reply: yes,
    privateReply: notByApi,
    like: yes,
    repost: none,
    quote: none,
    edit: yes,
    delete: yes,
    hide: none,
    pin: yes,
    // Banned from the server as a whole: nothing narrower exists.
    block: yes,
  },
  // Private messages and deletions come by the gateway (a socket) only.
  reads: { replies: yes, mentions: yes, messages: notByApi, metrics: yes, history: yes, deletions: notByApi },
  freshness: { kind: 'poll', seconds: 20 },
  // "In the past few minutes", says Discord; used for one, afterwards the channel is read back.
  once: { kind: 'key', lifeSeconds: 60, settleSeconds: 15 },
  metrics: {
    impressions: null,
    reach: null,
    likes: 'reactions.count',
    reposts: null,
    replies: null,
    quotes: null,
    clicks: null,
    saves: null,
    views: null,
    followers: 'approximate_member_count',
  },
}

/** One channel of a Discord server, spoken in by a bot of one's own. */
export const discord: Connector = {
  id: 'discord',
  hosts: [],
  capabilities,
  connect: {
    methods: [
      {
        kind: 'secret',
        fields: [
          { name: 'handle', secret: false, example: 'https://discord.com/channels/…/…' },
          { name: 'token', secret: true, example: 'MTE4…' },
          { name: 'publicKey', secret: false, example: '4e2c8a…', optional: true },
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
