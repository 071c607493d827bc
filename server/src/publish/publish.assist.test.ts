import { createDecipheriv, createECDH, hkdfSync, randomBytes, type ECDH } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hurry, workerOf, type WorkHere } from '../testing/ledger.ts'
import { makeMember } from '../testing/tenants.ts'
import { openWorld, until, type World } from '../testing/world.ts'

/* TikTok by hand, with a browser's push service that opens what it is given as a browser does. */

type Device = { endpoint: string; keys: { p256dh: string; auth: string }; ecdh: ECDH; auth: Buffer }
type Heard = { path: string; headers: Record<string, unknown>; said: Record<string, string> }

const heard: Heard[] = []
const devices = new Map<string, Device>()
let status = 201
let world: World
let work: WorkHere
let channelId: string
let push: { url: string; close: () => void }

const brandPath = () => `/api/v1/brands/${world.owner.brandId}`
const deliveryPath = (id: string, rest: string) => `${brandPath()}/deliveries/${id}/${rest}`

/** RFC 8291, from the side of the browser. */
function opened(device: Device, body: Buffer): Record<string, string> {
  const salt = body.subarray(0, 16)
  const length = body[20] ?? 0
  const theirs = body.subarray(21, 21 + length)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), device.ecdh.getPublicKey(), theirs])
  const prk = Buffer.from(hkdfSync('sha256', device.ecdh.computeSecret(theirs), device.auth, info, 32))
  const derive = (name: string, size: number) => Buffer.from(hkdfSync('sha256', prk, salt, `Content-Encoding: ${name}\0`, size))
  const sealed = body.subarray(21 + length)
  const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12))
  decipher.setAuthTag(sealed.subarray(-16))
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  return JSON.parse(plain.subarray(0, plain.lastIndexOf(2)).toString()) as Record<string, string>
}

function makeDevice(name: string): Device {
  const ecdh = createECDH('prime256v1')
  const p256dh = ecdh.generateKeys('base64url')
  const auth = randomBytes(16)
  const device = { endpoint: `${push.url}/${name}`, keys: { p256dh, auth: auth.toString('base64url') }, ecdh, auth }
  devices.set(`/${name}`, device)
  return device
}

const subscribe = async ({ endpoint, keys }: Device, name: string, cookie?: string) =>
  (await world.call('POST', '/api/v1/me/devices', { name, subscription: { endpoint, keys } }, cookie ? { cookie } : {})).body as {
    id: string
  }

const tiktok = { network: 'tiktok', assisted: true, fields: { handle: '@maisonlevain', profile: 'https://www.tiktok.com/@maisonlevain' } }

/** TikTok takes no words alone. */
async function picture(): Promise<object> {
  const bytes = await sharp({ create: { width: 1080, height: 1350, channels: 3, background: '#c96' } })
    .jpeg()
    .toBuffer()
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), 'miche.jpg')
  const headers = { cookie: world.owner.cookie, 'x-pupitre': '1' }
  const answer = await fetch(`${world.url}${brandPath()}/assets`, { method: 'POST', headers, body: form })
  const { id } = (await answer.json()) as { id: string }
  return { assetId: id, alt: { kind: 'text', text: 'Une miche' }, focus: { x: 0, y: 0 } }
}

async function promised(text: string): Promise<string> {
  const items = [{ text, media: [await picture()] }]
  const made = (await world.call('POST', `${brandPath()}/contents`, { items, channelIds: [channelId] })).body as {
    id: string
    version: number
    variants: { delivery: { id: string } }[]
  }
  const answer = await world.call('POST', `${brandPath()}/contents/${made.id}/schedule`, { localTime: null, version: made.version })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return made.variants[0]?.delivery.id ?? ''
}
type Pack = { delivery: { state: string; link: string | null; cause: { kind: string } | null }; texts: string[]; profileUrl: string }
const packOf = async (id: string) => (await world.call('GET', deliveryPath(id, 'pack'))).body as Pack
const stateOf = async (id: string) => (await packOf(id)).delivery.state
const settle = (id: string, body: object) => world.call('POST', deliveryPath(id, 'settle'), body)

/** Promised, and its hour has come. */
async function due(text: string): Promise<string> {
  const id = await promised(text)
  await hurry(world, [{ id, kind: 'key' }])
  await work.deliver([{ id, kind: 'key' }])
  return id
}

beforeAll(async () => {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const device = devices.get(request.url ?? '')
      if (device && status < 300)
        heard.push({ path: request.url ?? '', headers: request.headers, said: opened(device, Buffer.concat(parts)) })
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  push = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
  world = await openWorld({ works: true })
  world.desk.egress.open(new URL(push.url).host)
  work = workerOf(world)
  await world.call('PATCH', brandPath(), { undoSeconds: 0 })
  const answer = await world.call('POST', `${brandPath()}/channels`, tiktok)
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  channelId = (answer.body as { id: string }).id
})
afterAll(async () => {
  push.close()
  await world.close()
})

describe('publishing by hand', () => {
  it('[S4-10] a channel kept by hand says so, and why it reads nothing', async () => {
    const [channel] = (await world.call('GET', `${brandPath()}/channels`)).body as { assisted: boolean; acts: object; reads: object }[]
    expect(channel).toMatchObject({ assisted: true, acts: { post: true, reply: 'by_hand' }, reads: { messages: 'by_hand' } })
  })

  it('[S4-10] at its hour nothing leaves: the phone rings, and it is to confirm', async () => {
    await subscribe(makeDevice('lea'), 'Chrome sur Android')
    const id = await due('La miche du dimanche, filmée au fournil')
    expect(await packOf(id)).toMatchObject({
      delivery: { state: 'unknown', link: null, cause: { kind: 'by_hand' } },
      texts: ['La miche du dimanche, filmée au fournil'],
      profileUrl: tiktok.fields.profile,
    })
    const [ring] = await until(
      'it rings',
      () => heard,
      (all) => all.length > 0,
    )
    expect(ring?.said).toEqual({
      title: 'À publier maintenant sur tiktok.com',
      body: '@maisonlevain · La miche du dimanche, filmée au fournil',
      url: `/assist/${id}?brand=${world.owner.brandId}`,
    })
    expect(ring?.headers).toMatchObject({ urgency: 'high', topic: id.replaceAll('-', ''), 'content-encoding': 'aes128gcm' })
    const today = (await world.call('GET', `/api/v1/brands/${world.owner.brandId}/today`)).body as { rows: { kind: string; to: string }[] }
    expect(today.rows).toContainEqual(expect.objectContaining({ kind: 'by_hand', to: `/assist/${id}` }))
  })

  it('[S4-10] is done with a real address, and stays to confirm with any other', async () => {
    const id = await due('Trois gestes pour façonner une baguette')
    const wrong = [
      'https://www.tiktok.com/@maisonlevain',
      'https://www.tiktok.com/@maisonlevain/',
      'https://example.com/video/1',
      'https://tiktok.com.example.com/v',
      'https://www.tiktok.com/@maisonlevain?lang=fr',
      'https://www.tiktok.com/',
      'https://www.tiktok.org/@autre/video/9',
      'https://marie:secret@www.tiktok.com/@maisonlevain/video/9',
    ]
    for (const link of wrong) {
      const answer = await settle(id, { answer: 'there', link })
      expect([answer.status, (answer.body as { error: { code: string } }).error.code], link).toEqual([422, 'publish.link_elsewhere'])
      expect(await stateOf(id)).toBe('unknown')
    }
    expect((await settle(id, { answer: 'there', link: 'javascript:alert(1)' })).status).not.toBe(200)
    const link = 'https://vm.tiktok.com/ZMabc123/'
    expect((await settle(id, { answer: 'there', link })).status).toBe(200)
    expect((await packOf(id)).delivery).toMatchObject({ state: 'published', link })
  })

  it.each([
    ['another site', { ...tiktok.fields, profile: 'https://evil.example/@x' }],
    ['this machine', { ...tiktok.fields, profile: 'http://127.0.0.1/@x' }],
    ['the home page', { ...tiktok.fields, profile: 'https://www.tiktok.com/' }],
    ['no address', { ...tiktok.fields, profile: 'maisonlevain' }],
    ['a name without end', { ...tiktok.fields, handle: 'x'.repeat(3999) }],
  ])('[S4-10] is not connected to %s, and says what is needed', async (_name, fields) => {
    const answer = await world.call('POST', `/api/v1/brands/${world.owner.brandId}/channels`, { ...tiktok, fields })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({
      error: { code: 'channels.not_a_profile', what: expect.stringContaining('https://www.tiktok.com/@maisonlevain') as string },
    })
  })

  it('counts no messages where none can come: unknown is not zero', async () => {
    const { channels } = (await world.call('GET', `/api/v1/brands/${world.owner.brandId}/measure`)).body as {
      channels: { network: string; replies30: number | null }[]
    }
    expect(channels.filter(({ network }) => network === 'tiktok').map(({ replies30 }) => replies30)).toEqual([null])
    const { freshness } = (await world.call('GET', `/api/v1/brands/${world.owner.brandId}/inbox`)).body as {
      freshness: { network: string }[]
    }
    expect(freshness.map(({ network }) => network)).not.toContain('tiktok')
  })

  it('[S4-10] later means at that hour, and it rings again then', async () => {
    const id = await due('Le levain se nourrit le matin')
    await until(
      'it rings',
      () => heard.filter(({ said }) => said['url']?.includes(id)),
      (all) => all.length === 1,
    )
    expect((await settle(id, { answer: 'later', localTime: '2031-05-04T09:00' })).status).toBe(200)
    expect(await stateOf(id)).toBe('scheduled')
    await world.desk.db.systemPool.query('UPDATE delivery SET due_at = now() WHERE id = $1', [id])
    await work.deliver([{ id, kind: 'key' }])
    await until(
      'it rings again',
      () => heard.filter(({ said }) => said['url']?.includes(id)),
      (all) => all.length === 2,
    )
    expect(await stateOf(id)).toBe('unknown')
  })

  it('nothing is ever read from the account, and nothing leaves for its network', async () => {
    expect(world.sandbox.oracle()).toEqual([])
    const { body } = await world.call('GET', `${brandPath()}/inbox`)
    expect(body).toMatchObject({ items: [] })
  })
})

describe('devices that ring', () => {
  it('are tried, and leave the list when the browser has gone', async () => {
    const { id } = await subscribe(makeDevice('essai'), 'Firefox sur Linux')
    const before = heard.length
    expect((await world.call('POST', `/api/v1/me/devices/${id}/ring`)).status).toBe(200)
    expect(heard.slice(before)).toMatchObject([{ path: '/essai', said: { title: 'Pupitre', body: 'Cet appareil sonne.' } }])
    status = 410
    const gone = await world.call('POST', `/api/v1/me/devices/${id}/ring`)
    expect(gone.body).toMatchObject({ error: { code: 'team.device_gone' } })
    status = 201
    const { body } = await world.call('GET', '/api/v1/me/devices')
    expect((body as { devices: { id: string }[] }).devices.map((one) => one.id)).not.toContain(id)
  })

  it('stay when the push service is out of order', async () => {
    const { id } = await subscribe(makeDevice('panne'), 'Safari sur iPhone')
    status = 503
    expect((await world.call('POST', `/api/v1/me/devices/${id}/ring`)).body).toMatchObject({ error: { code: 'team.device_silent' } })
    status = 201
    expect((await world.call('POST', `/api/v1/me/devices/${id}/ring`)).status).toBe(200)
  })

  it('are nobody else’s to see, ring or take away', async () => {
    const { id } = await subscribe(makeDevice('a-moi'), 'Chrome sur Linux')
    const { cookie } = await makeMember(world, { role: 'owner' })
    expect(((await world.call('GET', '/api/v1/me/devices', undefined, { cookie })).body as { devices: [] }).devices).toEqual([])
    expect((await world.call('POST', `/api/v1/me/devices/${id}/ring`, undefined, { cookie })).status).toBe(404)
    expect((await world.call('DELETE', `/api/v1/me/devices/${id}`, undefined, { cookie })).status).toBe(404)
    expect((await world.call('DELETE', `/api/v1/me/devices/${id}`)).status).toBe(200)
  })

  it('keep their addresses sealed', async () => {
    const { rows } = await world.desk.db.ownerPool.query<{ row: string }>('SELECT row_to_json(d)::text AS row FROM push_device d')
    for (const { row } of rows) expect(row).not.toContain(push.url)
  })

  it('are not rung at addresses inside the house', async () => {
    const inside = { endpoint: 'http://169.254.169.254/latest', keys: makeDevice('dedans').keys }
    const { id } = (await world.call('POST', '/api/v1/me/devices', { name: 'x', subscription: inside })).body as { id: string }
    expect((await world.call('POST', `/api/v1/me/devices/${id}/ring`)).body).toMatchObject({ error: { code: 'team.device_silent' } })
  })
})
