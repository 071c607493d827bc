import type { NetworkId, Version } from '@pupitre/networks'
import { Temporal } from 'temporal-polyfill'
import type { Grant } from '../platform/access.ts'
import { startOfDay } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/db.ts'
import { colleaguesOf, findBrands } from '../team/team.public.ts'
import type { TodayRow, TodayView } from './today.schema.ts'
import {
  channelTroubles,
  notesBetween,
  settledSince,
  spokenNetworks,
  whatComes,
  whatIsStuck,
  whatNoLongerFits,
  whoWaits,
  type ChannelTrouble,
  type Common,
  type OutgrownRow,
  type TroubledRow,
  type WaitingRow,
} from './today.store.ts'

/** `versionOf`: the interface by which the desk speaks to a network, where it is numbered. */
export type TodayDeps = { db: Db; versionOf: (network: NetworkId) => Version | undefined }

const shown = 40
/** Somebody who has waited this long waits too long; this is a habit of the desk, not a promise to the person. */
const lateHours = 4
const soonHours = 1

function urgencyOf(since: Date): TodayRow['urgency'] {
  const hours = (Date.now() - since.getTime()) / 3_600_000
  if (hours >= lateHours) return 'late'
  return hours >= soonHours ? 'now' : 'day'
}

const ofReply = (row: WaitingRow): TodayRow => ({
  id: `reply ${row.id}`,
  kind: 'reply',
  urgency: row.pressing ? 'now' : urgencyOf(new Date(row.since)),
  when: new Date(row.since).toISOString(),
  network: row.network,
  brandId: row.brandId,
  brandName: row.brandName,
  marks: row.marks,
  pressing: row.pressing,
  sentence: { person: row.person, words: row.words, channel: row.channel, ...(row.about ? { about: row.about } : {}) },
  to: `/inbox/${row.id}`,
})

/** What is not a message. */
const unmarked = { marks: null, pressing: false }

const kindOfState: Partial<Record<TroubledRow['state'], TodayRow['kind']>> = {
  failed: 'failed',
  unknown: 'unknown',
  held: 'held',
  awaiting: 'approve',
  draft: 'draft_due',
}
const urgencyOfState: Partial<Record<TroubledRow['state'], TodayRow['urgency']>> = { failed: 'late', unknown: 'now', held: 'now' }

function placeOf(kind: TodayRow['kind'], row: TroubledRow): string {
  if (kind === 'approve') return '/approvals'
  if (kind === 'draft_due') return `/studio/${row.contentId}`
  return kind === 'by_hand' ? `/assist/${row.id}` : `/ledger/${row.id}`
}

function ofDelivery(row: TroubledRow): TodayRow | null {
  const kind = row.state === 'unknown' && row.cause === 'by_hand' ? 'by_hand' : kindOfState[row.state]
  if (!kind) return null
  const { title, channel, said, reason, author } = row
  return {
    id: `${kind} ${row.id}`,
    kind,
    urgency: urgencyOfState[row.state] ?? 'day',
    when: row.dueAt ? new Date(row.dueAt).toISOString() : null,
    network: row.network,
    brandId: row.brandId,
    brandName: row.brandName,
    ...unmarked,
    sentence: {
      title,
      channel,
      ...(said ? { said } : {}),
      ...(reason ? { reason } : {}),
      ...(author ? { author } : {}),
      ...(kind === 'approve' ? { count: 1 } : {}),
    },
    to: placeOf(kind, row),
  }
}

/** Approvals of one brand are one row: they are read together. */
function foldApprovals(rows: TodayRow[]): TodayRow[] {
  const folded: TodayRow[] = []
  for (const row of rows) {
    const first = row.kind === 'approve' ? folded.find((one) => one.kind === 'approve' && one.brandId === row.brandId) : undefined
    if (first) first.sentence['count'] = Number(first.sentence['count']) + 1
    else folded.push(row)
  }
  return folded
}

function ofChannel(row: ChannelTrouble): TodayRow {
  const kind = row.health === 'refused' ? 'reconnect' : row.health === 'expiring' ? 'expiring' : 'silent'
  return {
    id: `${kind} ${row.id}`,
    kind,
    urgency: kind === 'reconnect' ? 'late' : kind === 'silent' ? 'now' : 'day',
    when: (kind === 'expiring' ? row.expiresAt : row.heardAt)
      ? new Date((kind === 'expiring' ? row.expiresAt : row.heardAt) ?? 0).toISOString()
      : null,
    network: row.network,
    brandId: row.brandId,
    brandName: row.brandName,
    ...unmarked,
    sentence: { channel: row.channel, ...(row.said && kind === 'reconnect' ? { said: row.said } : {}) },
    to: '/settings/channels',
  }
}

const dayMilliseconds = 86_400_000

/** One row for a channel: whoever mends the first finds the next in its place. */
const ofOutgrown = (row: OutgrownRow): TodayRow => ({
  id: `limit_changed ${row.id}`,
  kind: 'limit_changed',
  urgency: row.dueAt && new Date(row.dueAt).getTime() - Date.now() < dayMilliseconds ? 'now' : 'day',
  when: row.dueAt ? new Date(row.dueAt).toISOString() : null,
  network: row.network,
  brandId: row.brandId,
  brandName: row.brandName,
  ...unmarked,
  sentence: { channel: row.channel, count: row.count, titles: row.titles.filter((title) => title !== '').join('\n') },
  to: `/studio/${row.contentId}`,
})

/** An interface that ends is told of this long before: time for a version of the desk that speaks the next one. */
const warnDays = 60
const pressDays = 14

function ofVersion(row: Common, version: Version | undefined): TodayRow | null {
  const end = version?.endsAt ? Date.parse(version.endsAt) : null
  const days = end === null ? Number.POSITIVE_INFINITY : (end - Date.now()) / dayMilliseconds
  if (!version || end === null || days > warnDays) return null
  return {
    id: `version_ends ${row.network}`,
    kind: 'version_ends',
    urgency: days < 0 ? 'late' : days < pressDays ? 'now' : 'day',
    when: new Date(end).toISOString(),
    network: row.network,
    brandId: row.brandId,
    brandName: row.brandName,
    ...unmarked,
    sentence: { channel: row.channel, version: version.name },
    to: '/settings/channels',
  }
}

/** « Depuis hier » begins at six in the evening, when the day before was over. */
const eveningMilliseconds = 6 * 3_600_000

const order = { late: 0, now: 1, day: 2 } as const

async function rowsOf({ versionOf }: TodayDeps, tx: Tx, grant: Grant<'read'>, endOfDay: Date): Promise<TodayRow[]> {
  const rows = [
    ...(await channelTroubles(tx, grant.brands)).map(ofChannel),
    ...(await spokenNetworks(tx, grant.brands)).flatMap((row) => ofVersion(row, versionOf(row.network as NetworkId)) ?? []),
    ...(await whatNoLongerFits(tx, grant.brands)).map(ofOutgrown),
    ...foldApprovals((await whatIsStuck(tx, grant.brands, endOfDay, 200)).flatMap((row) => ofDelivery(row) ?? [])),
    ...(await whoWaits(tx, grant.brands, grant.actor.userId, 100)).map(ofReply),
  ]
  const rank = (row: TodayRow) => (row.pressing ? -1 : order[row.urgency])
  return rows.sort((a, b) => rank(a) - rank(b) || (a.when ?? '').localeCompare(b.when ?? ''))
}

/** What should be seen at once is late as soon as it is there. */
const isLate = ({ urgency, pressing }: TodayRow): boolean => pressing || urgency === 'late'

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase()

/** People who wait may be many: they give way to what only Today tells of, a post that failed, an approval that is asked for. */
function withRoom(rows: TodayRow[]): TodayRow[] {
  let left = Math.max(shown / 2, shown - rows.filter(({ kind }) => kind !== 'reply').length)
  return rows.filter(({ kind }) => kind !== 'reply' || (left -= 1) >= 0)
}

export async function readToday(deps: TodayDeps, grant: Grant<'read'>): Promise<TodayView> {
  return deps.db.readBrands(grant.brands, async (tx) => {
    const brands = grant.brands.length > 0 ? await findBrands(tx, grant.brands) : []
    const zone = brands[0]?.zone ?? 'Europe/Paris'
    const today = Temporal.Now.plainDateISO(zone)
    const from = startOfDay(today.toString(), zone)
    const to = startOfDay(today.add({ days: 1 }).toString(), zone)
    const rows = await rowsOf(deps, tx, grant, to)
    const kept = withRoom(rows)
    const replies = rows.filter(({ kind }) => kind === 'reply')
    const settled = await settledSince(tx, grant.brands, new Date(from.getTime() - eveningMilliseconds))
    const [only] = grant.brands
    const people = grant.brands.length === 1 && only ? await colleaguesOf(tx, only) : []
    return {
      date: today.toString(),
      zone,
      notes: (await notesBetween(tx, grant.brands, from, to)).map((note) => ({ ...note, at: new Date(note.at).toISOString() })),
      rows: kept,
      more: rows.length - kept.length,
      late: rows.filter(isLate).length,
      replies: { count: replies.length, late: replies.some(isLate) },
      settled: (['published', 'answered', 'done', 'reconciled'] as const).map((key) => ({ key, count: settled[key] })),
      who: people.map(({ id, name }) => ({ id, name, initials: initialsOf(name), here: id === grant.actor.userId })),
      next: (await whatComes(tx, grant.brands, to)).map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
    }
  })
}
