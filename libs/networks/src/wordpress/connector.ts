import type { Capabilities, Connector } from '../contract.ts'
import { completeAct, planActs } from '../plan.ts'
import { finish, refresh, start, whoAmI, withSecret } from './auth.ts'
import { check, documentedLimits, limits } from './limits.ts'
import { accountMetrics, history, inbox, postMetrics, replies } from './read.ts'
import { reconcile } from './reconcile.ts'
import { send } from './send.ts'
import { measure, partsOf, split } from './text.ts'

const yes = { can: true } as const
const none = { can: false, why: 'network_has_none' } as const
const notByApi = { can: false, why: 'not_by_api' } as const

const capabilities: Capabilities = {
  formats: ['text', 'link', 'image', 'carousel', 'video'],
  acts: {
    post: yes,
    reply: yes,
    privateReply: none,
    like: none,
    repost: none,
    quote: none,
    edit: yes,
    delete: yes,
    hide: yes,
    pin: yes,
    // The list of words and addresses whose comments are refused is a setting that the interface does not show.
    block: notByApi,
  },
  reads: { replies: yes, mentions: yes, messages: none, metrics: yes, history: yes, deletions: notByApi },
  freshness: { kind: 'poll', seconds: 60 },
  once: { kind: 'readable', settleSeconds: 30 },
  metrics: {
    impressions: null,
    reach: null,
    likes: null,
    reposts: null,
    replies: 'X-WP-Total',
    quotes: null,
    clicks: null,
    saves: null,
    views: null,
    followers: null,
  },
}

const site = { name: 'site', secret: false, example: 'https://www.maisonlevain.fr' } as const

/** The brand's own site: its articles and their comments. */
export const wordpress: Connector = {
  id: 'wordpress',
  hosts: [],
  capabilities,
  version: { name: 'wp/v2', readAt: '2026-11-28', endsAt: null },
  connect: {
    methods: [
      { kind: 'oauth', fields: [site] },
      {
        kind: 'secret',
        fields: [
          site,
          { name: 'handle', secret: false, example: 'camille' },
          { name: 'secret', secret: true, example: 'abcd efgh ijkl mnop qrst uvwx' },
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
  mediaFirst: true,
  titleOf: (text) => partsOf(text).title || null,
  split,
  check,
  plan: (variant, reply) => {
    const card = variant.card && { ...variant.card, thumb: null }
    return planActs({ ...variant, card }, reply, { gate: false, prepare: (text) => text })
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
