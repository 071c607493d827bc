import { z } from 'zod'
import { furthestMilliseconds } from '../platform/clock.ts'

export const conversationStates = ['open', 'snoozed', 'done'] as const
export type ConversationState = (typeof conversationStates)[number]
export type MessageDirection = 'in' | 'out' | 'note'

export const intents = ['question', 'request', 'complaint', 'praise', 'suggestion', 'spam', 'troll', 'crisis_signal', 'chat'] as const
export const sentiments = ['negative', 'neutral', 'positive', 'mixed'] as const
export const emotions = ['anger', 'disappointment', 'fear', 'sadness', 'joy', 'gratitude', 'confusion', 'none'] as const

/** Words of the message that made the answer, or a safety rule that fired. */
const reason = z.union([z.object({ rule: z.string(), fr: z.string(), en: z.string() }), z.object({ word: z.string(), effect: z.number() })])
/** `p` is the probability of the answer; what is not sure is for a person to check. */
const answer = <T extends z.ZodType>(value: T) => z.object({ value, p: z.number(), sure: z.boolean(), reasons: z.array(reason) })

/** What a message is, said by whatever stands behind the `understand` port; null when nothing does. */
export const understanding = z.object({
  language: answer(z.string()),
  intent: answer(z.enum(intents)),
  sentiment: answer(z.enum(sentiments)),
  emotion: answer(z.enum(emotions)),
  urgent: answer(z.boolean()),
  toxic: answer(z.boolean()),
  attacksTeam: answer(z.boolean()),
  subjects: z.array(z.string()),
})
export type Understanding = z.infer<typeof understanding>

const decided = z.object({
  intent: z.enum(intents).optional(),
  sentiment: z.enum(sentiments).optional(),
  emotion: z.enum(emotions).optional(),
  urgent: z.boolean().optional(),
  toxic: z.boolean().optional(),
  attacksTeam: z.boolean().optional(),
})
/** What a person settled about a message: what is left out stays as it was understood. */
export type Corrected = z.infer<typeof decided>
export const correctionBody = decided.refine((given) => Object.keys(given).length > 0, { message: 'nothing is corrected' })

/** What the row of a conversation shows of its last message; null when nothing was understood. */
export const marks = z.object({ intent: z.enum(intents), sentiment: z.enum(sentiments), emotion: z.enum(emotions), sure: z.boolean() })
export type Marks = z.infer<typeof marks>

export const personView = z.object({
  id: z.uuid(),
  name: z.string(),
  handle: z.string(),
  network: z.string(),
  avatarUrl: z.string().nullable(),
  profileUrl: z.string().nullable(),
  followers: z.number().nullable(),
})

export const conversationRow = z.object({
  id: z.uuid(),
  brandId: z.uuid(),
  brandName: z.string(),
  channelId: z.uuid(),
  network: z.string(),
  kind: z.enum(['reply', 'mention', 'quote', 'direct', 'review']),
  person: personView,
  firstLine: z.string(),
  state: z.enum(conversationStates),
  snoozeUntil: z.string().nullable(),
  assignee: z.object({ id: z.string(), name: z.string(), initials: z.string() }).nullable(),
  labels: z.array(z.string()),
  unread: z.number(),
  lastAt: z.string(),
  waitingSince: z.string().nullable(),
  version: z.number(),
  marks: marks.nullable(),
  /** Somebody waits, and one of their messages should be seen at once. */
  pressing: z.boolean(),
})
export type ConversationRow = z.infer<typeof conversationRow>

export const inboxViews = ['mine', 'team', 'waiting', 'snoozed', 'done', 'all'] as const
export type InboxView = (typeof inboxViews)[number]

export const inboxQuery = z.object({
  view: z.enum(inboxViews).default('team'),
  sort: z.enum(['recent', 'urgent']).default('recent'),
  channelId: z.uuid().optional(),
  search: z.string().max(200).optional(),
  /** Which of these still stand in the view: what a page asks when it hears that they changed. Separated by commas. */
  ids: z
    .string()
    .max(3700)
    .regex(/^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,99}$/)
    .transform((text) => text.split(','))
    .optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

export const inboxPage = z.object({
  items: z.array(conversationRow),
  cursor: z.string().nullable(),
  counts: z.object({ mine: z.number(), team: z.number(), waiting: z.number(), snoozed: z.number() }),
  /** Per channel: when news were last heard and how fresh it promises to be. */
  freshness: z.array(
    z.object({
      channelId: z.uuid(),
      network: z.string(),
      name: z.string(),
      heardAt: z.string().nullable(),
      seconds: z.number(),
      level: z.enum(['fresh', 'late', 'silent']),
    }),
  ),
})
export type InboxPage = z.infer<typeof inboxPage>

export const messageView = z.object({
  id: z.uuid(),
  direction: z.enum(['in', 'out', 'note']),
  kind: z.enum(['reply', 'mention', 'quote', 'direct', 'review', 'note']),
  /** Stars of a review, 1 to 5; null elsewhere. */
  rating: z.number().nullable(),
  visibility: z.enum(['public', 'unlisted', 'followers', 'direct']),
  author: z.object({ name: z.string(), initials: z.string(), personId: z.uuid().nullable(), userId: z.string().nullable() }),
  text: z.string(),
  /** What else was written, shown to whoever asks: quoted words, signatures. */
  rest: z.string().nullable(),
  /** A machine wrote it. */
  automatic: z.boolean(),
  attachments: z.array(
    z.object({ kind: z.enum(['image', 'video', 'link']), url: z.string(), alt: z.string(), thumbUrl: z.string().nullable() }),
  ),
  sentAt: z.string(),
  editedAt: z.string().nullable(),
  removedAt: z.string().nullable(),
  likedAt: z.string().nullable(),
  hiddenAt: z.string().nullable(),
  canReply: z.boolean(),
  replyBefore: z.string().nullable(),
  link: z.string().nullable(),
  understanding: understanding.nullable(),
  /** Who settled some of it, and which answers. */
  corrected: z.object({ by: z.string(), at: z.string(), heads: z.array(z.string()) }).nullable(),
  /** Of an answer that the network took and never brought. */
  undelivered: z.object({ said: z.string(), at: z.string() }).nullable(),
  /** For what we send: where its delivery is. */
  delivery: z
    .object({
      id: z.uuid(),
      state: z.string(),
      undoUntil: z.string().nullable(),
      cause: z.object({ kind: z.string(), nextStep: z.string(), said: z.string() }).nullable(),
    })
    .nullable(),
})
export type MessageView = z.infer<typeof messageView>

export const conversationView = z.object({
  /** Since when the brand blocks this person on their network. */
  blockedAt: z.string().nullable(),
  conversation: conversationRow,
  /** The brand's own post it answers. */
  post: z
    .object({
      deliveryId: z.uuid(),
      title: z.string(),
      words: z.string(),
      thumbUrl: z.string().nullable(),
      link: z.string().nullable(),
      publishedAt: z.string().nullable(),
    })
    .nullable(),
  messages: z.array(messageView),
  history: z.array(z.object({ conversationId: z.uuid(), network: z.string(), firstLine: z.string(), lastAt: z.string() })),
  /** Colleagues who have it open now. */
  readers: z.array(z.object({ id: z.string(), name: z.string(), initials: z.string(), writing: z.boolean() })),
  /** `urlCost`: what a link counts for, whatever its length; null where it counts as it is written. */
  replyLimit: z.object({ max: z.number(), unit: z.string(), urlCost: z.number().nullable() }),
  /** What the network lets us do, and why not. */
  acts: z.record(z.string(), z.union([z.literal(true), z.string()])),
})
export type ConversationView = z.infer<typeof conversationView>

export const replyBody = z.object({
  text: z.string().trim().min(1).max(20_000),
  /** The message it answers; the last one of the person when absent. */
  messageId: z.uuid().optional(),
  visibility: z.enum(['public', 'direct']).default('public'),
  markDone: z.boolean().default(false),
})
export const noteBody = z.object({ text: z.string().trim().min(1).max(20_000) })
export const changeConversationBody = z.object({
  state: z.enum(conversationStates).optional(),
  snoozeUntil: z
    .string()
    .datetime({ offset: true })
    .refine((at) => Date.parse(at) < Date.now() + furthestMilliseconds)
    .nullable()
    .optional(),
  assigneeId: z.string().max(100).nullable().optional(),
  labels: z.array(z.string().trim().min(1).max(40)).max(20).optional(),
  read: z.boolean().optional(),
})
export const bulkBody = z.object({ ids: z.array(z.uuid()).min(1).max(200), change: changeConversationBody })
export const presenceBody = z.object({ writing: z.boolean() })
