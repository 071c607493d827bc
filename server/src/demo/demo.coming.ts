import type { Temporal } from 'temporal-polyfill'
import type { Desk } from '../app.ts'
import { noOptions, type StoredItem } from '../create/create.schema.ts'
import { createContent } from '../create/create.service.ts'
import { mintBrandGrant, type Actor, type BrandId } from '../platform/access.ts'
import { CodedError } from '../platform/errors.ts'
import { createDrafts } from '../publish/publish.drafts.service.ts'
import { scheduleContent } from '../publish/publish.schedule.service.ts'
import { coming, ideas, pictures, type Coming, type Picture } from './demo.words.ts'

type Given = {
  brandId: BrandId
  ownerId: string
  today: Temporal.PlainDate
  /** The shops. */
  channelIds: string[]
  /** The brand's accounts on the other networks. */
  everywhere: string[]
  filmId: string
  pillarIds: string[]
  campaignIds: string[]
  pictureIds: ReadonlyMap<Picture, string>
}

function itemsOf(one: Coming, { pictureIds, filmId }: Given): StoredItem[] {
  const focus = { x: 0, y: 0 }
  if (one.film) return [{ text: one.text, media: [{ assetId: filmId, alt: { kind: 'text', text: one.film }, focus }] }]
  const media = (one.pictures ?? []).flatMap((name) => {
    const assetId = pictureIds.get(name)
    return assetId ? [{ assetId, alt: { kind: 'text' as const, text: pictures[name] }, focus }] : []
  })
  return [{ text: one.text, media }, ...(one.thread ?? []).map((text) => ({ text, media: [] }))]
}

/** What the house publishes next, through the same doors as anybody's: drafts, what waits for a word, what is scheduled. */
export async function makeComing(desk: Desk, given: Given): Promise<void> {
  const actor: Actor = { userId: given.ownerId, name: 'Ana Ferreira', language: 'fr', via: 'session', sessionId: null }
  const deps = { ...desk, drafts: createDrafts(desk.connectorOf) }
  const base = { options: noOptions, pillarId: null, campaignId: null, localTime: null }
  for (const one of coming) {
    const localTime = `${given.today.add({ days: one.day }).toString()}T${one.at}:00`
    const content = await createContent(deps, mintBrandGrant(actor, 'write', given.brandId), {
      ...base,
      title: one.title,
      items: itemsOf(one, given),
      channelIds: [...one.on.flatMap((index) => given.channelIds[index] ?? []), ...(one.everywhere ? given.everywhere : [])],
      pillarId: given.pillarIds[one.pillar] ?? null,
      campaignId: one.campaign === undefined ? null : (given.campaignIds[one.campaign] ?? null),
      localTime,
    })
    if (one.state === 'draft') continue
    await schedule(deps, mintBrandGrant(actor, 'schedule', given.brandId), content, localTime)
    if (one.state === 'awaiting')
      await desk.db.systemPool.query("UPDATE delivery SET state = 'awaiting', version = version + 1 WHERE content_id = $1", [content.id])
  }
  for (const idea of ideas) {
    await createContent(deps, mintBrandGrant(actor, 'write', given.brandId), {
      ...base,
      title: idea.title,
      items: [{ text: idea.text, media: [] }],
      channelIds: given.channelIds.slice(0, 1),
    })
  }
}

type Deps = Desk & { drafts: ReturnType<typeof createDrafts> }
type Made = Awaited<ReturnType<typeof createContent>>

/** An hour of today that has passed stays a draft: the demonstration does not pretend. */
async function schedule(deps: Deps, grant: Parameters<typeof scheduleContent>[1], content: Made, localTime: string): Promise<void> {
  const names = await deps.db.inBrands(grant.brands, (tx) =>
    tx.execute<{ handle: string }>(`select handle from channel where brand_id = '${grant.brandId}'` as never),
  )
  try {
    await scheduleContent(deps, grant, content.id, {
      localTime,
      version: content.version,
      confirmedNames: names.rows.map((row) => row.handle),
    })
  } catch (cause) {
    if (!(cause instanceof CodedError) || cause.code !== 'publish.in_the_past') throw cause
  }
}
