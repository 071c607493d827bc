import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox, type Sandbox } from '@pupitre/sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pupitre } from '../testing/cli.ts'
import { startLoad, type Load, type Submitted } from '../testing/load.ts'
import { askProgram, startProgram, type Program } from '../testing/program.ts'
import { comeIn, connector, freePort, until } from '../testing/world.ts'

/** A short path: the database's socket lies below it. */
const folder = mkdtempSync(join(tmpdir(), 'pupitre-kept-'))
const dataDir = join(folder, 'data')
const otherDir = join(folder, 'other')
const file = join(folder, 'sauvegarde.tar.gz')

let sandbox: Sandbox
let program: Program
let visit: Awaited<ReturnType<typeof comeIn>>
let channelIds: string[] = []
const all: Submitted[] = []

const start = async (dir: string): Promise<void> => {
  program = await startProgram(dir, await freePort(), {
    PUPITRE_EGRESS_ALLOW: new URL(sandbox.url).host,
  })
  visit = await comeIn(program.url, program.url)
}

beforeAll(async () => {
  chmodSync(folder, 0o711)
  sandbox = await startSandbox({ seed: 7 })
  await start(dataDir)
  channelIds = [await connector({ ...visit, sandbox })('mastodon')]
})
afterAll(async () => {
  await program.stop()
  await sandbox.close()
  rmSync(folder, { recursive: true, force: true })
})

const pause = (ms: number) => new Promise((wake) => setTimeout(wake, ms))
const load = (name: string) =>
  startLoad({ call: visit.call, brandId: visit.owner.brandId, channelIds }, { clients: 3, name, aheadSeconds: 1 })
const fullWork = (clients: Load) => until('the desk is in full work', clients.accepted, (accepted) => accepted.length > 15, 30_000)
const standing = (text: string) => sandbox.oracle().filter((entry) => entry.text === text).length

type Row = { text: string; state: string }
const rowsOf = async (dir: string): Promise<Map<string, string>> => {
  const rows = await askProgram<Row>(
    dir,
    `SELECT sealed -> 'acts' -> 0 -> 'item' ->> 'text' AS text, state FROM delivery WHERE sealed IS NOT NULL`,
  )
  return new Map(rows.map(({ text, state }) => [text, state]))
}

/** Nothing is waited out: the processes that held a lease are dead, and the network has long settled. */
const hurry = (dir: string) =>
  askProgram(
    dir,
    `UPDATE delivery SET lease_until = CASE WHEN lease_until IS NOT NULL THEN now() END, settle_at = CASE WHEN settle_at IS NOT NULL THEN now() END
     WHERE state IN ('claimed', 'sending', 'unknown')`,
  )

async function expectKept(): Promise<void> {
  const accepted = all.filter((one) => one.accepted)
  await until(
    'everything that was accepted has left',
    async () => {
      await hurry(dataDir)
      const known = await rowsOf(dataDir)
      return accepted.map(({ text }) => [text, known.get(text)]).filter(([, state]) => state !== 'published')
    },
    (missing) => missing.length === 0,
    40_000,
  )
  expect(accepted.filter(({ text }) => standing(text) !== 1)).toEqual([])
  for (const { text } of all) expect(standing(text), text).toBeLessThan(2)
}

/** Accepted before the backup was begun: whatever becomes of the machine, these are in it. */
const backedUp: string[] = []

describe('the whole program, cut off', () => {
  const cuts: [what: string, withDatabase: boolean, withBackup: boolean][] = [
    ['the desk alone, while a backup has just been made', false, true],
    ['the desk and its database', true, false],
  ]
  it.each(cuts)('[S2-04] kill -9 of %s, in full work: nothing that was accepted is lost, and it leaves once', async (...cut) => {
    const [what, withDatabase, withBackup] = cut
    const clients = load(what)
    await fullWork(clients)
    if (withBackup) {
      backedUp.push(...clients.accepted())
      await pupitre(['backup', '--to', file], { PUPITRE_DATA: dataDir, DATABASE_URL: '' })
    }
    await program.kill(withDatabase)
    const seen = await clients.stop()
    expect(seen.filter((one) => !one.accepted).length).toBeGreaterThan(0)
    all.push(...seen)
    await start(dataDir)
    await expectKept()
  })

  it('[S2-04] drill: another machine takes over from that backup, within half an hour, and sends nothing again', async () => {
    const left = new Map(all.map(({ text }) => [text, standing(text)]))
    await program.kill(true)
    const began = performance.now()
    mkdirSync(otherDir)
    cpSync(join(dataDir, 'key'), join(otherDir, 'key'))
    await pupitre(['restore', file], { PUPITRE_DATA: otherDir, DATABASE_URL: '' })
    await start(otherDir)
    expect((performance.now() - began) / 60_000).toBeLessThan(30)
    // The account shows what was posted since: what the backup had caught on its way is found there, or asked about.
    await pause(1500)
    await hurry(otherDir)
    await pause(2000)
    const known = await rowsOf(otherDir)
    expect(backedUp.filter((text) => !['published', 'unknown'].includes(known.get(text) ?? ''))).toEqual([])
    expect([...known.values()].filter((state) => !['published', 'unknown', 'draft'].includes(state))).toEqual([])
    for (const [text, count] of left) expect(standing(text), text).toBe(count)
    expect((await visit.call('GET', `/api/v1/brands/${visit.owner.brandId}/channels`)).body).toMatchObject([{ health: 'ok' }])
  })
})
