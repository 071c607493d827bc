import { CodedError } from './errors.ts'

/** The little of the tar format (POSIX ustar) that a backup needs: plain files with short names. Any tar program reads it. */
const block = 512

export const damaged = () =>
  new CodedError({
    code: 'backup.damaged',
    status: 422,
    fr: {
      what: 'Ce fichier n’est pas une sauvegarde entière de Pupitre.',
      kept: 'Rien n’a été changé.',
      todo: 'Prenez une autre sauvegarde.',
    },
    en: { what: 'This file is not a complete Pupitre backup.', kept: 'Nothing was changed.', todo: 'Take another backup.' },
  })

function header(name: string, size: number, at: Date): Buffer {
  if (Buffer.byteLength(name) > 100) throw new Error('a name too long for a backup')
  const head = Buffer.alloc(block)
  const octal = (value: number, width: number) => value.toString(8).padStart(width - 1, '0')
  head.write(name, 0)
  head.write(octal(0o600, 8), 100)
  head.write(octal(0, 8), 108)
  head.write(octal(0, 8), 116)
  head.write(octal(size, 12), 124)
  head.write(octal(Math.floor(at.getTime() / 1000), 12), 136)
  head.write('        ', 148)
  head.write('0', 156)
  head.write('ustar\u000000', 257)
  head.write(
    `${octal(
      head.reduce((sum, byte) => sum + byte, 0),
      7,
    )}\0 `,
    148,
  )
  return head
}

const padding = (size: number): Buffer => Buffer.alloc((block - (size % block)) % block)

/** One file of the archive. `size` is a promise: bytes beyond it are left out, missing ones become zeros. */
export async function* tarEntry(name: string, size: number, bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, at: Date) {
  yield header(name, size, at)
  let left = size
  for await (const chunk of bytes) {
    if (left <= 0) break
    const part = chunk.subarray(0, left)
    left -= part.length
    yield part
  }
  // The file got shorter while it was read: the place it was given is filled.
  for (; left > 0; left -= Math.min(left, 65_536)) yield Buffer.alloc(Math.min(left, 65_536))
  yield padding(size)
}

export const tarEnd = (): Buffer => Buffer.alloc(2 * block)

export type TarFile = { name: string; size: number; bytes: AsyncGenerator<Buffer> }

function readHeader(head: Buffer): { name: string; size: number } | null {
  if (head.every((byte) => byte === 0)) return null
  const text = (from: number, length: number) => head.toString('latin1', from, from + length).split('\0')[0] ?? ''
  const sum = Number.parseInt(text(148, 8).trim(), 8)
  const counted = head.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0)
  const size = Number.parseInt(text(124, 12).trim(), 8)
  if (sum !== counted || !Number.isSafeInteger(size) || size < 0) throw damaged()
  return { name: text(0, 100), size }
}

/** Reads an archive as it streams by. Each file's bytes are read before the next one begins. */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<TarFile> {
  const chunks = source[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  const more = async () => {
    const next = await chunks.next()
    if (next.done) throw damaged()
    rest = rest.length === 0 ? next.value : Buffer.concat([rest, next.value])
  }
  const take = (length: number): Buffer => {
    const part = rest.subarray(0, length)
    rest = rest.subarray(length)
    return part
  }
  async function* bytesOf(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0;) {
      if (rest.length === 0) await more()
      const part = take(left)
      left -= part.length
      yield part
    }
  }
  try {
    for (;;) {
      while (rest.length < block) await more()
      const head = readHeader(take(block))
      if (!head) return
      const bytes = bytesOf(head.size)
      yield { ...head, bytes }
      for await (const _ of bytes) continue
      const pad = padding(head.size).length
      while (rest.length < pad) await more()
      take(pad)
    }
  } finally {
    await chunks.return?.()
  }
}
