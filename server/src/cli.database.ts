import type { DoctorFinding } from './cli.doctor.ts'
import { withoutBrand } from './cli.policies.ts'
import type { Db } from './platform/db.ts'
import { appliedMigrations, knownMigrations } from './platform/migrate.ts'

type Findings = Promise<DoctorFinding[]>

const wrong = (fr: string, en: string): DoctorFinding => ({ level: 'fault', fr, en })
const know = (fr: string, en: string): DoctorFinding => ({ level: 'advice', fr, en })

async function one<T extends object>(db: Db, text: string, values: unknown[] = []): Promise<T | undefined> {
  return (await db.ownerPool.query<T>(text, values)).rows[0]
}

async function ofServer(db: Db): Findings {
  const before = Date.now()
  const found = await one<{ version: number; name: string; at: Date }>(
    db,
    "SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS name, clock_timestamp() AS at",
  )
  if (!found) return []
  const skew = Math.round((found.at.getTime() - (before + Date.now()) / 2) / 1000)
  return [
    ...(found.version < 150_000
      ? [
          wrong(
            `PostgreSQL ${found.name} est trop ancien : il faut la version 15.`,
            `PostgreSQL ${found.name} is too old: version 15 is needed.`,
          ),
        ]
      : []),
    ...(Math.abs(skew) > 5
      ? [
          wrong(
            `L’horloge de cette machine diffère de ${skew} s de celle de la base : réglez les deux par NTP.`,
            `This machine’s clock is ${skew} s off the database’s: set both by NTP.`,
          ),
        ]
      : []),
  ]
}

async function ofRoles(db: Db): Findings {
  const owner = await one<{ super: boolean }>(db, 'SELECT rolsuper AS super FROM pg_roles WHERE rolname = current_user')
  const app = await one<{ passes: boolean }>(db, "SELECT rolsuper OR rolbypassrls AS passes FROM pg_roles WHERE rolname = 'pupitre_app'")
  return [
    ...(owner?.super
      ? [
          wrong(
            'DATABASE_URL ouvre la base avec un compte tout-puissant (superuser) : donnez au pupitre un compte à lui.',
            'DATABASE_URL opens the database as a superuser: give the desk an account of its own.',
          ),
        ]
      : []),
    ...(app?.passes
      ? [
          wrong(
            'Le rôle pupitre_app peut passer outre la séparation des marques : ALTER ROLE pupitre_app NOSUPERUSER NOBYPASSRLS.',
            'The role pupitre_app can pass the barrier between brands: ALTER ROLE pupitre_app NOSUPERUSER NOBYPASSRLS.',
          ),
        ]
      : []),
  ]
}

async function ofSchema(db: Db): Promise<{ findings: DoctorFinding[]; made: boolean }> {
  const applied = await appliedMigrations(db.ownerPool)
  const known = knownMigrations()
  if (applied.length === 0) {
    const told = know('La base est vide : npm start la prépare.', 'The database is empty: npm start prepares it.')
    return { findings: [told], made: false }
  }
  if (applied.length > known.length || applied.some((hash, i) => known[i] !== hash)) {
    const told = wrong(
      'La base vient d’une version plus récente ou modifiée : installez cette version.',
      'The database comes from a newer or changed version: install that version.',
    )
    return { findings: [told], made: true }
  }
  const missing = known.length - applied.length
  if (missing === 0) return { findings: [], made: true }
  const told = wrong(
    `Il manque ${missing} mise(s) à jour à la base : relancez le pupitre.`,
    `${missing} update(s) of the database are missing: start the desk again.`,
  )
  return { findings: [told], made: true }
}

async function ofExtensions(db: Db): Findings {
  const found = await db.ownerPool.query<{ name: string }>(
    "SELECT extname AS name FROM pg_extension WHERE extname IN ('unaccent', 'pg_trgm')",
  )
  const have = new Set(found.rows.map((row) => row.name))
  return ['unaccent', 'pg_trgm']
    .filter((name) => !have.has(name))
    .map((name) =>
      wrong(`L’extension ${name} manque : CREATE EXTENSION ${name}.`, `The extension ${name} is missing: CREATE EXTENSION ${name}.`),
    )
}

/** Tables without a brand and a policy that hold by themselves. */
export async function bareTables(db: Db): Promise<string[]> {
  const found = await db.ownerPool.query<{ name: string }>(`
    SELECT c.relname AS name FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT (
      c.relrowsecurity
      AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'brand_id' AND a.attnotnull AND NOT a.attisdropped)
    ) ORDER BY 1`)
  return found.rows.map((row) => row.name).filter((name) => !(name in withoutBrand))
}

async function ofBarrier(db: Db): Findings {
  const bare = await bareTables(db)
  if (bare.length === 0) return []
  const list = bare.join(', ')
  return [
    wrong(
      `La séparation des marques manque sur ${list} : restaurez une sauvegarde ou réinstallez cette version.`,
      `The barrier between brands is missing on ${list}: restore a backup or install this version again.`,
    ),
  ]
}

async function ofDeliveries(db: Db): Findings {
  const found = await one<{ overdue: number; asked: number }>(
    db,
    `SELECT count(*) FILTER (WHERE state = 'scheduled' AND greatest(due_at, coalesce(settle_at, due_at)) < now() - interval '2 minutes')::int AS overdue,
       count(*) FILTER (WHERE state = 'unknown' AND settle_at IS NULL)::int AS asked FROM delivery`,
  )
  return [
    ...(found && found.overdue > 0
      ? [
          wrong(
            `${found.overdue} envoi(s) en retard : le pupitre est arrêté, ou ne travaille plus.`,
            `${found.overdue} overdue deliver(ies): the desk is stopped, or no longer works.`,
          ),
        ]
      : []),
    ...(found && found.asked > 0
      ? [know(`${found.asked} envoi(s) à confirmer par une personne.`, `${found.asked} deliver(ies) for a person to confirm.`)]
      : []),
  ]
}

async function ofChannels(db: Db): Findings {
  const found = await db.ownerPool.query<{ handle: string; health: string; brand: string }>(
    `SELECT c.handle, c.health, b.name AS brand FROM channel c JOIN brand b ON b.id = c.brand_id
     WHERE c.disconnected_at IS NULL AND c.health <> 'ok' ORDER BY 3, 1 LIMIT 20`,
  )
  const said: Record<string, { fr: string; en: string }> = {
    refused: { fr: 'l’accès est refusé, reconnectez-le', en: 'access is refused, connect it again' },
    expiring: { fr: 'l’accès se termine bientôt, reconnectez-le', en: 'access ends soon, connect it again' },
    unreachable: { fr: 'son serveur ne répond pas', en: 'its server does not answer' },
  }
  return found.rows.map(({ handle, health, brand }) =>
    wrong(`Canal ${handle} (${brand}) : ${said[health]?.fr ?? health}.`, `Channel ${handle} (${brand}): ${said[health]?.en ?? health}.`),
  )
}

/** What the database says of itself and of the work in it. */
export async function databaseFindings(db: Db): Findings {
  const schema = await ofSchema(db)
  const looks = schema.made ? [ofServer, ofRoles, ofExtensions, ofBarrier, ofDeliveries, ofChannels] : [ofServer, ofRoles]
  const found = await Promise.all(looks.map((look) => look(db)))
  return [...schema.findings, ...found.flat()]
}
