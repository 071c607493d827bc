import sharp from 'sharp'
import { v7 as uuid } from 'uuid'
import type { BrandGrant, Grant } from '../platform/access.ts'
import { sha256 } from '../platform/crypto.ts'
import type { Db } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import type { Files } from '../platform/files.ts'
import { imageTooLarge, notAnImage } from './create.errors.ts'
import { presentAsset } from './create.present.service.ts'
import type { AssetView } from './create.schema.ts'
import { findAsset, insertAsset, type AssetRow } from './create.store.ts'

const maxMegapixels = 50
/** Longest side of what is kept for publishing: above every network's display, below every network's limit. */
const maxSide = 2048
/** Under the smallest image limit among the networks (Bluesky, 2 MB). */
const maxBytes = 1_900_000
const thumbSide = 480
const readable = new Set(['jpeg', 'png', 'webp', 'gif', 'heif', 'avif'])

sharp.cache(false)
sharp.concurrency(1)

/** How large a stored image may be; a link's thumbnail is smaller than a picture. */
export type Most = { side: number; bytes: number }
const picture: Most = { side: maxSide, bytes: maxBytes }

type Encoded = { bytes: Buffer; mimeType: 'image/jpeg' | 'image/png'; width: number; height: number }

/** Decodes and encodes again: metadata (place, device, name) and anything hidden in the file stay behind. */
async function reencode(input: Buffer, most: Most): Promise<Encoded> {
  const image = sharp(input, { limitInputPixels: maxMegapixels * 1_000_000, failOn: 'error', pages: 1 })
  const { format, hasAlpha } = await image.metadata()
  if (!format || !readable.has(format)) throw notAnImage()
  const upright = image.rotate().resize({ width: most.side, height: most.side, fit: 'inside', withoutEnlargement: true })
  if (hasAlpha) {
    const png = await upright.clone().png({ compressionLevel: 8 }).toBuffer({ resolveWithObject: true })
    if (png.data.length <= most.bytes) return { bytes: png.data, mimeType: 'image/png', width: png.info.width, height: png.info.height }
  }
  for (const quality of [88, 80, 70, 55]) {
    const jpeg = await upright
      .clone()
      .flatten({ background: '#ffffff' })
      .jpeg({ quality, mozjpeg: false })
      .toBuffer({ resolveWithObject: true })
    if (jpeg.data.length <= most.bytes || quality === 55)
      return { bytes: jpeg.data, mimeType: 'image/jpeg', width: jpeg.info.width, height: jpeg.info.height }
  }
  throw imageTooLarge(maxMegapixels)
}

async function readImage(input: Buffer, most: Most): Promise<Encoded> {
  try {
    return await reencode(input, most)
  } catch (cause) {
    if (cause instanceof Error && /pixel limit/i.test(cause.message)) throw imageTooLarge(maxMegapixels)
    if (cause instanceof Error && cause.name === 'CodedError') throw cause
    throw notAnImage()
  }
}

export async function addAsset(
  deps: { db: Db; files: Files },
  grant: BrandGrant<'write'>,
  file: { name: string; bytes: Buffer },
  most: Most = picture,
): Promise<AssetView> {
  const image = await readImage(file.bytes, most)
  const id = uuid()
  await deps.files.put(id, image.bytes)
  const row = {
    id,
    brandId: grant.brandId,
    sha256: sha256(image.bytes),
    mimeType: image.mimeType,
    bytes: image.bytes.length,
    width: image.width,
    height: image.height,
    seconds: null,
    state: 'ready' as const,
    progress: 100,
    name: file.name.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '').slice(0, 200),
    createdBy: grant.actor.userId,
    createdAt: new Date(),
  }
  await deps.db.inBrands(grant.brands, (tx) => insertAsset(tx, row))
  return presentAsset(row)
}

export async function readAsset(deps: { db: Db }, grant: Grant<'read'>, id: string): Promise<AssetRow> {
  const row = await deps.db.inBrands(grant.brands, (tx) => findAsset(tx, id))
  if (!row) throw notFound()
  return row
}

/** A thumbnail, made at its first use; the first frame of a film was kept when it was made. */
export async function readThumb(files: Files, { id, mimeType }: AssetRow): Promise<{ bytes: Uint8Array; mimeType: string }> {
  const name = `${id}.webp`
  try {
    return { bytes: await files.read(name), mimeType: 'image/webp' }
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause
  }
  if (mimeType.startsWith('video/')) throw notFound()
  const bytes = await sharp(await files.read(id), { limitInputPixels: maxMegapixels * 1_000_000 })
    .resize({ width: thumbSide, height: thumbSide, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 78 })
    .toBuffer()
  await files.put(name, bytes)
  return { bytes, mimeType: 'image/webp' }
}
