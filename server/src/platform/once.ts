import { sql } from 'drizzle-orm'
import type { BrandGrant } from './access.ts'
import { canonicalJson, sha256 } from './crypto.ts'
import type { Db } from './db.ts'
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

type Row = { fingerprint: string; status: number | null; answer: unknown }

/**
 * The same request sent twenty times has one effect and one answer. Without the header the work is simply done. The key belongs to
 * the brand and the person; a failed request frees it.
 */
export async function once<T>(
  db: Db,
  grant: BrandGrant,
  request: { key: string | undefined; what: unknown },
  work: () => Promise<T>,
): Promise<T> {
  const { key } = request
  if (key === undefined) return work()
  if (key.length === 0 || key.length > maxLength) throw badKey()
  const id = sha256(`${grant.brandId} ${grant.actor.userId} ${key}`)
  const fingerprint = sha256(canonicalJson(request.what))
  const taken = await db.inBrands(grant.brands, (tx) =>
    tx.execute(
      sql`insert into request_key (id, brand_id, fingerprint) values (${id}, ${grant.brandId}, ${fingerprint}) on conflict do nothing returning id`,
    ),
  )
  if (taken.rows.length === 0) return repeat<T>(db, grant, id, fingerprint)
  try {
    const answer = await work()
    await db.inBrands(grant.brands, (tx) =>
      tx.execute(sql`update request_key set status = 200, answer = ${JSON.stringify(answer)}::jsonb where id = ${id}`),
    )
    return answer
  } catch (cause) {
    await db.inBrands(grant.brands, (tx) => tx.execute(sql`delete from request_key where id = ${id}`))
    throw cause
  }
}

async function repeat<T>(db: Db, grant: BrandGrant, id: string, fingerprint: string): Promise<T> {
  for (let wait = 0; wait < 100; wait += 1) {
    const found = await db.inBrands(grant.brands, (tx) =>
      tx.execute<Row>(sql`select fingerprint, status, answer from request_key where id = ${id}`),
    )
    const row = found.rows[0]
    if (row && row.fingerprint !== fingerprint) throw otherRequest()
    if (row?.status) return row.answer as T
    if (!row) break
    await new Promise((wake) => setTimeout(wake, 50))
  }
  throw stillRunning()
}

/** Keys are kept a day. */
export async function forgetOldKeys(db: Db): Promise<void> {
  await db.systemPool.query("DELETE FROM request_key WHERE at < now() - interval '1 day'")
}
