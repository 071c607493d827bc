import { NetworkFailure, type Signal } from '@pupitre/networks'
import {
  connectedChannels,
  contextOf,
  findChannel,
  noteHealth,
  setChannel,
  type ChannelDeps,
  type ChannelRow,
} from '../channels/channels.public.ts'
import type { Log } from '../platform/log.ts'
import { closeOld } from './engage.store.ts'
import { ingest, type Understand } from './engage.ingest.service.ts'

export type ListenDeps = ChannelDeps & { log: Log; understand: Understand }

const pollSeconds = 30
/** A stream says things sooner; what it missed is read anyway, this often. */
const safetySeconds = 60
const maxPages = 20

/** The first look at an account finds its whole past: who wrote before these days is filed, not put on the desk. */
const firstLookDays = 2

async function storePage(deps: ListenDeps, channel: ChannelRow, signals: Signal[], cursor: string | null, more = false): Promise<void> {
  await deps.db.system.transaction(async (tx) => {
    for (const signal of signals) await ingest(tx, channel, signal, deps.understand)
    if (channel.heardAt === null) await closeOld(tx, channel.id, firstLookDays)
    if (cursor !== null) await setChannel(tx, channel.id, { inboxCursor: cursor, ...(more ? {} : { heardAt: new Date() }) })
  })
}

/** Reads what is new on a channel. The cursor moves with the messages, in one transaction: nothing is lost or read twice. */
export async function readInbox(deps: ListenDeps, channelId: string): Promise<void> {
  const connector = (row: ChannelRow) => deps.connectorOf(row.network)
  for (let page = 0; page < maxPages; page += 1) {
    const row = await findChannel(deps.db.system, channelId)
    if (!row?.sealed) return
    try {
      const read = await connector(row).inbox(contextOf(deps, row, pollSignal()), row.inboxCursor)
      await storePage(deps, row, read.items, read.cursor, read.more)
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
  const lastLook = new Map<string, number>()

  const openStream = (row: ChannelRow): void => {
    const stream = deps.connectorOf(row.network).stream
    if (!stream || !row.sealed || streams.has(row.id)) return
    const end = new AbortController()
    streams.set(row.id, { channelId: row.id, sealed: row.sealed, end })
    stream(contextOf(deps, row, end.signal), (signal) => storePage(deps, row, [signal], null))
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

  return {
    async look(signal: AbortSignal): Promise<void> {
      const rows = (await connectedChannels(deps.db.system)).filter((row) => row.sealed)
      closeGone(rows)
      for (const row of rows) {
        if (signal.aborted) return
        const { seconds, kind } = deps.connectorOf(row.network).capabilities.freshness
        const every = (kind === 'stream' && streams.has(row.id) ? Math.max(seconds, safetySeconds) : seconds) * 1000
        if (Date.now() - (lastLook.get(row.id) ?? 0) < every) continue
        lastLook.set(row.id, Date.now())
        await readInbox(deps, row.id).catch((cause: unknown) => deps.log.error('engage.look_failed', cause, { channelId: row.id }))
        if (kind === 'stream') openStream(row)
      }
    },
    close(): void {
      for (const { end } of streams.values()) end.abort()
    },
  }
}
