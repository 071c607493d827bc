import type { z } from 'zod'
import { connectorFor, findChannel } from '../channels/channels.public.ts'
import type { BrandGrant, Grant } from '../platform/access.ts'
import type { Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import { announce } from '../platform/events.ts'
import { isApproved } from '../review/review.public.ts'
import { findBrand, recordAudit } from '../team/team.public.ts'
import { mustLeadThere } from './publish.assist.service.ts'
import { changedMeanwhile, findingsBlock, notFromHere } from './publish.errors.ts'
import { deliveryPublished } from './publish.events.ts'
import type { DeliveryState, DeliveryView, LedgerView, moveBody, releaseBody, settleBody } from './publish.schema.ts'
import { promised, ringAt, sealVariant, whenOf, type Brand, type ScheduleDeps, type When } from './publish.schedule.service.ts'
import {
  clearIntents,
  currentEpoch,
  databaseNow,
  findDelivery,
  linesOf,
  lockDelivery,
  moveDelivery,
  presentDelivery,
  setReceipt,
  stepsOf,
  type DeliveryRow,
} from './publish.store.ts'

type Acting = { tx: Tx; brand: Brand; row: DeliveryRow }

/** Locks a delivery of this brand in one of the states from which the act is possible. */
async function act<T>(
  deps: ScheduleDeps,
  grant: BrandGrant,
  id: string,
  from: readonly DeliveryState[],
  work: (acting: Acting) => Promise<T>,
): Promise<T> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const row = await lockDelivery(tx, id)
    const brand = await findBrand(tx, grant.brandId)
    if (!row || !brand) throw notFound()
    if (!from.includes(row.state)) throw notFromHere(row.state)
    return work({ tx, brand, row })
  })
}

function sameVersion(row: DeliveryRow, version: number): void {
  if (row.version !== version) throw changedMeanwhile(presentDelivery(row))
}

async function read(tx: Tx, id: string): Promise<DeliveryView> {
  const row = await findDelivery(tx, id)
  if (!row) throw notFound()
  return presentDelivery(row)
}

/** Another hour for what waits. What is sealed stays sealed: only the time changes. */
export function moveTo(
  deps: ScheduleDeps,
  grant: BrandGrant<'schedule'>,
  id: string,
  body: z.infer<typeof moveBody>,
): Promise<DeliveryView> {
  return act(deps, grant, id, ['draft', 'awaiting', 'scheduled', 'held'], async ({ tx, brand, row }) => {
    sameVersion(row, body.version)
    const when = await whenOf(tx, brand, body.localTime, body.repeatedHour)
    await reschedule(deps, { tx, brand, row }, when, { actor: grant.actor.userId })
    return read(tx, id)
  })
}

/** What is taken up again leaves if its words may, and waits for an approval if they have none. */
async function stateOf({ tx, brand, row }: Acting, takenUp: boolean): Promise<DeliveryState> {
  if (row.state !== 'held' && !takenUp) return row.state
  const free = row.kind !== 'post' || !brand.approvalNeeded
  return free || (row.hash !== null && (await isApproved(tx, row.id, row.hash))) ? 'scheduled' : 'awaiting'
}

/** `takenUp`: it had come to rest. `answered`: a person has just said that it is not there, so that a restore no longer stands in its way. */
async function reschedule(
  deps: ScheduleDeps,
  { tx, brand, row }: Acting,
  when: When,
  by: { actor: string; takenUp?: boolean; answered?: boolean },
): Promise<void> {
  const epoch = await currentEpoch(tx)
  const known = by.answered ? { ...row, epoch } : row
  const state = await stateOf({ tx, brand, row }, by.takenUp ?? false)
  const going =
    state === 'scheduled' ? promised(known, epoch, await databaseNow(tx)) : { state, epoch: known.epoch, cause: null, settleAt: null }
  const change = { ...going, ...when, heldReason: null, toleranceSeconds: brand.toleranceSeconds }
  await moveDelivery(tx, row, change, by.actor, { dueAt: when.dueAt.toISOString() })
  if (change.state === 'scheduled') await ringAt(deps.jobs, tx, row.id, when.dueAt)
}

/** Takes back what has not left: to a draft (an undo), or cancelled for good. */
export function cancel(
  deps: ScheduleDeps,
  grant: BrandGrant<'schedule'>,
  id: string,
  body: { version?: number; keepDraft: boolean },
): Promise<DeliveryView> {
  return act(deps, grant, id, ['awaiting', 'scheduled', 'held', 'failed', 'expired'], async ({ tx, row }) => {
    if (body.version !== undefined) sameVersion(row, body.version)
    const state = body.keepDraft && row.kind === 'post' ? 'draft' : 'cancelled'
    await moveDelivery(tx, row, { state, heldReason: null, cause: null, settleAt: null }, grant.actor.userId)
    return read(tx, id)
  })
}

/** What no longer was what had been checked is sealed as it is now: a person looked at it, and what blocks it still does. */
async function sealAgain(deps: ScheduleDeps, tx: Tx, row: DeliveryRow, actor: string): Promise<DeliveryRow> {
  if (!row.variantId) return row
  const { sealed, hash, format, blocking, channel } = await sealVariant(tx, deps.connectorOf, row.variantId)
  if (blocking.length > 0) throw findingsBlock([{ channelId: channel.id, findings: blocking }])
  await moveDelivery(tx, row, { state: 'held', sealed, hash, format }, actor, { hash })
  return { ...row, sealed, hash, format, version: row.version + 1 }
}

/** What is held asks a person: publish, move or drop. */
export function release(
  deps: ScheduleDeps,
  grant: BrandGrant<'schedule'>,
  id: string,
  body: z.infer<typeof releaseBody>,
): Promise<DeliveryView> {
  return act(deps, grant, id, ['held', 'failed', 'expired'], async ({ tx, brand, row }) => {
    const actor = grant.actor.userId
    if (body.choice === 'drop') {
      await moveDelivery(tx, row, { state: 'cancelled', heldReason: null, settleAt: null }, actor, { choice: 'drop' })
      return read(tx, id)
    }
    const when = await whenOf(
      tx,
      brand,
      body.choice === 'move' ? body.localTime : null,
      body.choice === 'move' ? body.repeatedHour : undefined,
    )
    const again = row.heldReason === 'changed' ? await sealAgain(deps, tx, row, actor) : row
    await reschedule(deps, { tx, brand, row: again }, when, { actor, takenUp: true })
    return read(tx, id)
  })
}

/** An hour to come is kept (a restored post of next week leaves next week); one that passed becomes now. */
async function hourOf(tx: Tx, brand: Brand, row: DeliveryRow): Promise<When> {
  const { dueAt, localTime, zone } = row
  if (dueAt && localTime && zone && dueAt > (await databaseNow(tx))) return { dueAt, localTime, zone }
  return whenOf(tx, brand, null)
}

/** The post of a thread that was in doubt, when others were to follow it and were never begun. */
async function inTheMiddle(tx: Tx, row: DeliveryRow): Promise<string | null> {
  const steps = await stepsOf(tx, row.id)
  const acts = row.sealed?.acts ?? []
  const open = steps.find((step) => !step.receipt)
  const follows = acts.slice((open?.position ?? 0) + 1).some((act) => act.kind === 'post')
  return open?.intentAt && acts[open.position]?.kind === 'post' && follows ? open.id : null
}

/** A person saw it: it is published; or, of a thread, this much of it is, and the person says what becomes of the rest. */
async function standsThere({ tx, row }: Pick<Acting, 'tx' | 'row'>, link: string, actor: string): Promise<void> {
  const at = await databaseNow(tx)
  const detail = { answer: 'there', link }
  const open = await inTheMiddle(tx, row)
  if (open) {
    await setReceipt(tx, open, { ref: { id: link, version: null, url: link }, at: at.toISOString(), data: { seenBy: actor } })
    return moveDelivery(tx, row, { state: 'held', heldReason: 'partly', settleAt: null, cause: null }, actor, detail)
  }
  await moveDelivery(tx, row, { state: 'published', link, publishedAt: at, settleAt: null, cause: null }, actor, detail)
  await announce(tx, row.brandId, deliveryPublished, {
    deliveryId: row.id,
    kind: row.kind,
    messageId: row.messageId,
    targetId: row.targetId,
    channelId: row.channelId,
  })
}

/** A person answers for a network that cannot: it is there, it is not there, or let it be. */
export function settleByPerson(
  deps: ScheduleDeps,
  grant: BrandGrant<'schedule'>,
  id: string,
  body: z.infer<typeof settleBody>,
): Promise<DeliveryView> {
  return act(deps, grant, id, ['unknown'], async ({ tx, brand, row }) => {
    const actor = grant.actor.userId
    if (body.answer === 'there') {
      const channel = await findChannel(tx, row.channelId)
      if (channel?.assisted) mustLeadThere(channel, body.link, connectorFor(deps, channel))
      await standsThere({ tx, row }, body.link, actor)
    } else if (body.answer === 'not_there' || body.answer === 'later') {
      // Only a person knows that it is not there: a network might still bring it.
      if (body.answer === 'later' && row.cause?.kind !== 'by_hand') throw notFromHere(row.state)
      await clearIntents(tx, row.id)
      const when = body.answer === 'later' ? await whenOf(tx, brand, body.localTime, body.repeatedHour) : await hourOf(tx, brand, row)
      await reschedule(deps, { tx, brand, row }, when, { actor, takenUp: true, answered: true })
    } else {
      await moveDelivery(tx, row, { state: 'cancelled', settleAt: null }, actor, { answer: 'drop' })
    }
    await recordAudit(tx, grant, 'publish.settle', id, { answer: body.answer })
    return read(tx, id)
  })
}

export function readLedger(deps: Pick<ScheduleDeps, 'db'>, grant: Grant<'read'>, id: string): Promise<LedgerView> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const row = await findDelivery(tx, id)
    if (!row) throw notFound()
    const steps = await stepsOf(tx, id)
    const lines = await linesOf(tx, id)
    return {
      delivery: presentDelivery(row),
      steps: steps.map((step) => ({
        position: step.position,
        act: step.act.kind,
        key: step.key,
        recordKey: step.recordKey,
        intentAt: step.intentAt?.toISOString() ?? null,
        fingerprint: step.fingerprint,
        receiptAt: step.receiptAt?.toISOString() ?? null,
        link: step.receipt?.ref?.url ?? null,
      })),
      lines: lines.map(({ at, from, to, actor, detail }) => ({ at: at.toISOString(), from: from ?? null, to, actor, detail })),
    }
  })
}
