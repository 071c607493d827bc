import { randomUUID } from 'node:crypto'
import {
  METRIC_CODES,
  type Account,
  type Capabilities,
  type ConnectContext,
  type Connected,
  type Connector,
  type Context,
  type MetricCode,
  type Receipt,
  type SendContext,
  type Step,
} from '../contract.ts'
import { failure } from '../http.ts'
import { webUrl } from '../json.ts'
import { completeAct, planActs } from '../plan.ts'
import { feedOf } from './feed.ts'
import { check, documentedLimits, limits } from './limits.ts'
import { measure, partsOf, split } from './text.ts'

const yes = { can: true } as const
const none = { can: false, why: 'network_has_none' } as const

const capabilities: Capabilities = {
  formats: ['text', 'link', 'image', 'carousel', 'video'],
  acts: {
    post: yes,
    reply: none,
    privateReply: none,
    like: none,
    repost: none,
    quote: none,
    edit: yes,
    delete: yes,
    hide: none,
    pin: none,
    block: none,
  },
  reads: { replies: none, mentions: none, messages: none, metrics: none, history: none, deletions: none },
  freshness: { kind: 'poll', seconds: 86_400 },
  // The item is named before it is sent, and sending is nothing but keeping the receipt: a second time is the same item.
  once: { kind: 'recordKey', settleSeconds: 0 },
  metrics: Object.fromEntries(METRIC_CODES.map((code) => [code, null])) as Record<MetricCode, null>,
}

/** A feed needs a title and the site it belongs to, and no secret. */
async function withSecret(_ctx: ConnectContext, fields: Record<string, string>): Promise<Connected> {
  const name = (fields['title'] ?? '').trim()
  const given = (fields['site'] ?? '').trim()
  const site = webUrl(given.includes('://') ? given : `https://${given}`)
  if (name === '' || name.length > 120)
    throw failure('rejected_content', 'fix_content', { sent: 'no', said: 'a feed has a title of 120 characters at most' })
  if (given === '' || site === null) throw failure('not_found', 'fix_content', { sent: 'no', said: 'a feed names the site it belongs to' })
  return {
    account: { id: randomUUID(), handle: site, name, avatarUrl: null, profileUrl: site, followers: null },
    credentials: { server: new URL(site).origin, secret: {}, expiresAt: null, scopes: [] },
  }
}

/** Nothing leaves the house: what has a receipt stands in the feed. */
async function send(ctx: SendContext, { key, recordKey, act }: Step): Promise<Receipt> {
  if (ctx.signal.aborted) throw failure('timeout', 'wait', { sent: 'no', said: 'deadline passed before the act' })
  const at = ctx.now().toISOString()
  if (act.kind === 'post' || act.kind === 'edit') {
    const { length } = measure(act.item.text)
    if (length > ctx.limits.text.max)
      throw failure('rejected_content', 'fix_content', { sent: 'no', said: `${length} of ${ctx.limits.text.max} characters` })
  }
  if (act.kind === 'post' && act.reply === null)
    return { ref: { id: `urn:uuid:${recordKey ?? key}`, version: null, url: null }, at, data: {} }
  if (act.kind === 'edit' || (act.kind === 'delete' && act.of === 'post')) return { ref: act.target, at, data: {} }
  throw failure('not_supported', 'drop', { sent: 'no', said: `a feed has no act "${act.kind}"` })
}

/** The brand's own feed, which the desk itself hands out. */
export const rss: Connector = {
  id: 'rss',
  hosts: [],
  capabilities,
  version: { name: '2.0', readAt: '2026-11-28', endsAt: null },
  connect: {
    methods: [
      {
        kind: 'secret',
        fields: [
          { name: 'title', secret: false, example: 'Le journal de la Maison Levain' },
          { name: 'site', secret: false, example: 'https://www.maisonlevain.fr' },
        ],
      },
    ],
    withSecret,
  },
  refresh: async ({ credentials }: Context) => credentials,
  whoAmI: async ({ account }: Context): Promise<Account> => account,
  limits,
  documentedLimits,
  measure,
  titleOf: (text) => partsOf(text).title || null,
  split,
  check,
  plan: (variant, reply) => {
    const card = variant.card && { ...variant.card, thumb: null }
    return planActs({ ...variant, card }, reply, { gate: false, mediaInPost: true, prepare: (text) => text })
  },
  complete: completeAct,
  newRecordKey: (_now, act) => (act.kind === 'post' ? randomUUID() : null),
  send,
  // A receipt that was not kept is no item: sending again names the same one.
  reconcile: async () => ({ kind: 'not_there' }),
  inbox: async () => ({ items: [], cursor: null, more: false }),
  history: async () => ({ items: [], cursor: null, more: false }),
  replies: async () => [],
  postMetrics: async (_ctx, posts) => new Map(posts.map(({ id }) => [id, [{ code: 'impressions', name: null, value: null }]])),
  accountMetrics: async () => [{ code: 'followers', name: null, value: null }],
  serve: { contentType: 'application/rss+xml; charset=utf-8', show: feedOf },
}
