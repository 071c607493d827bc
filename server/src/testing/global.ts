import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDb } from '../platform/db.ts'
import { createLog } from '../platform/log.ts'
import { migrate } from '../platform/migrate.ts'
import { prepareEmbedded, startEmbedded } from '../platform/postgres.ts'

export const templateName = 'pupitre_template'

/** One real PostgreSQL for the whole run, with a migrated database that each test file copies. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-test-'))
  chmodSync(folder, 0o711)
  // Two files at a time, some with two desks and workers beside them, each with up to 24 connections.
  const embedded = await startEmbedded(join(folder, 'postgres'), 300)
  const ownerUrl = await prepareEmbedded(embedded, templateName)
  const db = openDb({ ownerUrl, role: 'pupitre_app' }, createLog('warn'))
  await migrate(db)
  await db.close()
  // Test files run in processes of their own, which inherit it.
  process.env['PUPITRE_TEST_SOCKET'] = embedded.socketDir
  return async () => {
    await embedded.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
