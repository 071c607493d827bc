import type { Capabilities, Connector } from '../contract.ts'
import { completeAct, planActs } from '../plan.ts'
import { refreshGoogle } from '../google/oauth.ts'
import { HOSTS } from './api.ts'
import { finish, start, whoAmI, withSecret } from './auth.ts'
import { check, documentedLimits, limits } from './limits.ts'
import { accountMetrics, history, inbox, postMetrics, replies } from './read.ts'
import { reconcile } from './reconcile.ts'
import { send } from './send.ts'
import { measure, split } from './text.ts'

const yes = { can: true } as const
const none = { can: false, why: 'network_has_none' } as const
const notByApi = { can: false, why: 'not_by_api' } as const

const capabilities: Capabilities = {
  formats: ['text', 'image', 'link'],
  acts: {
    post: yes,
    reply: yes,
    privateReply: none,
    like: none,
    repost: none,
    quote: none,
    edit: yes,
    delete: yes,
    // A review that breaks Google's rules is reported by a person, in the profile.
    hide: notByApi,
    pin: none,
    block: none,
  },
  reads: { replies: none, mentions: none, messages: none, reviews: yes, metrics: yes, history: yes, deletions: notByApi },
  freshness: { kind: 'poll', seconds: 600 },
  once: { kind: 'readable', settleSeconds: 60 },
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
    followers: null,
  },
}

const place = { name: 'handle', secret: false, example: 'Maison Levain', optional: true } as const
const app = [
  { name: 'clientId', secret: false, example: '1234567890-abc.apps.googleusercontent.com' },
  { name: 'clientSecret', secret: true, example: 'GOCSPX-…' },
] as const

/** One place of a Google Business Profile: its reviews and its posts. */
export const googleBusiness: Connector = {
  id: 'google_business',
  hosts: HOSTS,
  capabilities,
  capabilitiesOf: (_account, { secret }) => {
    const { acts } = capabilities
    const post = secret['localPosts'] === 'no' ? notByApi : acts.post
    const reply = secret['voice'] === 'no' ? notByApi : acts.reply
    return { ...capabilities, acts: { ...acts, post, reply } }
  },
  version: { name: '4', readAt: '2026-11-28', endsAt: null },
  connect: {
    methods: [
      { kind: 'oauth', fields: [place, ...app] },
      { kind: 'secret', fields: [place, ...app, { name: 'token', secret: true, example: '1//04…' }] },
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
  profileExample: 'https://www.google.com/maps/place/Maison+Levain',
  otherHosts: ['google.fr', 'g.co', 'g.page', 'goo.gl'],
  split,
  check,
  plan: (variant, reply) => {
    const card = variant.card && { ...variant.card, thumb: null }
    return planActs({ ...variant, card }, reply, { gate: false, mediaInPost: true, prepare: (text) => text })
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
