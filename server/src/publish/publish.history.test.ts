import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeKey } from '../team/team.keys.service.ts'
import { calendarDatabase } from '../testing/database.ts'
import { randomFrom } from '../testing/ledger.ts'
import { kinds, openWorld, type World } from '../testing/world.ts'
import { publishTickers } from './publish.jobs.ts'

/** A leap year: every night on which a clock changes, the 29th of February, and the machine off now and then. */
const year = 2028
const start = new Date(`${year}-01-02T00:00:00Z`)
const end = new Date(`${year}-12-30T00:00:00Z`)
const zones = [
  'Europe/Paris',
  'Europe/Dublin',
  'Indian/Reunion',
  'America/Martinique',
  'America/St_Johns',
  'America/New_York',
  'America/Santiago',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Noumea',
]
const next = randomFrom(20_280_229)
const minute = 60_000
const hour = 60 * minute
/** As every brand begins, but for one that asked for more. */
const toleranceOf = (zone: string): number => (zone === 'Pacific/Chatham' ? 2 * hour : 30 * minute)
const promise = minute

/* ── Wall clocks, by the platform's own calendar and not by the desk's ──── */

const formats = new Map<string, Intl.DateTimeFormat>()
const wallOf = (at: number, zone: string): string => {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  formats.set(zone, format)
  return format.format(at).replace(' ', 'T')
}
const offsetOf = (at: number, zone: string): number => Date.parse(`${wallOf(at, zone)}Z`) - at
const asWall = (at: number): string => new Date(at).toISOString().slice(0, 19)

type Change = { at: number; before: number; after: number }

function changesOf(zone: string): Change[] {
  const found: Change[] = []
  for (let at = start.getTime(); at < end.getTime(); at += 6 * hour) {
    const [before, after] = [offsetOf(at, zone), offsetOf(at + 6 * hour, zone)]
    if (before === after) continue
    let [low, high] = [at, at + 6 * hour]
    while (high - low > 1000) {
      const middle = low + Math.floor((high - low) / 2000) * 1000
      if (offsetOf(middle, zone) === before) low = middle
      else high = middle
    }
    found.push({ at: high, before, after })
  }
  return found
}

/* ── The year ───────────────────────────────────────────────────────────── */

type Outage = { from: number; to: number }
const lengths = [8, 25, 29, 31, 45, 90, 180, 600, 1440, 2900]
const paris = changesOf('Europe/Paris').map(({ at }): Outage => ({ from: at - 20 * minute, to: at + 25 * minute }))
const outages: Outage[] = [
  ...paris,
  ...lengths.map((length, index) => {
    const from = start.getTime() + Math.floor((20 + index * 30 + next() * 25) * 24 * hour)
    return { from, to: from + length * minute }
  }),
].sort((a, b) => a.from - b.from)

type Target = { text: string; brandId: string; zone: string; local: string; due: number; id: string; contentId: string }
type Wanted = { local: string; due: number; repeated?: 'first' | 'second' }

let world: World
let calendar: Awaited<ReturnType<typeof calendarDatabase>>
/** A session would not live for a year. */
let bearer = ''
const call: World['call'] = (method, path, body) =>
  world.call(method, path, body, { cookie: null, headers: { authorization: `Bearer ${bearer}` } })
const brands = new Map<string, string>()
const channels = new Map<string, string>()
const targets: Target[] = []

beforeAll(async () => {
  calendar = await calendarDatabase(new Date())
  world = await openWorld({ connection: calendar.connection, settleSeconds: 1 })
  for (const [index, zone] of zones.entries()) {
    const made = await world.call('POST', `/api/v1/organizations/${world.owner.organizationId}/brands`, { name: zone, zone })
    const { id } = made.body as { id: string }
    brands.set(zone, id)
    channels.set(id, await world.connect(kinds[index % kinds.length] ?? 'key', `compte-${index}`, id))
  }
  await world.call('PATCH', `/api/v1/brands/${brands.get('Pacific/Chatham')}`, { toleranceSeconds: 7200 })
  const { user } = (await world.call('GET', '/api/v1/me')).body as { user: { id: string } }
  bearer = (
    await makeKey(world.desk.db, { userId: user.id, brandId: null, name: 'an', scopes: ['read', 'write', 'schedule'], expiresAt: null })
  ).key
  await calendar.set(start)
})
afterAll(async () => {
  await world.close()
  await calendar.close()
})

type Promised = { id: string; dueAt: string }[]

async function write(brandId: string, text: string): Promise<{ id: string; schedule: (body: object) => ReturnType<typeof call> }> {
  const made = await call('POST', `/api/v1/brands/${brandId}/contents`, {
    items: [{ text, media: [] }],
    channelIds: [channels.get(brandId)],
  })
  const { id, version } = made.body as { id: string; version: number }
  return { id, schedule: (body) => call('POST', `/api/v1/brands/${brandId}/contents/${id}/schedule`, { version, ...body }) }
}

async function promiseOne(zone: string, wanted: Wanted): Promise<void> {
  const brandId = brands.get(zone) ?? ''
  const text = `${zone} ${wanted.local} ${targets.length}`
  const content = await write(brandId, text)
  const answer = await content.schedule({ localTime: wanted.local, ...(wanted.repeated ? { repeatedHour: wanted.repeated } : {}) })
  expect(answer.status, `${text} ${JSON.stringify(answer.body)}`).toBe(200)
  const [view] = answer.body as Promised
  expect(view?.dueAt, text).toBe(new Date(wanted.due).toISOString())
  targets.push({ text, brandId, zone, local: wanted.local, due: wanted.due, id: view?.id ?? '', contentId: content.id })
}

/** As a person would write this instant, saying which of two equal hours where it needs to be said. */
function at(zone: string, due: number): Wanted {
  const local = wallOf(due, zone)
  const twin = (sign: 1 | -1) => [30 * minute, hour, 2 * hour].some((by) => wallOf(due + sign * by, zone) === local)
  const repeated = twin(1) ? { repeated: 'first' as const } : twin(-1) ? { repeated: 'second' as const } : {}
  return { local, due, ...repeated }
}

/** The hour that does not exist is refused with its neighbours, the one that exists twice is asked about: neither is guessed. */
async function askAbout(zone: string, change: Change): Promise<Wanted[]> {
  const middle = asWall(change.at + (change.before + change.after) / 2)
  const content = await write(brands.get(zone) ?? '', `${zone} ${middle} ?`)
  const answer = await content.schedule({ localTime: middle })
  expect(answer.status).toBe(422)
  const { error } = answer.body as { error: { code: string; message: string; data: Record<string, string> } }
  expect(error.message.length).toBeGreaterThan(20)
  if (change.after > change.before) {
    expect(error.code, `${zone} ${middle}`).toBe('publish.lost_hour')
    const local = error.data['after'] ?? ''
    return [{ local, due: Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`) - change.after }]
  }
  expect(error.code, `${zone} ${middle}`).toBe('publish.repeated_hour')
  const [first, second] = [Date.parse(`${middle}Z`) - change.before, Date.parse(`${middle}Z`) - change.after]
  expect(error.data).toEqual({ first: new Date(first).toISOString(), second: new Date(second).toISOString() })
  return [
    { local: middle, due: first, repeated: 'first' },
    { local: middle, due: second, repeated: 'second' },
  ]
}

/** Around the end of an outage: just within the tolerance, at it, and just past it. */
const backFrom = (zone: string): number[] => {
  const tolerance = toleranceOf(zone)
  return [5 * minute, tolerance - 1000, tolerance, tolerance + 1000, tolerance + 15 * minute, tolerance + hour, 2 * tolerance]
}

async function promiseAll(): Promise<number> {
  let asked = 0
  for (const zone of zones) {
    const wanted: Wanted[] = []
    for (const change of changesOf(zone)) {
      wanted.push(...(await askAbout(zone, change)))
      asked += 1
      wanted.push(
        at(zone, change.at - 1000 - Math.abs(change.after - change.before)),
        at(zone, change.at + Math.abs(change.after - change.before)),
      )
    }
    for (const day of ['02-28T23:59:59', '02-29T00:00:00', '02-29T12:00:00', '03-01T00:00:00']) {
      const local = `${year}-${day}`
      wanted.push({
        local,
        due: Date.parse(`${local}Z`) - offsetOf(Date.parse(`${local}Z`) - offsetOf(Date.parse(`${local}Z`), zone), zone),
      })
    }
    for (let index = 0; index < 6; index += 1) wanted.push(at(zone, Math.floor((start.getTime() + next() * 360 * 24 * hour) / 1000) * 1000))
    for (const one of wanted) await promiseOne(zone, one)
  }
  for (const [index, outage] of outages.entries()) {
    const zone = zones[index % zones.length] ?? ''
    const dues = backFrom(zone).map((back) => Math.ceil((outage.to - back) / 1000) * 1000)
    for (const due of dues.filter((one) => one > outage.from)) await promiseOne(zone, at(zone, due))
  }
  return asked
}

/* ── Living through it ──────────────────────────────────────────────────── */

const isOff = (time: number) => outages.some(({ from, to }) => time >= from && time < to)

/** When the desk does something: a millisecond before each hour, within the minute after it, and when the machine comes back. */
function beats(): number[] {
  const all = new Set<number>(outages.map(({ to }) => to))
  for (const { due } of targets) {
    all.add(due - 1)
    const off = outages.find(({ from }) => from >= due)?.from ?? Infinity
    all.add(Math.min(due + Math.floor(next() * 55_000), off - 1))
  }
  return [...all].filter((time) => !isOff(time)).sort((a, b) => a - b)
}

/** The sweep, the recovery, and bells of every delivery there is: early, late and again. */
async function live(time: number): Promise<void> {
  await calendar.set(new Date(time))
  world.sandbox.clock.set(new Date(time))
  const { desk } = world
  const signal = new AbortController().signal
  const acts = [
    () => desk.deliverer.deliver(targets.map(({ id }) => id)),
    ...publishTickers(desk)
      .filter(({ name }) => name === 'publish.sweep' || name === 'publish.recover')
      .map((ticker) => () => ticker.tick(signal)),
  ]
  while (acts.length > 0) await acts.splice(Math.floor(next() * acts.length), 1)[0]?.()
  await desk.deliverer.idle()
}

type Row = { id: string; state: string; heldReason: string | null }

async function rows(): Promise<Map<string, Row>> {
  const found = await world.desk.db.systemPool.query<Row>(
    'SELECT id, state, held_reason AS "heldReason" FROM delivery WHERE id = ANY ($1::uuid[])',
    [targets.map(({ id }) => id)],
  )
  return new Map(found.rows.map((row) => [row.id, row]))
}

/** What must have become of a target, from the outages alone. */
function fate({ due, zone }: Target): { held: boolean; by: number } {
  const off = outages.find(({ from, to }) => due >= from && due < to)
  if (!off) return { held: false, by: due + promise }
  return { held: off.to - due > toleranceOf(zone), by: off.to }
}

type Fault = 'early' | 'late' | 'twice' | 'lost' | 'wrong'

function faultsOf(target: Target, row: Row | undefined, posts: readonly { at: string }[]): Fault[] {
  const { held, by } = fate(target)
  const times = posts.map((post) => Date.parse(post.at))
  const right = held ? row?.state === 'held' && row.heldReason === 'late' : row?.state === 'published'
  const faults: Record<Fault, boolean> = {
    early: times.some((time) => time < target.due),
    // The network’s clock runs on for the moment a call takes.
    late: times.some((time) => held || time > by + 5000),
    twice: times.length > 1,
    lost: !held && times.length === 0,
    wrong: !right,
  }
  return (Object.keys(faults) as Fault[]).filter((name) => faults[name])
}

/** Every fault with the target it happened to. */
async function judgeYear(): Promise<string[]> {
  const stands = Map.groupBy(world.sandbox.oracle(), (entry) => entry.text)
  const known = await rows()
  return targets.flatMap((target) => {
    const row = known.get(target.id)
    return faultsOf(target, row, stands.get(target.text) ?? []).map((fault) => `${fault}: ${target.text} ${row?.state} ${row?.heldReason}`)
  })
}

/** A person decides about what was missed: one leaves now, one at another hour, one not at all. */
async function decide(): Promise<void> {
  const [first, second, third] = targets.filter((target) => fate(target).held)
  if (!first || !second || !third) throw new Error('nothing was held')
  const now = end.getTime()
  await calendar.set(end)
  const later = at(second.zone, now + 24 * hour)
  const release = (target: Target, body: object) => call('POST', `/api/v1/brands/${target.brandId}/deliveries/${target.id}/release`, body)
  expect((await release(first, { choice: 'publish' })).status).toBe(200)
  expect((await release(second, { choice: 'move', localTime: later.local })).status).toBe(200)
  expect((await release(third, { choice: 'drop' })).status).toBe(200)
  const sent = () => [first, second, third].map(({ text }) => world.sandbox.oracle().filter((entry) => entry.text === text).length)
  await live(now + minute)
  expect(sent()).toEqual([1, 0, 0])
  await live(later.due - 1)
  expect(sent()).toEqual([1, 0, 0])
  await live(later.due + 1000)
  expect(sent()).toEqual([1, 1, 0])
}

describe('a year of promises', () => {
  it('[T-P07] in twelve zones: never early, never past the tolerance, what was missed is held and shown', async () => {
    expect(await promiseAll(), 'hours asked about').toBeGreaterThan(12)
    expect(targets.length).toBeGreaterThan(220)
    for (const time of beats()) await live(time)
    expect(await judgeYear()).toEqual([])
    const held = targets.filter((target) => fate(target).held).length
    expect(held).toBeGreaterThan(20)
    const today = (await call('GET', '/api/v1/brands/all/today')).body as { rows: { kind: string }[]; more: number }
    expect(today.rows.filter(({ kind }) => kind === 'held').length + today.more, 'shown as held').toBe(held)
    await decide()
  })
})
