import { NetworkFailure, type Connector } from '@pupitre/networks'
import { connectorFor, contextOf, findChannels, type ChannelRow } from '../channels/channels.public.ts'
import { clockFrom } from '../platform/clock.ts'
import { canonicalJson, sha256 } from '../platform/crypto.ts'
import { completed, MediaChanged, noteRefusal, refOf, sendContext, settleSecondsOf, type CallDeps } from './publish.call.service.ts'
import {
  claim,
  intend,
  keepReceipt,
  leave,
  publish,
  type Arrival,
  type Claimed,
  type Intent,
  type StepRow,
} from './publish.ledger.store.ts'
import { createBatcher, createLanes } from '../platform/lanes.ts'
import { thisOwner } from './publish.owner.service.ts'
import { prepare, unapproved } from './publish.prepare.service.ts'
import type { DeliveryCause, HeldReason } from './publish.schema.ts'
import { hashOf } from './publish.seal.service.ts'

const owner = thisOwner()

const causeOf = (failure: NetworkFailure): DeliveryCause => ({
  kind: failure.kind,
  nextStep: failure.nextStep,
  said: failure.said,
  at: new Date().toISOString(),
})

/** Waits of the retries that are safe, in seconds; then the last one again, until the tolerance has passed. */
const waits = [5, 15, 30, 60, 120, 300]
const waitOf = (attempts: number): number => waits[Math.min(attempts, waits.length) - 1] ?? 5

async function settleLater(
  deps: CallDeps,
  delivery: Claimed,
  connector: Connector,
  cause: DeliveryCause,
  detail: Record<string, unknown>,
): Promise<void> {
  const afterSeconds = settleSecondsOf(connector)
  const told = afterSeconds === null ? { ...cause, nextStep: 'ask_person' as const } : cause
  await leave(deps.db.systemPool, {
    deliveryId: delivery.id,
    fence: delivery.fence,
    to: 'unknown',
    cause: told,
    afterSeconds,
    surelyNotSent: false,
    detail,
  })
}

async function refused(
  deps: CallDeps,
  delivery: Claimed,
  channel: ChannelRow,
  failure: NetworkFailure,
  detail: Record<string, unknown>,
): Promise<void> {
  const pool = deps.db.systemPool
  const base = { deliveryId: delivery.id, fence: delivery.fence, cause: causeOf(failure), surelyNotSent: true, detail }
  if (failure.nextStep === 'wait') {
    await leave(pool, { ...base, to: 'scheduled', afterSeconds: failure.retryAfterSeconds ?? waitOf(delivery.attempts) })
    return
  }
  await leave(pool, { ...base, to: 'failed', afterSeconds: null })
  await noteRefusal(deps, channel, failure)
}

/** The channel with other credentials than those that were refused; null when there are none. */
async function renewed({ deps, connector, channel, now }: Attempt): Promise<ChannelRow | null> {
  const current = async () => {
    const [row] = await findChannels(deps.db.system, [channel.id])
    return row?.sealed && row.sealed !== channel.sealed ? row : null
  }
  // What may be renewed once was perhaps renewed by another process in the meantime.
  const already = await current()
  if (already) return already
  try {
    await connector.refresh({ ...contextOf(deps, channel, AbortSignal.timeout(deps.lease.callSeconds * 1000)), now })
  } catch (cause) {
    if (!(cause instanceof NetworkFailure)) throw cause
  }
  return current()
}

/** The two statements that every delivery makes, gathered across deliveries. */
type Statements = { intend: (intent: Intent) => Promise<Date | null>; publish: (arrival: Arrival) => Promise<void> }
type Attempt = Statements & {
  deps: CallDeps
  delivery: Claimed
  channel: ChannelRow
  connector: Connector
  steps: StepRow[]
  /** Where the brand asks for it: the last word on exactly these words is yes, and still is. */
  approved: boolean
  now: () => Date
}

/** Reasons that never come about by themselves: somebody should look. */
const alarms: Partial<Record<HeldReason, string>> = { changed: 'publish.changed_after_sealing', unapproved: 'publish.not_approved' }

async function hold({ deps, delivery }: Attempt, heldReason: HeldReason): Promise<void> {
  const left = await leave(deps.db.systemPool, {
    deliveryId: delivery.id,
    fence: delivery.fence,
    to: 'held',
    cause: null,
    heldReason,
    afterSeconds: null,
    surelyNotSent: true,
    detail: { heldReason },
  })
  const alarm = alarms[heldReason]
  if (left && alarm) deps.log.error(alarm, new Error('what was checked is not what would leave'), { deliveryId: delivery.id })
}

/** Why an intent was refused: everything was stopped, the words are no longer those that were sealed, or neither is so any more. */
async function stopped(attempt: Attempt): Promise<void> {
  const { deps, delivery } = attempt
  const found = await deps.db.systemPool.query<{ frozen: boolean; same: boolean }>(
    'SELECT f.active AS frozen, d.hash = $2 AS same FROM delivery d JOIN brand_freeze f ON f.brand_id = d.brand_id WHERE d.id = $1',
    [delivery.id, delivery.hash],
  )
  const [now] = found.rows
  if (now?.frozen) return hold(attempt, 'freeze')
  return now?.same ? giveBack(attempt, { stopped: true }) : hold(attempt, 'changed')
}

/** Nothing was sent. If the lease was lost the fence has moved on, and this does nothing; if only a clock was set, it is due again. */
async function giveBack({ deps, delivery }: Attempt, detail: Record<string, unknown>): Promise<void> {
  await leave(deps.db.systemPool, {
    deliveryId: delivery.id,
    fence: delivery.fence,
    to: 'scheduled',
    cause: null,
    afterSeconds: 0,
    surelyNotSent: true,
    detail,
  })
}

/** One step: intent, call, receipt. Returns what to do next. */
async function sendStep(attempt: Attempt, index: number, mayRenew = true): Promise<'next' | 'stop'> {
  const { deps, delivery, channel, connector, steps } = attempt
  const row = steps[index]
  if (!row) return 'stop'
  const step = completed(connector, delivery, steps, index)
  const began = { monotonic: performance.now(), wall: Date.now() }
  const intentAt = await attempt.intend({
    deliveryId: delivery.id,
    brandId: delivery.brandId,
    fence: delivery.fence,
    hash: delivery.hash,
    stepId: row.id,
    fingerprint: sha256(canonicalJson(step)),
  })
  if (!intentAt) return stopped(attempt).then(() => 'stop' as const)
  const detail: Record<string, unknown> = { step: index, act: step.act.kind }
  const calling = { channel, media: delivery.sealed.media, now: attempt.now }
  const context = sendContext(deps, calling, (fingerprint) => (detail['request'] = fingerprint))
  // A process that slept through its lease wakes here, and does not send. Both clocks: one stops when the machine sleeps.
  const slept = Math.max(performance.now() - began.monotonic, Date.now() - began.wall)
  if (slept > (deps.lease.seconds - deps.lease.callSeconds) * 1000) return giveBack(attempt, { slept: true }).then(() => 'stop' as const)
  try {
    row.receipt = await connector.send(context, step)
  } catch (cause) {
    return failed(attempt, index, { cause, detail, mayRenew })
  }
  await arrived(attempt, index, detail)
  return 'next'
}

async function arrived({ deps, delivery, steps, publish }: Attempt, index: number, detail: Record<string, unknown>): Promise<void> {
  const row = steps[index]
  if (!row?.receipt) return
  if (index < steps.length - 1) return keepReceipt(deps.db.systemPool, row.id, row.receipt)
  const ref = refOf(
    delivery,
    steps.map((step) => step.receipt),
  )
  return publish({ deliveryId: delivery.id, stepId: row.id, receipt: row.receipt, ref, actor: 'desk', detail })
}

async function failed(
  attempt: Attempt,
  index: number,
  failure: { cause: unknown; detail: Record<string, unknown>; mayRenew: boolean },
): Promise<'next' | 'stop'> {
  const { deps, delivery, channel, connector } = attempt
  const { cause, detail } = failure
  if (cause instanceof MediaChanged) return hold(attempt, 'changed').then(() => 'stop' as const)
  if (!(cause instanceof NetworkFailure)) {
    // Ours to mend, but something may have left: the network is asked, nothing is sent again.
    deps.log.error('publish.connector_broke', cause, { deliveryId: delivery.id, network: channel.network })
    await settleLater(
      deps,
      delivery,
      connector,
      { kind: 'bad_answer', nextStep: 'reconcile', said: '', at: new Date().toISOString() },
      detail,
    )
    return 'stop'
  }
  if (cause.sent === 'unknown' || cause.nextStep === 'reconcile') {
    await settleLater(deps, delivery, connector, causeOf(cause), detail)
    return 'stop'
  }
  if (cause.kind === 'unauthorized' && failure.mayRenew) {
    const fresh = await renewed(attempt)
    if (fresh) return sendStep({ ...attempt, channel: fresh }, index, false)
  }
  await refused(deps, delivery, channel, cause, detail)
  return 'stop'
}

async function deliverOne(attempt: Attempt): Promise<void> {
  const { delivery, steps, approved } = attempt
  if (hashOf(delivery.sealed) !== delivery.hash) return hold(attempt, 'changed')
  if (!approved) return hold(attempt, 'unapproved')
  // A thread that was cut down to what stands already: there is nothing left to send.
  if (steps.length > 0 && steps.every((step) => step.receipt)) return arrived(attempt, steps.length - 1, { whole: true })
  for (let index = 0; index < steps.length; index += 1) {
    if (steps[index]?.receipt) continue
    if ((await sendStep(attempt, index)) === 'stop') return
  }
}

async function withoutChannel(deps: CallDeps, delivery: Claimed): Promise<void> {
  const cause: DeliveryCause = { kind: 'disconnected', nextStep: 'reconnect', said: '', at: new Date().toISOString() }
  await leave(deps.db.systemPool, {
    deliveryId: delivery.id,
    fence: delivery.fence,
    to: 'failed',
    cause,
    afterSeconds: null,
    surelyNotSent: true,
    detail: {},
  })
}

export type Deliverer = {
  /** Claims what is due among these and begins to send it. Safe to call twice, from anywhere, with anything. */
  deliver: (ids: string[]) => Promise<void>
  /** Resolves when nothing is on its way from this process. */
  idle: () => Promise<void>
}

function createStatements(deps: CallDeps): Statements {
  const pool = deps.db.systemPool
  return {
    intend: createBatcher(async (intents: Intent[]) => {
      const written = await intend(pool, intents, deps.lease.seconds)
      return ({ stepId }) => written.get(stepId) ?? null
    }),
    publish: createBatcher(async (arrivals: Arrival[]) => {
      await publish(pool, arrivals)
      return () => undefined
    }),
  }
}

export function createDeliverer(deps: CallDeps): Deliverer {
  const lanes = createLanes()
  const statements = createStatements(deps)
  type Given = { delivery: Claimed; channel: ChannelRow | undefined; steps: StepRow[]; approved: boolean; now: () => Date }
  const send = async ({ channel, ...given }: Given): Promise<void> => {
    const { delivery } = given
    try {
      if (!channel) return await withoutChannel(deps, delivery)
      await deliverOne({ ...statements, ...given, deps, channel, connector: connectorFor(deps, channel) })
    } catch (cause) {
      // The database failed us: the lease ends by itself and the sweep takes over.
      deps.log.error('publish.delivery_interrupted', cause, { deliveryId: delivery.id })
    }
  }
  return {
    idle: lanes.idle,
    async deliver(ids) {
      if (ids.length === 0) return
      const claimed = await claim(deps.db.systemPool, ids, owner, deps.lease.seconds)
      const [first] = claimed
      if (!first) return
      const now = clockFrom(first.claimedAt)
      const rows = await findChannels(deps.db.system, [...new Set(claimed.map((delivery) => delivery.channelId))])
      const channels = new Map(rows.filter((row) => row.sealed).map((row) => [row.id, row]))
      const steps = await prepare(deps, claimed, channels)
      const stopped = await unapproved(deps, claimed)
      for (const delivery of claimed) {
        const all = (steps.get(delivery.id) ?? []).slice(0, delivery.sealed.acts.length)
        const { id, channelId } = delivery
        lanes.add({
          channelId,
          run: () => send({ delivery, channel: channels.get(channelId), steps: all, approved: !stopped.has(id), now }),
        })
      }
    },
  }
}
