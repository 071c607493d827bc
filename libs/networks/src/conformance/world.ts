import { createHash } from 'node:crypto'
import type {
  Act,
  Connected,
  Connector,
  Context,
  Credentials,
  FailureKind,
  Fetch,
  HookRequest,
  Media,
  OwnPost,
  Receipt,
  RemoteRef,
  ReplyTarget,
  SendContext,
  Step,
  Variant,
} from '../contract.ts'
import { NetworkFailure } from '../contract.ts'

/** What a network, simulated or real, offers to the suite. */
export type World = {
  /** What really asks the network; `globalThis.fetch` when absent. */
  fetch?: Fetch
  /** What carries everything instead of HTTP: another protocol, whose accidents are played on its own line. */
  wire?: () => Wire
  /** What may happen on that line, and how it is told; the accidents of HTTP when absent. */
  incidents?: readonly Incident[]
  /** Nothing leaves the house: what was sent stands where the desk itself shows it, and there is nobody to ask. */
  local?: true
  /** Credentials that lead to a server which is not there; another `server` when absent. */
  nowhere?: (credentials: Credentials) => Credentials
  /** Makes an account and gives the fields with which `connect.withSecret` connects it. */
  fields: (name: string) => Promise<Record<string, string>>
  /** Somebody else on the network. */
  person: (name: string) => Promise<Person>
  /** Resolves once what was written can be read by others. */
  settle: () => Promise<void>
  /** How many posts of the account with exactly this text really stand. */
  countPosts: (connected: Connected, text: string) => Promise<number>
  /** What really stands of the account's posts, newest first; needed only where the network shows no past. */
  posts?: (connected: Connected) => Promise<Pick<OwnPost, 'ref' | 'text' | 'format' | 'imageUrls' | 'parent'>[]>
  /** Whether a reply is really hidden; needed only where the network shows that to nobody. */
  isHidden?: (target: RemoteRef) => Promise<boolean>
  /** Whether a post is really pinned; needed wherever posts can be pinned. */
  isPinned?: (target: RemoteRef, connected: Connected) => Promise<boolean>
  /** Whether a person is really blocked; needed wherever people can be blocked. */
  isBlocked?: (person: string, connected: Connected) => Promise<boolean>
  /** Acts after which the network shows to no software how it stands. */
  unread?: readonly ('pin' | 'block')[]
  /** The title that really stands above a post, null where it has none; needed wherever posts have titles. */
  titleOf?: (target: RemoteRef, connected: Connected) => Promise<string | null>
  /** Whatever is said in a thread hangs on its first message, and not on the one before it. */
  flatThreads?: boolean
  /** Whom everything is said to, on networks where one can only answer: a person who wrote, by account. */
  to?: (connected: Connected) => Promise<ReplyTarget>
  /** Requests that the network made of the desk since the last time, where it tells by itself instead of being asked. */
  calls?: () => HookRequest[]
  /** What comes in is told by requests of the network, and cannot be asked for. */
  pushed?: true
  /** Where a network that fetches media itself finds the picture. */
  mediaAddress?: (id: string) => string
  /** Paths that only read although they are asked by POST. */
  reading?: RegExp
  /** A text that the network counts as exactly this long, made of its awkward characters. */
  textOf: (length: number) => string
  image: () => { bytes: Uint8Array; mimeType: string; width: number; height: number }
}

export type Person = {
  handle: string
  /** As the author of what this person writes is named; needed wherever people can be blocked. */
  id?: string
  reply: (to: RemoteRef, root: RemoteRef, text: string) => Promise<RemoteRef>
  mention: (handle: string, text: string) => Promise<RemoteRef>
  like: (target: RemoteRef) => Promise<void>
}

/** What happened on the way, how the connector tells it, whether it says that something was sent, and whether a post was made of it. */
export type Incident = readonly [mishap: Mishap, kind: FailureKind, sent: 'no' | 'unknown', made: boolean]

export type Seen = { method: string; host: string; path: string; body: string; status: number }

/** What may happen to a request on its way; played on the client's side, so that a real network can be hit by it too. */
export type Mishap =
  | 'lost_answer'
  | 'cut_before'
  | 'error_before'
  | 'error_after'
  | 'rate_limited'
  | 'truncated'
  | 'html_after'
  | 'redirect'
  | 'refused'

export type Wire = { fetch: Fetch; connect?: NonNullable<Context['connect']>; seen: Seen[]; next: (mishap: Mishap | null) => void }

const cut = () =>
  Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }) })

/** Records every request, and lets one mishap happen to the next one that has an effect. */
export function wire(ask: Fetch, reading?: RegExp): Wire {
  const seen: Seen[] = []
  let planned: Mishap | null = null
  const methodOf = (url: URL, init: RequestInit | undefined) => (reading?.test(url.pathname) ? 'GET' : (init?.method ?? 'GET'))
  const record = (url: URL, init: RequestInit | undefined, status: number) => {
    const body = init?.body instanceof Uint8Array ? createHash('sha256').update(init.body).digest('hex') : ''
    seen.push({ method: methodOf(url, init), host: url.host, path: url.pathname, body, status })
  }
  const fetch: Fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const mishap = methodOf(url, init) === 'GET' ? null : planned
    if (mishap) planned = null
    const before = mishap && withoutEffect(mishap)
    if (before) {
      record(url, init, before instanceof Response ? before.status : 0)
      if (before instanceof Response) return before
      throw before
    }
    const response = await ask(input, init)
    record(url, init, response.status)
    return mishap ? afterEffect(mishap, response) : response
  }
  return { fetch, seen, next: (mishap) => (planned = mishap) }
}

function withoutEffect(mishap: Mishap): Response | Error | null {
  const json = { 'content-type': 'application/json' }
  if (mishap === 'cut_before') return cut()
  if (mishap === 'error_before') return new Response('{"error":"unavailable"}', { status: 503, headers: json })
  if (mishap === 'redirect') return new Response('', { status: 307, headers: { location: 'https://elsewhere.example/' } })
  if (mishap !== 'rate_limited') return null
  return new Response('{"error":"RateLimitExceeded"}', { status: 429, headers: { ...json, 'retry-after': '17' } })
}

async function afterEffect(mishap: Mishap, response: Response): Promise<Response> {
  const body = await response.text()
  if (mishap === 'lost_answer') throw cut()
  if (mishap === 'error_after') return new Response('{"error":"oops"}', { status: 502 })
  if (mishap === 'html_after') return new Response('<!DOCTYPE html><h1>OK</h1>', { status: 200, headers: { 'content-type': 'text/html' } })
  const half = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(body.slice(0, Math.floor(body.length / 2)))),
    pull: (controller) => controller.error(new TypeError('terminated')),
  })
  return new Response(half, { status: response.status, headers: response.headers })
}

export type Desk = { ctx: SendContext; wire: Wire; connected: Connected; fingerprints: string[]; to: ReplyTarget | null }

/** A connected account with everything a desk would give the connector. */
export async function openDesk(connector: Connector, world: World, name: string): Promise<Desk> {
  const line = world.wire?.() ?? wire(world.fetch ?? ((input, init) => globalThis.fetch(input, init)), world.reading)
  // One desk serves a whole group of tests, and real servers take their time.
  const base = {
    fetch: line.fetch,
    ...(line.connect && { connect: line.connect }),
    now: () => new Date(),
    signal: AbortSignal.timeout(300_000),
  }
  const secret = connector.connect.withSecret
  if (!secret) throw new Error('the suite connects with a secret')
  const connect = { ...base, redirectUri: 'http://127.0.0.1:4399/callback', clientId: null, clientName: 'Pupitre' }
  const connected = await secret(connect, await world.fields(name))
  const picture = world.image()
  const fingerprints: string[] = []
  const ctx: SendContext = {
    ...base,
    ...connected,
    onCredentials: async (next) => {
      ctx.credentials = next
    },
    readMedia: async () => picture.bytes,
    ...(world.mediaAddress && { mediaAddress: world.mediaAddress }),
    onRequest: (fingerprint) => fingerprints.push(fingerprint),
    limits: connector.documentedLimits,
  }
  ctx.limits = await connector.limits(ctx)
  return { ctx, wire: line, connected, fingerprints, to: (await world.to?.(connected)) ?? null }
}

export function variantOf(text: string, more: Partial<Variant> = {}): Variant {
  return {
    items: [{ text, media: [] }],
    card: null,
    poll: null,
    language: 'fr',
    contentWarning: null,
    visibility: 'public',
    whoMayReply: 'everyone',
    quoteOf: null,
    ...more,
  }
}

export function mediaOf(world: World, alt: Media['alt']): Media {
  const { bytes, ...picture } = world.image()
  return { id: 'picture', ...picture, bytes: bytes.length, alt, focus: { x: 0.25, y: -0.5 } }
}

export function stepOf(connector: Connector, act: Act): Step {
  return { key: crypto.randomUUID(), recordKey: connector.newRecordKey(new Date(), act), act }
}

const PICTURE: Media = {
  id: 'picture',
  mimeType: 'image/png',
  bytes: 70,
  width: 1,
  height: 1,
  alt: { kind: 'decorative' },
  focus: { x: 0, y: 0 },
}

const FILM: Media = { ...PICTURE, mimeType: 'video/mp4', width: 1080, height: 1920, seconds: 20 }

/** The least that this network publishes: words alone, or with a picture where words alone are nothing, or with a film where pictures are. */
export function plainOf(connector: Connector, text: string): Variant {
  const { mimeTypes } = connector.documentedLimits.images
  const mimeType = mimeTypes.includes(PICTURE.mimeType) ? PICTURE.mimeType : (mimeTypes[0] ?? PICTURE.mimeType)
  const { formats } = connector.capabilities
  if (!formats.includes('text') && !formats.includes('image')) return variantOf(text, { items: [{ text, media: [FILM] }] })
  const media = formats.includes('text') ? [] : [{ ...PICTURE, mimeType }]
  return variantOf(text, { items: [{ text, media }] })
}

/** The act that publishes, with what has to be prepared before it already prepared. */
export async function postStep({ ctx, to }: Pick<Desk, 'ctx' | 'to'>, connector: Connector, text: string): Promise<Step> {
  const acts = connector.plan(plainOf(connector, text), to)
  const receipts: Receipt[] = []
  for (const [index] of acts.entries()) {
    const step = stepOf(connector, connector.complete(acts, index, receipts))
    if (step.act.kind === 'post') return step
    receipts.push(await connector.send(ctx, step))
  }
  throw new Error('nothing in this plan publishes')
}

export async function failureOf(work: Promise<unknown>): Promise<NetworkFailure> {
  const error: unknown = await work.then(
    () => new Error('nothing failed'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof NetworkFailure)) throw error
  return error
}

/** A text that no other test of this run has used. */
export const unique = (words: string) => `${words} ${crypto.randomUUID().slice(0, 8)}`
