import type { Receipt, Step } from '@pupitre/networks'
import type { Pool } from 'pg'
import type { DeliveryCause, DeliveryKind, DeliveryState, Sealed } from './publish.schema.ts'

/**
 * The worker's side of the ledger. Each transition is one statement, so that row, line and announcement stand or fall together
 * and a burst costs one round trip a transition. The database's clock is the only clock.
 */
export type Claimed = {
  id: string
  brandId: string
  channelId: string
  kind: DeliveryKind
  messageId: string | null
  targetId: string | null
  sealed: Sealed
  hash: string
  fence: number
  attempts: number
}

/** `claimedAt`: the database's time. */
export type ClaimedNow = Claimed & { claimedAt: Date }

export type StepRow = { id: string; position: number; step: Step; intentAt: Date | null; receipt: Receipt | null }

/** A line and an announcement for every row of the CTE `moved` (id, brand_id, was, state, kind, message_id, target_id). */
const written = (actor: string, detail: string): string => `
  lines AS (
    INSERT INTO delivery_line (id, brand_id, delivery_id, "from", "to", actor, detail)
    SELECT gen_random_uuid(), brand_id, id, was, state, ${actor}, ${detail} FROM moved
  ), said AS (
    INSERT INTO event (brand_id, name, payload)
    SELECT brand_id, 'publish.moved', jsonb_build_object('deliveryId', id, 'state', state, 'kind', kind) FROM moved
  )`

const claimSql = `
  WITH due AS (
    SELECT d.id, d.state AS was, f.active AS frozen,
      d.not_after IS NOT NULL AND d.not_after < now() AS expired,
      d.due_at + make_interval(secs => d.tolerance_seconds) < now() AS late,
      d.epoch < (SELECT epoch FROM restore_epoch) AS restored
    FROM delivery d JOIN brand_freeze f ON f.brand_id = d.brand_id
    WHERE d.id = ANY ($1::uuid[]) AND d.state = 'scheduled' AND greatest(d.due_at, coalesce(d.settle_at, d.due_at)) <= now()
    FOR UPDATE OF d SKIP LOCKED
  ), moved AS (
    UPDATE delivery d SET
      state = CASE WHEN due.restored THEN 'unknown' WHEN due.frozen THEN 'held' WHEN due.expired THEN 'expired' WHEN due.late THEN 'held' ELSE 'claimed' END,
      held_reason = CASE WHEN due.restored OR due.expired AND NOT due.frozen THEN NULL WHEN due.frozen THEN 'freeze' WHEN due.late THEN 'late' END,
      fence = d.fence + 1, claimed_by = $2, lease_until = now() + make_interval(secs => $3), attempts = d.attempts + 1,
      settle_at = CASE WHEN due.restored THEN now() ELSE NULL END, version = d.version + 1, updated_at = now()
    FROM due WHERE d.id = due.id
    RETURNING d.*, due.was
  ), ${written("'desk'", "jsonb_build_object('claimedBy', claimed_by, 'fence', fence, 'heldReason', held_reason)")}
  SELECT id, brand_id AS "brandId", channel_id AS "channelId", kind, message_id AS "messageId", target_id AS "targetId", sealed, hash, fence, attempts,
    clock_timestamp() AS "claimedAt"
  FROM moved WHERE state = 'claimed'`

/** Takes what is due among `ids`: never early, never twice. What is frozen, too late or expired moves to its own state instead. */
export async function claim(pool: Pool, ids: string[], owner: string, leaseSeconds: number): Promise<ClaimedNow[]> {
  return (await pool.query<ClaimedNow>(claimSql, [ids, owner, leaseSeconds])).rows
}

export type NewStep = { deliveryId: string; brandId: string; position: number; step: Step }

/** Writes the keys of a delivery's steps, once for ever: a second attempt finds those of the first. */
export async function writeSteps(pool: Pool, steps: NewStep[]): Promise<void> {
  if (steps.length === 0) return
  await pool.query(
    `INSERT INTO delivery_step (id, brand_id, delivery_id, position, act, key, record_key)
     SELECT gen_random_uuid(), * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::jsonb[], $5::text[], $6::text[])
     ON CONFLICT (delivery_id, position) DO NOTHING`,
    [
      steps.map((s) => s.brandId),
      steps.map((s) => s.deliveryId),
      steps.map((s) => s.position),
      steps.map((s) => JSON.stringify(s.step.act)),
      steps.map((s) => s.step.key),
      steps.map((s) => s.step.recordKey),
    ],
  )
}

type RawStep = {
  id: string
  delivery_id: string
  position: number
  act: Step['act']
  key: string
  record_key: string | null
  intent_at: Date | null
  receipt: Receipt | null
}

export async function readSteps(pool: Pool, deliveryIds: string[]): Promise<Map<string, StepRow[]>> {
  const found = await pool.query<RawStep>(
    'SELECT id, delivery_id, position, act, key, record_key, intent_at, receipt FROM delivery_step WHERE delivery_id = ANY ($1::uuid[]) ORDER BY delivery_id, position',
    [deliveryIds],
  )
  const byDelivery = new Map<string, StepRow[]>()
  for (const row of found.rows) {
    const step = { key: row.key, recordKey: row.record_key, act: row.act }
    const list = byDelivery.get(row.delivery_id) ?? []
    list.push({ id: row.id, position: row.position, step, intentAt: row.intent_at, receipt: row.receipt })
    byDelivery.set(row.delivery_id, list)
  }
  return byDelivery
}

const intendSql = `
  WITH given AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::uuid[], $6::text[]) AS g (id, brand_id, fence, hash, step_id, fingerprint)),
  f AS (SELECT brand_id, active FROM brand_freeze WHERE brand_id = ANY ($2::uuid[]) FOR SHARE),
  moved AS (
    UPDATE delivery d SET state = 'sending', lease_until = now() + make_interval(secs => $7), version = d.version + 1, updated_at = now()
    FROM given g JOIN f ON f.brand_id = g.brand_id JOIN delivery old ON old.id = g.id
    WHERE d.id = g.id AND d.fence = g.fence AND d.hash = g.hash AND d.state IN ('claimed', 'sending')
      AND NOT f.active AND d.epoch = (SELECT epoch FROM restore_epoch)
    RETURNING d.*, old.state AS was, g.fingerprint, g.step_id
  ), step AS (
    UPDATE delivery_step s SET intent_at = coalesce(s.intent_at, now()), fingerprint = m.fingerprint
    FROM moved m WHERE s.id = m.step_id AND s.receipt IS NULL
    RETURNING s.id, s.intent_at
  ), ${written("'desk'", "jsonb_build_object('fingerprint', fingerprint, 'fence', fence)")}
  SELECT id, intent_at AS "intentAt" FROM step`

export type Intent = { deliveryId: string; brandId: string; fence: number; hash: string; stepId: string; fingerprint: string }

/**
 * The last word before the network: writes each intent only if nothing is stopped, the words are those that were sealed and no
 * other worker holds the delivery. A step that is not among the answers must not be sent.
 */
export async function intend(pool: Pool, intents: readonly Intent[], leaseSeconds: number): Promise<Map<string, Date>> {
  const column = <K extends keyof Intent>(name: K) => intents.map((intent) => intent[name])
  const values = [
    column('deliveryId'),
    column('brandId'),
    column('fence'),
    column('hash'),
    column('stepId'),
    column('fingerprint'),
    leaseSeconds,
  ]
  const found = await pool.query<{ id: string; intentAt: Date }>(intendSql, values)
  return new Map(found.rows.map((row) => [row.id, row.intentAt]))
}

/** A receipt is kept whoever holds the delivery now: what the network said is true. */
export async function keepReceipt(pool: Pool, stepId: string, receipt: Receipt): Promise<void> {
  await pool.query('UPDATE delivery_step SET receipt = $2, receipt_at = now() WHERE id = $1', [stepId, JSON.stringify(receipt)])
}

const publishSql = `
  WITH given AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::jsonb[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[])
      AS g (id, step_id, receipt, at, network_id, network_version, link, actor, detail)
  ), step AS (UPDATE delivery_step s SET receipt = g.receipt, receipt_at = now() FROM given g WHERE s.id = g.step_id),
  moved AS (
    UPDATE delivery d SET state = 'published', published_at = g.at, network_id = g.network_id, network_version = g.network_version, link = g.link, cause = NULL,
      held_reason = NULL, settle_at = NULL, lease_until = NULL, version = d.version + 1, updated_at = now()
    FROM given g JOIN delivery old ON old.id = g.id WHERE d.id = g.id AND d.state NOT IN ('published', 'cancelled')
    RETURNING d.*, old.state AS was, g.actor, g.detail
  ), ${written('actor', 'detail')}, delivered AS (
    INSERT INTO event (brand_id, name, payload)
    SELECT brand_id, 'publish.delivered', jsonb_build_object('deliveryId', id, 'kind', kind, 'messageId', message_id, 'targetId', target_id, 'channelId', channel_id) FROM moved
  )
  SELECT id FROM moved`

export type Arrival = {
  deliveryId: string
  stepId: string
  receipt: Receipt
  ref: Receipt['ref']
  actor: string
  detail: Record<string, unknown>
}

/** The last receipt and the state `published`, together. `ref` is the post a person would look for: the first of a thread. */
export async function publish(pool: Pool, arrivals: readonly Arrival[]): Promise<void> {
  await pool.query(publishSql, [
    arrivals.map((one) => one.deliveryId),
    arrivals.map((one) => one.stepId),
    arrivals.map((one) => JSON.stringify(one.receipt)),
    arrivals.map((one) => one.receipt.at),
    arrivals.map((one) => one.ref?.id ?? null),
    arrivals.map((one) => one.ref?.version ?? null),
    arrivals.map((one) => one.ref?.url ?? null),
    arrivals.map((one) => one.actor),
    arrivals.map((one) => JSON.stringify(one.detail)),
  ])
}

const leaveSql = `
  WITH was AS (SELECT id, state FROM delivery WHERE id = $1 FOR UPDATE),
  moved AS (
    UPDATE delivery d SET state = $3, cause = $4, held_reason = $5, settle_at = CASE WHEN $6::float8 IS NULL THEN NULL ELSE now() + make_interval(secs => $6) END,
      lease_until = NULL, reconciled = reconciled + $7, version = version + 1, updated_at = now()
    FROM was WHERE d.id = was.id AND d.fence = $2 AND d.state NOT IN ('published', 'cancelled', 'expired')
    RETURNING d.*, was.state AS was
  ), step AS (
    UPDATE delivery_step SET intent_at = NULL WHERE $8 AND delivery_id = $1 AND receipt IS NULL AND EXISTS (SELECT 1 FROM moved)
  ), ${written("'desk'", '$9::jsonb')}
  SELECT id FROM moved`

export type Leave = {
  deliveryId: string
  fence: number
  to: DeliveryState
  cause: DeliveryCause | null
  heldReason?: string | null
  /** Seconds until it may be tried, or asked about, again. */
  afterSeconds: number | null
  /** True when it is sure that the step that was under way had no effect. */
  surelyNotSent: boolean
  asked?: boolean
  detail: Record<string, unknown>
}

/** Leaves `claimed`, `sending` or `unknown` for another state; does nothing when the fence has moved on. */
export async function leave(pool: Pool, to: Leave): Promise<boolean> {
  const found = await pool.query(leaveSql, [
    to.deliveryId,
    to.fence,
    to.to,
    to.cause ? JSON.stringify(to.cause) : null,
    to.heldReason ?? null,
    to.afterSeconds,
    to.asked ? 1 : 0,
    to.surelyNotSent,
    JSON.stringify(to.detail),
  ])
  return found.rowCount === 1
}
