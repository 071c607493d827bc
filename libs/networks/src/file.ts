import type { Media, ReadMedia } from './contract.ts'
import type { Content } from './http.ts'

/** A file of the desk as a network takes it in one request: small ones whole, films a piece at a time, so that none stands whole in memory. */

const PIECE = 4 * 1024 * 1024

/**
 * The bytes of a media. Pieces are copies of at most 4 MiB: what the file gives is good only until its next part is read, and a piece may still be
 * leaving then.
 */
export async function fileOf({ readMedia }: { readMedia: ReadMedia }, { id, bytes }: Pick<Media, 'id' | 'bytes'>): Promise<Content> {
  if (bytes <= PIECE) return { bytes: await readMedia(id) }
  async function* pieces() {
    for (let start = 0; start < bytes; start += PIECE)
      yield Uint8Array.from(await readMedia(id, { start, end: Math.min(bytes, start + PIECE) }))
  }
  return { length: bytes, pieces }
}
