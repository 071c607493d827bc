import type { FastifyReply } from 'fastify'
import { notFound } from '../platform/errors.ts'
import type { Files } from '../platform/files.ts'
import { readThumb } from './create.assets.service.ts'
import type { AssetRow } from './create.store.ts'

type Wanted = { reply: FastifyReply; size: 'full' | 'thumb'; range: string | undefined }

/** One range of bytes, as players ask for it (RFC 9110, 14.1.2); null for all of it, `none` where there is nothing to give. */
export function rangeOf(header: string | undefined, size: number): { start: number; end: number } | null | 'none' {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '')
  if (!found || (found[1] === '' && found[2] === '')) return null
  const [, from = '', to = ''] = found
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(size - 1, Number(to))
  return start > end || start >= size ? 'none' : { start, end }
}

/** Bytes of a picture or a film, as they lie; nothing in them is ever run. */
export async function sendAsset(files: Files, row: AssetRow, { reply, size, range }: Wanted): Promise<FastifyReply> {
  reply.header('content-security-policy', "default-src 'none'; sandbox")
  if (size === 'thumb') {
    const { bytes, mimeType } = await readThumb(files, row)
    return reply.header('content-type', mimeType).send(Buffer.from(bytes))
  }
  if (row.state !== 'ready') throw notFound()
  reply.header('content-type', row.mimeType).header('accept-ranges', 'bytes')
  const part = rangeOf(range, row.bytes)
  if (part === 'none') return reply.code(416).header('content-range', `bytes */${row.bytes}`).send('')
  if (part === null) return reply.header('content-length', row.bytes).send(files.stream(row.id))
  reply.code(206).header('content-range', `bytes ${part.start}-${part.end}/${row.bytes}`)
  return reply.header('content-length', part.end - part.start + 1).send(files.stream(row.id, part))
}
