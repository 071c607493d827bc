import { z } from 'zod'
import { deliveryCause, deliveryState, heldReason, localTime, postFormat } from '../publish/publish.schema.ts'

export const altSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().trim().min(1).max(10_000) }),
  z.object({ kind: z.literal('decorative') }),
  z.object({ kind: z.literal('missing') }),
])

export const storedMedia = z.object({
  assetId: z.uuid(),
  alt: altSchema,
  focus: z.object({ x: z.number().min(-1).max(1), y: z.number().min(-1).max(1) }).default({ x: 0, y: 0 }),
})

export const storedItem = z.object({ text: z.string().max(100_000), media: z.array(storedMedia).max(20) })
export type StoredItem = z.infer<typeof storedItem>

export const storedOptions = z.object({
  language: z.string().max(35).default('fr'),
  contentWarning: z.string().max(500).nullable().default(null),
  visibility: z.enum(['public', 'unlisted', 'followers', 'direct']).default('public'),
  whoMayReply: z.enum(['everyone', 'mentioned', 'followed', 'nobody']).default('everyone'),
  poll: z
    .object({
      options: z.array(z.string().max(500)).min(2).max(10),
      multiple: z.boolean(),
      seconds: z.number().int().min(60).max(31_536_000),
    })
    .nullable()
    .default(null),
  card: z
    .object({ url: z.url().max(2000), title: z.string().max(500), description: z.string().max(2000), thumbAssetId: z.uuid().nullable() })
    .nullable()
    .default(null),
  quoteOf: z
    .object({ id: z.string().max(2000), version: z.string().max(200).nullable(), url: z.string().max(2000).nullable() })
    .nullable()
    .default(null),
  /** Absent: an ordinary post. */
  placement: z.enum(['story', 'reel']).optional(),
  /** Said by the brand below its own post as soon as it stands. */
  firstComment: z.string().max(10_000).optional(),
})
export type StoredOptions = z.infer<typeof storedOptions>
export const noOptions: StoredOptions = storedOptions.parse({})

export const assetView = z.object({
  id: z.uuid(),
  url: z.string(),
  thumbUrl: z.string(),
  mimeType: z.string(),
  bytes: z.number(),
  width: z.number(),
  height: z.number(),
  /** Length of a film; null for a picture. */
  seconds: z.number().nullable(),
  /** Only what is ready is published. */
  state: z.enum(['working', 'ready', 'failed']),
  progress: z.number(),
  name: z.string(),
})
export type AssetView = z.infer<typeof assetView>

export const findingView = z.object({
  code: z.string(),
  blocking: z.boolean(),
  item: z.number(),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
})

export const measuredView = z.object({
  length: z.number(),
  max: z.number(),
  bytes: z.number(),
  maxBytes: z.number().nullable(),
  spans: z.array(z.object({ start: z.number(), end: z.number(), kind: z.enum(['link', 'mention', 'hashtag']), value: z.string() })),
  /** The beginning of the text where the network sets it as a title. */
  title: z.string().nullable(),
  /** Pictures and films are shown above the words. */
  mediaFirst: z.boolean(),
})
export type MeasuredView = z.infer<typeof measuredView>

/** A version as it stands, with what the network would say of it and where its delivery is. */
export const variantView = z.object({
  id: z.uuid(),
  channelId: z.uuid(),
  items: z.array(storedItem),
  options: storedOptions,
  follows: z.boolean(),
  version: z.number(),
  measured: z.array(measuredView),
  findings: z.array(findingView),
  delivery: z
    .object({
      id: z.uuid(),
      state: deliveryState,
      dueAt: z.string().nullable(),
      localTime: z.string().nullable(),
      format: postFormat,
      cause: deliveryCause.nullable(),
      heldReason: heldReason.nullable(),
      link: z.string().nullable(),
      undoUntil: z.string().nullable(),
      version: z.number(),
    })
    .nullable(),
})
export type VariantView = z.infer<typeof variantView>

export const contentView = z.object({
  id: z.uuid(),
  brandId: z.uuid(),
  title: z.string(),
  items: z.array(storedItem),
  options: storedOptions,
  pillarId: z.uuid().nullable(),
  campaignId: z.uuid().nullable(),
  version: z.number(),
  updatedAt: z.string(),
  updatedBy: z.string().nullable(),
  assets: z.array(assetView),
  variants: z.array(variantView),
})
export type ContentView = z.infer<typeof contentView>

export const contentRow = z.object({
  id: z.uuid(),
  brandId: z.uuid(),
  title: z.string(),
  excerpt: z.string(),
  thumbUrl: z.string().nullable(),
  updatedAt: z.string(),
  /** The states of its versions' deliveries, each once. */
  states: z.array(deliveryState),
  channelIds: z.array(z.uuid()),
  dueAt: z.string().nullable(),
})

export const createContentBody = z.object({
  title: z.string().max(200).default(''),
  items: z
    .array(storedItem)
    .min(1)
    .max(50)
    .default([{ text: '', media: [] }]),
  options: storedOptions.default(noOptions),
  channelIds: z.array(z.uuid()).max(50).default([]),
  pillarId: z.uuid().nullable().default(null),
  campaignId: z.uuid().nullable().default(null),
  /** The wall time it is meant for, shown in the calendar while it is a draft. */
  localTime: localTime.nullable().default(null),
})

/** Each field that is present replaces; `version` is the one the person saw. */
export const updateContentBody = z.object({
  version: z.number().int().positive(),
  title: z.string().max(200).optional(),
  items: z.array(storedItem).min(1).max(50).optional(),
  options: storedOptions.optional(),
  pillarId: z.uuid().nullable().optional(),
  campaignId: z.uuid().nullable().optional(),
  channelIds: z.array(z.uuid()).max(50).optional(),
})

export const updateVariantBody = z.object({
  version: z.number().int().positive(),
  items: z.array(storedItem).min(1).max(50).optional(),
  options: storedOptions.optional(),
  /** True gives its own text up and follows the master again. */
  follows: z.boolean().optional(),
})

/** Versions as they would be, counted by their networks without being kept: what the composer asks while somebody types. */
export const measureBody = z.object({
  versions: z
    .array(
      z.object({
        channelId: z.uuid(),
        items: z.array(storedItem).min(1).max(50),
        options: storedOptions,
        /** True for a version that follows the master: it is cut at sentences as it will be when it is kept. */
        follows: z.boolean(),
      }),
    )
    .min(1)
    .max(50),
})
export const measureAnswer = z.array(
  z.object({ channelId: z.uuid(), items: z.array(storedItem), measured: z.array(measuredView), findings: z.array(findingView) }),
)
export type Measures = z.infer<typeof measureAnswer>

export const optionNames = [
  'poll',
  'contentWarning',
  'visibility',
  'whoMayReply',
  'card',
  'thread',
  'story',
  'reel',
  'firstComment',
] as const

/** What a channel's network takes, so that the composer only offers what at least one chosen channel can. */
export const channelRules = z.object({
  channelId: z.uuid(),
  accepts: z.array(z.enum(optionNames)),
  edits: z.boolean(),
  removes: z.boolean(),
  pins: z.boolean(),
  maxImages: z.number(),
  takesFilms: z.boolean(),
  maxAltLength: z.number(),
  poll: z.object({ maxOptions: z.number(), maxOptionLength: z.number(), minSeconds: z.number(), maxSeconds: z.number() }).nullable(),
})
export type ChannelRules = z.infer<typeof channelRules>

export const linkCardBody = z.object({ url: z.url({ protocol: /^https?$/ }).max(2000) })
/** What a page says of itself; an empty title is for the person to write. */
export const linkCardView = z.object({
  url: z.string(),
  title: z.string(),
  description: z.string(),
  thumb: assetView.nullable(),
})
export type LinkCardView = z.infer<typeof linkCardView>
