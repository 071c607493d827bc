import { z } from 'zod'
import { deliveryState, postFormat } from '../publish/publish.schema.ts'

/** A publication in the calendar: one note of the score. Bounded on purpose: words and picture come as first words and a thumbnail. */
export const noteView = z.object({
  /** The delivery's id. */
  id: z.uuid(),
  brandId: z.uuid(),
  channelId: z.uuid(),
  contentId: z.uuid().nullable(),
  state: deliveryState,
  format: postFormat,
  dueAt: z.string(),
  localTime: z.string(),
  title: z.string().max(200),
  words: z.string().max(140),
  thumbUrl: z.string().nullable(),
  pillarId: z.uuid().nullable(),
  campaignId: z.uuid().nullable(),
  version: z.number(),
})
export type NoteView = z.infer<typeof noteView>

export const calendarQuery = z.object({
  from: z.string().datetime({ offset: true }),
  to: z.string().datetime({ offset: true }),
  channelIds: z.string().max(4000).optional(),
  states: z.string().max(400).optional(),
  pillarId: z.uuid().optional(),
})

/** Expected activity of a channel's public: 168 values from Monday 00:00, each 0 to 1; null when too little is known. */
export const audienceView = z.object({ channelId: z.uuid(), hours: z.array(z.number()).length(168).nullable(), sample: z.number() })

export const staffView = z.object({
  id: z.uuid(),
  brandId: z.uuid(),
  network: z.string(),
  name: z.string(),
  handle: z.string(),
  avatarUrl: z.string().nullable(),
  health: z.string(),
  /** `HH:MM` in the brand's zone: the next free slot its habit suggests; null when unknown. */
  usualTime: z.string().nullable(),
})

export const seasonalView = z.object({
  date: z.string(),
  endDate: z.string(),
  name: z.string(),
  kind: z.enum(['holiday', 'school', 'marronnier', 'sensitive']),
})

export const calendarView = z.object({
  zone: z.string(),
  brands: z.array(z.object({ id: z.uuid(), name: z.string(), color: z.string(), zone: z.string() })),
  staves: z.array(staffView),
  notes: z.array(noteView),
  /** True when there were more than fit; the client asks for a shorter span. */
  truncated: z.boolean(),
  campaigns: z.array(
    z.object({
      id: z.uuid(),
      brandId: z.uuid(),
      kind: z.enum(['campaign', 'event']),
      name: z.string(),
      startsOn: z.string(),
      endsOn: z.string(),
      notes: z.number(),
    }),
  ),
  seasonal: z.array(seasonalView),
  pillars: z.array(z.object({ id: z.uuid(), brandId: z.uuid(), name: z.string(), share: z.number().nullable(), position: z.number() })),
  audience: z.array(audienceView),
  quietHours: z.object({ from: z.string(), to: z.string() }).nullable(),
})
export type CalendarView = z.infer<typeof calendarView>

/** How many publications a day, for the year strip and for zooms at which notes are chords. */
export const densityView = z.object({
  days: z.array(z.object({ date: z.string(), channelId: z.uuid(), count: z.number(), published: z.number() })),
})

export const campaignBody = z.object({
  kind: z.enum(['campaign', 'event']),
  name: z.string().trim().min(1).max(120),
  startsOn: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  endsOn: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
})
export const pillarBody = z.object({ name: z.string().trim().min(1).max(80), share: z.number().int().min(0).max(100).nullable() })

export type DensityView = z.infer<typeof densityView>
export const densityQuery = z.object({ from: z.string().datetime({ offset: true }), to: z.string().datetime({ offset: true }) })

/** The brand's pillars in order, all of them: those that are missing are removed. */
export const pillarsBody = z.object({
  pillars: z.array(pillarBody.extend({ id: z.uuid().nullable() })).max(12),
})
export const pillarsView = z.object({ pillars: z.array(z.object({ id: z.uuid(), name: z.string(), share: z.number().nullable() })) })
export const campaignView = campaignBody.extend({ id: z.uuid() })

/** Without its address: that is shown once, when it is made. */
export const calendarFeedView = z.object({ id: z.uuid(), createdAt: z.string() })
export type CalendarFeedView = z.infer<typeof calendarFeedView>
export const calendarFeedsView = z.object({ feeds: z.array(calendarFeedView) })
export const calendarFeedMade = z.object({ id: z.uuid(), url: z.url() })
export type CalendarQuery = z.infer<typeof calendarQuery>
export type CampaignBody = z.infer<typeof campaignBody>
export type PillarsBody = z.infer<typeof pillarsBody>
