import { sql } from 'drizzle-orm'
import type { Db, Tx } from './db.ts'
import { event } from './events.tables.ts'
import type { Ticker } from './jobs.ts'
import type { Log } from './log.ts'

export type Happened = { id: number; brandId: string; name: string; payload: Record<string, unknown>; at: string }

/** Says that something happened, in the transaction in which it did. */
export async function announce(tx: Tx, brandId: string, name: string, payload: Record<string, unknown>): Promise<void> {
  await tx.insert(event).values({ brandId, name, payload })
}

type Row = { id: number; brand_id: string; name: string; payload: Record<string, unknown>; at: Date }

/** Events after `after`, in order. Never past a transaction that is still open: ids commit out of order. */
export async function readEvents(db: Db, after: number, limit = 500): Promise<Happened[]> {
  const found = await db.systemPool.query<Row>(
    'SELECT id, brand_id, name, payload, at FROM event WHERE id > $1 AND xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY id LIMIT $2',
    [after, limit],
  )
  return found.rows.map((row) => ({ id: row.id, brandId: row.brand_id, name: row.name, payload: row.payload, at: row.at.toISOString() }))
}

export async function lastEventId(db: Db): Promise<number> {
  const found = await db.systemPool.query<{ id: number }>('SELECT coalesce(max(id), 0)::bigint AS id FROM event')
  return found.rows[0]?.id ?? 0
}

export type Listener = { name: string; hears: readonly string[]; hear: (happened: Happened) => Promise<void> }

/** One listener of the desk: hears each event at least once and in order, in one process at a time. */
export function listenerTicker(db: Db, log: Log, listener: Listener): Ticker {
  return {
    name: `listen:${listener.name}`,
    everySeconds: 0.5,
    tick: (signal) =>
      db.system.transaction(async (tx) => {
        await tx.execute(sql`insert into event_cursor (listener, position) values (${listener.name}, 0) on conflict do nothing`)
        const cursor = await tx.execute<{ position: number }>(
          sql`select position from event_cursor where listener = ${listener.name} for update skip locked`,
        )
        const position = cursor.rows[0]?.position
        if (position === undefined) return
        let last = position
        for (const happened of await readEvents(db, position)) {
          if (signal.aborted) break
          if (listener.hears.includes(happened.name)) {
            await listener
              .hear(happened)
              .catch((cause: unknown) => log.error('events.listener_failed', cause, { listener: listener.name, event: happened.id }))
          }
          last = happened.id
        }
        if (last !== position) await tx.execute(sql`update event_cursor set position = ${last} where listener = ${listener.name}`)
      }),
  }
}

export type Subscriber = (happened: Happened) => void

/** Hands what happened to the open pages of this process. */
export function createBroadcast(db: Db): Ticker & { subscribe: (subscriber: Subscriber) => () => void } {
  const subscribers = new Set<Subscriber>()
  let position: number | null = null
  return {
    name: 'broadcast',
    everySeconds: 0.3,
    subscribe(subscriber) {
      subscribers.add(subscriber)
      return () => subscribers.delete(subscriber)
    },
    async tick() {
      position ??= await lastEventId(db)
      if (subscribers.size === 0) {
        position = await lastEventId(db)
        return
      }
      for (const happened of await readEvents(db, position)) {
        position = happened.id
        for (const subscriber of subscribers) subscriber(happened)
      }
    },
  }
}
