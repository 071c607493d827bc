import type { Capabilities, Connector } from '../contract.ts'
import { completeAct, planActs } from '../plan.ts'
import { finish, refresh, start, whoAmI, withSecret } from './auth.ts'
import { check, documentedLimits, limits } from './limits.ts'
import { STORE } from './media.ts'
import { accountMetrics, history, inbox, postMetrics, replies } from './read.ts'
import { reconcile } from './reconcile.ts'
import { send } from './send.ts'
import { measure, partsOf, split } from './text.ts'

const yes = { can: true } as const
const none = { can: false, why: 'network_has_none' } as const
const notByApi = { can: false, why: 'not_by_api' } as const

const capabilities: Capabilities = {
  formats: ['image', 'carousel', 'video', 'link'],
  acts: {
    post: yes,
    reply: notByApi,
    privateReply: notByApi,
    like: notByApi,
    repost: notByApi,
    quote: none,
    edit: yes,
    delete: yes,
    hide: notByApi,
    pin: notByApi,
    // People are blocked, and pins set out on the profile, in the app only.
    block: notByApi,
  },
  reads: { replies: notByApi, mentions: notByApi, messages: notByApi, metrics: yes, history: yes, deletions: notByApi },
  // Nothing comes in: the figures are read by their own clock.
  freshness: { kind: 'poll', seconds: 3_600 },
  once: { kind: 'readable', settleSeconds: 60 },
  metrics: {
    impressions: 'IMPRESSION',
    reach: null,
    likes: 'TOTAL_REACTIONS',
    reposts: null,
    replies: 'TOTAL_COMMENTS',
    quotes: null,
    clicks: 'OUTBOUND_CLICK',
    saves: 'SAVE',
    views: null,
    followers: 'follower_count',
  },
}

const board = { name: 'handle', secret: false, example: 'https://www.pinterest.fr/maisonlevain/nos-pains/' } as const

/** One board of a Pinterest account. */
export const pinterest: Connector = {
  id: 'pinterest',
  hosts: [STORE],
  capabilities,
  version: { name: '5', readAt: '2025-12-11', endsAt: null },
  connect: {
    methods: [
      {
        kind: 'oauth',
        fields: [board, { name: 'clientId', secret: false, example: '1498765' }, { name: 'clientSecret', secret: true, example: 'a1b2…' }],
      },
      { kind: 'secret', fields: [board, { name: 'token', secret: true, example: 'pina_AM…' }] },
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
  profileExample: 'https://www.pinterest.com/maisonlevain',
  otherHosts: ['pin.it', 'pinterest.fr', 'pinterest.de', 'pinterest.es', 'pinterest.it', 'pinterest.pt', 'pinterest.ca', 'pinterest.co.uk'],
  mediaFirst: true,
  titleOf: (text) => partsOf(text).title || null,
  split,
  check,
  plan: (variant, reply) => {
    const mediaInPost = !variant.items.some(({ media }) => media.some(({ mimeType }) => mimeType.startsWith('video/')))
    const card = variant.card && { ...variant.card, thumb: null }
    return planActs({ ...variant, card }, reply, { gate: false, mediaInPost, prepare: (text) => text })
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
}
