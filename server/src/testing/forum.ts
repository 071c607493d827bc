import { createServer, type IncomingMessage } from 'node:http'
import {
  call,
  completeAct,
  failure,
  graphemes,
  jsonBody,
  planActs,
  splitText,
  type Act,
  type Connector,
  type Context,
  type InboundMessage,
  type Limits,
  type NetworkId,
  type Receipt,
  type RemoteRef,
} from '@pupitre/networks'

/** A forum as there are thousands: topics, posts below them, a token for each member. */
export type ForumPost = { id: number; topic: number; parent: number | null; author: string; text: string; at: string }
export type Forum = {
  url: string
  posts: ForumPost[]
  /** Out of order for as long as one likes. */
  state: { down: boolean }
  write: (author: string, parent: number | null, text: string) => ForumPost
  close: () => Promise<void>
}

const members: Record<string, string> = { 'token-of-levain': 'levain', 'token-of-chloe': 'chloe' }

async function bodyOf(request: IncomingMessage): Promise<{ parent?: number | null; text?: string }> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text ? (JSON.parse(text) as { parent?: number; text?: string }) : {}
}

export async function openForum(): Promise<Forum> {
  const posts: ForumPost[] = []
  const state = { down: false }
  const write: Forum['write'] = (author, parent, text) => {
    const id = posts.length + 1
    const above = posts.find((post) => post.id === parent)
    const post = { id, topic: above?.topic ?? id, parent, author, text, at: new Date().toISOString() }
    posts.push(post)
    return post
  }
  const server = createServer((request, response) => {
    const me = members[String(request.headers.authorization ?? '').replace('Bearer ', '')]
    const url = new URL(request.url ?? '/', 'http://forum')
    const say = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    if (state.down) return say(503, { error: 'back soon' })
    if (!me) return say(401, { error: 'who are you?' })
    if (url.pathname === '/me') return say(200, { name: me })
    if (request.method === 'POST') return void bodyOf(request).then(({ parent = null, text = '' }) => say(201, write(me, parent, text)))
    const mine = new Set(posts.filter((post) => post.author === me).map((post) => post.id))
    if (url.pathname === '/answers') {
      const after = Number(url.searchParams.get('after') ?? 0)
      return say(
        200,
        posts.filter((post) => post.id > after && post.author !== me && mine.has(post.parent ?? 0)),
      )
    }
    return say(
      200,
      posts.filter((post) => post.author === (url.searchParams.get('author') ?? post.author)),
    )
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return {
    url,
    posts,
    state,
    write,
    close: async () => void (await new Promise((done) => (server.close(done), server.closeAllConnections()))),
  }
}

export const forumId = 'forum' as NetworkId

const yes = { can: true } as const
const none = { can: false, why: 'network_has_none' } as const
const limits: Limits = {
  source: 'documented',
  readAt: '2026-11-22T00:00:00.000Z',
  text: { max: 10_000, unit: 'characters', maxBytes: null, urlCost: null },
  images: { maxCount: 0, maxBytes: 0, mimeTypes: [], maxAltLength: 0, maxPixels: null },
  video: null,
  poll: null,
}

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

/** A connector as somebody outside of this house would write it: nothing but the contract. */
export const forum: Connector = {
  id: forumId,
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
  limits: async () => limits,
  documentedLimits: limits,
  measure: (text) => ({ length: graphemes(text), bytes: Buffer.byteLength(text), spans: [] }),
  split: (text) => splitText(text, (piece) => graphemes(piece) <= limits.text.max),
  check: () => [],
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
  postMetrics: async () => new Map(),
  accountMetrics: async () => [],
}

function accountOf(server: string, name: string) {
  return { id: name, handle: name, name, avatarUrl: null, profileUrl: `${server}/members/${name}`, followers: null }
}
