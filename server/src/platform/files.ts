import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { v7 as uuid } from 'uuid'

/** Bytes kept under ids the desk makes itself; a name given from outside never becomes a path. */
export type Files = {
  put: (id: string, bytes: Uint8Array) => Promise<void>
  read: (id: string) => Promise<Uint8Array>
  /** All of it, or what lies between these bytes, the last one included. */
  stream: (id: string, range?: { start: number; end: number }) => Readable
  /** The bytes from `start` up to before `end`, put into `into` where it is given and large enough. */
  readPart: (id: string, range: { start: number; end: number }, into?: Buffer) => Promise<Uint8Array>
  /** Keeps what comes, without holding it in memory. Returns how many bytes came; `tooMany` when there were more than `most`. */
  putStream: (id: string, bytes: Readable, most: number) => Promise<number | 'tooMany'>
  /** SHA-256 of it, hexadecimal. */
  digest: (id: string) => Promise<string>
  /** Where it lies, for a program that reads or writes it. */
  pathOf: (id: string) => Promise<string>
  remove: (id: string) => Promise<void>
}

class TooMany extends Error {}

const shape = /^[0-9a-f]{8}-[0-9a-f-]{27}(\.[a-z0-9]+)?$/

export function createFiles(folder: string): Files {
  const pathOf = (id: string) => {
    if (!shape.test(id)) throw new Error('not the id of a file')
    return join(folder, id.slice(-2), id)
  }
  return {
    async put(id, bytes) {
      const path = pathOf(id)
      await mkdir(dirname(path), { recursive: true })
      const half = `${path}.${uuid()}`
      await writeFile(half, bytes, { flush: true, mode: 0o600 })
      await rename(half, path)
    },
    read: (id) => readFile(pathOf(id)),
    stream: (id, range) => createReadStream(pathOf(id), range),
    async readPart(id, { start, end }, into) {
      const file = await open(pathOf(id))
      try {
        const length = Math.max(0, end - start)
        const place = into && into.length >= length ? into : Buffer.alloc(length)
        const { bytesRead } = await file.read(place, 0, length, start)
        return place.subarray(0, bytesRead)
      } finally {
        await file.close()
      }
    },
    async putStream(id, bytes, most) {
      const path = pathOf(id)
      await mkdir(dirname(path), { recursive: true })
      const half = `${path}.${uuid()}`
      let size = 0
      const counted = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          size += chunk.length
          done(size > most ? new TooMany() : null, chunk)
        },
      })
      try {
        await pipeline(bytes, counted, createWriteStream(half, { mode: 0o600 }))
        await rename(half, path)
        return size
      } catch (cause) {
        await rm(half, { force: true })
        if (cause instanceof TooMany) return 'tooMany'
        throw cause
      }
    },
    async digest(id) {
      const hash = createHash('sha256')
      await pipeline(createReadStream(pathOf(id)), hash)
      return hash.digest('hex')
    },
    async pathOf(id) {
      const path = pathOf(id)
      await mkdir(dirname(path), { recursive: true })
      return path
    },
    remove: (id) => rm(pathOf(id), { force: true }),
  }
}
