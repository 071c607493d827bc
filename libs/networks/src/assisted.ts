import type { Ability, Act, Capabilities, Connected, Connector, ConnectMethod, ReplyTarget, Variant } from './contract.ts'
import { METRIC_CODES, type MetricCode } from './contract.ts'
import { failure } from './http.ts'
import { webUrl } from './json.ts'

/**
 * A network on which a person publishes by hand: an app that no review has let in yet, a format no interface takes, an account nobody
 * wants to give software access to. Counting, limits and findings are the network's own. At its hour a delivery becomes a question to a
 * person and nothing leaves the desk: it is done when the link is given.
 */
export function assisted(connector: Connector): Connector {
  const known = made.get(connector)
  if (known) return known
  const { capabilities: own, refresh: _refresh, stream: _stream, hook: _hook, costOf: _costOf, prices: _prices, ...rest } = connector
  const byHand: Connector = {
    ...rest,
    hosts: [],
    capabilities: { ...CAPABILITIES, formats: [...new Set([...own.formats, 'story' as const, 'reel' as const])] },
    connect: { methods: [methodOf(connector)], withSecret: (_ctx, fields) => withSecret(connector, fields) },
    refresh: (ctx) => Promise.resolve(ctx.credentials),
    whoAmI: (ctx) => Promise.resolve(ctx.account),
    limits: () => Promise.resolve(connector.documentedLimits),
    plan,
    // A person has the files in hand: nobody fetches them.
    check: (...args) => connector.check(...args).filter(({ code }) => code !== 'media_needs_public_address'),
    complete: (acts, index) => {
      const act = acts[index]
      if (!act) throw new RangeError(`a plan of ${acts.length} acts has no act ${index}`)
      return act
    },
    newRecordKey: () => null,
    send: () => Promise.reject(failure('by_hand', 'ask_person', { sent: 'unknown', said: '' })),
    reconcile: () => Promise.resolve({ kind: 'cannot_know', why: 'by_hand' }),
    inbox: (_ctx, cursor) => Promise.resolve({ items: [], cursor, more: false }),
    history: () => Promise.resolve({ items: [], cursor: null, more: false }),
    replies: () => Promise.resolve([]),
    postMetrics: () => Promise.resolve(new Map()),
    accountMetrics: () => Promise.resolve([]),
  }
  made.set(connector, byHand)
  return byHand
}

const made = new WeakMap<Connector, Connector>()

const methodOf = ({ profileExample = 'https://blog.maisonlevain.example/' }: Connector): ConnectMethod => ({
  kind: 'secret',
  fields: [
    { name: 'handle', secret: false, example: '@maisonlevain' },
    { name: 'profile', secret: false, example: profileExample },
  ],
})

/** Hosts on which the network's profiles and posts stand; none for software that anybody runs on a host of their own. */
export function sitesOf({ profileExample, otherHosts = [] }: Pick<Connector, 'profileExample' | 'otherHosts'>): string[] {
  return profileExample ? [new URL(profileExample).hostname.replace(/^www\./, ''), ...otherHosts] : [...otherHosts]
}

/** A profile stands on the network's own site where it has one, and is more than its home page. */
function isProfileOn(connector: Connector, address: string): boolean {
  const { hostname, pathname, protocol, username, password } = new URL(address)
  if (username !== '' || password !== '') return false
  if (!connector.profileExample) return true
  return protocol === 'https:' && pathname !== '/' && sitesOf(connector).some((site) => hostname === site || hostname.endsWith(`.${site}`))
}

const yes = { can: true } as const
const none: Ability = { can: false, why: 'by_hand' }

const CAPABILITIES: Omit<Capabilities, 'formats'> = {
  acts: {
    post: yes,
    reply: none,
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
  reads: { replies: none, mentions: none, messages: none, metrics: none, history: none, deletions: none },
  // Nothing comes in.
  freshness: { kind: 'poll', seconds: 86_400 },
  once: { kind: 'blind' },
  metrics: Object.fromEntries(METRIC_CODES.map((code) => [code, null])) as Record<MetricCode, null>,
}

const MAX_HANDLE = 100

/** The name and the address of the profile: what a person needs to be sure of where they publish. */
async function withSecret(connector: Connector, fields: Record<string, string>): Promise<Connected> {
  const handle = (fields['handle'] ?? '').trim()
  const profileUrl = webUrl((fields['profile'] ?? '').trim())
  const isGood = handle !== '' && handle.length <= MAX_HANDLE && profileUrl !== null && isProfileOn(connector, profileUrl)
  if (!isGood) throw failure('rejected_content', 'fix_content', { sent: 'no', said: 'a name and an address' })
  const { origin } = new URL(profileUrl)
  return {
    account: { id: profileUrl, handle: handle.replace(/^@/, ''), name: handle, avatarUrl: null, profileUrl, followers: null },
    credentials: { server: origin, secret: {}, expiresAt: null, scopes: [] },
  }
}

/** One act, with everything a person has to put up: a thread is put up in one sitting. */
function plan(variant: Variant, reply: ReplyTarget | null): Act[] {
  const { items, ...options } = variant
  const item = {
    text: items
      .map(({ text }) => text.trim())
      .filter((text) => text !== '')
      .join('\n\n'),
    media: items.flatMap(({ media }) => media),
  }
  return [{ kind: 'post', item, options, media: [], reply }]
}
