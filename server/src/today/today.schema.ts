import { z } from 'zod'
import { marks } from '../engage/engage.schema.ts'
import { deliveryState, postFormat } from '../publish/publish.schema.ts'

/** One thing that needs somebody, with the act that settles it. The sentence is made from its key in the reader's language. */
export const todayRow = z.object({
  id: z.string(),
  kind: z.enum([
    'reply',
    'failed',
    'unknown',
    'by_hand',
    'held',
    'approve',
    'reconnect',
    'expiring',
    'silent',
    'draft_due',
    'limit_changed',
    'version_ends',
  ]),
  urgency: z.enum(['late', 'now', 'day']),
  when: z.string().nullable(),
  network: z.string().nullable(),
  brandId: z.uuid(),
  brandName: z.string(),
  sentence: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Of a message: what it was understood to be, and whether it should be seen at once. */
  marks: marks.nullable(),
  pressing: z.boolean(),
  to: z.string(),
})
export type TodayRow = z.infer<typeof todayRow>

export const todayView = z.object({
  date: z.string(),
  zone: z.string(),
  notes: z.array(
    z.object({
      id: z.uuid(),
      at: z.string(),
      state: deliveryState,
      format: postFormat,
      title: z.string(),
      network: z.string(),
      contentId: z.uuid().nullable(),
    }),
  ),
  rows: z.array(todayRow),
  more: z.number(),
  /** Of all rows, shown or not: how many are late, and of the people who wait how many and whether one is late. */
  late: z.number(),
  replies: z.object({ count: z.number(), late: z.boolean() }),
  settled: z.array(z.object({ key: z.enum(['published', 'answered', 'done', 'reconciled']), count: z.number() })),
  who: z.array(z.object({ id: z.string(), name: z.string(), initials: z.string(), here: z.boolean() })),
  next: z.array(z.object({ key: z.enum(['post', 'campaign', 'expiry']), label: z.string(), at: z.string() })),
})
export type TodayView = z.infer<typeof todayView>
