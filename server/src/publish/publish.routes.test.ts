import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, until, type World } from '../testing/world.ts'

let world: World
let channelId: string

beforeAll(async () => {
  world = await openWorld({ works: true, settleSeconds: 1 })
  channelId = await world.connect('key')
})
afterAll(() => world.close())

type Content = {
  id: string
  version: number
  variants: { id: string; version: number; delivery: { id: string; state: string; version: number; link: string | null } }[]
}
const brandPath = () => `/api/v1/brands/${world.owner.brandId}`

async function write(text: string, channels = [channelId]): Promise<Content> {
  const made = await world.call('POST', `${brandPath()}/contents`, { title: text, items: [{ text, media: [] }], channelIds: channels })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  return made.body
}
const stateOf = async (content: Content) =>
  ((await world.call('GET', `${brandPath()}/contents/${content.id}`)).body as Content).variants[0]?.delivery.state
const soon = (seconds: number) => new Date(Date.now() + seconds * 1000 + 3_600_000).toISOString().slice(0, 19)
const standing = (text: string) => world.sandbox.oracle().filter((entry) => entry.text === text)

describe('publishing', () => {
  it('[S1-24] publishes a scheduled post once, with its link and its lines', async () => {
    const content = await write('Le levain est prêt.')
    const answer = await world.call('POST', `${brandPath()}/contents/${content.id}/schedule`, {
      localTime: soon(2),
      version: content.version,
    })
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    await until(
      'published',
      () => stateOf(content),
      (state) => state === 'published',
    )
    expect(standing('Le levain est prêt.')).toHaveLength(1)
    const deliveryId = (answer.body as { id: string }[])[0]?.id
    const ledger = await world.call('GET', `${brandPath()}/deliveries/${deliveryId}/ledger`)
    const lines = (ledger.body as { lines: { to: string }[] }).lines.map((line) => line.to)
    expect(lines).toEqual(['draft', 'scheduled', 'claimed', 'sending', 'published'])
  })

  it('[T-P08] the same request a hundred times has one effect and one answer; another body is refused', async () => {
    const content = await write('Cent fois la même demande')
    const path = `${brandPath()}/contents/${content.id}/schedule`
    const body = { localTime: soon(600), version: content.version }
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => world.call('POST', path, body, { headers: { 'idempotency-key': 'k1' } })),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
    expect(answers.every((answer) => answer.status === 200)).toBe(true)
    const other = await world.call('POST', path, { ...body, localTime: soon(900) }, { headers: { 'idempotency-key': 'k1' } })
    expect(other.status).toBe(422)
    const long = await world.call('POST', path, body, { headers: { 'idempotency-key': 'k'.repeat(256) } })
    expect(long.status).toBe(400)
  })

  it('[T-P08] a request that was cut off half way has no effect and frees its key', async () => {
    const content = await write('Coupée en route')
    const pool = world.desk.db.ownerPool
    const blocker = await pool.connect()
    await blocker.query('BEGIN')
    await blocker.query('SELECT 1 FROM content WHERE id = $1 FOR UPDATE', [content.id])
    const send = () =>
      world.call(
        'POST',
        `${brandPath()}/contents/${content.id}/schedule`,
        { localTime: soon(600), version: content.version },
        { headers: { 'idempotency-key': 'k2' } },
      )
    const cut = send()
    await until(
      'it waits for the row',
      () =>
        pool.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        ),
      (ended) => ended.rowCount === 1,
    )
    expect((await cut).status).toBe(500)
    await blocker.query('ROLLBACK')
    blocker.release()
    expect(await stateOf(content)).toBe('draft')
    expect((await send()).status).toBe(200)
    expect(await stateOf(content)).toBe('scheduled')
  })

  it('[S1-24] refuses an hour that passed, asks about the repeated hour and refuses the lost one', async () => {
    const content = await write('Heures')
    const schedule = (localTime: string, more = {}) =>
      world.call('POST', `${brandPath()}/contents/${content.id}/schedule`, { localTime, version: content.version, ...more })
    expect((await schedule('2020-01-01T10:00')).body).toMatchObject({ error: { code: 'publish.in_the_past' } })
    // A year that is still being typed.
    expect((await schedule('0002-01-01T10:00')).status).toBe(400)
    expect((await schedule('9999-01-01T10:00')).status).toBe(400)
    expect((await schedule('2150-01-01T10:00')).body).toMatchObject({ error: { code: 'publish.too_far' } })
    expect((await schedule('2027-03-28T02:30')).body).toMatchObject({
      error: { code: 'publish.lost_hour', data: { before: expect.any(String) } },
    })
    expect((await schedule('2027-10-31T02:30')).body).toMatchObject({ error: { code: 'publish.repeated_hour' } })
    const second = await schedule('2027-10-31T02:30', { repeatedHour: 'second' })
    expect(second.body).toMatchObject([{ dueAt: '2027-10-31T01:30:00.000Z' }])
  })

  it('[S2-21] an undo within its window sends nothing to any network', async () => {
    const content = await write('Une erreur de frappe')
    const [delivery] = (
      await world.call('POST', `${brandPath()}/contents/${content.id}/schedule`, { localTime: null, version: content.version })
    ).body as { id: string; undoUntil: string }[]
    expect(Date.parse(delivery?.undoUntil ?? '') - Date.now()).toBeGreaterThan(18_000)
    await world.call('POST', `${brandPath()}/deliveries/${delivery?.id}/cancel`, { keepDraft: true })
    expect(await stateOf(content)).toBe('draft')
    await world.desk.deliverer.deliver([delivery?.id ?? ''])
    await world.desk.deliverer.idle()
    expect(standing('Une erreur de frappe')).toHaveLength(0)
  })
})
