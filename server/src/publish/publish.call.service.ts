import type { Connector, NetworkFailure, ReadMedia, Receipt, SendContext, Step } from '@pupitre/networks'
import { contextOf, noteHealth, type ChannelDeps, type ChannelRow } from '../channels/channels.public.ts'
import { sha256 } from '../platform/crypto.ts'
import type { Files } from '../platform/files.ts'
import type { Log } from '../platform/log.ts'
import { addressesFor, type PublicMedia } from '../platform/media-address.ts'
import type { Claimed, StepRow } from './publish.ledger.store.ts'

/** What a call to a network is made of, whether it sends or asks. */
export type CallDeps = ChannelDeps & { files: Files; log: Log; lease: Lease; publicMedia: PublicMedia }

/** No call outlives `callSeconds`, and no call begins when less than that is left of the lease. */
export type Lease = { seconds: number; callSeconds: number }
export const lease: Lease = { seconds: 90, callSeconds: 60 }

export class MediaChanged extends Error {}

const orGone = (cause: NodeJS.ErrnoException): never => {
  throw cause.code === 'ENOENT' ? new MediaChanged() : cause
}

/**
 * Bytes as they were sealed, or nothing: a file that changed since, or is gone, is not sent. One that is read in parts is judged whole
 * before its first part, and never stands whole in memory.
 */
export function readSealed(files: Files, media: Record<string, string>): ReadMedia {
  const judged = new Map<string, Promise<string>>()
  const places = new Map<string, Buffer>()
  return async (id, range) => {
    if (range) {
      const digest = judged.get(id) ?? files.digest(id).catch(orGone)
      judged.set(id, digest)
      if ((await digest) !== media[id]) throw new MediaChanged()
      const known = places.get(id)
      const place = known && known.length >= range.end - range.start ? known : Buffer.alloc(range.end - range.start)
      places.set(id, place)
      return files.readPart(id, range, place)
    }
    const bytes = await files.read(id).catch(orGone)
    if (sha256(bytes) !== media[id]) throw new MediaChanged()
    return bytes
  }
}

/** `now` goes by the database: the networks' times are held against those it wrote. */
type Calling = { channel: ChannelRow; media: Record<string, string>; now: () => Date }

export function sendContext(deps: CallDeps, { channel, media, now }: Calling, onRequest: (fingerprint: string) => void): SendContext {
  const base = contextOf(deps, channel, AbortSignal.timeout(deps.lease.callSeconds * 1000))
  const mediaAddress = addressesFor(deps.publicMedia, channel)
  return {
    ...base,
    now,
    readMedia: readSealed(deps.files, media),
    onRequest,
    limits: channel.limits,
    ...(mediaAddress && { mediaAddress }),
  }
}

/** The act of a step, filled with the receipts of those before it. */
export function completed(connector: Connector, delivery: Claimed, steps: readonly StepRow[], index: number): Step {
  const row = steps[index]
  if (!row) throw new Error('a step is missing')
  const receipts = steps.slice(0, index).flatMap((step) => step.receipt ?? [])
  return { key: row.step.key, recordKey: row.step.recordKey, act: connector.complete(delivery.sealed.acts, index, receipts) }
}

/** What a person would look for on the network: the first post of a thread, else what was acted on last. */
export function refOf(delivery: Claimed, receipts: readonly (Receipt | null)[]): Receipt['ref'] {
  const first = delivery.sealed.acts.findIndex((act) => act.kind === 'post')
  return receipts[first === -1 ? receipts.length - 1 : first]?.ref ?? null
}

/** Seconds until the network may be asked about an outcome nobody heard; null where it cannot be asked. */
export const settleSecondsOf = (connector: Connector): number | null => {
  const { once } = connector.capabilities
  return once.kind === 'blind' ? null : once.settleSeconds
}

/** An account the network no longer knows us on is flagged at once, and its owner told, whoever found out. */
export async function noteRefusal(deps: CallDeps, channel: ChannelRow, failure: NetworkFailure): Promise<void> {
  if (failure.nextStep !== 'reconnect' && failure.kind !== 'account_gone') return
  await noteHealth(deps.db.system, channel, 'refused', { kind: failure.kind, said: failure.said, at: new Date().toISOString() })
}
