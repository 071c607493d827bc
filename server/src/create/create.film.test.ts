import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeMember } from '../testing/tenants.ts'
import { openWorld, until, type World } from '../testing/world.ts'
import { rangeOf } from './create.bytes.service.ts'
import type { AssetView, ContentView } from './create.schema.ts'

let world: World
const folder = mkdtempSync(join(tmpdir(), 'pupitre-films-'))
const brandPath = () => `/api/v1/brands/${world.owner.brandId}`

const film = (name: string, args: string[]): string => {
  const path = join(folder, name)
  const picture = ['-f', 'lavfi', '-i', 'testsrc=size=640x360:rate=25:duration=3', '-f', 'lavfi', '-i', 'sine=frequency=440:duration=3']
  execFileSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...picture, '-shortest', ...args, path])
  return path
}

async function upload(
  bytes: Buffer,
  name: string,
  type = 'video/mp4',
): Promise<{ status: number; body: AssetView & { error: { code: string } } }> {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(bytes)], { type }), name)
  const headers = { cookie: world.owner.cookie, 'x-pupitre': '1' }
  const answer = await fetch(`${world.url}${brandPath()}/assets`, { method: 'POST', headers, body: form })
  return { status: answer.status, body: (await answer.json()) as never }
}
const about = async (id: string) => (await world.call('GET', `${brandPath()}/assets/${id}/about`)).body as AssetView
const ready = async (id: string) =>
  until(
    'it is made',
    () => about(id),
    ({ state }) => state !== 'working',
  )
const bytesOf = (id: string, headers: Record<string, string> = {}) =>
  fetch(`${world.url}${brandPath()}/assets/${id}`, { headers: { cookie: world.owner.cookie, ...headers } })

function probed(bytes: Buffer): {
  streams: { codec_name: string; width?: number; height?: number }[]
  format: { tags?: Record<string, string> }
} {
  const path = join(folder, `seen-${crypto.randomUUID()}`)
  writeFileSync(path, bytes)
  return JSON.parse(
    execFileSync('ffprobe', ['-loglevel', 'error', '-of', 'json', '-show_streams', '-show_format', path], { encoding: 'utf8' }),
  ) as never
}

beforeAll(async () => {
  world = await openWorld({ works: true })
})
afterAll(async () => {
  await world.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a film', () => {
  it('of any kind becomes what every network takes, and keeps nothing of who made it', async () => {
    const place = ['-metadata', 'location=+45.7640+4.8357/', '-metadata', 'artist=Léa']
    const path = film('phone.mov', ['-vf', 'scale=2560:1440', '-c:v', 'mpeg4', '-c:a', 'pcm_s16le', ...place])
    const { status, body } = await upload(readFileSync(path), 'IMG_0042.MOV', 'video/quicktime')
    expect(status).toBe(201)
    expect(body).toMatchObject({ state: 'working', mimeType: 'video/mp4', name: 'IMG_0042.MOV' })
    const made = await ready(body.id)
    expect(made).toMatchObject({ state: 'ready', progress: 100, width: 1920, height: 1080 })
    expect(made.seconds).toBeCloseTo(3, 0)
    const bytes = Buffer.from(await (await bytesOf(body.id)).arrayBuffer())
    expect(bytes.length).toBe(made.bytes)
    const { streams, format } = probed(bytes)
    expect(streams.map((one) => one.codec_name)).toEqual(['h264', 'aac'])
    expect(JSON.stringify(format.tags ?? {})).not.toMatch(/45\.76|Léa/)
    // The index stands before the pictures: it plays while it arrives.
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'))
    const thumb = await bytesOf(`${body.id}?size=thumb`)
    expect([thumb.status, thumb.headers.get('content-type')]).toEqual([200, 'image/webp'])
  })

  it('that is right already is not made anew, picture for picture', async () => {
    const path = film('right.mp4', ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-metadata', 'location=+45.7640+4.8357/'])
    const { body } = await upload(readFileSync(path), 'right.mp4')
    await ready(body.id)
    const bytes = Buffer.from(await (await bytesOf(body.id)).arrayBuffer())
    const frames = (from: string) =>
      execFileSync('ffmpeg', ['-loglevel', 'error', '-i', from, '-map', '0:v', '-f', 'md5', '-'], { encoding: 'utf8' })
    const copy = join(folder, 'copy.mp4')
    writeFileSync(copy, bytes)
    expect(frames(copy)).toBe(frames(path))
    expect(bytes.includes('+45.7640')).toBe(false)
  })

  it('is read by ranges, as players do', async () => {
    const { body } = await upload(readFileSync(film('range.mp4', ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac'])), 'range.mp4')
    const { bytes: size } = await ready(body.id)
    const whole = Buffer.from(await (await bytesOf(body.id)).arrayBuffer())
    const part = await bytesOf(body.id, { range: 'bytes=100-199' })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 100-199/${size}`])
    expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(100, 200))
    const tail = await bytesOf(body.id, { range: 'bytes=-50' })
    expect(Buffer.from(await tail.arrayBuffer())).toEqual(whole.subarray(-50))
    expect((await bytesOf(body.id, { range: `bytes=${size}-` })).status).toBe(416)
  })

  it.each([
    [undefined, 100, null],
    ['bytes=0-0', 100, { start: 0, end: 0 }],
    ['bytes=90-', 100, { start: 90, end: 99 }],
    ['bytes=-10', 100, { start: 90, end: 99 }],
    ['bytes=-1000', 100, { start: 0, end: 99 }],
    ['bytes=50-1000', 100, { start: 50, end: 99 }],
    ['bytes=100-', 100, 'none'],
    ['bytes=9-3', 100, 'none'],
    ['bytes=0-0,5-9', 100, null],
    ['items=0-5', 100, null],
    ['bytes=-', 100, null],
  ] as const)('range %s of %i bytes', (header, size, expected) => expect(rangeOf(header, size)).toEqual(expected))

  it('that is none is refused, and opens nothing else', async () => {
    const secret = join(folder, 'secret.mp4')
    film('secret.mp4', ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac'])
    const playlist = `#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n${secret}\n#EXT-X-ENDLIST\n`
    const concat = `ffconcat version 1.0\nfile '${secret}'\n`
    const hostile = [playlist, concat, 'Ceci n’est pas un film', '<svg xmlns="http://www.w3.org/2000/svg"/>']
    for (const words of hostile) {
      const { status, body } = await upload(Buffer.from(words), 'film.mp4')
      expect([status, body.error.code], words.slice(0, 20)).toEqual([422, 'create.not_a_film'])
    }
  })

  it('does not leave before it is made, and leaves exactly as it was sealed', async () => {
    const channelId = await world.connect('mastodon')
    const path = film('long.mov', ['-vf', 'scale=1920:1080', '-c:v', 'mpeg4', '-c:a', 'pcm_s16le'])
    const { body } = await upload(readFileSync(path), 'long.mov', 'video/quicktime')
    await world.desk.db.systemPool.query(`UPDATE asset SET state = 'failed' WHERE id = $1`, [body.id])
    const media = [{ assetId: body.id, alt: { kind: 'text', text: 'Une mire' }, focus: { x: 0, y: 0 } }]
    const made = (await world.call('POST', `${brandPath()}/contents`, { items: [{ text: 'Un film', media }], channelIds: [channelId] }))
      .body as ContentView
    expect(made.variants[0]?.findings).toContainEqual(expect.objectContaining({ code: 'media_not_ready', blocking: true }))
    const schedule = () => world.call('POST', `${brandPath()}/contents/${made.id}/schedule`, { localTime: null, version: made.version })
    expect((await schedule()).status).toBe(422)
    await world.desk.db.systemPool.query(`UPDATE asset SET state = 'working' WHERE id = $1`, [body.id])
    await ready(body.id)
    expect((await schedule()).status).toBe(200)
  })

  it('has an address for networks that fetch it, which holds for that film and that hour only', async () => {
    const { body } = await upload(readFileSync(film('public.mp4', ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac'])), 'public.mp4')
    await ready(body.id)
    const { publicMedia } = world.desk
    const token = new URL(publicMedia.addressOf(body.id)).pathname.split('/').at(-1) ?? ''
    const read = (said: string) => fetch(`${world.url}/api/v1/media/${said}`)
    const answer = await read(token)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'video/mp4'])
    const [id = '', until_ = '', signature = ''] = token.split('.')
    const other = crypto.randomUUID()
    for (const forged of [`${other}.${until_}.${signature}`, `${id}.${Number(until_) + 1}.${signature}`, `${id}.${until_}.`, id, '..'])
      expect((await read(forged)).status, forged).toBe(404)
    expect(publicMedia.assetOf(token, new Date(Date.now() + 3_601_000))).toBeNull()
  })

  it('of another brand does not exist', async () => {
    const { body } = await upload(readFileSync(film('mine.mp4', ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac'])), 'mine.mp4')
    const { cookie } = await makeMember(world, { role: 'contributor' })
    await ready(body.id)
    expect((await world.call('GET', `${brandPath()}/assets/${body.id}/about`, undefined, { cookie: null })).status).toBe(401)
    expect((await world.call('GET', `/api/v1/brands/${crypto.randomUUID()}/assets/${body.id}/about`, undefined, { cookie })).status).toBe(
      404,
    )
  })
})
