import { sql } from 'drizzle-orm'
import type { BrandGrant } from './access.ts'
import { canonicalJson, sha256 } from './crypto.ts'
import type { Db, Tx } from './db.ts'
import { CodedError } from './errors.ts'

const maxLength = 255

const badKey = () =>
  new CodedError({
    code: 'http.bad_request_key',
    status: 400,
    fr: {
      what: `Idempotency-Key doit avoir de 1 à ${maxLength} signes.`,
      kept: 'Rien n’a été changé.',
      todo: 'Donnez une clé plus courte.',
    },
    en: { what: `Idempotency-Key must have 1 to ${maxLength} characters.`, kept: 'Nothing was changed.', todo: 'Give a shorter key.' },
  })

const otherRequest = () =>
  new CodedError({
    code: 'http.request_key_reused',
    status: 422,
    fr: { what: 'Cette Idempotency-Key a déjà servi à une autre demande.', kept: 'Rien n’a été changé.', todo: 'Prenez une nouvelle clé.' },
    en: { what: 'This Idempotency-Key already served another request.', kept: 'Nothing was changed.', todo: 'Take a new key.' },
  })

const stillRunning = () =>
  new CodedError({
    code: 'http.request_running',
    status: 409,
    fr: { what: 'La même demande est en cours.', kept: 'Elle n’aura qu’un effet.', todo: 'Attendez sa réponse.' },
    en: { what: 'The same request is under way.', kept: 'It will have one effect.', todo: 'Wait for its answer.' },
  })

type Row = { fingerprint: string; answer: unknown }

/** How long the same request, sent again while the first is under way, waits for its answer. */
const patience = '5s'

/**
 * The same request sent twenty times has one effect and one answer. Without the header the work is simply done. The key belongs to
 * the brand and the person; a failed request frees it. Key, effect and answer are one transaction, in which the work runs by the `db`
 * it is given: whoever dies half way leaves none of the three, and whoever asks again while it runs waits for it.
 */
export async function once<T>(
  db: Db,
  grant: BrandGrant,
  request: { key: string | undefined; what: unknown },
  work: (db: Db) => Promise<T>,
): Promise<T> {
  const { key } = request
  if (key === undefined) return work(db)
  if (key.length === 0 || key.length > maxLength) throw badKey()
  const id = sha256(`${grant.brandId} ${grant.actor.userId} ${key}`)
  const fingerprint = sha256(canonicalJson(request.what))
  return db.inBrands(grant.brands, async (tx) => {
    await tx.execute(sql.raw(`set local lock_timeout = '${patience}'`))
    const taken = await tx
      .execute(
        sql`insert into request_key (id, brand_id, fingerprint) values (${id}, ${grant.brandId}, ${fingerprint}) on conflict do nothing returning id`,
      )
      .catch(refuseWhileRunning)
    if (taken.rows.length === 0) return repeat<T>(tx, id, fingerprint)
    await tx.execute(sql`set local lock_timeout = 0`)
    const answer = await work(within(db, tx))
    await tx.execute(sql`update request_key set status = 200, answer = ${JSON.stringify(answer)}::jsonb where id = ${id}`)
    return answer
  })
}

/** A database whose transactions are this one. */
const within = (db: Db, tx: Tx): Db => ({
  ...db,
  inBrands: async (brands, work) => {
    await tx.execute(sql`select set_config('app.brands', ${brands.join(',')}, true)`)
    return work(tx)
  },
})

const lockNotAvailable = '55P03'

function refuseWhileRunning(cause: unknown): never {
  const said = cause instanceof Error ? cause.cause : null
  throw said instanceof Error && 'code' in said && said.code === lockNotAvailable ? stillRunning() : cause
}

async function repeat<T>(tx: Tx, id: string, fingerprint: string): Promise<T> {
  const found = await tx.execute<Row>(sql`select fingerprint, answer from request_key where id = ${id}`)
  const [row] = found.rows
  if (row?.fingerprint !== fingerprint) throw otherRequest()
  return row.answer as T
}

/** Keys are kept a day. */
export async function forgetOldKeys(db: Db): Promise<void> {
  await db.systemPool.query("DELETE FROM request_key WHERE at < now() - interval '1 day'")
}
