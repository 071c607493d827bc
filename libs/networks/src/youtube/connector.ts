import type { Act, Capabilities, Connector, ReplyTarget, Variant } from '../contract.ts'
import { completeAct, planActs } from '../plan.ts'
import { refreshGoogle } from '../google/oauth.ts'
import { HOSTS } from './api.ts'
import { finish, start, whoAmI, withSecret } from './auth.ts'
import { check, documentedLimits, limits } from './limits.ts'
import { accountMetrics, postMetrics } from './metrics.ts'
import { history, inbox, replies } from './read.ts'
import { reconcile } from './reconcile.ts'
import { send } from './send.ts'
import { measure, partsOf, split } from './text.ts'

const yes = { can: true } as const
const none = { can: false, why: 'network_has_none' } as const
const notByApi = { can: false, why: 'not_by_api' } as const

const capabilities: Capabilities = {
  formats: ['video', 'reel'],
  acts: {
    post: yes,
    reply: yes,
    privateReply: none,
    // Comments are liked by people only.
    like: notByApi,
    repost: none,
    quote: none,
    edit: yes,
    delete: yes,
    hide: yes,
    pin: notByApi,
    // Only together with one of the person's comments, which is rejected for good.
    block: notByApi,
  },
  reads: { replies: yes, mentions: notByApi, messages: none, metrics: yes, history: yes, deletions: notByApi },
  freshness: { kind: 'poll', seconds: 300 },
  once: { kind: 'key', lifeSeconds: 6 * 86_400, settleSeconds: 60 },
  metrics: {
    impressions: null,
    reach: null,
    likes: 'likeCount',
    reposts: 'shares',
    replies: 'commentCount',
    quotes: null,
    clicks: null,
    saves: null,
    views: 'viewCount',
    followers: 'subscriberCount',
  },
}

/** A film's session is opened with everything the film will say; its cover, which is set behind it, is no step. */
function plan(variant: Variant, reply: ReplyTarget | null): Act[] {
  const { items, ...options } = variant
  const [item] = items
  const acts = planActs(variant, reply, { gate: false, mediaInPost: reply !== null, prepare: (text) => text })
  return acts.flatMap((act): Act[] => {
    if (act.kind !== 'media' || !item) return [act]
    return act.media.mimeType.startsWith('video/') ? [{ ...act, whole: { item, options, reply, parts: [] } }] : []
  })
}

const app = [
  { name: 'clientId', secret: false, example: '1234567890-abc.apps.googleusercontent.com' },
  { name: 'clientSecret', secret: true, example: 'GOCSPX-…' },
] as const
const audited = { name: 'audited', secret: false, example: 'yes', optional: true, yesNo: true } as const

/** A YouTube channel. */
export const youtube: Connector = {
  id: 'youtube',
  hosts: HOSTS,
  capabilities,
  version: { name: '3', readAt: '2026-11-22', endsAt: null },
  connect: {
    methods: [
      { kind: 'oauth', fields: [...app, audited] },
      { kind: 'secret', fields: [...app, { name: 'token', secret: true, example: '1//04…' }, audited] },
    ],
    withSecret,
    start,
    finish,
  },
  refresh: refreshGoogle,
  whoAmI,
  limits,
  documentedLimits,
  measure,
  profileExample: 'https://www.youtube.com/@maisonlevain',
  otherHosts: ['youtu.be'],
  mediaFirst: true,
  titleOf: (text) => partsOf(text).title || null,
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
}
