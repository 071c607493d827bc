import {
  afterAnswer,
  call,
  completeAct,
  failure,
  graphemes,
  jsonBody,
  planActs,
  splitText,
  type Act,
  type Capabilities,
  type Connector,
  type Context,
  type Limits,
  type NetworkId,
  type Once,
  type Receipt,
  type Reconciled,
  type SendContext,
  type Step,
} from '@pupitre/networks'
import type { PlainKind, PlainPost } from './plain.ts'

export type TestConnectorOptions = {
  /** What the desk files it under; `plain-key` and so on when absent. */
  id?: NetworkId
  /** Worst read lag plus worst late effect that the sandbox was told to show. Default 1. */
  settleSeconds?: number
  /** Life of a key, for kind `key`. Default 3,000. */
  keyLifeSeconds?: number
}

/**
 * A connector for tests only: the smallest network that has (or has not) a way to post once. Kinds: `key` (Idempotency-Key),
 * `recordKey` (the address is chosen first), `readable` (own posts are read back), `blind` (nothing can be read back).
 */
export function createTestConnector(kind: PlainKind, baseUrl: string, options: TestConnectorOptions = {}): Connector {
  const id = options.id ?? (`plain-${kind}` as NetworkId)
  const once = onceOf(kind, options)
  return {
    id,
    hosts: [],
    capabilities: { ...CAPABILITIES, once },
    connect: {
      methods: [{ kind: 'secret', fields: [{ name: 'handle', secret: false, example: 'levain' }] }],
      withSecret: async (_ctx, fields) => connected(baseUrl, fields['handle'] ?? 'levain'),
    },
    refresh: async (ctx) => ctx.credentials,
    whoAmI: async (ctx) => ctx.account,
    limits: async () => LIMITS,
    documentedLimits: LIMITS,
    measure: (text) => ({ length: graphemes(text), bytes: Buffer.byteLength(text), spans: [] }),
    split: (text, limits) => splitText(text, (piece) => graphemes(piece) <= limits.text.max),
    check: (variant, limits) =>
      variant.items.flatMap((item, index) =>
        graphemes(item.text) <= limits.text.max
          ? []
          : [{ code: 'text_too_long' as const, blocking: true, item: index, data: { max: limits.text.max, actual: graphemes(item.text) } }],
      ),
    plan: (variant, reply) => planActs(variant, reply, { gate: false, prepare: (text) => text }),
    complete: completeAct,
    newRecordKey: (now) => (kind === 'recordKey' ? `${now.getTime().toString(36)}-${Math.random().toString(36).slice(2, 10)}` : null),
    send: (ctx, step) => send(ctx, { kind, baseUrl }, step),
    reconcile: (ctx, step, since) => reconcile(ctx, { kind, baseUrl }, step, since),
    inbox: async () => ({ items: [], cursor: null, more: false }),
    history: async () => ({ items: [], cursor: null, more: false }),
    replies: async () => [],
    postMetrics: async () => new Map(),
    accountMetrics: async () => [{ code: 'followers', value: null, name: null }],
  }
}

type Place = { kind: PlainKind; baseUrl: string }

async function send(ctx: SendContext, { kind, baseUrl }: Place, step: Step): Promise<Receipt> {
  const { json } = await call(ctx, {
    method: 'POST',
    url: `${baseUrl}/plain/${kind}/posts`,
    headers: { 'idempotency-key': step.key },
    body: jsonBody({
      account: ctx.account.id,
      act: step.act.kind,
      text: textOf(step.act),
      target: targetOf(step.act),
      recordKey: step.recordKey,
    }),
  })
  const post = json as PlainPost
  if (typeof post?.id !== 'string') throw afterAnswer(true, 'no id in the answer')
  return receiptOf(post, baseUrl)
}

async function reconcile(ctx: SendContext, { kind, baseUrl }: Place, step: Step, since: Date): Promise<Reconciled> {
  if (kind === 'blind') return { kind: 'cannot_know', why: 'nothing_readable' }
  const query = new URLSearchParams({ account: ctx.account.id })
  if (kind === 'recordKey') query.set('recordKey', step.recordKey ?? '')
  const { json } = await call(ctx, { method: 'GET', url: `${baseUrl}/plain/${kind}/posts?${query.toString()}` })
  if (!Array.isArray(json)) throw failure('bad_answer', 'wait', { sent: 'no', said: 'no list in the answer' })
  const same = (json as PlainPost[]).filter(
    (post) =>
      kind === 'recordKey' ||
      (post.act === step.act.kind &&
        post.text === textOf(step.act) &&
        post.target === targetOf(step.act) &&
        Date.parse(post.at) >= since.getTime()),
  )
  if (same.length > 1) return { kind: 'cannot_know', why: 'several_match' }
  return same[0] ? { kind: 'there', receipt: receiptOf(same[0], baseUrl) } : { kind: 'not_there' }
}

function receiptOf(post: PlainPost, baseUrl: string): Receipt {
  return { ref: { id: post.id, version: null, url: `${baseUrl}/plain/${post.kind}/posts/${post.id}` }, at: post.at, data: {} }
}

function textOf(act: Act): string {
  if (act.kind === 'post' || act.kind === 'edit') return act.item.text
  return act.kind === 'media' ? act.media.id : ''
}

function targetOf(act: Act): string | null {
  if (act.kind === 'post') return act.reply?.parent.id ?? null
  if (act.kind === 'gate') return act.post.id
  return act.kind === 'media' || act.kind === 'block' ? null : act.target.id
}

function onceOf(kind: PlainKind, { settleSeconds = 1, keyLifeSeconds = 3_000 }: TestConnectorOptions): Once {
  if (kind === 'blind') return { kind }
  return kind === 'key' ? { kind, lifeSeconds: keyLifeSeconds, settleSeconds } : { kind, settleSeconds }
}

function connected(server: string, handle: string): Pick<Context, 'account' | 'credentials'> {
  return {
    account: { id: handle, handle, name: handle, avatarUrl: null, profileUrl: `${server}/plain/${handle}`, followers: null },
    credentials: { server, secret: { token: handle }, expiresAt: null, scopes: [] },
  }
}

const yes = { can: true } as const
const none = { can: false, why: 'network_has_none' } as const

const CAPABILITIES: Omit<Capabilities, 'once'> = {
  formats: ['text', 'image', 'thread'],
  acts: {
    post: yes,
    reply: yes,
    privateReply: none,
    like: yes,
    repost: yes,
    quote: none,
    edit: yes,
    delete: yes,
    hide: none,
    pin: none,
    block: none,
  },
  reads: { replies: none, mentions: none, messages: none, metrics: none, history: none, deletions: none },
  freshness: { kind: 'poll', seconds: 60 },
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

const LIMITS: Limits = {
  source: 'documented',
  readAt: '2026-11-22T00:00:00.000Z',
  text: { max: 500, unit: 'graphemes', maxBytes: null, urlCost: null },
  images: { maxCount: 4, maxBytes: 10_000_000, mimeTypes: ['image/jpeg', 'image/png'], maxAltLength: 1_500, maxPixels: null },
  video: null,
  poll: null,
}
