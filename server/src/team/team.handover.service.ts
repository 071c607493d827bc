import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import type { BrandGrant, BrandId } from '../platform/access.ts'
import { wallTimeOf } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import { announce } from '../platform/events.ts'
import { handoverMade } from './team.events.ts'
import type { HandoverPack, HandoverReason, handoversView } from './team.handover.schema.ts'
import {
  campaignsBetween,
  connectedOf,
  doorsOf,
  draftsOf,
  findHandover,
  findMission,
  forgetHandovers,
  handoversOf,
  insertHandover,
  missionsToClose,
  notesUnder,
  openConversationsOf,
  postsBetween,
  promisedPosts,
  publicPostsOf,
  teamOf,
} from './team.handover.store.ts'
import { recordAudit } from './team.public.ts'
import { insertAudit } from './team.store.ts'

const day = 86_400_000
const calendarDays = 30
const text = (at: Date | null): string | null => at?.toISOString() ?? null

type Mission = NonNullable<Awaited<ReturnType<typeof findMission>>>
type PostRow = Awaited<ReturnType<typeof promisedPosts>>[number]

const promised = ({ localTime, dueAt, state, channel, title, words, by }: PostRow): HandoverPack['scheduled'][number] => ({
  localTime,
  dueAt: text(dueAt),
  state,
  channel,
  title,
  words,
  by,
})

async function conversations(tx: Tx, brandId: string, userId: string): Promise<HandoverPack['conversations']> {
  const rows = await openConversationsOf(tx, brandId, userId)
  const notes = await notesUnder(
    tx,
    rows.map((row) => row.id),
  )
  return rows.map(({ id, lastAt, waitingSince, ...row }) => ({
    ...row,
    lastAt: lastAt.toISOString(),
    waitingSince: text(waitingSince),
    notes: notes.filter((note) => note.conversationId === id).map((note) => ({ at: note.at.toISOString(), by: note.by, text: note.text })),
  }))
}

async function calendar(tx: Tx, brandId: string, zone: string, now: Date): Promise<HandoverPack['calendar']> {
  const end = new Date(now.getTime() + calendarDays * day)
  const [from, to] = [now, end].map((at) => wallTimeOf(at, zone).slice(0, 10)) as [string, string]
  return {
    from,
    to,
    publications: (await postsBetween(tx, brandId, now, end)).map(promised),
    campaigns: await campaignsBetween(tx, brandId, { from, to }),
  }
}

/** What a person leaves in a brand, now. */
async function collect(tx: Tx, { membership, brand, organization, name }: Mission, now = new Date()): Promise<HandoverPack> {
  const { userId } = membership
  const doors = await doorsOf(tx, brand.id, userId)
  return {
    format: 1,
    brand: brand.name,
    organization,
    zone: brand.zone,
    madeAt: now.toISOString(),
    person: { name, role: membership.role, startsAt: text(membership.startsAt), endsAt: text(membership.endsAt) },
    scheduled: (await promisedPosts(tx, brand.id)).map(promised),
    drafts: (await draftsOf(tx, brand.id)).map((row) => ({ ...row, updatedAt: row.updatedAt.toISOString() })),
    conversations: await conversations(tx, brand.id, userId),
    channels: (await connectedOf(tx, brand.id)).map((row) => ({
      network: row.network,
      name: row.name,
      handle: row.handle,
      profileUrl: row.profileUrl,
      health: row.health,
      trouble: row.trouble?.kind ?? null,
      heardAt: text(row.heardAt),
      expiresAt: text(row.credentialsExpireAt),
    })),
    members: (await teamOf(tx, brand.id)).map((row) => ({ ...row, startsAt: text(row.startsAt), endsAt: text(row.endsAt) })),
    calendar: await calendar(tx, brand.id, brand.zone, now),
    closing: { ...doors, links: doors.links.map((link) => ({ ...link, expiresAt: link.expiresAt.toISOString() })) },
    portfolio: (await publicPostsOf(tx, brand.id, userId)).map(({ publishedAt, network, channel, title, words, link }) => ({
      publishedAt: text(publishedAt) ?? '',
      network,
      channel,
      title,
      words,
      link: link ?? '',
    })),
  }
}

/** Makes and keeps a pack, in the transaction of whoever calls. Null when the person has no access to hand over, or it was made already. */
export async function keepHandover(
  tx: Tx,
  init: { brandId: string; userId: string; reason: HandoverReason; madeBy: string | null },
): Promise<string | null> {
  const { brandId, userId, reason, madeBy } = init
  const mission = await findMission(tx, brandId, userId)
  if (!mission) return null
  const id = uuid()
  const { endsAt } = mission.membership
  const made = await insertHandover(tx, {
    id,
    brandId,
    userId,
    name: mission.name,
    reason,
    endsAt,
    madeBy,
    pack: await collect(tx, mission),
  })
  if (!made) return null
  await announce(tx, brandId, handoverMade, { handoverId: id })
  return id
}

type ByAdmin = BrandGrant<'members'>

export async function listHandovers(db: Db, grant: ByAdmin): Promise<z.infer<typeof handoversView>> {
  const rows = await db.inBrands(grant.brands, (tx) => handoversOf(tx, grant.brandId))
  return rows.map((row) => ({ ...row, endsAt: text(row.endsAt), madeAt: row.madeAt.toISOString() }))
}

export function makeHandover(db: Db, grant: ByAdmin, userId: string): Promise<{ id: string }> {
  return db.inBrands(grant.brands, async (tx) => {
    const id = await keepHandover(tx, { brandId: grant.brandId, userId, reason: 'asked', madeBy: grant.actor.userId })
    if (!id) throw notFound()
    await recordAudit(tx, grant, 'team.handover_made', id, { userId })
    return { id }
  })
}

export async function readHandover(db: Db, grant: ByAdmin, id: string): Promise<HandoverPack> {
  const found = await db.inBrands(grant.brands, (tx) => findHandover(tx, id))
  if (!found) throw notFound()
  return found.pack
}

/** For whoever leaves on a known day, until then: what they hand over and take along, as it is now. Nothing is kept of it. */
export function readOwnHandover(db: Db, grant: BrandGrant<'read'>): Promise<HandoverPack> {
  return db.inBrands(grant.brands, async (tx) => {
    const mission = await findMission(tx, grant.brandId, grant.actor.userId)
    if (!mission?.membership.endsAt) throw notFound()
    return collect(tx, mission)
  })
}

/** Every access that ended leaves its pack, once, without anybody having to think of it. */
export async function closeMissions(db: Db, signal: AbortSignal): Promise<void> {
  for (const { brandId, userId } of await missionsToClose(db.system)) {
    if (signal.aborted) return
    await db.inBrands([brandId as BrandId], async (tx) => {
      const id = await keepHandover(tx, { brandId, userId, reason: 'ended', madeBy: null })
      if (id) await insertAudit(tx, { id: uuid(), brandId, actor: 'desk', action: 'team.handover_made', subject: id, detail: { userId } })
    })
  }
  await forgetHandovers(db.system)
}
