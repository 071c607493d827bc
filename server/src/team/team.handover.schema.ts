import { z } from 'zod'

export const handoverReason = z.enum(['ended', 'removed', 'asked'])
export type HandoverReason = z.infer<typeof handoverReason>

/** `page` is read and printed, `json` is read by a program, `portfolio` is the person's own public work as a table. */
export const handoverForm = z.enum(['page', 'json', 'portfolio'])
export type HandoverForm = z.infer<typeof handoverForm>

export const handoverView = z.object({
  id: z.uuid(),
  userId: z.string(),
  name: z.string(),
  reason: handoverReason,
  endsAt: z.string().nullable(),
  madeAt: z.string(),
})
export const handoversView = z.array(handoverView)
export const handoverBody = z.object({ userId: z.string().min(1).max(100) })
export const handoverQuery = z.object({ as: handoverForm.default('page') })

const promised = z.object({
  localTime: z.string().nullable(),
  dueAt: z.string().nullable(),
  state: z.string(),
  channel: z.string(),
  title: z.string(),
  words: z.string(),
  by: z.string().nullable(),
})

/** What a community manager hands over. No secret of the desk or of a network is ever in it. */
export const handoverPack = z.object({
  format: z.literal(1),
  brand: z.string(),
  organization: z.string(),
  zone: z.string(),
  madeAt: z.string(),
  person: z.object({ name: z.string(), role: z.string(), startsAt: z.string().nullable(), endsAt: z.string().nullable() }),
  /** Everything that was promised and has not left. */
  scheduled: z.array(promised),
  drafts: z.array(
    z.object({ title: z.string(), words: z.string(), channels: z.array(z.string()), by: z.string().nullable(), updatedAt: z.string() }),
  ),
  /** Open conversations that were this person's. */
  conversations: z.array(
    z.object({
      network: z.string(),
      channel: z.string(),
      name: z.string(),
      handle: z.string(),
      kind: z.string(),
      lastWords: z.string(),
      lastAt: z.string(),
      waitingSince: z.string().nullable(),
      labels: z.array(z.string()),
      notes: z.array(z.object({ at: z.string(), by: z.string().nullable(), text: z.string() })),
    }),
  ),
  channels: z.array(
    z.object({
      network: z.string(),
      name: z.string(),
      handle: z.string(),
      profileUrl: z.string(),
      health: z.string(),
      trouble: z.string().nullable(),
      heardAt: z.string().nullable(),
      expiresAt: z.string().nullable(),
    }),
  ),
  members: z.array(z.object({ name: z.string(), role: z.string(), startsAt: z.string().nullable(), endsAt: z.string().nullable() })),
  /** The next thirty days. */
  calendar: z.object({
    from: z.string(),
    to: z.string(),
    publications: z.array(promised),
    campaigns: z.array(z.object({ kind: z.string(), name: z.string(), startsOn: z.string(), endsOn: z.string() })),
  }),
  /** What stops with the access, and has to be made again by somebody else. */
  closing: z.object({
    links: z.array(z.object({ label: z.string(), month: z.string(), expiresAt: z.string() })),
    keys: z.array(z.string()),
    calendars: z.number().int(),
  }),
  /** Public posts of this person, newest first. */
  portfolio: z.array(
    z.object({ publishedAt: z.string(), network: z.string(), channel: z.string(), title: z.string(), words: z.string(), link: z.string() }),
  ),
})
export type HandoverPack = z.infer<typeof handoverPack>
