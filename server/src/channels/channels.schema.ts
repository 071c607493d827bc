import { z } from 'zod'

export const abilityView = z.union([
  z.literal(true),
  z.enum(['network_has_none', 'scope_missing', 'server_too_old', 'not_by_api', 'by_hand']),
])

export const channelView = z.object({
  id: z.uuid(),
  brandId: z.uuid(),
  network: z.string(),
  handle: z.string(),
  name: z.string(),
  avatarUrl: z.string().nullable(),
  profileUrl: z.string(),
  server: z.string(),
  health: z.enum(['ok', 'expiring', 'refused', 'unreachable']),
  trouble: z.object({ kind: z.string(), said: z.string(), at: z.string() }).nullable(),
  checkedAt: z.string().nullable(),
  heardAt: z.string().nullable(),
  credentialsExpireAt: z.string().nullable(),
  freshnessSeconds: z.number(),
  position: z.number(),
  /** A person publishes by hand here. */
  assisted: z.boolean(),
  formats: z.array(z.string()),
  /** The network's interface as it is spoken, and the day it ends where that is known. */
  version: z.object({ name: z.string(), readAt: z.string(), endsAt: z.string().nullable() }).nullable(),
  prices: z.array(z.object({ what: z.string(), usd: z.number(), asOf: z.string() })),
  /** What the network takes, and when that was read. */
  limits: z.object({
    source: z.enum(['server', 'documented']),
    readAt: z.string(),
    text: z.object({ max: z.number() }),
    /** What was used of what may be done in so many seconds, where the network tells it. */
    quotas: z
      .array(z.object({ what: z.enum(['post', 'reply', 'delete']), used: z.number(), max: z.number(), seconds: z.number() }))
      .optional(),
  }),
  /** Where the network may tell of news; null where it tells nothing. */
  hookUrl: z.string().nullable(),
  /** Where everybody reads what was published, on channels that the desk itself shows. */
  feedUrl: z.string().nullable(),
  acts: z.record(z.string(), abilityView),
  reads: z.record(z.string(), abilityView),
  import: z.object({ state: z.enum(['none', 'running', 'done', 'cancelled', 'failed']), posts: z.number() }),
  connected: z.boolean(),
})
export type ChannelView = z.infer<typeof channelView>

const connectField = z.object({
  name: z.string(),
  secret: z.boolean(),
  example: z.string(),
  optional: z.literal(true).optional(),
  yesNo: z.literal(true).optional(),
})

export const networkView = z.object({
  id: z.string(),
  /** What the network's own form for applications asks for: where it sends the browser back. */
  redirectUri: z.string(),
  methods: z.array(
    z.object({
      kind: z.enum(['oauth', 'secret', 'assisted']),
      fields: z.array(connectField),
    }),
  ),
})

export const connectBody = z.object({
  network: z.string().max(40),
  fields: z.record(z.string().max(20), z.string().max(4000)),
  /** The account is only named: a person will publish there by hand. */
  assisted: z.boolean().default(false),
})
export const connectStarted = z.object({ url: z.string() })
