import { createTestConnector } from '@pupitre/sandbox'
import { NetworkFailure, type Connector } from '@pupitre/networks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { networkOf, openWorld, until, type World } from '../testing/world.ts'
import type { ChannelView } from '../channels/channels.schema.ts'
import type { ContentView } from '../create/create.schema.ts'
import type { TodayRow, TodayView } from './today.schema.ts'

/** What the network tells of itself when it is asked; null: nothing. */
let max: number | null = 500
let asked = 0
let world: World
let channelId: string

function telling(url: string): Connector {
  const plain = createTestConnector('key', url)
  const limits: Connector['limits'] = async () => {
    asked += 1
    if (max === null) throw new NetworkFailure({ kind: 'unavailable', nextStep: 'wait', sent: 'no' })
    const quotas = [{ what: 'post' as const, used: asked, max: 50, seconds: 86_400 }]
    return { ...plain.documentedLimits, text: { ...plain.documentedLimits.text, max }, quotas }
  }
  return { ...plain, limits }
}

beforeAll(async () => {
  world = await openWorld({
    works: true,
    known: (url) => {
      const connector = telling(url)
      return { networks: [networkOf('key')], connectorOf: () => connector }
    },
  })
  channelId = await world.connect('key')
})
afterAll(() => world.close())

const brand = () => `/api/v1/brands/${world.owner.brandId}`
const read = async (id: string) => (await world.call('GET', `${brand()}/contents/${id}`)).body as ContentView
const rows = async (): Promise<TodayRow[]> =>
  ((await world.call('GET', `${brand()}/today`)).body as TodayView).rows.filter(({ kind }) => kind === 'limit_changed')

async function write(title: string, length: number, localTime: string | null = null): Promise<string> {
  const items = [{ text: 'x'.repeat(length), media: [] }]
  const made = await world.call('POST', `${brand()}/contents`, { title, items, channelIds: [channelId], localTime })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  return (made.body as ContentView).id
}
async function promise(title: string, length: number, localTime: string): Promise<string> {
  const id = await write(title, length)
  const answer = await world.call('POST', `${brand()}/contents/${id}/schedule`, { localTime, version: (await read(id)).version })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return id
}
const check = async () => expect((await world.call('POST', `${brand()}/channels/${channelId}/check`)).status).toBe(200)
/** The regular check, a day after the limits were last asked for. */
async function nextDay(): Promise<void> {
  await world.desk.db.ownerPool.query("UPDATE channel SET limits_asked_at = limits_asked_at - interval '25 hours'")
  await check()
}
const announced = async () =>
  (await world.desk.db.ownerPool.query<{ n: number }>("SELECT count(*)::int AS n FROM event WHERE name = 'channels.limits'")).rows[0]?.n
const stored = async () =>
  (await world.desk.db.ownerPool.query<{ limits: { text: { max: number }; mediaAddress: boolean } }>('SELECT limits FROM channel')).rows[0]
    ?.limits

describe('[S0-25] a change of a network’s limits lists what it affects, before its hour', () => {
  const ids: Record<'short' | 'awaiting' | 'first' | 'second' | 'draft' | 'long', string> = {} as never

  it('[S0-25] what fits is not flagged, nor a draft that never did', async () => {
    await world.call('PATCH', brand(), { approvalNeeded: true })
    ids.awaiting = await promise('Attend un oui', 300, '2031-05-02T09:00')
    await world.call('PATCH', brand(), { approvalNeeded: false })
    ids.short = await promise('Court', 40, '2031-05-01T08:00')
    ids.second = await promise('Le second', 250, '2031-05-03T09:00')
    ids.first = await promise('Le premier', 200, '2031-05-01T09:00')
    ids.draft = await write('Brouillon', 101)
    // The test kind takes threads: what is too long is cut when it is first written.
    ids.long = await write('Toujours trop long', 90)
    const { variants } = await read(ids.long)
    const items = [{ text: 'x'.repeat(700), media: [] }]
    await world.call('PATCH', `${brand()}/variants/${variants[0]?.id}`, { version: variants[0]?.version, items })
    expect((await read(ids.long)).variants[0]?.findings).toMatchObject([{ code: 'text_too_long' }])
    expect(await rows()).toEqual([])
  })

  it('[S0-25] the network is asked at most once a day, and what it does not tell stays as it was', async () => {
    max = 100
    const before = asked
    await check()
    expect(asked).toBe(before)
    max = null
    await nextDay()
    expect(asked).toBe(before + 1)
    await check()
    expect(asked, 'nor again when it did not answer').toBe(before + 1)
    expect(await stored()).toMatchObject({ text: { max: 500 }, mediaAddress: true })
    expect(await rows()).toEqual([])
  })

  it('[S0-25] what was used of what may be done is renewed with them, and is no change', async () => {
    max = 500
    const before = await announced()
    await nextDay()
    const [channel] = (await world.call('GET', `${brand()}/channels`)).body as ChannelView[]
    expect(channel?.limits.quotas).toEqual([{ what: 'post', used: asked, max: 50, seconds: 86_400 }])
    expect(await announced()).toBe(before)
  })

  it('[S0-25] a lower limit: scheduled, awaiting and draft posts are listed in Today and blocked in the composer', async () => {
    max = 100
    await nextDay()
    const [row, ...others] = await until('Today tells of it', rows, (found) => found.length > 0)
    expect(others).toEqual([])
    expect(row).toMatchObject({
      urgency: 'day',
      when: '2031-05-01T07:00:00.000Z',
      network: networkOf('key'),
      sentence: { channel: 'levain-key', count: 4, titles: 'Le premier\nAttend un oui\nLe second' },
      to: `/studio/${ids.first}`,
    })
    const [version] = (await read(ids.first)).variants
    expect(version?.findings).toMatchObject([{ code: 'text_too_long', blocking: true, data: { max: 100, actual: 200 } }])
    expect(version?.delivery).toMatchObject({ state: 'scheduled', dueAt: '2031-05-01T07:00:00.000Z' })
    expect(await stored()).toMatchObject({ text: { max: 100 }, mediaAddress: true })
  })

  it('[S0-25] what is made to fit leaves the list, and what is due within a day presses', async () => {
    const [version] = (await read(ids.first)).variants
    const shorter = { version: version?.version, items: [{ text: 'x'.repeat(80), media: [] }] }
    expect((await world.call('PATCH', `${brand()}/variants/${version?.id}`, shorter)).status).toBe(200)
    expect(await rows()).toMatchObject([{ sentence: { count: 3 }, to: `/studio/${ids.awaiting}` }])
    await world.desk.db.ownerPool.query("UPDATE delivery SET due_at = now() + interval '20 hours' WHERE content_id = $1", [ids.second])
    expect(await rows()).toMatchObject([{ urgency: 'now', to: `/studio/${ids.second}` }])
  })

  it('[S0-25] the old limit again: the row is gone', async () => {
    max = 500
    await nextDay()
    await until('Today is quiet again', rows, (found) => found.length === 0)
    expect((await read(ids.second)).variants[0]?.findings).toEqual([])
    const flagged = await world.desk.db.ownerPool.query("SELECT id FROM variant WHERE outgrown <> '[]'::jsonb")
    expect(flagged.rows).toEqual([])
  })

  it('[S0-25] a new connection of the account asks as well', async () => {
    max = 100
    expect(await world.connect('key')).toBe(channelId)
    await until('Today tells of it', rows, (found) => found.length === 1)
  })
})
