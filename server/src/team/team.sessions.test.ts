import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeMember } from '../testing/tenants.ts'
import { openWorld, until, type Answer, type World } from '../testing/world.ts'
import { makeKey, setDisabled } from './team.keys.service.ts'

const password = 'un mot de passe assez long'
const https = 'https://pupitre.levain.test'
let world: World

/** How long a stream went on after its session was closed. It is heard while everything else is tried. */
let streamed: Promise<number>

beforeAll(async () => {
  world = await openWorld({ env: { PUPITRE_URL: https } })
  streamed = closeBelowStream()
})
afterAll(() => world.close())

async function closeBelowStream(): Promise<number> {
  const { email, cookie: phone } = await member()
  const laptop = cookieOf(await signIn(email))
  const stream = await fetch(`${world.url}/api/v1/stream`, { headers: { cookie: laptop } })
  const began = Date.now()
  await world.call('DELETE', '/api/v1/me/sessions', undefined, { cookie: phone })
  await stream.text()
  return (Date.now() - began) / 1000
}

const pool = () => world.desk.db.ownerPool
const signIn = (email: string, given = password, cookie: string | null = null) =>
  world.call('POST', '/api/auth/sign-in/email', { email, password: given }, { cookie })
const cookieOf = (answer: Answer) =>
  answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0] ?? '')
    .filter((one) => !one.endsWith('='))
    .join('; ')
const me = (cookie: string) => world.call('GET', '/api/v1/me', undefined, { cookie }).then((answer) => answer.status)
const member = () => makeMember(world, { role: 'manager' })
const sessions = async (cookie: string) =>
  (await world.call('GET', '/api/v1/me/sessions', undefined, { cookie })).body as { id: string; isThis: boolean }[]

/** Moves everything a session knows of time into the past, as if that long had gone by. */
const age = (userId: string, interval: string, columns = ['created_at', 'updated_at', 'expires_at']) =>
  pool().query(`UPDATE session SET ${columns.map((name) => `${name} = ${name} - $2::interval`).join(', ')} WHERE user_id = $1`, [
    userId,
    interval,
  ])
const minutesLeft = async (userId: string): Promise<number> =>
  Number(
    (await pool().query('SELECT extract(epoch FROM expires_at - now()) / 60 AS left FROM session WHERE user_id = $1', [userId])).rows[0]
      ?.left,
  )

/** The six digits an authenticator shows now. */
function code(secret: string, at = Date.now()): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = secret
    .split('')
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const from = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(from) & 0x7fff_ffff) % 1_000_000).padStart(6, '0')
}

async function enableTwoFactor(cookie: string): Promise<{ secret: string; cookie: string }> {
  const enabled = await world.call('POST', '/api/auth/two-factor/enable', { password }, { cookie })
  const secret = new URL((enabled.body as { totpURI: string }).totpURI).searchParams.get('secret') ?? ''
  const verified = await world.call('POST', '/api/auth/two-factor/verify-totp', { code: code(secret) }, { cookie })
  expect(verified.status, JSON.stringify(verified.body)).toBe(200)
  return { secret, cookie: cookieOf(verified) }
}

describe('[T-A02] the cookie', () => {
  it('[T-A02] with https: __Host-, HttpOnly, Secure, SameSite, the whole site and no domain', async () => {
    const { email } = await member()
    const answer = await signIn(email)
    const cookies = answer.headers.getSetCookie()
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-/)
      expect(cookie).toMatch(/; HttpOnly/i)
      expect(cookie).toMatch(/; Secure/i)
      expect(cookie).toMatch(/; SameSite=(Lax|Strict)/i)
      expect(cookie).toMatch(/; Path=\/(;|$)/i)
      expect(cookie).not.toMatch(/domain=/i)
    }
    // A browser that dropped it after eight hours would end the day of somebody who never stopped working.
    expect(cookies.find((cookie) => cookie.includes('session_token='))).toContain(`Max-Age=${30 * 86_400};`)
    expect(JSON.stringify(answer.body), 'no script can read the token elsewhere').not.toContain(
      decodeURIComponent(/session_token=([^;]+)/.exec(cookies.join('\n'))?.[1] ?? '').split('.')[0],
    )
  })

  it('[T-A02] without https the name is plain and the rest stands', async () => {
    const plain = await openWorld()
    const answer = await plain.call('POST', '/api/auth/sign-in/email', { email: plain.owner.email, password: plain.owner.password })
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^pupitre\.session_token=.*HttpOnly.*SameSite=Lax/i)
    expect(cookie).not.toMatch(/Secure/i)
    await plain.close()
  })

  it('[T-A02] signing in makes a new session; one that was brought along is neither taken over nor accepted when made up', async () => {
    const { email } = await member()
    const first = cookieOf(await signIn(email))
    const second = cookieOf(await signIn(email, password, first))
    expect(second).not.toBe(first)
    const fixed = `__Host-pupitre.session_token=${'a'.repeat(32)}.${'b'.repeat(43)}%3D`
    expect(cookieOf(await signIn(email, password, fixed))).not.toContain('a'.repeat(32))
    expect(await me(fixed)).toBe(401)
    const [token = '', signature = ''] = decodeURIComponent(first.split('=')[1] ?? '').split('.')
    const forged = `__Host-pupitre.session_token=${encodeURIComponent(`${token}x.${signature}`)}`
    expect(await me(forged)).toBe(401)
  })
})

describe('[T-A02] how long a session lives', () => {
  it('[T-A02] ends after eight idle hours; work keeps it alive', async () => {
    const { cookie, userId } = await member()
    await age(userId, '7 hours 50 minutes')
    expect(await me(cookie)).toBe(200)
    expect(await minutesLeft(userId)).toBeGreaterThan(470)
    await age(userId, '8 hours 1 minute')
    expect(await me(cookie)).toBe(401)
    expect(await me(cookie)).toBe(401)
  })

  it('[T-A02] ends after thirty days, however much it was used, for everything it could open', async () => {
    const { cookie, userId } = await member()
    await age(userId, '29 days 23 hours', ['created_at'])
    expect(await me(cookie)).toBe(200)
    await age(userId, '2 hours', ['created_at'])
    expect(await me(cookie)).toBe(401)
    const change = { currentPassword: password, newPassword: 'un autre mot de passe long' }
    expect((await world.call('POST', '/api/auth/change-password', change, { cookie })).status).toBe(401)
    expect((await world.call('POST', '/api/auth/two-factor/enable', { password }, { cookie })).status).toBe(401)
  })

  it('[T-A02] a session of some days still shows and closes the others', async () => {
    const { cookie, userId } = await member()
    await age(userId, '5 days', ['created_at'])
    expect(await sessions(cookie)).toMatchObject([{ isThis: true }])
  })
})

describe('[S1-33][T-A02] sessions are seen and closed', () => {
  it('[T-A02] lists one’s own without any token, closes one of them, and none of somebody else', async () => {
    const { email, cookie: here } = await member()
    const there = cookieOf(await signIn(email))
    const stranger = await member()
    const list = await sessions(here)
    expect(list.map((one) => one.isThis)).toEqual([true, false])
    const tokens = [here, there].map((cookie) => decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? '')
    for (const token of tokens) expect(JSON.stringify(list)).not.toContain(token)
    const path = `/api/v1/me/sessions/${list[1]?.id}`
    expect((await world.call('DELETE', path, undefined, { cookie: stranger.cookie })).status).toBe(404)
    expect(await me(there)).toBe(200)
    expect((await world.call('DELETE', path, undefined, { cookie: here })).status).toBe(200)
    expect([await me(here), await me(there)]).toEqual([200, 401])
  })

  it('[S1-33] a lost laptop: every session elsewhere is closed in one act; or all, this one too', async () => {
    const { email, cookie: phone } = await member()
    const laptops = [cookieOf(await signIn(email)), cookieOf(await signIn(email)), cookieOf(await signIn(email))]
    expect((await world.call('DELETE', '/api/v1/me/sessions', undefined, { cookie: phone })).status).toBe(200)
    expect(await Promise.all(laptops.map(me))).toEqual([401, 401, 401])
    expect(await me(phone)).toBe(200)
    expect((await world.call('DELETE', '/api/v1/me/sessions?which=all', undefined, { cookie: phone })).status).toBe(200)
    expect(await me(phone)).toBe(401)
  })

  it('[T-A02] a new password closes the others, and so does one that was reset by mail', async () => {
    const { email, cookie } = await member()
    const elsewhere = cookieOf(await signIn(email))
    const changed = await world.call(
      'POST',
      '/api/auth/change-password',
      { currentPassword: password, newPassword: 'quatre miches et un pain', revokeOtherSessions: true },
      { cookie },
    )
    expect(changed.status).toBe(200)
    expect([await me(cookie), await me(elsewhere)]).toEqual([401, 401])
    const still = cookieOf(changed)
    expect(await me(still)).toBe(200)
    const token = await resetToken(email)
    const reset = await world.call('POST', '/api/auth/reset-password', { token, newPassword: password }, { cookie: null })
    expect(reset.status, JSON.stringify(reset.body)).toBe(200)
    expect(await me(still)).toBe(401)
    expect(
      (await world.call('POST', '/api/auth/reset-password', { token, newPassword: 'encore un autre mot' }, { cookie: null })).status,
    ).toBe(400)
    expect((await signIn(email)).status).toBe(200)
  })

  it('[T-A02] whoever is put out is out: session, key and calendar at once, and no new session', async () => {
    const { email, cookie, userId } = await member()
    const { key } = await makeKey(world.desk.db, { userId, brandId: null, name: 'essai', scopes: ['read'], expiresAt: null })
    const made = await world.call('POST', `/api/v1/brands/${world.owner.brandId}/calendar-feed`, {}, { cookie })
    const feed = new URL((made.body as { url: string }).url).pathname
    const byKey = () => world.call('GET', '/api/v1/me', undefined, { cookie: null, headers: { authorization: `Bearer ${key}` } })
    const byFeed = () => world.call('GET', feed, undefined, { cookie: null })
    expect([await me(cookie), (await byKey()).status, (await byFeed()).status]).toEqual([200, 200, 200])
    await setDisabled(world.desk.db, userId, true)
    expect([await me(cookie), (await byKey()).status, (await byFeed()).status]).toEqual([401, 401, 404])
    const refused = await signIn(email)
    expect([refused.status, cookieOf(refused)]).toEqual([401, ''])
    expect(refused.body).toEqual((await signIn(email, 'un mauvais mot de passe')).body)
    await setDisabled(world.desk.db, userId, false)
    expect((await signIn(email)).status).toBe(200)
  })
})

describe('[T-A02] what is worth asking again for', () => {
  it('[T-A02] second factor, its codes and the password ask for the password, whatever session asks', async () => {
    const { cookie } = await member()
    const two = await enableTwoFactor(cookie)
    for (const path of ['enable', 'disable', 'generate-backup-codes', 'get-totp-uri']) {
      for (const given of [{}, { password: '' }, { password: 'un mauvais mot de passe' }]) {
        const answer = await world.call('POST', `/api/auth/two-factor/${path}`, given, { cookie: two.cookie })
        expect(answer.status, `${path} ${JSON.stringify(given)}`).toBe(400)
        expect(JSON.stringify(answer.body)).not.toContain(two.secret)
      }
    }
    const change = { currentPassword: 'un mauvais mot de passe', newPassword: 'quatre miches et un pain' }
    expect((await world.call('POST', '/api/auth/change-password', change, { cookie: two.cookie })).status).toBe(400)
    expect(await me(two.cookie)).toBe(200)
  })

  it('[T-A02] no door changes the address or makes a key by a session alone', async () => {
    const { cookie, email, userId } = await member()
    for (const path of [
      'change-email',
      'update-user',
      'delete-user',
      'list-accounts',
      'get-session',
      'list-sessions',
      'revoke-session',
      'sign-up/email',
    ])
      for (const method of ['GET', 'POST'])
        expect(
          (await world.call(method, `/api/auth/${path}`, method === 'GET' ? undefined : { newEmail: 'x@y.test', name: 'x' }, { cookie }))
            .status,
          path,
        ).toBe(404)
    await world.call('PATCH', '/api/v1/me', { name: 'Un nom', email: 'x@y.test', twoFactor: false, disabledAt: null }, { cookie })
    const row = await pool().query('SELECT email, name FROM "user" WHERE id = $1', [userId])
    expect(row.rows).toEqual([{ email, name: 'Un nom' }])
    const about = world.routes.filter(
      (route) => /key|token/i.test(route.url) && route.access.kind !== 'public' && !route.url.includes(':token'),
    )
    expect(about).toEqual([])
  })

  it('[T-A02] a key changes nothing of the person it speaks for, and tells only of its brand', async () => {
    const { userId } = await makeMember(world, { role: 'supervisor', brandId: null })
    const second = await world.call('POST', `/api/v1/organizations/${world.owner.organizationId}/brands`, {
      name: 'Une autre marque',
      zone: 'Europe/Paris',
    })
    expect(second.status).toBe(201)
    const { key } = await makeKey(world.desk.db, { userId, brandId: world.owner.brandId, name: 'essai', scopes: ['read'], expiresAt: null })
    const headers = { authorization: `Bearer ${key}` }
    for (const { method, url, access } of world.routes) {
      if (access.kind !== 'person' || method === 'GET') continue
      const path = url.replaceAll(/:[A-Za-z]+/g, 'x'.repeat(43))
      expect((await world.call(method, path, {}, { cookie: null, headers })).status, `${method} ${url}`).toBe(403)
    }
    const known = (await world.call('GET', '/api/v1/me', undefined, { cookie: null, headers })).body as {
      brands: { id: string; rights: string[] }[]
    }
    expect(known.brands).toMatchObject([{ id: world.owner.brandId, rights: ['read'] }])
    expect((await world.call('GET', '/api/v1/me/sessions', undefined, { cookie: null, headers })).status).toBe(403)
  })

  it('[T-A02] a password that was reset by mail does not pass the second factor', async () => {
    const { cookie, email } = await member()
    const { secret } = await enableTwoFactor(cookie)
    const token = await resetToken(email)
    await world.call('POST', '/api/auth/reset-password', { token, newPassword: 'un tout nouveau mot de passe' }, { cookie: null })
    const answer = await signIn(email, 'un tout nouveau mot de passe')
    expect(answer.body).toMatchObject({ twoFactorRedirect: true })
    expect(await me(cookieOf(answer))).toBe(401)
    const verified = await world.call('POST', '/api/auth/two-factor/verify-totp', { code: code(secret) }, { cookie: cookieOf(answer) })
    expect(await me(cookieOf(verified))).toBe(200)
  })
})

it('[S1-33][T-A02] a stream that was open when its session was closed ended within a beat', async () => {
  expect(await streamed).toBeLessThan(20)
})

/** Asks for a new password and reads the mail, as it lies in the folder of a desk without a mail server. */
async function resetToken(email: string): Promise<string> {
  await world.call('POST', '/api/auth/request-password-reset', { email, redirectTo: '/reset' }, { cookie: null })
  const folder = join(world.desk.settings.dataDir, 'mails')
  const texts = () => {
    try {
      return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    } catch {
      return []
    }
  }
  const mail = await until(
    'the mail is there',
    () => texts().find((text) => text.includes(`To: ${email}`)),
    (found) => found !== undefined,
  )
  return /reset-password\/([^?]+)\?/.exec(mail ?? '')?.[1] ?? ''
}
