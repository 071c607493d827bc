import { z } from 'zod'
import { deliveryState, postFormat } from '../publish/publish.schema.ts'
import { storedItem } from '../create/create.schema.ts'

export const reviewLinkView = z.object({
  id: z.uuid(),
  label: z.string(),
  month: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  revokedAt: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
})
export const reviewLinkBody = z.object({ label: z.string().trim().min(1).max(120), month: z.string().regex(/^\d{4}-\d{2}$/) })
export const reviewLinkMade = reviewLinkView.extend({ url: z.string() })

export const reviewItem = z.object({
  deliveryId: z.uuid(),
  contentId: z.uuid(),
  network: z.string(),
  channelName: z.string(),
  state: deliveryState,
  format: postFormat,
  dueAt: z.string(),
  localTime: z.string(),
  title: z.string(),
  items: z.array(storedItem),
  assets: z.array(z.object({ id: z.uuid(), url: z.string(), width: z.number(), height: z.number() })),
  /** What an approval binds to; another text has another. */
  hash: z.string(),
  decision: z.object({ verdict: z.enum(['approved', 'changes']), byName: z.string(), at: z.string(), current: z.boolean() }).nullable(),
  comments: z.array(z.object({ id: z.uuid(), text: z.string(), byName: z.string(), at: z.string() })),
})
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
