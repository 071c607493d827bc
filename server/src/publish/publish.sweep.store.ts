import type { Pool } from 'pg'
import type { Claimed } from './publish.ledger.store.ts'

/**
 * Everything that is due within so many seconds (or has been for as many, when negative), whatever became of its job: the row is the
 * truth. Ids with when to ring.
 */
export async function dueSoon(pool: Pool, withinSeconds: number, limit: number): Promise<{ id: string; at: Date }[]> {
  const found = await pool.query<{ id: string; at: Date }>(
    `SELECT id, greatest(due_at, coalesce(settle_at, due_at)) AS at FROM delivery
     WHERE state = 'scheduled' AND due_at <= now() + make_interval(secs => $1) AND coalesce(settle_at, due_at) <= now() + make_interval(secs => $1)
     ORDER BY due_at LIMIT $2`,
    [withinSeconds, limit],
  )
  return found.rows
}

const lostSql = `
  WITH lost AS (
    SELECT d.id, d.state AS was, CASE WHEN NOT c.assisted THEN ($1::jsonb ->> c.network)::float8 END AS settle,
      EXISTS (SELECT 1 FROM delivery_step s WHERE s.delivery_id = d.id AND s.intent_at IS NOT NULL AND s.receipt IS NULL) AS open
    FROM delivery d JOIN channel c ON c.id = d.channel_id
    WHERE d.state IN ('claimed', 'sending') AND d.lease_until < now()
    ORDER BY d.lease_until LIMIT 500 FOR UPDATE OF d SKIP LOCKED
  ), moved AS (
    UPDATE delivery d SET state = CASE WHEN lost.open THEN 'unknown' ELSE 'scheduled' END, fence = d.fence + 1,
      cause = CASE WHEN lost.open THEN jsonb_build_object('kind', 'lease_lost', 'nextStep', CASE WHEN lost.settle IS NULL THEN 'ask_person' ELSE 'reconcile' END,
        'said', '', 'at', now()) ELSE d.cause END,
      settle_at = CASE WHEN lost.open THEN now() + make_interval(secs => lost.settle) END, lease_until = NULL, version = d.version + 1, updated_at = now()
    FROM lost WHERE d.id = lost.id RETURNING d.*, lost.was
  ), lines AS (
    INSERT INTO delivery_line (id, brand_id, delivery_id, "from", "to", actor, detail)
    SELECT gen_random_uuid(), brand_id, id, was, state, 'desk', jsonb_build_object('lease', 'lost', 'claimedBy', claimed_by) FROM moved
  ), said AS (
    INSERT INTO event (brand_id, name, payload)
    SELECT brand_id, 'publish.moved', jsonb_build_object('deliveryId', id, 'state', state, 'kind', kind) FROM moved
  )
  SELECT id FROM moved WHERE state = 'scheduled'`

/**
 * Deliveries whose worker did not come back. Without an open intent nothing can have left: they are due again, and their ids come
 * back. With one, the network is asked, not before its own delay (seconds by network; a network without one waits for a person).
 */
export async function takeLost(pool: Pool, settleSeconds: Record<string, number | null>): Promise<string[]> {
  return (await pool.query<{ id: string }>(lostSql, [JSON.stringify(settleSeconds)])).rows.map((row) => row.id)
}

export type Doubtful = Claimed & {
  claimedBy: string | null
  leaseWasLost: boolean
  reconciled: number
  notKnownSince: Date
  restored: boolean
  /** The database's time. */
  askedAt: Date
}

/** Takes unknown outcomes that may be asked about now; the fence keeps a second process off them. */
export async function takeDoubtful(pool: Pool, limit: number, leaseSeconds: number): Promise<Doubtful[]> {
  const found = await pool.query<Doubtful>(
    `UPDATE delivery d SET fence = d.fence + 1, lease_until = now() + make_interval(secs => $2), settle_at = now() + make_interval(secs => $2), updated_at = now()
     FROM (SELECT id FROM delivery WHERE state = 'unknown' AND settle_at <= now() ORDER BY settle_at LIMIT $1 FOR UPDATE SKIP LOCKED) q
     WHERE d.id = q.id
     RETURNING d.id, d.brand_id AS "brandId", d.channel_id AS "channelId", d.kind, d.message_id AS "messageId", d.target_id AS "targetId", d.sealed, d.hash,
       d.fence, d.attempts, d.claimed_by AS "claimedBy", coalesce(d.cause ->> 'kind', '') = 'lease_lost' AS "leaseWasLost", d.reconciled,
       (SELECT raised_at FROM restore_epoch) AS "notKnownSince", d.epoch < (SELECT epoch FROM restore_epoch) AS restored,
       clock_timestamp() AS "askedAt"`,
    [limit, leaseSeconds],
  )
  return found.rows
}

/** Overdue by more than the tolerance and never claimed: a sweep holds them and asks. */
export async function holdLate(pool: Pool): Promise<number> {
  const found = await pool.query(`
    WITH late AS (
      SELECT id, not_after IS NOT NULL AND not_after < now() AS expired FROM delivery
      WHERE state = 'scheduled' AND (due_at + make_interval(secs => tolerance_seconds) < now() OR not_after < now())
      ORDER BY due_at LIMIT 500 FOR UPDATE SKIP LOCKED
    ), moved AS (
      UPDATE delivery d SET state = CASE WHEN late.expired THEN 'expired' ELSE 'held' END, held_reason = CASE WHEN late.expired THEN NULL ELSE 'late' END, settle_at = NULL,
        version = d.version + 1, updated_at = now()
      FROM late WHERE d.id = late.id RETURNING d.*
    ), lines AS (
      INSERT INTO delivery_line (id, brand_id, delivery_id, "from", "to", actor, detail)
      SELECT gen_random_uuid(), brand_id, id, 'scheduled', state, 'desk', jsonb_build_object('heldReason', held_reason, 'dueAt', due_at) FROM moved
    ), said AS (
      INSERT INTO event (brand_id, name, payload)
      SELECT brand_id, 'publish.moved', jsonb_build_object('deliveryId', id, 'state', state, 'kind', kind) FROM moved
    )
    SELECT id FROM moved`)
  return found.rowCount ?? 0
}

/** Posts of the network that other deliveries from here are (one that was only read from the account may be this one), and whether another doubtful one has the very same words: a match would not tell which. */
export async function claimedPosts(pool: Pool, of: Doubtful, networkIds: string[]): Promise<{ known: Set<string>; twin: boolean }> {
  const found = await pool.query<{ networkId: string | null; twin: boolean }>(
    `SELECT network_id AS "networkId", state = 'unknown' AND hash = $3 AS twin FROM delivery
     WHERE channel_id = $1 AND id <> $2 AND (network_id = ANY ($4) AND sealed IS NOT NULL OR (state = 'unknown' AND hash = $3))`,
    [of.channelId, of.id, of.hash, networkIds],
  )
  return { known: new Set(found.rows.flatMap((row) => row.networkId ?? [])), twin: found.rows.some((row) => row.twin) }
}

/**
 * After a restore: what was promised or on its way when the backup was taken may have left since. It is asked about, and nothing of it
 * is sent again by itself. Runs in the transaction that fills the tables, as their owner.
 */
export async function raiseEpoch(client: Pick<Pool, 'query'>, takenAt: string): Promise<number> {
  await client.query(
    `INSERT INTO restore_epoch (id, epoch, raised_at) VALUES (1, 2, $1)
     ON CONFLICT (id) DO UPDATE SET epoch = restore_epoch.epoch + 1, raised_at = excluded.raised_at`,
    [takenAt],
  )
  const found = await client.query(
    `WITH was AS (SELECT id, state FROM delivery WHERE state IN ('scheduled', 'claimed', 'sending')), moved AS (
       UPDATE delivery d SET state = 'unknown', cause = jsonb_build_object('kind', 'restored', 'nextStep', 'reconcile', 'said', '', 'at', $1::text),
         settle_at = now(), lease_until = NULL, fence = d.fence + 1, version = d.version + 1, updated_at = now()
       FROM was WHERE d.id = was.id RETURNING d.*, was.state AS was
     ), said AS (
       INSERT INTO event (brand_id, name, payload)
       SELECT brand_id, 'publish.moved', jsonb_build_object('deliveryId', id, 'state', state, 'kind', kind) FROM moved
     )
     INSERT INTO delivery_line (id, brand_id, delivery_id, "from", "to", actor, detail)
     SELECT gen_random_uuid(), brand_id, id, was, state, 'desk', jsonb_build_object('restoredFrom', $1::text) FROM moved`,
    [takenAt],
  )
  return found.rowCount ?? 0
}
