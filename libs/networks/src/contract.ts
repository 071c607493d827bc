/**
 * The contract between the desk and a network. A connector is pure protocol: it holds no state,
 * reads no clock but `ctx.now()`, opens no socket but through `ctx.fetch` and `ctx.connect`, and never repeats a
 * request that may have had an effect. Everything it cannot promise is said as data.
 */

import type { Socket } from 'node:net'
import type { CONNECTORS } from './registry.ts'

/** A network that has a connector here: those of the registry. */
export type NetworkId = keyof typeof CONNECTORS

/** What a channel is on its network. `id` is stable for life; `handle` may change. */
export type Account = {
  id: string
  handle: string
  name: string
  avatarUrl: string | null
  profileUrl: string
  followers: number | null
}

/**
 * What is kept to speak for an account. Sealed at rest by the desk, opaque to it.
 * `expiresAt` is an ISO instant, null when the network gives none.
 */
export type Credentials = {
  /** Origin of the server that holds the account, for example `https://mastodon.social`. */
  server: string
  secret: Record<string, string>
  expiresAt: string | null
  scopes: string[]
}

export type Fetch = typeof globalThis.fetch

/** Opens a plain TCP connection to a server that speaks no HTTP, judged like `fetch`; TLS is the caller's. */
export type Connect = (host: string, port: number, signal: AbortSignal) => Promise<Socket>

/** What every call receives. `signal` carries the caller's deadline; no call outlives it. */
export type Context = {
  fetch: Fetch
  /** Absent where the desk opens no such connections. */
  connect?: Connect
  now: () => Date
  signal: AbortSignal
  account: Account
  credentials: Credentials
  /** Called when the network handed out new credentials; resolves once they are stored. */
  onCredentials: (next: Credentials) => Promise<void>
}

/* ── Connecting ─────────────────────────────────────────────────────────── */

/** A field of the form that connects an account with a secret instead of a redirection. */
export type ConnectField = {
  name:
    | 'server'
    | 'site'
    | 'title'
    | 'imap'
    | 'smtp'
    | 'user'
    | 'handle'
    | 'profile'
    | 'secret'
    | 'token'
    | 'clientId'
    | 'clientSecret'
    | 'applicationId'
    | 'audited'
    | 'tokenSecret'
    | 'signingSecret'
    | 'publicKey'
    | 'businessId'
  secret: boolean
  example: string
  /** It may be left empty. */
  optional?: true
  /** Answered by `yes` or by nothing. */
  yesNo?: true
}

export type ConnectMethod = { kind: 'oauth'; fields: ConnectField[] } | { kind: 'secret'; fields: ConnectField[] }

/** What must survive between the redirection and the callback. Stored by the desk, bound to the session. */
export type PendingConnection = { server: string; state: string; data: Record<string, string> }

export type ConnectContext = Pick<Context, 'fetch' | 'connect' | 'now' | 'signal'> & {
  /** `redirectUri` of the callback; `clientId` is the public metadata address where https is served, else null. */
  redirectUri: string
  clientId: string | null
  clientName: string
}

export type Connected = { account: Account; credentials: Credentials }

/* ── What a network can do ──────────────────────────────────────────────── */

/** `how` of a capability that is missing says why, as a code the desk translates. */
export type Ability =
  | { can: true }
  | { can: false; why: 'network_has_none' | 'scope_missing' | 'server_too_old' | 'not_by_api' | 'by_hand' }

export type Format = 'text' | 'image' | 'carousel' | 'video' | 'thread' | 'poll' | 'link' | 'reel' | 'story' | 'document'

export type Capabilities = {
  formats: Format[]
  acts: Record<'post' | 'reply' | 'privateReply' | 'like' | 'repost' | 'quote' | 'edit' | 'delete' | 'hide' | 'pin' | 'block', Ability>
  reads: Record<'replies' | 'mentions' | 'messages' | 'metrics' | 'history' | 'deletions', Ability> & { reviews?: Ability }
  /** How news arrive: pushed, or asked for every so many seconds. */
  freshness: { kind: 'stream' | 'webhook' | 'poll'; seconds: number }
  /** How a post is made exactly once. */
  once: Once
  /** Metric names of this network mapped to the codes of the KPI dictionary; null where the network gives none. */
  metrics: Record<MetricCode, string | null>
}

/**
 * - `key`: the network answers the same key with the same post during `lifeSeconds`; afterwards it is read back.
 * - `recordKey`: the desk chooses the record's address, so a second write lands on the first.
 * - `readable`: nothing of the kind; the account's own posts are read back after `settleSeconds`.
 * - `blind`: nothing can be read back; a person answers.
 * `settleSeconds` is the worst read lag plus the worst late effect of a request that was given up.
 */
export type Once =
  | { kind: 'key'; lifeSeconds: number; settleSeconds: number }
  | { kind: 'recordKey'; settleSeconds: number }
  | { kind: 'readable'; settleSeconds: number }
  | { kind: 'blind' }

/** What a network takes for a call, in US dollars, and the day it was read (ISO). */
export type Price = {
  what: 'post' | 'post_with_link' | 'delete' | 'read_post' | 'read_own_post' | 'read_person' | 'read_message'
  usd: number
  asOf: string
}

/** The version of the interface that is spoken, the day its description was read, and the day it ends where one is named (ISO). */
export type Version = { name: string; readAt: string; endsAt: string | null }

export const METRIC_CODES = [
  'impressions',
  'reach',
  'likes',
  'reposts',
  'replies',
  'quotes',
  'clicks',
  'saves',
  'views',
  'followers',
] as const
export type MetricCode = (typeof METRIC_CODES)[number]

/* ── Limits and text ────────────────────────────────────────────────────── */

export type MediaLimits = {
  maxCount: number
  maxBytes: number
  mimeTypes: string[]
  maxAltLength: number
  maxPixels: number | null
  /** Length of a film in seconds; absent where the network sets none. */
  seconds?: { min: number; max: number }
  /** Width over height; absent where the network takes any. */
  ratio?: { min: number; max: number }
  /** Where the network fetches media itself: these may be brought to it as well. */
  byBytes?: true
}

/** Read from the server where it tells them (`source: 'server'`), else the network's published ones. */
export type Limits = {
  source: 'server' | 'documented'
  readAt: string
  text: { max: number; unit: 'graphemes' | 'characters'; maxBytes: number | null; urlCost: number | null }
  images: MediaLimits
  video: MediaLimits | null
  poll: { maxOptions: number; maxOptionLength: number; minSeconds: number; maxSeconds: number } | null
  /** What was used of what may be done in so many seconds, where the network tells it. */
  quotas?: Quota[]
  /** The network fetches media itself: whether the desk has an address for it that the world can reach. Absent where it takes bytes. */
  mediaAddress?: boolean
  /** The application has not passed the network's audit: what it publishes is seen by the account's owner alone. */
  onlyOwnerSees?: boolean
}

export type Quota = { what: 'post' | 'reply' | 'delete'; used: number; max: number; seconds: number }

/** A run of text with a meaning, in UTF-16 offsets of the text, for preview. */
export type TextSpan = { start: number; end: number; kind: 'link' | 'mention' | 'hashtag'; value: string }
export type Measured = { length: number; bytes: number; spans: TextSpan[] }

/* ── A version of a content, for one channel ────────────────────────────── */

/** `decorative` is a decision: the picture says nothing a reader would miss. */
export type MediaAlt = { kind: 'text'; text: string } | { kind: 'decorative' } | { kind: 'missing' }

export type Media = {
  id: string
  mimeType: string
  bytes: number
  width: number
  height: number
  /** Length of a film; absent for a picture. */
  seconds?: number
  alt: MediaAlt
  /** Focal point from -1 to 1 on each axis, (0, 0) is the middle. */
  focus: { x: number; y: number }
}

export type Poll = { options: string[]; multiple: boolean; seconds: number }
export type LinkCard = { url: string; title: string; description: string; thumb: Media | null }

export type VariantItem = { text: string; media: Media[] }

export type Variant = {
  /** One item, or several for a thread. */
  items: VariantItem[]
  /** A story that ends after a day, or a short upright film; absent: an ordinary post. */
  placement?: 'story' | 'reel'
  /** Said by the brand itself below its post as soon as it stands: hashtags, a link. */
  firstComment?: string
  card: LinkCard | null
  /**
   * What an event or an offer is, on networks that know them: its name, its days and hours by the place's own clock
   * (`2026-12-24T18:00`), and what the offer is taken with. Elsewhere the words alone are shown.
   */
  occasion?: { title: string; start: string; end: string; offer?: { code?: string; url?: string; terms?: string } }
  poll: Poll | null
  /** BCP 47. */
  language: string
  contentWarning: string | null
  visibility: 'public' | 'unlisted' | 'followers' | 'direct'
  whoMayReply: 'everyone' | 'mentioned' | 'followed' | 'nobody'
  quoteOf: RemoteRef | null
}

/** A fault found before anything leaves. `item` is the index of the thread item it concerns. */
export type Finding = {
  code:
    | 'text_empty'
    | 'media_missing'
    | 'text_too_long'
    | 'text_too_many_bytes'
    | 'too_many_images'
    | 'image_too_large'
    | 'image_type'
    | 'alt_missing'
    | 'alt_too_long'
    | 'alt_is_file_name'
    | 'video_too_large'
    | 'video_not_accepted'
    | 'video_too_long'
    | 'video_too_short'
    | 'ratio_not_accepted'
    | 'media_needs_public_address'
    | 'media_not_ready'
    | 'mixed_media'
    | 'poll_with_media'
    | 'poll_options'
    | 'poll_option_too_long'
    | 'poll_duration'
    | 'thread_not_accepted'
    | 'option_not_accepted'
    | 'only_owner_sees'
  blocking: boolean
  item: number
  /** Figures for the sentence shown: `{ max: 300, actual: 312 }`. */
  data: Record<string, string | number>
}

/* ── Going out: the only way is a step ──────────────────────────────────── */

/** Where something stands on the network. `id` is the network's own; `version` its revision (Bluesky: cid). */
export type RemoteRef = { id: string; version: string | null; url: string | null }

export type ReplyTarget = { parent: RemoteRef; root: RemoteRef; visibility: Variant['visibility']; mention: string | null }

/**
 * One act of one delivery. A delivery is a list of steps, made by `plan()`; a step that has a receipt is never sent again.
 * `key` is unique for ever and is chosen, with `recordKey` where the network has one, before the first call.
 */
export type Step = { key: string; recordKey: string | null; act: Act }

export type Act =
  | { kind: 'media'; media: Media; whole?: Whole }
  | {
      kind: 'post'
      item: VariantItem
      options: Omit<Variant, 'items'>
      /** Receipts of the media steps, in order. */
      media: Receipt[]
      reply: ReplyTarget | null
    }
  | { kind: 'gate'; post: RemoteRef; who: Variant['whoMayReply'] }
  | { kind: 'like'; target: RemoteRef }
  | { kind: 'repost'; target: RemoteRef }
  | { kind: 'edit'; target: RemoteRef; item: VariantItem; options: Omit<Variant, 'items'>; media: Receipt[] }
  | { kind: 'delete'; target: RemoteRef; of: 'post' | 'like' | 'repost' }
  /** Out of the readers' sight, or (back) in it. `spam`: hidden, and told to the network as spam where it takes that. */
  | { kind: 'hide'; target: RemoteRef; root: RemoteRef; hidden: boolean; spam?: true }
  | { kind: 'pin'; target: RemoteRef; pinned: boolean }
  /** `person` is the author's id on the network. */
  | { kind: 'block'; person: string; blocked: boolean }

/**
 * Where a network prepares the whole post before it is published, or must know what a film is for when it takes it: what the post will
 * say, what it answers, and the receipts of its parts. Nobody sees it before the post act.
 */
export type Whole = { item: VariantItem; options: Omit<Variant, 'items'>; reply: ReplyTarget | null; parts: Receipt[] }

/** The network said yes. `data` is what later steps need (a blob, a media id). */
export type Receipt = { ref: RemoteRef | null; at: string; data: Record<string, unknown> }

/**
 * Bytes of a media from the desk's files: all, or those from `start` up to before `end`, so that a film never stands whole in memory. A part
 * is good until the next one of the same media is read.
 */
export type ReadMedia = (id: string, range?: { start: number; end: number }) => Promise<Uint8Array>

export type SendContext = Context & {
  readMedia: ReadMedia
  /** An address at which the network itself can fetch a media for an hour; absent where the desk cannot be reached from outside. */
  mediaAddress?: (id: string) => string
  /** The request as it leaves, told before it leaves: method, address without secrets, SHA-256 of the body. */
  onRequest: (fingerprint: string) => void
  limits: Limits
}

/** What reading the account back has shown about a step that nothing was heard of. */
export type Reconciled = { kind: 'there'; receipt: Receipt } | { kind: 'not_there' } | { kind: 'cannot_know'; why: string }

/**
 * The closed set of failures. `sent` says what is known of the effect: a caller retries only `no`.
 * `nextStep` is what a person (or the desk) does; `retryAfterSeconds` comes from the network where it says so.
 */
export type FailureKind =
  | 'unauthorized'
  | 'forbidden'
  | 'account_gone'
  | 'not_found'
  | 'rejected_content'
  | 'duplicate'
  | 'media_refused'
  | 'rate_limited'
  | 'unavailable'
  | 'unreachable'
  | 'timeout'
  | 'bad_answer'
  | 'not_supported'
  | 'by_hand'
export type NextStep = 'reconnect' | 'fix_content' | 'wait' | 'reconcile' | 'ask_person' | 'drop'

export class NetworkFailure extends Error {
  readonly kind: FailureKind
  readonly nextStep: NextStep
  readonly sent: 'no' | 'unknown'
  readonly retryAfterSeconds: number | null
  /** The network's own words, at most 500 characters. Hostile text: never shown as HTML. */
  readonly said: string
  constructor(init: {
    kind: FailureKind
    nextStep: NextStep
    sent: 'no' | 'unknown'
    retryAfterSeconds?: number | null
    said?: string
    cause?: unknown
  }) {
    super(`${init.kind}: ${init.said ?? ''}`.slice(0, 600), { cause: init.cause })
    this.name = 'NetworkFailure'
    this.kind = init.kind
    this.nextStep = init.nextStep
    this.sent = init.sent
    this.retryAfterSeconds = init.retryAfterSeconds ?? null
    this.said = (init.said ?? '').slice(0, 500)
  }
}

/* ── Coming in ──────────────────────────────────────────────────────────── */

export type Author = {
  id: string
  handle: string
  name: string
  avatarUrl: string | null
  profileUrl: string | null
  followers: number | null
}

export type InboundMessage = {
  /** Unique on the network for ever; the desk stores a message once by it. */
  id: string
  kind: 'reply' | 'mention' | 'quote' | 'direct' | 'review'
  ref: RemoteRef
  author: Author
  /** Plain text, no markup. */
  text: string
  /** Stars of a review, 1 to 5; absent elsewhere. */
  rating?: number
  language: string | null
  sentAt: string
  parent: RemoteRef | null
  root: RemoteRef | null
  attachments: { kind: 'image' | 'video' | 'link'; url: string; alt: string; thumbUrl: string | null }[]
  visibility: Variant['visibility']
  /** False where nobody can answer (the network's own rule). */
  canReply: boolean
  /** ISO instant after which the network takes no answer; null where it sets none. */
  replyBefore: string | null
  /** What else was written, and is not shown at once: quoted words, signatures. Plain text. */
  rest?: string
  /** A machine wrote it (an answering machine, a list, a bounce): nothing may answer it by itself. */
  automatic?: true
  /** It waits for the brand's leave: nobody else sees it yet, and showing it (`hide` with `hidden: false`) approves it. */
  held?: true
}

export type Signal =
  | { kind: 'message'; message: InboundMessage }
  | { kind: 'deleted'; id: string; at: string }
  | { kind: 'edited'; id: string; text: string; at: string }
  /** What we said, and the network had taken, never reached its reader. `id` is its own reference, `said` the network's words. */
  | { kind: 'undelivered'; id: string; said: string; at: string }

/** `cursor` is opaque, null before the first read. Nothing is lost or repeated between two pages. */
export type Page<T> = { items: T[]; cursor: string | null; more: boolean }

/** One of the account's own posts, as the network shows it. */
export type OwnPost = {
  ref: RemoteRef
  text: string
  at: string
  format: Format
  imageUrls: { url: string; alt: string }[]
  parent: RemoteRef | null
}

/** `value` is null where the network gives none: absent is not zero. */
export type MetricReading = { code: MetricCode; value: number | null; name: string | null }

/* ── Being called by the network ────────────────────────────────────────── */

/** A request that a network makes of the desk, the body byte by byte as it came. */
export type HookRequest = { method: string; headers: Headers; query: URLSearchParams; body: Uint8Array }

/**
 * - `refused`: not the network's; nothing is read from it.
 * - `answer`: a question by which the network makes sure that we are there; `body` is what it must hear.
 * - `news`: per account id (null: the channel that the address names) what was said, and whether the channel is to be read at once,
 *   where a request tells only that there is something. Networks say things twice and out of order: a message is stored once by its id.
 */
export type HookReading =
  | { kind: 'refused'; why: 'signature' | 'too_old' | 'malformed' }
  | { kind: 'answer'; status: number; contentType: string; body: string }
  | { kind: 'news'; news: { account: string | null; signals: Signal[]; look: boolean }[] }

export type Hook = {
  /** Pure: judges and reads one request with what was kept for the channel (or for another channel of the same application). */
  receive: (request: HookRequest, credentials: Credentials, account: Account, now: Date) => HookReading
  /** What the network must be told of us, where software can tell it: the address, and what it has to prove itself with. */
  register?: (ctx: Context, address: string) => Promise<void>
  /** Pure: the word by which the network makes sure of the address, where a person has to enter it beside the address. */
  word?: (credentials: Credentials) => string | null
}

/* ── Where the desk itself is the place of publication ──────────────────── */

/** A post that stands in a channel which the desk shows by itself: as it was published, or as it was last edited. */
export type Served = { ref: RemoteRef; at: string; editedAt: string | null; item: VariantItem; options: Omit<Variant, 'items'> }

/** `self`: where the document is read; `media`: where a media of a post is. */
export type ServedAt = { self: string; media: (id: string) => string }

export type Serve = {
  contentType: string
  /** Pure: the document that everybody may read, newest post first. */
  show: (account: Account, posts: readonly Served[], at: ServedAt) => string
}

/* ── The connector ──────────────────────────────────────────────────────── */

export type Connector = {
  id: NetworkId
  /** Hosts it calls besides the account's own server. */
  hosts: readonly string[]
  capabilities: Capabilities
  /** What this account can do, on networks where accounts differ: a page and a person, an application before and after its audit. */
  capabilitiesOf?: (account: Account, credentials: Credentials) => Capabilities
  /** Where the network numbers its interface. */
  version?: Version
  /** Where calls cost money. */
  prices?: readonly Price[]
  /** Pure: what sending this act costs, in US dollars; absent where nothing costs anything. */
  costOf?: (act: Act) => number
  connect: {
    methods: readonly ConnectMethod[]
    /** With a secret of the person's (app password, access token). */
    withSecret?: (ctx: ConnectContext, fields: Record<string, string>) => Promise<Connected>
    /** First half of OAuth: where to send the browser, and what must be remembered. */
    start?: (ctx: ConnectContext, fields: Record<string, string>) => Promise<{ url: string; pending: PendingConnection }>
    /** Second half: the callback's query against what was remembered. */
    finish?: (ctx: ConnectContext, pending: PendingConnection, query: URLSearchParams) => Promise<Connected>
    /** The public document that the desk serves at `clientId`, on networks where a client is named by its address. */
    clientMetadata?: (ctx: Pick<ConnectContext, 'clientId' | 'redirectUri' | 'clientName'>) => Record<string, unknown>
  }
  /** Renews credentials that end before long; returns what it was given when nothing has to be done. */
  refresh: (ctx: Context) => Promise<Credentials>
  /** Reads the account back: name, picture, followers. Throws `unauthorized` when the access was revoked. */
  whoAmI: (ctx: Context) => Promise<Account>
  limits: (ctx: Context) => Promise<Limits>
  documentedLimits: Limits
  /** Pure: counts a text as this network counts it. */
  measure: (text: string) => Measured
  /** Pure: the part of a text that this network sets as a title, where it has titles; null when this text has none. */
  titleOf?: (text: string) => string | null
  /** Pictures and films are shown above the words. */
  mediaFirst?: true
  /** An address of a profile, on networks that have one site for everybody: what a person copies when they publish by hand. */
  profileExample?: string
  /** Other hosts under which the network itself gives addresses of posts: short ones, and those of countries. */
  otherHosts?: readonly string[]
  /** Pure: splits a text into thread items at sentences, each within the limit. */
  split: (text: string, limits: Limits) => string[]
  /** Pure: what this network would refuse, before anything leaves. An answer is counted with the mention the network needs. */
  check: (variant: Variant, limits: Limits, reply?: ReplyTarget | null) => Finding[]
  /**
   * Pure: the acts of one version, in order, without keys. Acts that need the receipts of earlier ones are completed by `complete`.
   */
  plan: (variant: Variant, reply: ReplyTarget | null) => Act[]
  /** Pure: fills an act of a plan with the receipts of the steps before it. */
  complete: (acts: readonly Act[], index: number, receipts: readonly Receipt[]) => Act
  /** A key for a record chosen before the call, where the network has them; null elsewhere. */
  newRecordKey: (now: Date, act: Act) => string | null
  /** The only outgoing method. One call to the network that has an effect, never repeated. */
  send: (ctx: SendContext, step: Step) => Promise<Receipt>
  /** Asks the network whether a step arrived. Never sends. `since` is when its intent was written. */
  reconcile: (ctx: SendContext, step: Step, since: Date) => Promise<Reconciled>
  /** Replies, mentions and direct messages since a cursor, oldest first. */
  inbox: (ctx: Context, cursor: string | null) => Promise<Page<Signal>>
  /** What was published before, newest first. */
  history: (ctx: Context, cursor: string | null) => Promise<Page<OwnPost>>
  /** Replies below one of the account's posts. */
  replies: (ctx: Context, post: RemoteRef) => Promise<InboundMessage[]>
  postMetrics: (ctx: Context, posts: readonly RemoteRef[]) => Promise<Map<string, MetricReading[]>>
  accountMetrics: (ctx: Context) => Promise<MetricReading[]>
  /** Requests of the network, where it makes any. */
  hook?: Hook
  /** How posts are shown, where there is no network but the desk: nothing is sent, the receipt is the record. */
  serve?: Serve
  /** Signals as they happen, where the network has a stream. Ends when `ctx.signal` aborts. */
  stream?: (ctx: Context, onSignal: (signal: Signal) => Promise<void>) => Promise<void>
}
