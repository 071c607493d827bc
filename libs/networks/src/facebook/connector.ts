import type { Act, Capabilities, Connector } from '../contract.ts'
import { GRAPH } from '../meta/version.ts'
import { completeAct, planActs } from '../plan.ts'
import { UPLOADS } from './api.ts'
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
  formats: ['text', 'link', 'image', 'carousel', 'video', 'reel', 'story'],
  acts: {
    post: yes,
    reply: yes,
    privateReply: yes,
    like: yes,
    repost: notByApi,
    quote: none,
    edit: yes,
    delete: yes,
    hide: yes,
    pin: yes,
    block: yes,
  },
  // What was deleted or edited is told by webhook only.
  reads: { replies: yes, mentions: yes, messages: yes, metrics: yes, history: yes, deletions: yes },
  freshness: { kind: 'webhook', seconds: 180 },
  once: { kind: 'readable', settleSeconds: 60 },
  metrics: {
    impressions: 'post_media_view',
    reach: 'post_total_media_view_unique',
    likes: 'reactions.total_count',
    reposts: 'shares.count',
    replies: 'comments.total_count',
    quotes: null,
    clicks: 'post_clicks',
    saves: null,
    views: null,
    followers: 'followers_count',
  },
}

const page = { name: 'handle', secret: false, example: 'https://www.facebook.com/maisonlevain' } as const
const clientId = { name: 'clientId', secret: false, example: '1234567890123456' } as const
const clientSecret = { name: 'clientSecret', secret: true, example: '0a1b2c…' } as const

/** A film must know what it is for when it is taken: an ordinary post, a reel or a story. */
function placed(act: Act, index: number, acts: readonly Act[]): Act {
  if (act.kind !== 'media') return act
  const post = acts.slice(index).find((one) => one.kind === 'post')
  return post?.kind === 'post' ? { ...act, whole: { item: post.item, options: post.options, reply: post.reply, parts: [] } } : act
}

/** One Page of Facebook. */
export const facebook: Connector = {
  id: 'facebook',
  hosts: [UPLOADS],
  capabilities,
  version: GRAPH,
  connect: {
    methods: [
      { kind: 'oauth', fields: [{ ...page, optional: true }, clientId, clientSecret] },
      {
        kind: 'secret',
        fields: [
          page,
          { name: 'token', secret: true, example: 'EAAG…' },
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
  profileExample: 'https://www.facebook.com/maisonlevain',
  otherHosts: ['fb.watch', 'fb.me'],
  split,
  check,
  plan: (variant, reply) => {
    const card = variant.card && { ...variant.card, thumb: null }
    return planActs({ ...variant, card }, reply, { gate: false, prepare: (text) => text }).map(placed)
  },
  complete: completeAct,
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
