import { z } from 'zod'

/** A figure with the moment it was read. Null is "not given", and says why. */
export const figure = z.object({
  code: z.string(),
  value: z.number().nullable(),
  why: z.enum(['not_given', 'not_read_yet']).nullable(),
  readAt: z.string().nullable(),
})
export const series = z.object({ code: z.string(), points: z.array(z.object({ at: z.string(), value: z.number().nullable() })) })

export const postFigures = z.object({
  deliveryId: z.uuid(),
  channelId: z.uuid(),
  title: z.string(),
  words: z.string(),
  thumbUrl: z.string().nullable(),
  publishedAt: z.string().nullable(),
  link: z.string().nullable(),
  figures: z.array(figure),
})
export const postFiguresPage = z.object({ items: z.array(postFigures), cursor: z.string().nullable() })
export const postFiguresDetail = z.object({ post: postFigures, series: z.array(series) })
export const channelFigures = z.object({
  channelId: z.uuid(),
  network: z.string(),
  name: z.string(),
  figures: z.array(figure),
  posts30: z.number(),
  /** Null where the network shows no software what people write. */
  replies30: z.number().nullable(),
  engagements30: z.number().nullable(),
  /** On how many posts the sum stands, of how many published. */
  sample: z.object({ read: z.number(), of: z.number() }),
  series: z.array(series),
})
export const measureView = z.object({ channels: z.array(channelFigures), best: z.array(postFigures) })
