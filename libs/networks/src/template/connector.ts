import {
  METRIC_CODES,
  type Act,
  type Connector,
  type Context,
  type InboundMessage,
  type NetworkId,
  type Receipt,
  type RemoteRef,
} from '../contract.ts'
import { call, failure, jsonBody } from '../http.ts'
import { completeAct, planActs } from '../plan.ts'
import { check, documentedLimits, limits } from './limits.ts'
import type { ForumPost } from './standin.ts'
import { measure, split } from './text.ts'

const yes = { can: true } as const
const none = { can: false, why: 'network_has_none' } as const
/** It counts nothing: absent is not zero. */
const unknown = METRIC_CODES.map((code) => ({ code, value: null, name: null }))

type Asking = Pick<Context, 'fetch' | 'now' | 'signal'> & { credentials: Pick<Context['credentials'], 'server' | 'secret'> }
const ask = async <T>(ctx: Asking, path: string, body?: object): Promise<T> => {
  const { server, secret } = ctx.credentials
  const request = {
    method: body ? 'POST' : 'GET',
    url: `${server}${path}`,
    headers: { authorization: `Bearer ${secret['token']}` },
  } as const
  return (await call(ctx, { ...request, ...(body ? { body: jsonBody(body) } : {}) })).json as T
}
const refOf = (server: string, id: number): RemoteRef => ({ id: String(id), version: null, url: `${server}/posts/${id}` })
const wordsOf = (act: Act) => (act.kind === 'post' ? { text: act.item.text, parent: act.reply ? Number(act.reply.parent.id) : null } : null)

function messageOf(server: string, post: ForumPost): InboundMessage {
  return {
    id: String(post.id),
    kind: 'reply',
    ref: refOf(server, post.id),
    author: { id: post.author, handle: post.author, name: post.author, avatarUrl: null, profileUrl: null, followers: null },
    text: post.text,
    language: null,
    sentAt: post.at,
    parent: refOf(server, post.parent ?? 0),
    root: refOf(server, post.topic),
    attachments: [],
    visibility: 'public',
    canReply: true,
    replyBefore: null,
  }
}

/** A forum as there are thousands: topics, answers below them, a token for each member. Copied, it becomes another network. */
export const template: Connector = {
  id: 'template' as NetworkId,
  hosts: [],
  capabilities: {
    formats: ['text'],
    acts: {
      post: yes,
      reply: yes,
      privateReply: none,
      like: none,
      repost: none,
      quote: none,
      edit: none,
      delete: none,
      hide: none,
      pin: none,
      block: none,
    },
    reads: { replies: yes, mentions: none, messages: none, metrics: none, history: none, deletions: none },
    freshness: { kind: 'poll', seconds: 1 },
    once: { kind: 'readable', settleSeconds: 1 },
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
  },
  connect: {
    methods: [
      {
        kind: 'secret',
        fields: [
          { name: 'server', secret: false, example: 'forum.example' },
          { name: 'token', secret: true, example: '…' },
        ],
      },
    ],
    async withSecret(ctx, fields) {
      const credentials = { server: fields['server'] ?? '', secret: { token: fields['token'] ?? '' }, expiresAt: null, scopes: [] }
      const { name } = await ask<{ name: string }>({ ...ctx, credentials }, '/me')
      return { account: accountOf(credentials.server, name), credentials }
    },
  },
  refresh: async (ctx) => ctx.credentials,
  whoAmI: async (ctx) => accountOf(ctx.credentials.server, (await ask<{ name: string }>(ctx, '/me')).name),
  limits,
  documentedLimits,
  measure,
  split,
  check,
  plan: (variant, reply) => planActs(variant, reply, { gate: false, prepare: (text) => text }),
  complete: completeAct,
  newRecordKey: () => null,
  async send(ctx, step): Promise<Receipt> {
    const words = wordsOf(step.act)
    if (!words) throw failure('not_supported', 'drop', { sent: 'no', said: step.act.kind })
    const post = await ask<ForumPost>(ctx, '/posts', words)
    return { ref: refOf(ctx.credentials.server, post.id), at: post.at, data: {} }
  },
  async reconcile(ctx, step, since) {
    const own = await ask<ForumPost[]>(ctx, `/posts?author=${ctx.account.id}`)
    const found = own.filter((post) => post.text === wordsOf(step.act)?.text && Date.parse(post.at) >= since.getTime() - 1000)
    if (found.length > 1) return { kind: 'cannot_know', why: 'several_match' }
    const [post] = found
    return post ? { kind: 'there', receipt: { ref: refOf(ctx.credentials.server, post.id), at: post.at, data: {} } } : { kind: 'not_there' }
  },
  async inbox(ctx, cursor) {
    const answers = await ask<ForumPost[]>(ctx, `/answers?after=${cursor ?? 0}`)
    const items = answers.map((post) => ({ kind: 'message' as const, message: messageOf(ctx.credentials.server, post) }))
    return { items, cursor: String(answers.at(-1)?.id ?? cursor ?? 0), more: false }
  },
  history: async () => ({ items: [], cursor: null, more: false }),
  replies: async () => [],
  postMetrics: async (_ctx, posts) => new Map(posts.map(({ id }) => [id, unknown])),
  accountMetrics: async () => unknown,
}

function accountOf(server: string, name: string) {
  return { id: name, handle: name, name, avatarUrl: null, profileUrl: `${server}/members/${name}`, followers: null }
}
