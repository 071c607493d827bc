import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReadMedia } from './contract.ts'
import { fileOf } from './file.ts'
import { call, multipartBody, type Body } from './http.ts'

const MIB = 1024 * 1024
const got: { headers: IncomingHttpHeaders; hash: string; bytes: number }[] = []
const server = createServer((request, response) => {
  const hash = createHash('sha256')
  let bytes = 0
  request.on('data', (chunk: Buffer) => {
    hash.update(chunk)
    bytes += chunk.length
  })
  request.on('end', () => {
    got.push({ headers: request.headers, hash: hash.digest('hex'), bytes })
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/films`
})
afterAll(() => new Promise((done) => server.close(done)))

/** The desk's way of reading: one buffer, filled again for each part. */
function fileWith(bytes: Uint8Array): { readMedia: ReadMedia; asked: number[] } {
  const asked: number[] = []
  const buffer = new Uint8Array(8 * MIB)
  const readMedia: ReadMedia = async (_id, { start, end } = { start: 0, end: bytes.length }) => {
    asked.push(end - start)
    if (end - start > buffer.length) throw new Error('the whole film was asked for')
    buffer.set(bytes.subarray(start, end))
    return buffer.subarray(0, end - start)
  }
  return { readMedia, asked }
}

async function send(body: Body): Promise<{ told: string[] }> {
  const told: string[] = []
  const ctx = {
    fetch: globalThis.fetch,
    now: () => new Date(),
    signal: AbortSignal.timeout(30_000),
    onRequest: (one: string) => told.push(one),
  }
  await call(ctx, { method: 'POST', url, body })
  return { told }
}

describe('a file on its way', () => {
  it('is given whole as long as it is small', async () => {
    const bytes = randomBytes(MIB)
    const { readMedia, asked } = fileWith(bytes)
    expect(await fileOf({ readMedia }, { id: 'a', bytes: bytes.length })).toEqual({ bytes: new Uint8Array(bytes) })
    expect(asked).toEqual([MIB])
  })

  it('leaves a piece at a time when it is a film, with its length and the fingerprint of all of it', async () => {
    const bytes = randomBytes(21 * MIB + 3)
    const { readMedia, asked } = fileWith(bytes)
    const film = await fileOf({ readMedia }, { id: 'a', bytes: bytes.length })
    const parts = [
      { name: 'title', value: 'Le fournil' },
      { name: 'file', fileName: 'film.mp4', type: 'video/mp4', ...film },
    ]
    const { told } = await send(multipartBody(parts, 'limite'))
    const whole = multipartBody(
      [
        { name: 'title', value: 'Le fournil' },
        { name: 'file', fileName: 'film.mp4', type: 'video/mp4', bytes },
      ],
      'limite',
    )
    if (!('bytes' in whole)) throw new Error('not whole')
    const hash = createHash('sha256').update(whole.bytes).digest('hex')
    expect(got.at(-1)).toMatchObject({ hash, bytes: whole.bytes.length })
    expect(got.at(-1)?.headers).toMatchObject({
      'content-length': String(whole.bytes.length),
      'content-type': 'multipart/form-data; boundary=limite',
    })
    expect(got.at(-1)?.headers).not.toHaveProperty('transfer-encoding')
    expect(told).toEqual([`POST ${url} sha256:${hash}`])
    expect(Math.max(...asked)).toBeLessThanOrEqual(4 * MIB)
  })

  it('that cannot be read to its end makes no request that looks whole', async () => {
    const bytes = randomBytes(9 * MIB)
    let reads = 0
    const readMedia: ReadMedia = async (_id, range) => {
      reads += 1
      // Once through for the fingerprint, then it breaks on its way.
      if (reads > 4) throw new Error('the disk is gone')
      return bytes.subarray(range?.start, range?.end)
    }
    const before = got.length
    const film = await fileOf({ readMedia }, { id: 'a', bytes: bytes.length })
    await expect(send({ ...film, type: 'video/mp4' })).rejects.toMatchObject({ kind: 'timeout', sent: 'unknown' })
    expect(got).toHaveLength(before)
  })
})
