import type { Act } from '@pupitre/networks'
import { z } from 'zod'

/** The states of `ARCHITECTURE.md`; nothing else is ever shown. */
export const deliveryStates = [
  'draft',
  'awaiting',
  'scheduled',
  'claimed',
  'sending',
  'published',
  'failed',
  'unknown',
  'held',
  'expired',
  'cancelled',
] as const
export const deliveryState = z.enum(deliveryStates)
export type DeliveryState = z.infer<typeof deliveryState>

export const deliveryKinds = ['post', 'reply', 'like', 'repost', 'edit', 'delete', 'hide', 'pin', 'block'] as const
export const deliveryKind = z.enum(deliveryKinds)
export type DeliveryKind = z.infer<typeof deliveryKind>

export const postFormats = ['text', 'image', 'carousel', 'video', 'thread', 'poll', 'link', 'reel', 'story', 'document'] as const
export const postFormat = z.enum(postFormats)
export type PostFormat = z.infer<typeof postFormat>

export const heldReasons = ['freeze', 'late', 'changed', 'channel', 'unapproved', 'partly'] as const
export const heldReason = z.enum(heldReasons)
export type HeldReason = z.infer<typeof heldReason>

/** Why it did not leave, or is not known to have left, and what to do. */
export const deliveryCause = z.object({
  kind: z.string().max(40),
  nextStep: z.enum(['reconnect', 'fix_content', 'wait', 'reconcile', 'ask_person', 'drop']),
  said: z.string().max(500),
  at: z.string(),
})
export type DeliveryCause = z.infer<typeof deliveryCause>

/** Exactly what leaves: the acts in order and the fingerprint of every media. `hash` covers all of it. */
export type Sealed = { acts: Act[]; media: Record<string, string> }

export const limitsOfTime = { minUndoSeconds: 0, maxToleranceSeconds: 86_400 } as const

/** Wall time as a person writes it, without a zone: `2026-12-01T09:00` or with seconds. A year that is still being typed (0002) is none. */
export const localTime = z.string().regex(/^2[01]\d{2}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/)

export const scheduleBody = z.object({
  /** Which versions of the content leave; all of them when absent. */
  channelIds: z.array(z.uuid()).min(1).max(50).optional(),
  localTime: localTime.nullable().describe('Null publishes now, after the undo delay'),
  /** For an hour that exists twice on the night summer time ends. */
  repeatedHour: z.enum(['first', 'second']).optional(),
  notAfter: z.string().datetime({ offset: true }).nullable().optional(),
  /** The version the person saw; a newer one is a conflict. */
  version: z.number().int().positive(),
  /** Names typed to confirm, where the number of channels asks for it. */
  confirmedNames: z.array(z.string().max(200)).max(50).optional(),
})
export type ScheduleBody = z.infer<typeof scheduleBody>

export const moveBody = z.object({ localTime, repeatedHour: z.enum(['first', 'second']).optional(), version: z.number().int().positive() })
export const settleBody = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('there'), link: z.url().max(2000) }),
  z.object({ answer: z.literal('not_there') }),
  /** Of a post put up by hand: not now, at this hour. */
  z.object({ answer: z.literal('later'), localTime, repeatedHour: z.enum(['first', 'second']).optional() }),
  z.object({ answer: z.literal('drop') }),
])
export const releaseBody = z.discriminatedUnion('choice', [
  z.object({ choice: z.literal('publish') }),
  z.object({ choice: z.literal('move'), localTime, repeatedHour: z.enum(['first', 'second']).optional() }),
  z.object({ choice: z.literal('drop') }),
])

export const deliveryView = z.object({
  id: z.uuid(),
  brandId: z.uuid(),
  channelId: z.uuid(),
  kind: deliveryKind,
  state: deliveryState,
  contentId: z.uuid().nullable(),
  format: postFormat,
  dueAt: z.string().nullable(),
  localTime: z.string().nullable(),
  zone: z.string().nullable(),
  notAfter: z.string().nullable(),
  cause: deliveryCause.nullable(),
  heldReason: heldReason.nullable(),
  link: z.string().nullable(),
  publishedAt: z.string().nullable(),
  /** Until when it can still be stopped without a trace outside. */
  undoUntil: z.string().nullable(),
  version: z.number(),
})
export type DeliveryView = z.infer<typeof deliveryView>

/** What a person puts up by hand: everything of a post that is kept for them, and where it goes. */
export const packView = z.object({
  delivery: deliveryView,
  network: z.string(),
  channel: z.string(),
  handle: z.string(),
  profileUrl: z.string(),
  texts: z.array(z.string()),
  media: z.array(z.object({ id: z.uuid(), mimeType: z.string(), alt: z.string().nullable() })),
  placement: z.enum(['story', 'reel']).nullable(),
  firstComment: z.string().nullable(),
  link: z.string().nullable(),
  poll: z.array(z.string()).nullable(),
})
export type PackView = z.infer<typeof packView>

export const ledgerView = z.object({
  delivery: deliveryView,
  steps: z.array(
    z.object({
      position: z.number(),
      act: z.string(),
      key: z.string(),
      recordKey: z.string().nullable(),
      intentAt: z.string().nullable(),
      fingerprint: z.string().nullable(),
      receiptAt: z.string().nullable(),
      link: z.string().nullable(),
    }),
  ),
  lines: z.array(
    z.object({
      at: z.string(),
      from: deliveryState.nullable(),
      to: deliveryState,
      actor: z.string(),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
})
export type LedgerView = z.infer<typeof ledgerView>

/** What has left or is leaving, as somebody knows it who did not write it. */
const leftView = deliveryView.extend({ words: z.string(), channel: z.string() })

export const freezeView = z.object({
  active: z.boolean(),
  reason: z.string(),
  /** The name of who stopped it. */
  by: z.string().nullable(),
  since: z.string().nullable(),
  /** What was already leaving when everything stopped: exact. */
  sending: z.array(leftView),
  /** What stands on the networks since an hour before everything stopped, newest first; empty while nothing is stopped. */
  sent: z.array(leftView),
  /** What waits for the end of it. */
  waiting: z.number().int(),
})
export const freezeBody = z.object({ active: z.boolean(), reason: z.string().max(500).default('') })
