import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { v7 as uuid } from 'uuid'
import { listChannels } from '../channels/channels.public.ts'
import type { Actor, BrandGrant, Gate } from '../platform/access.ts'
import { newToken, sha256 } from '../platform/crypto.ts'
import type { Db } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import { findBrand, recordAudit } from '../team/team.public.ts'
import { feedsOf, findFeed, insertFeed, notesBetween, revokeFeed, type NoteRow } from './plan.store.ts'

export type FeedDeps = { db: Db; gate: Gate; url: string }

const day = 86_400_000
const limit = 2000
/** A publication takes no time; a quarter of an hour is what a calendar program can show. */
const shown = 15 * 60_000

export async function makeFeed(deps: FeedDeps, grant: BrandGrant<'read'>) {
  const token = newToken()
  const id = uuid()
  await deps.db.inBrands(grant.brands, async (tx) => {
    await insertFeed(tx, { id, brandId: grant.brandId, userId: grant.actor.userId, tokenHash: sha256(token) })
    await recordAudit(tx, grant, 'plan.feed_made', id)
  })
  return { id, url: `${deps.url}/api/v1/feeds/${token}.ics` }
}

export async function listFeeds(deps: FeedDeps, grant: BrandGrant<'read'>) {
  const feeds = await deps.db.inBrands(grant.brands, (tx) => feedsOf(tx, grant.brandId, grant.actor.userId))
  return { feeds: feeds.map(({ id, createdAt }) => ({ id, createdAt: createdAt.toISOString() })) }
}

export async function dropFeed(deps: FeedDeps, grant: BrandGrant<'read'>, id: string): Promise<void> {
  await deps.db.inBrands(grant.brands, async (tx) => {
    if (!(await revokeFeed(tx, id, grant.actor.userId))) throw notFound()
    await recordAudit(tx, grant, 'plan.feed_revoked', id)
  })
}

/** The calendar as iCalendar. The address dies with its revocation, and with the access of the person it was made for. */
export async function readFeed(deps: FeedDeps, token: string): Promise<string> {
  const feed = await findFeed(deps.db.system, sha256(token))
  if (!feed) throw notFound()
  const person: Actor = { userId: feed.userId, name: '', language: 'fr', via: 'key', sessionId: null }
  const brandId = (await deps.gate.brandsWith(person, 'read')).find((id) => id === feed.brandId)
  if (!brandId) throw notFound()
  return deps.db.inBrands([brandId], async (tx) => {
    const brand = await findBrand(tx, brandId)
    const span = { brands: [brandId], from: new Date(Date.now() - 60 * day), to: new Date(Date.now() + 365 * day) }
    const filter = { channelIds: [], states: ['scheduled', 'claimed', 'sending', 'published', 'held'], pillarId: null, limit }
    const notes = await notesBetween(tx, span, filter)
    const channels = new Map((await listChannels(tx, [brandId])).map((channel) => [channel.id, channel.name]))
    return calendarOf(brand?.name ?? '', deps.url, notes, channels)
  })
}

export function calendarOf(name: string, url: string, notes: readonly NoteRow[], channels: ReadonlyMap<string, string>): string {
  const calendar = ical({
    name,
    prodId: { company: 'Pupitre', product: 'Pupitre', language: 'FR' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 900,
  })
  for (const note of notes) {
    const start = new Date(note.dueAt)
    calendar.createEvent({
      id: `${note.id}@pupitre`,
      start,
      end: new Date(start.getTime() + shown),
      summary: [channels.get(note.channelId), note.title || note.words].filter(Boolean).join(' · '),
      description: note.words ?? '',
      url: `${url}/ledger/${note.id}`,
      status: note.state === 'held' ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
      sequence: note.version,
    })
  }
  // RFC 5545 ends every line, the last one too.
  return `${calendar.toString()}\r\n`
}
