import { z } from 'zod'
import { deliveryState, postFormat } from '../publish/publish.schema.ts'
import { assetView, measuredView, storedItem, storedOptions } from '../create/create.schema.ts'

export const reviewLinkView = z.object({
  id: z.uuid(),
  label: z.string(),
  month: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  revokedAt: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
  /** Its time is past, or whoever made it has no access any more. */
  over: z.boolean(),
})
export type ReviewLinkView = z.infer<typeof reviewLinkView>
export const reviewLinkBody = z.object({ label: z.string().trim().min(1).max(120), month: z.string().regex(/^\d{4}-\d{2}$/) })
export const reviewLinkMade = reviewLinkView.extend({ url: z.string() })

export const reviewItem = z.object({
  deliveryId: z.uuid(),
  contentId: z.uuid(),
  brandId: z.uuid(),
  channelId: z.uuid(),
  network: z.string(),
  channelName: z.string(),
  handle: z.string(),
  state: deliveryState,
  format: postFormat,
  dueAt: z.string(),
  localTime: z.string(),
  title: z.string(),
  items: z.array(storedItem),
  options: storedOptions,
  /** As its network counts and reads it, for the preview. */
  measured: z.array(measuredView),
  assets: z.array(assetView),
  /** What an approval binds to; another text has another. */
  hash: z.string(),
  decision: z
    .object({ verdict: z.enum(['approved', 'changes']), comment: z.string(), byName: z.string(), at: z.string(), current: z.boolean() })
    .nullable(),
  comments: z.array(z.object({ id: z.uuid(), text: z.string(), byName: z.string(), at: z.string() })),
})
export type ReviewItem = z.infer<typeof reviewItem>
export const reviewMonth = z.object({
  label: z.string(),
  month: z.string(),
  brand: z.string(),
  zone: z.string(),
  language: z.enum(['fr', 'en']),
  items: z.array(reviewItem),
})
export type ReviewMonth = z.infer<typeof reviewMonth>

export const decideBody = z.object({
  name: z.string().trim().min(1).max(100),
  decisions: z
    .array(
      z.object({
        deliveryId: z.uuid(),
        hash: z.string().length(64),
        verdict: z.enum(['approved', 'changes']),
        comment: z.string().max(5000).default(''),
      }),
    )
    .min(1)
    .max(500),
})
export const commentBody = z.object({ name: z.string().trim().min(1).max(100), text: z.string().trim().min(1).max(5000) })

/** What waits for a word in the house. */
export const approvalsView = z.object({ items: z.array(reviewItem) })
export const decisionBody = z.object({
  hash: z.string().length(64),
  verdict: z.enum(['approved', 'changes']),
  comment: z.string().trim().max(5000).default(''),
})

/** Under a content: what was said, and the last word on each of its deliveries. */
export const remarksView = z.object({
  comments: z.array(z.object({ id: z.uuid(), text: z.string(), byName: z.string(), at: z.string() })),
  decisions: z.array(
    z.object({
      deliveryId: z.uuid(),
      verdict: z.enum(['approved', 'changes']),
      comment: z.string(),
      byName: z.string(),
      at: z.string(),
      current: z.boolean(),
    }),
  ),
})
export type RemarksView = z.infer<typeof remarksView>
