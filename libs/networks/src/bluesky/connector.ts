import type { Capabilities, Connector } from '../contract.ts'
import { completeAct, planActs } from '../plan.ts'
import { connectBy, whoAmI } from './auth.ts'
import { PUBLIC_DIRECTORIES, type Directories } from './identity.ts'
import { inbox } from './inbox.ts'
import { check, documentedLimits } from './limits.ts'
import { accountMetrics, history, postMetrics, replies } from './read.ts'
import { reconcile } from './reconcile.ts'
import { send } from './send.ts'
import { refresh } from './session.ts'
import { newTid } from './syntax.ts'
import { measure, split } from './text.ts'

const yes = { can: true } as const
const none = { can: false, why: 'network_has_none' } as const

const capabilities: Capabilities = {
  formats: ['text', 'image', 'carousel', 'video', 'thread', 'link'],
  acts: {
    post: yes,
    reply: yes,
    privateReply: none,
    like: yes,
    repost: yes,
    quote: yes,
    edit: none,
    delete: yes,
    hide: yes,
    pin: yes,
    block: yes,
  },
  reads: {
    replies: yes,
    mentions: yes,
    // Private messages need a wider permission than the desk asks for.
    messages: { can: false, why: 'scope_missing' },
    metrics: yes,
    history: yes,
    deletions: { can: false, why: 'not_by_api' },
  },
  freshness: { kind: 'poll', seconds: 20 },
  // The record is readable at its address as soon as the write was answered; a write given up ends with its connection.
  once: { kind: 'recordKey', settleSeconds: 30 },
  metrics: {
    impressions: null,
    reach: null,
    likes: 'likeCount',
    reposts: 'repostCount',
    replies: 'replyCount',
    quotes: 'quoteCount',
    clicks: null,
    saves: 'bookmarkCount',
    views: null,
    followers: 'followersCount',
  },
}

const KEYED = new Set(['post', 'like', 'repost', 'block'])

/** A connector for other directories than the public ones: a network of one's own, or of a test. */
export function createBluesky(directories: Directories): Connector {
  return {
    id: 'bluesky',
    hosts: [directories.entryway, directories.plc, directories.resolver].map((address) => new URL(address).host),
    capabilities,
    connect: connectBy(directories),
    refresh,
    whoAmI,
    limits: async () => documentedLimits,
    documentedLimits,
    measure,
    split,
    check,
    plan: (variant, reply) => planActs(variant, reply, { gate: true, prepare: (text) => text }),
    complete: completeAct,
    newRecordKey: (now, act) => (KEYED.has(act.kind) ? newTid(now) : null),
    send,
    reconcile: (ctx, step) => reconcile(ctx, step),
    inbox,
    history,
    replies,
    postMetrics,
    accountMetrics,
  }
}

/** Bluesky and every server of the AT Protocol. While connecting, the handle’s own site may be asked for its DID. */
export const bluesky = createBluesky(PUBLIC_DIRECTORIES)
