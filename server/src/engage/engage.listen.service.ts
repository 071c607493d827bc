import { NetworkFailure, type Page, type Signal } from '@pupitre/networks'
import {
  connectedChannels,
  connectorFor,
  contextOf,
  findChannel,
  noteHealth,
  setChannel,
  type ChannelDeps,
  type ChannelRow,
} from '../channels/channels.public.ts'
import type { Log } from '../platform/log.ts'
import { createLanes } from '../platform/lanes.ts'
import { closeOld } from './engage.store.ts'
import { ingest, type Understand } from './engage.ingest.service.ts'

export type ListenDeps = ChannelDeps & { log: Log; understand: Understand }

const pollSeconds = 30
/** A stream says things sooner; what it missed is read anyway, this often. */
const safetySeconds = 60
const maxPages = 20

/** The first look at an account finds its whole past: who wrote before these days is filed, not put on the desk. */
const firstLookDays = 2

type Transaction = Parameters<Parameters<ListenDeps['db']['system']['transaction']>[0]>[0]

/** What one message breaks is undone for it alone: the others of its page are kept. Its words are never written to the log. */
export async function storeAlone(deps: ListenDeps, tx: Transaction, channel: ChannelRow, signal: Signal): Promise<void> {
  const id = signal.kind === 'message' ? signal.message.id : signal.id
  try {
    await tx.transaction((inner) => ingest(inner, channel, signal, deps.understand))
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    deps.log.error('engage.message_refused', new Error(`could not be kept (${code})`), { channelId: channel.id, networkId: id })
  }
}

/** `read`: how far the channel has been read with it, when it was asked rather than told. */
async function storeSignals(deps: ListenDeps, channel: ChannelRow, signals: Signal[], read: Omit<Page<Signal>, 'items'> | null) {
  await deps.db.system.transaction(async (tx) => {
    for (const signal of signals) await storeAlone(deps, tx, channel, signal)
    if (channel.heardAt === null) await closeOld(tx, channel.id, firstLookDays)
    if (read) await setChannel(tx, channel.id, { inboxCursor: read.cursor, ...(read.more ? {} : { heardAt: new Date() }) })
  })
}

/** Reads what is new on a channel. The cursor moves with the messages, in one transaction: nothing is lost or read twice. */
async function readInbox(deps: ListenDeps, channelId: string): Promise<void> {
  for (let page = 0; page < maxPages; page += 1) {
    const row = await findChannel(deps.db.system, channelId)
    if (!row?.sealed) return
    try {
      const read = await connectorFor(deps, row).inbox(contextOf(deps, row, pollSignal()), row.inboxCursor)
      await storeSignals(deps, row, read.items, { cursor: read.cursor ?? row.inboxCursor, more: read.more })
      if (row.health !== 'ok' && row.health !== 'expiring') await noteHealth(deps.db.system, row, 'ok', null)
      if (!read.more) return
    } catch (cause) {
      if (!(cause instanceof NetworkFailure)) throw cause
      const health = cause.nextStep === 'reconnect' ? 'refused' : 'unreachable'
      await noteHealth(deps.db.system, row, health, { kind: cause.kind, said: cause.said, at: new Date().toISOString() })
      return
    }
  }
}

const pollSignal = (): AbortSignal => AbortSignal.timeout(pollSeconds * 1000)

type Listening = { channelId: string; sealed: string; end: AbortController }

/** Keeps one ear on every connected channel: a stream where the network has one, a regular look everywhere. */
export function createListener(deps: ListenDeps) {
  const streams = new Map<string, Listening>()
  /** A slow network holds its own lane, not the others. */
  const lanes = createLanes()
  const lastLook = new Map<string, number>()

  /** One reading of a channel at a time; whoever asks meanwhile gets the reading after it, which sees what they were told of. */
  const reading = new Map<string, { now: Promise<void>; next: Promise<void> | null }>()
  const read = (channelId: string): Promise<void> => {
    const running = reading.get(channelId)
    if (running) return (running.next ??= running.now.then(() => read(channelId)))
    const now = readInbox(deps, channelId)
      .catch((cause: unknown) => deps.log.error('engage.look_failed', cause, { channelId }))
      .finally(() => reading.delete(channelId))
    reading.set(channelId, { now, next: null })
    return now
  }

  const openStream = (row: ChannelRow): void => {
    const { stream } = connectorFor(deps, row)
    if (!stream || !row.sealed || streams.has(row.id)) return
    const end = new AbortController()
    streams.set(row.id, { channelId: row.id, sealed: row.sealed, end })
    stream(contextOf(deps, row, end.signal), (signal) => storeSignals(deps, row, [signal], null))
      .catch((cause: unknown) => {
        if (!(cause instanceof NetworkFailure) && !end.signal.aborted) deps.log.error('engage.stream_failed', cause, { channelId: row.id })
      })
      // It ended: the next look opens it again, and reads what was missed.
      .finally(() => streams.delete(row.id))
      .catch(() => undefined)
  }

  const closeGone = (rows: ChannelRow[]): void => {
    for (const [id, listening] of streams) {
      const row = rows.find((one) => one.id === id)
      if (!row || row.sealed !== listening.sealed) listening.end.abort()
    }
  }

  const isDue = (row: ChannelRow): boolean => {
    const { seconds, kind } = connectorFor(deps, row).capabilities.freshness
    const every = (kind === 'stream' && streams.has(row.id) ? Math.max(seconds, safetySeconds) : seconds) * 1000
    return Date.now() - (lastLook.get(row.id) ?? 0) >= every
  }

  return {
    async look(signal: AbortSignal): Promise<void> {
      const rows = (await connectedChannels(deps.db.system)).filter((row) => row.sealed && !row.assisted)
      closeGone(rows)
      for (const row of rows) {
        if (signal.aborted) return
        if (!isDue(row)) continue
        lastLook.set(row.id, Date.now())
        lanes.add({ channelId: row.id, run: () => read(row.id).then(() => openStream(row)) })
      }
    },
    read,
    /** Resolves when nothing is being read any more. */
    async close(): Promise<void> {
      for (const { end } of streams.values()) end.abort()
      await lanes.idle()
    },
  }
}
