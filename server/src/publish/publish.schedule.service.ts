import type { Finding } from '@pupitre/networks'
import { connectorFor, type ConnectorOf } from '../channels/channels.public.ts'
import { findingsOf, setContent, variantsOf, versionForDelivery, findContent } from '../create/create.public.ts'
import type { BrandGrant } from '../platform/access.ts'
import { furthestMilliseconds, readWallTime, wallTimeOf } from '../platform/clock.ts'
import { canonicalJson } from '../platform/crypto.ts'
import type { Db, Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import type { Jobs } from '../platform/jobs.ts'
import { isApproved, type HashOfVersion } from '../review/review.public.ts'
import { findBrand, recordAudit } from '../team/team.public.ts'
import {
  badTime,
  changedMeanwhile,
  confirmNames,
  findingsBlock,
  inThePast,
  lostHour,
  nothingToSend,
  notFromHere,
  partlySent,
  repeatedHour,
  tooFar,
} from './publish.errors.ts'
import { deliverQueue } from './publish.events.ts'
import type { DeliveryView, ScheduleBody } from './publish.schema.ts'
import { formatOf, seal } from './publish.seal.service.ts'
import { currentEpoch, databaseNow, lockDelivery, moveDelivery, presentDelivery, stepsOf, type DeliveryRow } from './publish.store.ts'

export type ScheduleDeps = { db: Db; jobs: Jobs; connectorOf: ConnectorOf }
export type Brand = NonNullable<Awaited<ReturnType<typeof findBrand>>>

/** States a person may schedule from; in the others something is on its way, or is over. */
const fromHere = new Set(['draft', 'awaiting', 'scheduled', 'held', 'failed', 'cancelled', 'expired'])
/** pg-boss keeps a job that waits for a fortnight: what is due later is rung by the sweep. */
const bellDays = 10

export type When = { dueAt: Date; localTime: string; zone: string }

/** The instant of a wall time in the brand's zone. The lost hour is refused, the repeated one asked about. */
export function instantOf(local: string, zone: string, repeated: 'first' | 'second' | undefined): Date {
  let time
  try {
    time = readWallTime(local, zone)
  } catch (cause) {
    if (cause instanceof RangeError) throw badTime()
    throw cause
  }
  if (time.kind === 'lost') throw lostHour(time)
  if (time.kind === 'exact') return time.instant
  if (!repeated) throw repeatedHour(time)
  return time[repeated]
}

export async function whenOf(tx: Tx, brand: Brand, local: string | null, repeated?: 'first' | 'second'): Promise<When> {
  const now = await databaseNow(tx)
  if (local === null) {
    const dueAt = new Date(now.getTime() + brand.undoSeconds * 1000)
    return { dueAt, localTime: wallTimeOf(dueAt, brand.zone), zone: brand.zone }
  }
  const dueAt = instantOf(local, brand.zone, repeated)
  if (dueAt.getTime() < now.getTime()) throw inThePast()
  if (dueAt.getTime() > now.getTime() + furthestMilliseconds) throw tooFar()
  return { dueAt, localTime: local.length === 16 ? `${local}:00` : local, zone: brand.zone }
}

export async function ringAt(jobs: Jobs, tx: Tx, deliveryId: string, at: Date): Promise<void> {
  if (at.getTime() - Date.now() < bellDays * 86_400_000) await jobs.ring(deliverQueue, { deliveryId }, { at, tx })
}

/** A thread of which a part stands on the network keeps the words of that part. */
async function keepWhatStands(tx: Tx, row: DeliveryRow, acts: readonly unknown[]): Promise<void> {
  const before = row.sealed?.acts ?? []
  const steps = await stepsOf(tx, row.id)
  const changed = steps.some((step) => step.receipt && canonicalJson(before[step.position]) !== canonicalJson(acts[step.position]))
  if (changed) throw partlySent()
}

/** What would leave of one version, checked and sealed; findings that block come back instead. */
export async function sealVariant(tx: Tx, connectorOf: ConnectorOf, variantId: string) {
  const found = await versionForDelivery(tx, variantId)
  const connector = connectorFor({ connectorOf }, found.channel)
  const blocking = findingsOf(connector, found.channel.limits, found.made).filter((finding) => finding.blocking)
  return {
    ...found,
    blocking,
    format: formatOf(found.made.variant),
    ...seal(connector.plan(found.made.variant, null), found.made.fingerprints),
  }
}

/** The hash a version would be promised with, for a reader who approves it before. */
export const hashOfVersion =
  (connectorOf: ConnectorOf): HashOfVersion =>
  async (tx, variantId) =>
    (await sealVariant(tx, connectorOf, variantId)).hash

type Scheduling = { deps: ScheduleDeps; tx: Tx; grant: BrandGrant; brand: Brand; when: When; notAfter: Date | null; epoch: number }

/**
 * What becomes of a delivery that a person promises. One that had been promised before the restored backup was taken may have left
 * since: it is asked about, at once and not at its hour, and only an answer brings it into this life of the desk.
 */
export function promised(row: DeliveryRow, epoch: number, now: Date) {
  if (row.hash === null || row.epoch >= epoch) return { state: 'scheduled', epoch, cause: null, settleAt: null } as const
  const cause = { kind: 'restored', nextStep: 'reconcile', said: '', at: now.toISOString() } as const
  return { state: 'unknown', epoch: row.epoch, cause, settleAt: now } as const
}

async function scheduleOne(s: Scheduling, row: DeliveryRow, sealed: Awaited<ReturnType<typeof sealVariant>>): Promise<DeliveryView> {
  const { deps, tx, grant, brand, when } = s
  await keepWhatStands(tx, row, sealed.sealed.acts)
  const approved = !brand.approvalNeeded || (await isApproved(tx, row.id, sealed.hash))
  const going = approved ? promised(row, s.epoch, await databaseNow(tx)) : null
  const change = {
    // Until it is approved, what it was promised in stays as it is.
    ...(going ?? { state: 'awaiting' as const, epoch: row.hash === null ? s.epoch : row.epoch, cause: null, settleAt: null }),
    sealed: sealed.sealed,
    hash: sealed.hash,
    format: sealed.format,
    ...when,
    notAfter: s.notAfter,
    toleranceSeconds: brand.toleranceSeconds,
    heldReason: null,
  }
  await moveDelivery(tx, row, change, grant.actor.userId, { dueAt: when.dueAt.toISOString(), hash: sealed.hash })
  if (change.state === 'scheduled') await ringAt(deps.jobs, tx, row.id, when.dueAt)
  return presentDelivery({ ...row, ...change, version: row.version + 1 })
}

function checkBlast(brand: Brand, channels: { handle: string; name: string }[], confirmed: readonly string[]): void {
  if (channels.length <= brand.blastChannels) return
  const typed = new Set(confirmed.map((name) => name.trim().toLowerCase().replace(/^@/, '')))
  const missing = channels.some(
    (channel) => !typed.has(channel.handle.toLowerCase().replace(/^@/, '')) && !typed.has(channel.name.toLowerCase()),
  )
  if (missing) throw confirmNames(channels.map((channel) => channel.handle))
}

type Version = Awaited<ReturnType<typeof variantsOf>>[number]

/** The versions that can be promised: those asked for that have not left. */
function openVersions(rows: Version[], channelIds: string[] | undefined): Version[] {
  const asked = rows.filter((row) => !channelIds || channelIds.includes(row.channel.id))
  const [first] = asked
  if (!first) throw nothingToSend()
  const open = asked.filter((row) => row.delivery && fromHere.has(row.delivery.state))
  if (open.length === 0) throw notFromHere(first.delivery?.state ?? 'published')
  return open
}

/** Seals each, or says everything that blocks, channel by channel. */
async function sealAll(tx: Tx, connectorOf: ConnectorOf, versions: Version[]) {
  const sealed = []
  const blocked: { channelId: string; findings: Finding[] }[] = []
  for (const version of versions) {
    const one = await sealVariant(tx, connectorOf, version.variant.id)
    if (one.blocking.length > 0) blocked.push({ channelId: version.channel.id, findings: one.blocking })
    sealed.push(one)
  }
  if (blocked.length > 0) throw findingsBlock(blocked)
  return sealed
}

/** Promises the versions of a content for an hour. All of them or none: a finding on one channel schedules nothing. */
export async function scheduleContent(
  deps: ScheduleDeps,
  grant: BrandGrant<'schedule'>,
  contentId: string,
  body: ScheduleBody,
): Promise<DeliveryView[]> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const brand = await findBrand(tx, grant.brandId)
    const content = await findContent(tx, contentId, true)
    if (!brand || !content) throw notFound()
    if (content.version !== body.version) throw changedMeanwhile({ version: content.version })
    const open = openVersions(await variantsOf(tx, contentId), body.channelIds)
    const when = await whenOf(tx, brand, body.localTime, body.repeatedHour)
    const sealed = await sealAll(tx, deps.connectorOf, open)
    checkBlast(
      brand,
      open.map((row) => row.channel),
      body.confirmedNames ?? [],
    )
    const scheduling = {
      deps,
      tx,
      grant,
      brand,
      when,
      notAfter: body.notAfter ? new Date(body.notAfter) : null,
      epoch: await currentEpoch(tx),
    }
    const views: DeliveryView[] = []
    for (const one of sealed) {
      const row = one.delivery ? await lockDelivery(tx, one.delivery.id) : null
      if (!row || !fromHere.has(row.state)) throw notFromHere(row?.state ?? 'draft')
      views.push(await scheduleOne(scheduling, row, one))
    }
    await setContent(tx, contentId, { updatedBy: grant.actor.userId })
    await recordAudit(tx, grant, 'publish.schedule', contentId, { dueAt: when.dueAt.toISOString(), channels: open.length })
    return views
  })
}

/** The hour a draft is meant for. It shows in the calendar and promises nothing. */
export async function planDraft(
  deps: ScheduleDeps,
  grant: BrandGrant<'write'>,
  id: string,
  body: { localTime: string | null; version: number },
): Promise<DeliveryView> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const row = await lockDelivery(tx, id)
    const brand = await findBrand(tx, grant.brandId)
    if (!row || !brand) throw notFound()
    if (row.state !== 'draft') throw notFromHere(row.state)
    if (row.version !== body.version) throw changedMeanwhile(presentDelivery(row))
    const dueAt = body.localTime ? instantOf(body.localTime, brand.zone, 'first') : null
    const change = { state: row.state, dueAt, localTime: body.localTime, zone: brand.zone }
    await moveDelivery(tx, row, change, grant.actor.userId, { dueAt: dueAt?.toISOString() ?? null })
    return presentDelivery({ ...row, ...change, version: row.version + 1 })
  })
}
