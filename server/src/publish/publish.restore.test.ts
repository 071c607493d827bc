import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pupitre } from '../testing/cli.ts'
import { emptyDatabase, urlOf } from '../testing/database.ts'
import { hurry, makeDeliveries, statesOf, workerOf, type Made } from '../testing/ledger.ts'
import { kinds, openWorld, until, type Kind, type World } from '../testing/world.ts'

const networks = [...kinds, 'mastodon'] as const satisfies readonly Kind[]
const pathOf = (kind: Kind) => (kind === 'mastodon' ? '/api/v1/statuses' : `/plain/${kind}/posts`)
const folder = mkdtempSync(join(tmpdir(), 'pupitre-restored-'))

/** The desk that was backed up and worked on, then the one that was made from its backup. */
let world: World
/** What the backup found promised, cut in the middle, in doubt, late, refused, promised for later; and one that waited for a yes. */
const found = {
  due: [] as Made[],
  threads: [] as Made[],
  inDoubt: [] as Made[],
  late: [] as Made[],
  refused: [] as Made[],
  later: [] as Made[],
}
let waiting = { id: '', hash: '', brandId: '' }
let left = new Map<string, number>()

const standing = () => new Map([...Map.groupBy(world.sandbox.oracle(), ({ text }) => text)].map(([text, all]) => [text, all.length]))
const act = (made: { id: string }, name: string, body: object, brandId = world.owner.brandId) =>
  world.call('POST', `/api/v1/brands/${brandId}/deliveries/${made.id}/${name}`, body)
const setDue = (made: { id: string }[], from: string) =>
  world.desk.db.systemPool.query(`UPDATE delivery SET due_at = now() + $2::interval WHERE id = ANY ($1::uuid[])`, [
    made.map(({ id }) => id),
    from,
  ])
const asMade = ({ id }: { id: string }): Made => ({ id, kind: 'key' })

/** In a brand where nothing leaves without an approval. */
async function makeWaiting(): Promise<void> {
  const made = await world.call('POST', `/api/v1/organizations/${world.owner.organizationId}/brands`, {
    name: 'Stricte',
    zone: 'Europe/Paris',
  })
  const { id: brandId } = made.body as { id: string }
  await world.call('PATCH', `/api/v1/brands/${brandId}`, { approvalNeeded: true })
  const channelIds = [await world.connect('readable', 'stricte', brandId)]
  const content = await world.call('POST', `/api/v1/brands/${brandId}/contents`, { items: [{ text: 'À valider', media: [] }], channelIds })
  const { id, version } = content.body as { id: string; version: number }
  const answer = await world.call('POST', `/api/v1/brands/${brandId}/contents/${id}/schedule`, { localTime: '2031-05-04T09:00', version })
  const [view] = answer.body as { id: string; state: string }[]
  expect(view?.state).toBe('awaiting')
  const row = await world.desk.db.systemPool.query<{ hash: string }>('SELECT hash FROM delivery WHERE id = $1', [view?.id])
  waiting = { id: view?.id ?? '', hash: row.rows[0]?.hash ?? '', brandId }
}
const approve = () => act(waiting, 'decision', { hash: waiting.hash, verdict: 'approved' }, waiting.brandId)

/** Everything a desk may be in the middle of. */
async function work(): Promise<void> {
  const here = workerOf(world)
  for (const kind of networks) {
    const channel = await world.connect(kind)
    const make = (count: number, items: number, seconds: number) =>
      makeDeliveries(world, channel, kind, { count, items, dueInSeconds: () => seconds })
    const fault = { method: 'POST', path: pathOf(kind) }
    found.due.push(...(await make(3, 1, 3600)))
    found.later.push(...(await make(1, 1, 7200)))
    const threads = await make(1, 2, 0)
    world.sandbox.faults.add({ ...fault, kind: 'rate_limited', after: 1, retryAfterSeconds: 3600 })
    await here.deliver(threads)
    const inDoubt = await make(1, 1, 0)
    world.sandbox.faults.add({ ...fault, kind: 'lost_answer' })
    await here.deliver(inDoubt)
    const refused = await make(1, 1, 0)
    world.sandbox.faults.add({ ...fault, kind: 'error_before', status: 422 })
    await here.deliver(refused)
    const late = await make(1, 1, -7200)
    await here.deliver(late)
    found.threads.push(...threads)
    found.inDoubt.push(...inDoubt)
    found.refused.push(...refused)
    found.late.push(...late)
  }
  await makeWaiting()
}

/** Of this the backup knows nothing: all of it leaves, but for what is promised for later. */
async function goOn(): Promise<Made[]> {
  await setDue(found.due, '0')
  for (const one of [...found.late, ...found.refused]) expect((await act(one, 'release', { choice: 'publish' })).status).toBe(200)
  for (const one of found.inDoubt.filter(({ kind }) => kind === 'blind'))
    expect((await act(one, 'settle', { answer: 'there', link: 'https://reseau.example/1' })).status).toBe(200)
  await approve()
  const all = [...found.due, ...found.threads, ...found.inDoubt, ...found.late, ...found.refused, asMade(waiting)]
  const here = workerOf(world)
  await until(
    'all of it has left',
    async () => {
      await hurry(world, all)
      await setDue(all, '0')
      await here.recover()
      await here.deliver(all)
      return statesOf(world, all)
    },
    (rows) => rows.every((row) => row.state === 'published'),
  )
  return all
}

beforeAll(async () => {
  world = await openWorld({ works: true, settleSeconds: 60 })
  await work()
  const { dataDir } = world.desk.settings
  const file = join(folder, 'sauvegarde.tar.gz')
  await pupitre(['backup', '--to', file], { DATABASE_URL: urlOf(world.connection), PUPITRE_DATA: dataDir })
  await goOn()
  left = standing()
  await world.leave()
  // Another machine: the backup, the key that was kept apart, and nothing else.
  const connection = await emptyDatabase()
  const other = join(folder, 'data')
  mkdirSync(other)
  if (existsSync(join(dataDir, 'key'))) cpSync(join(dataDir, 'key'), join(other, 'key'))
  const said = await pupitre(['restore', file], { DATABASE_URL: urlOf(connection), PUPITRE_DATA: other })
  expect(said).toContain('ils ne repartiront pas d’eux-mêmes')
  rmSync(dataDir, { recursive: true, force: true })
  world = await openWorld({ connection, sandbox: world.sandbox, dataDir: other, works: true, settleSeconds: 1 })
})
afterAll(async () => {
  await world.close()
  rmSync(folder, { recursive: true, force: true })
})

const causes = async (made: Made[]) =>
  (await statesOf(world, made)).map((row) => `${row.state} ${row.settle_at === null ? '' : 'asked about'} ${row.cause?.nextStep ?? ''}`)
const readable = (made: Made[]) => made.filter(({ kind }) => kind === 'mastodon')
const rest = (made: Made[]) => made.filter(({ kind }) => kind !== 'mastodon')

describe('a desk made from a backup that others have overtaken', () => {
  it('[T-P13] what left since comes back as « à confirmer », or found on its network; nothing of it leaves again', async () => {
    const promised = [...found.due, ...found.threads, ...found.later]
    await hurry(world, found.inDoubt)
    await until(
      'every network was asked',
      () => causes([...promised, ...found.inDoubt]),
      (seen) => seen.every((one) => !one.includes('asked about')),
    )
    expect(await causes(rest(promised))).toEqual(rest(promised).map(() => 'unknown  ask_person'))
    // Mastodon shows what the account has posted since: what is there is published, what is not stays a question.
    expect(new Set(await causes(readable([...found.due, ...found.threads])))).toEqual(new Set(['published  ']))
    expect(await causes(readable(found.later))).toEqual(['unknown  ask_person'])
    // What was in doubt has its keys in the backup: they tell.
    expect(await causes(found.inDoubt.filter(({ kind }) => kind !== 'blind'))).toEqual(networks.slice(1).map(() => 'published  '))
    expect(standing()).toEqual(left)
  })

  it('[T-P13] a person who takes up what the backup shows as late or refused is asked first', async () => {
    const made = [...found.late, ...found.refused]
    expect(new Set((await statesOf(world, made)).map((row) => row.state))).toEqual(new Set(['held', 'failed']))
    for (const one of made)
      expect((await act(one, 'release', { choice: 'publish' })).body).toMatchObject({ state: 'unknown', cause: { kind: 'restored' } })
    await until(
      'every network was asked',
      () => causes(made),
      (seen) => seen.every((one) => !one.includes('asked about')),
    )
    expect(await causes(rest(made))).toEqual(rest(made).map(() => 'unknown  ask_person'))
    expect(await causes(readable(made))).toEqual(['published  ', 'published  '])
    expect(standing()).toEqual(left)
  })

  it('[T-P13] a yes that comes after the restore sends nothing that had left already', async () => {
    expect((await statesOf(world, [asMade(waiting)]))[0]?.state).toBe('awaiting')
    await approve()
    await until(
      'a question',
      () => causes([asMade(waiting)]),
      ([one]) => one === 'unknown  ask_person',
    )
    expect(standing()).toEqual(left)
  })

  it('[T-P13] a person’s answer ends the question: there, or not there and then it leaves once, at its hour', async () => {
    const [there] = rest(found.due)
    const [first] = rest(found.later)
    if (!there || !first) throw new Error('nothing was promised')
    expect((await act(there, 'settle', { answer: 'there', link: 'https://reseau.example/2' })).body).toMatchObject({ state: 'published' })
    expect((await act(first, 'settle', { answer: 'not_there' })).body).toMatchObject({ state: 'scheduled' })
    const [row] = (
      await world.desk.db.systemPool.query<{ ahead: number }>(
        'SELECT extract(epoch FROM due_at - now())::float8 AS ahead FROM delivery WHERE id = $1',
        [first.id],
      )
    ).rows
    expect(row?.ahead).toBeGreaterThan(6000)
    await setDue([first], '0')
    await until(
      'it has left',
      () => statesOf(world, [first]),
      ([one]) => one?.state === 'published',
    )
    left.set(`${first.id} 0`, 1)
    expect(standing()).toEqual(left)
  })
})
