import type { Account, Capabilities, Connector } from '../contract.ts'
import { completeAct, planActs } from '../plan.ts'
import { OAUTH_HOST } from './api.ts'
import { finish, refresh, start, whoAmI, withSecret } from './auth.ts'
import { check, documentedLimits, limits } from './limits.ts'
import { isPage } from './map.ts'
import { accountMetrics, postMetrics } from './metrics.ts'
import { history, inbox, replies } from './read.ts'
import { reconcile } from './reconcile.ts'
import { send } from './send.ts'
import { measure, split } from './text.ts'
import { version } from './version.ts'
import { hook } from './webhook.ts'

const yes = { can: true } as const
const none = { can: false, why: 'network_has_none' } as const
const notByApi = { can: false, why: 'not_by_api' } as const
const unscoped = { can: false, why: 'scope_missing' } as const

/** A page. */
const capabilities: Capabilities = {
  formats: ['text', 'image', 'carousel', 'video', 'poll', 'link', 'document'],
  acts: {
    post: yes,
    reply: yes,
    privateReply: notByApi,
    like: yes,
    // The plain repost is no act for software; sharing with words of one's own is a quote.
    repost: notByApi,
    quote: yes,
    edit: yes,
    delete: yes,
    hide: none,
    // A page pins a post, and a person blocks another one, on the site only.
    pin: notByApi,
    block: notByApi,
  },
  reads: { replies: yes, mentions: yes, messages: notByApi, metrics: yes, history: yes, deletions: yes },
  freshness: { kind: 'webhook', seconds: 300 },
  once: { kind: 'readable', settleSeconds: 60 },
  metrics: {
    impressions: 'impressionCount',
    reach: 'uniqueImpressionsCount',
    likes: 'likeCount',
    reposts: 'shareCount',
    replies: 'commentCount',
    quotes: null,
    clicks: 'clickCount',
    saves: null,
    views: null,
    followers: 'firstDegreeSize',
  },
}

/** A person: writes as a page does, but what is said below one's own posts is shown to no ordinary app, nor are the posts themselves. */
const ofPerson: Capabilities = {
  ...capabilities,
  reads: { replies: notByApi, mentions: notByApi, messages: notByApi, metrics: unscoped, history: notByApi, deletions: notByApi },
  freshness: { kind: 'poll', seconds: 3_600 },
  once: { kind: 'blind' },
  metrics: {
    ...capabilities.metrics,
    impressions: 'IMPRESSION',
    reach: 'MEMBERS_REACHED',
    likes: 'REACTION',
    reposts: 'RESHARE',
    replies: 'COMMENT',
    clicks: null,
    followers: null,
  },
}

const account = { name: 'handle', secret: false, example: 'https://www.linkedin.com/company/maison-levain/', optional: true } as const
const application = { name: 'applicationId', secret: false, example: '212345678', optional: true } as const
const clientSecret = { name: 'clientSecret', secret: true, example: 'WPL_AP1.…' } as const

/** A LinkedIn page, or a member's own account. */
export const linkedin: Connector = {
  id: 'linkedin',
  hosts: [OAUTH_HOST],
  capabilities,
  capabilitiesOf: (of: Pick<Account, 'id'>, { scopes }) => {
    if (isPage(of)) return capabilities
    return scopes.includes('r_member_postAnalytics') ? { ...ofPerson, reads: { ...ofPerson.reads, metrics: yes } } : ofPerson
  },
  version,
  connect: {
    methods: [
      { kind: 'oauth', fields: [account, { name: 'clientId', secret: false, example: '86abcdefghij' }, clientSecret, application] },
      {
        kind: 'secret',
        fields: [account, { name: 'token', secret: true, example: 'AQX…' }, { ...clientSecret, optional: true }, application],
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
  profileExample: 'https://www.linkedin.com/company/maisonlevain',
  otherHosts: ['lnkd.in'],
  split,
  check,
  plan: (variant, reply) => planActs(variant, reply, { gate: true, prepare: (text) => text }),
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
