import { createReadStream } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { v7 as uuid } from 'uuid'

/** Bytes kept under ids the desk makes itself; a name given from outside never becomes a path. */
export type Files = {
  put: (id: string, bytes: Uint8Array) => Promise<void>
  read: (id: string) => Promise<Uint8Array>
  stream: (id: string) => Readable
  remove: (id: string) => Promise<void>
}

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
    stream: (id) => createReadStream(pathOf(id)),
    remove: (id) => rm(pathOf(id), { force: true }),
  }
}
