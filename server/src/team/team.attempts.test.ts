import { performance } from 'node:perf_hooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeMember } from '../testing/tenants.ts'
import { openWorld, type World } from '../testing/world.ts'
import { createAttempts, placeOf } from './team.attempts.service.ts'

const right = 'un mot de passe assez long'
let world: World

beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** The desk believes its proxy on this machine about where a request comes from. */
const from = (ip: string) => ({ cookie: null, headers: { 'x-forwarded-for': ip } })
const signIn = (email: string, password: string, ip: string) => world.call('POST', '/api/auth/sign-in/email', { email, password }, from(ip))
const member = () => makeMember(world, { role: 'manager' })
const said = (answer: { status: number; body: unknown }) => `${answer.status} ${JSON.stringify(answer.body)}`

let place = 0
const somewhere = () => `203.0.113.${(place += 1)}`

async function failures(email: string, ip: string, count: number): Promise<string[]> {
  const answers = []
  for (let i = 0; i < count; i += 1) answers.push(said(await signIn(email, `mauvais mot de passe ${i}`, ip)))
  return answers
}

describe('[T-A03] ten wrong passwords in fifteen minutes', () => {
  it('[T-A03] the eleventh is not looked at, even when it is right', async () => {
    const { email } = await member()
    const ip = somewhere()
    const statuses = (await failures(email, ip, 11)).map((answer) => answer.slice(0, 3))
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => '401'), '429'])
    const refused = await signIn(email, right, ip)
    expect(refused.status).toBe(429)
    expect(refused.body).toMatchObject({ error: { code: 'http.too_many' } })
    expect((refused.body as { error: { data: { seconds: number } } }).error.data.seconds).toBeGreaterThan(800)
    expect(refused.headers.getSetCookie()).toEqual([])
  })

  it('[T-A03] nobody is locked out: the account opens from elsewhere, and others open from there', async () => {
    const { email } = await member()
    const neighbour = await member()
    const ip = somewhere()
    await failures(email, ip, 11)
    expect((await signIn(email, right, somewhere())).status).toBe(200)
    expect((await signIn(neighbour.email, right, ip)).status).toBe(200)
    expect((await signIn(email, right, ip)).status).toBe(429)
  })

  it('[T-A03] a right password starts the count anew; refusals that tried none do not', async () => {
    const { email } = await member()
    const ip = somewhere()
    await failures(email, ip, 9)
    expect((await signIn(email, right, ip)).status).toBe(200)
    await failures(email, ip, 9)
    // Too long to be looked at: neither an attempt, nor a way to wash the count.
    expect((await signIn(email, 'x'.repeat(500), ip)).status).toBe(400)
    expect((await failures(email, ip, 2)).map((answer) => answer.slice(0, 3))).toEqual(['401', '429'])
  })

  it('[T-A03] many at once, other capitals, and another address of the same subscriber are no way around', async () => {
    const { email } = await member()
    const ip = somewhere()
    const together = await Promise.all(
      Array.from({ length: 30 }, (_, i) => signIn(i % 2 ? email.toUpperCase() : ` ${email}`.trim(), `mauvais ${i} mot`, ip)),
    )
    expect(together.filter((answer) => answer.status === 401)).toHaveLength(10)
    expect(together.filter((answer) => answer.status === 429)).toHaveLength(20)
    const other = await member()
    for (let i = 0; i < 10; i += 1) await signIn(other.email, `mauvais mot ${i}`, `2001:db8:1:2:${i}::1`)
    expect((await signIn(other.email, right, '2001:db8:1:2:ffff::9')).status).toBe(429)
    expect((await signIn(other.email, right, '2001:db8:1:3::9')).status).toBe(200)
    expect([placeOf('::ffff:203.0.113.9'), placeOf('203.0.113.9')]).toEqual(['203.0.113.9', '203.0.113.9'])
  })

  it('[T-A03] one place that tries many accounts is stopped too, and all of it ends after fifteen minutes', () => {
    let clock = 0
    const attempts = createAttempts(() => clock)
    for (let i = 0; i < 100; i += 1) attempts.begin(`person-${i}@levain.test`, '198.51.100.7')
    expect(() => attempts.begin('another@levain.test', '198.51.100.7')).toThrow()
    expect(() => attempts.begin('another@levain.test', '198.51.100.8')).not.toThrow()
    clock = 15 * 60_000
    expect(() => attempts.begin('another@levain.test', '198.51.100.7')).not.toThrow()
    for (let i = 0; i < 60_000; i += 1) attempts.begin(`p${i}@levain.test`, `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`)
    clock += 1
    expect(() => attempts.begin('p59999@levain.test', '10.0.0.1'), 'bounded memory still counts what is new').not.toThrow()
  })

  it('[T-A03] the password that is asked for again, inside, is counted as well', async () => {
    const { cookie, email } = await member()
    const change = (i: number) => ({ currentPassword: `mauvais mot de passe ${i}`, newPassword: 'quatre miches et un pain' })
    const statuses = []
    for (let i = 0; i < 12; i += 1) statuses.push((await world.call('POST', '/api/auth/change-password', change(i), { cookie })).status)
    expect(statuses.slice(9)).toEqual([400, 429, 429])
    expect((await world.call('POST', '/api/auth/two-factor/disable', { password: right }, { cookie })).status).toBe(429)
    expect((await signIn(email, right, somewhere())).status, 'signing in is not touched by it').toBe(200)
  })
})

describe('[T-A03] an account that does not exist', () => {
  it('[T-A03] answers word for word like one that does: wrong password, too many, new password asked', async () => {
    const { email } = await member()
    const [one, other] = [somewhere(), somewhere()]
    const known = await failures(email, one, 11)
    const unknown = await failures('nobody@levain.test', other, 11)
    const wordless = (texts: string[]) => texts.map((text) => text.replaceAll(/\d+ s\b|"seconds":\d+/g, ''))
    expect(wordless(unknown)).toEqual(wordless(known))
    const ask = (address: string) =>
      world.call('POST', '/api/auth/request-password-reset', { email: address, redirectTo: '/reset' }, from(somewhere()))
    expect(said(await ask('nobody@levain.test'))).toBe(said(await ask(email)))
  })

  it('[T-A03] takes about as long: the password is worked on although there is none', async () => {
    const { email } = await member()
    const time = async (address: string, ip: string) => {
      const began = performance.now()
      await signIn(address, 'mauvais mot de passe', ip)
      return performance.now() - began
    }
    const times: [number[], number[]] = [[], []]
    // Turn by turn, so that a busy moment of the machine weighs on both.
    for (let i = 0; i < 13; i += 1) {
      times[0].push(await time(email, `198.51.100.${i}`))
      times[1].push(await time(`nobody-${i}@levain.test`, `198.51.100.${i}`))
    }
    const [known, unknown] = times.map((all) => all.sort((a, b) => a - b)[6] ?? 0) as [number, number]
    expect(Math.max(known, unknown) / Math.min(known, unknown), `${known.toFixed(1)} and ${unknown.toFixed(1)} ms`).toBeLessThan(1.4)
  })
})
