import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, expect, it } from 'vitest'
import { startEmbedded } from './postgres.ts'

const dir = mkdtempSync(join(tmpdir(), 'pupitre-lock-'))
const home = join(dir, 'postgres')

const starter = spawn(
  process.execPath,
  [
    '-e',
    `import(${JSON.stringify(join(import.meta.dirname, 'postgres.ts'))}).then((m) => m.startEmbedded(${JSON.stringify(home)})).then(() => { console.log('up'); setInterval(() => {}, 1000) })`,
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
)

afterAll(() => {
  starter.kill('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

it('starts again at once after its postmaster was killed, while the dead one still holds its number', async () => {
  await once(starter.stdout, 'data')
  const pid = Number(readFileSync(join(home, 'cluster/postmaster.pid'), 'utf8').split('\n')[0])
  // Its parent asks for nothing any more: the killed postmaster stays what Unix calls a zombie.
  starter.kill('SIGSTOP')
  process.kill(pid, 'SIGKILL')
  const again = await startEmbedded(home)
  try {
    expect(again.adopted).toBe(false)
    expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(' Z ')
    const client = new Client({ host: again.socketDir, user: 'postgres', database: 'postgres' })
    await client.connect()
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await client.end()
  } finally {
    await again.stop()
  }
})
