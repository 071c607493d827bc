import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { backupOf } from './app.ts'
import { fault, isInUse, withDatabase, withEmbedded, withOwnServer, type Cli } from './cli.open.ts'
import { stamp } from './platform/backup.daily.ts'
import { writeBackup, type Ending, type Manifest } from './platform/backup.ts'
import { createSeal, loadMasterKey } from './platform/crypto.ts'
import { openDb, type Db } from './platform/db.ts'
import { hold } from './platform/lock.ts'
import { createLog } from './platform/log.ts'
import { prepareEmbedded, type Embedded } from './platform/postgres.ts'
import { readManifest, restoreBackup } from './platform/restore.ts'
import type { Settings } from './platform/settings.ts'
import { forgetCredentials } from './channels/channels.public.ts'
import { raiseEpoch } from './publish/publish.public.ts'

const megabytes = (bytes: number, language: Cli['language']): string =>
  (bytes / 1_000_000).toLocaleString(language, { maximumFractionDigits: 1 })

/** `backup [--to FILE]`: everything but the sealing key, while the desk works. */
export async function backup({ settings, args, language, say }: Cli): Promise<number> {
  const { values } = parseArgs({ args, options: { to: { type: 'string' } } })
  const file = resolve(values.to ?? join(settings.dataDir, 'backups', `pupitre-${stamp(new Date())}.tar.gz`))
  if (existsSync(file)) {
    throw fault('file_exists', `${file} existe déjà : donnez un autre nom par --to.`, `${file} exists already: give another name by --to.`)
  }
  const seal = createSeal(loadMasterKey(settings.key, settings.dataDir))
  const { bytes } = await withDatabase(settings, (db) => writeBackup(backupOf({ db, seal, settings }), file))
  const size = megabytes(bytes, language)
  say(
    language === 'fr'
      ? `Sauvegarde écrite : ${file} (${size} Mo).\nLa clé de scellement n’y est pas : gardez à part ${keyPlace(settings)}.`
      : `Backup written: ${file} (${size} MB).\nThe sealing key is not in it: keep ${keyPlace(settings)} apart.`,
  )
  return 0
}

const keyPlace = (settings: Settings): string => (settings.key ? 'PUPITRE_KEY' : join(settings.dataDir, 'key'))

const running = () =>
  fault(
    'desk_runs',
    'Le pupitre tourne : arrêtez-le, restaurez, puis relancez-le.',
    'The desk is running: stop it, restore, then start it again.',
  )

const notEmpty = () =>
  fault(
    'not_empty',
    'Cette installation contient déjà une marque : rien n’a été changé. Recommencez avec --force pour la remplacer.',
    'This installation already holds a brand: nothing was changed. Try again with --force to replace it.',
  )

async function holdsBrand(db: Db): Promise<boolean> {
  const made = await db.ownerPool.query<{ made: boolean }>("SELECT to_regclass('public.brand') IS NOT NULL AS made")
  if (!made.rows[0]?.made) return false
  return ((await db.ownerPool.query('SELECT 1 FROM brand WHERE NOT demo LIMIT 1')).rowCount ?? 0) > 0
}

type Restored = { manifest: Manifest; ending: Ending; waiting: number; otherKey: boolean }

async function fill(settings: Settings, db: Db, file: string): Promise<Restored> {
  const mark = createSeal(loadMasterKey(settings.key, settings.dataDir)).derive('backup mark')
  let waiting = 0
  let otherKey = false
  const done = await restoreBackup(
    {
      db,
      filesDir: join(settings.dataDir, 'files'),
      settle: async (client, manifest) => {
        waiting = await raiseEpoch(client, manifest.takenAt)
        otherKey = manifest.keyMark !== mark
        if (otherKey) await forgetCredentials(client, manifest.takenAt)
      },
    },
    file,
  )
  return { ...done, waiting, otherKey }
}

async function used<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** The backup fills a new database; the old one stays beside it under another name until the next restore. */
async function intoEmbedded(settings: Settings, embedded: Embedded, file: string, force: boolean): Promise<Restored> {
  const admin = new Client({ host: embedded.socketDir, user: 'postgres', database: 'postgres' })
  await admin.connect()
  const open = async (database?: string) =>
    openDb({ ownerUrl: await prepareEmbedded(embedded, database), role: 'pupitre_app' }, createLog('silent'), 3)
  try {
    if ((await used(await open(), holdsBrand)) && !force) throw notEmpty()
    await admin.query('DROP DATABASE IF EXISTS pupitre_restoring')
    const restored = await used(await open('pupitre_restoring'), (db) => fill(settings, db, file))
    await admin.query('DROP DATABASE IF EXISTS pupitre_before')
    await admin.query('ALTER DATABASE pupitre RENAME TO pupitre_before')
    await admin.query('ALTER DATABASE pupitre_restoring RENAME TO pupitre')
    return restored
  } finally {
    await admin.end()
  }
}

function intoOwnServer(settings: Settings, url: string, file: string, force: boolean): Promise<Restored> {
  return withOwnServer(url, async (db, connection) => {
    if (await isInUse(connection)) throw running()
    if ((await holdsBrand(db)) && !force) throw notEmpty()
    return fill(settings, db, file)
  })
}

function told({ manifest, ending, waiting, otherKey }: Restored, language: Cli['language']): string[] {
  const rows = Object.values(ending.rows).reduce((sum, count) => sum + count, 0)
  const count = (value: number) => value.toLocaleString(language)
  const at = new Date(manifest.takenAt).toLocaleString(language)
  if (language === 'fr') {
    return [
      `Sauvegarde du ${at} restaurée : ${count(rows)} lignes, ${count(ending.files)} fichiers.`,
      `${count(waiting)} envois promis avant elle sont « à confirmer » : ils ne repartiront pas d’eux-mêmes.`,
      'Chacun·e doit se reconnecter.',
      ...(otherKey ? ['La clé de scellement n’est pas celle de la sauvegarde : reconnectez chaque canal dans Canaux.'] : []),
    ]
  }
  return [
    `Backup of ${at} restored: ${count(rows)} rows, ${count(ending.files)} files.`,
    `${count(waiting)} deliveries promised before it are “to confirm”: they will not leave again by themselves.`,
    'Everybody has to sign in again.',
    ...(otherKey ? ['The sealing key is not that of the backup: connect each channel again in Channels.'] : []),
  ]
}

/** `restore FILE [--force]`: a whole backup or nothing; what may have left since it was taken is asked about, never sent again. */
export async function restore({ settings, args, language, say }: Cli): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: { force: { type: 'boolean', default: false } }, allowPositionals: true })
  const file = resolve(positionals[0] ?? '')
  if (!positionals[0] || !existsSync(file)) {
    throw fault('no_file', 'Indiquez le fichier de la sauvegarde : restore FICHIER.', 'Give the backup’s file: restore FILE.')
  }
  await readManifest(file)
  const release = hold(settings.dataDir)
  if (!release) throw running()
  try {
    const restored = settings.databaseUrl
      ? await intoOwnServer(settings, settings.databaseUrl, file, values.force)
      : await withEmbedded(settings, (embedded) => intoEmbedded(settings, embedded, file, values.force))
    for (const line of told(restored, language)) say(line)
    return 0
  } finally {
    release()
  }
}
