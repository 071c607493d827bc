import type { Act, Variant } from '@pupitre/networks'
import { canonicalJson, sha256 } from '../platform/crypto.ts'
import type { PostFormat, Sealed } from './publish.schema.ts'

/** The fingerprint of exactly what leaves: every act in order, and the bytes of every media. */
export const hashOf = (sealed: Sealed): string => sha256(canonicalJson(sealed))

export function seal(acts: Act[], media: Record<string, string>): { sealed: Sealed; hash: string } {
  // What comes back from the database is plain JSON: the hash is taken of the same.
  const sealed = JSON.parse(JSON.stringify({ acts, media })) as Sealed
  return { sealed, hash: hashOf(sealed) }
}

export function formatOf(variant: Variant): PostFormat {
  if (variant.items.length > 1) return 'thread'
  if (variant.poll) return 'poll'
  if (variant.placement) return variant.placement
  const media = variant.items[0]?.media ?? []
  if (media.some((m) => m.mimeType.startsWith('video/'))) return 'video'
  if (media.length > 1) return 'carousel'
  if (media.length === 1) return 'image'
  return variant.card ? 'link' : 'text'
}
