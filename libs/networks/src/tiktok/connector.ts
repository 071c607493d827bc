import type { Act, Capabilities, Connector, ReplyTarget, Variant } from '../contract.ts'
import { completeAct, planActs } from '../plan.ts'
import { UPLOAD_HOST } from './api.ts'
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
  formats: ['image', 'carousel', 'video', 'reel'],
  acts: {
    post: yes,
    reply: notByApi,
    privateReply: notByApi,
    like: notByApi,
    repost: notByApi,
    quote: none,
    edit: notByApi,
    delete: notByApi,
    hide: notByApi,
    // Both in the app only: no interface for business accounts of one's own knows people.
    pin: notByApi,
    block: notByApi,
  },
  reads: { replies: notByApi, mentions: notByApi, messages: notByApi, metrics: yes, history: yes, deletions: notByApi },
  // Nothing comes in: posts and figures are read by their own clock.
  freshness: { kind: 'poll', seconds: 3_600 },
  once: { kind: 'readable', settleSeconds: 180 },
  metrics: {
    impressions: null,
    reach: null,
    likes: 'like_count',
    reposts: 'share_count',
    replies: 'comment_count',
    quotes: null,
    clicks: null,
    saves: null,
    views: 'view_count',
    followers: 'follower_count',
  },
}

/** A film is announced with everything it will say; photos are published by one request. */
function plan(variant: Variant, reply: ReplyTarget | null): Act[] {
  const { items, ...options } = variant
  const [item] = items
  const mediaInPost = !item?.media.some(({ mimeType }) => mimeType.startsWith('video/'))
  return planActs(variant, reply, { gate: false, mediaInPost, prepare: (text) => text }).map((act) =>
    act.kind === 'media' && item ? { ...act, whole: { item, options, reply, parts: [] } } : act,
  )
}

const app = [
  { name: 'clientId', secret: false, example: 'awxyz1a2b3c4d5e6' },
  { name: 'clientSecret', secret: true, example: 'AbC…' },
] as const
const audited = { name: 'audited', secret: false, example: 'yes', optional: true, yesNo: true } as const

/** A TikTok account, by the Content Posting API. */
export const tiktok: Connector = {
  id: 'tiktok',
  hosts: [UPLOAD_HOST],
  capabilities,
  version: { name: '2', readAt: '2026-11-22', endsAt: null },
  connect: {
    methods: [
      { kind: 'oauth', fields: [...app, audited] },
      { kind: 'secret', fields: [...app, { name: 'token', secret: true, example: 'rft.…' }, audited] },
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
  profileExample: 'https://www.tiktok.com/@maisonlevain',
  mediaFirst: true,
  split,
  check,
  plan,
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
