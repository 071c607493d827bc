import type { Account, Format, OwnPost, RemoteRef } from '../contract.ts'
import { afterAnswer, failure } from '../http.ts'
import { count, instant, list, record, text, webUrl, type Json } from '../json.ts'
import { textOf } from './text.ts'

/** From Pinterest's objects (OpenAPI description 5.23.0) to the desk's own shapes. */

export function idOf(value: unknown): string {
  const found = text(value, 40)
  if (!/^\d{1,40}$/.test(found)) throw afterAnswer(true, `no usable id in the answer: ${found.slice(0, 40)}`)
  return found
}

export function refOf(pin: Json): RemoteRef {
  const pinId = idOf(pin['id'])
  return { id: pinId, version: null, url: `https://www.pinterest.com/pin/${pinId}/` }
}

/** The board that somebody named: by its address, its name or its number. */
export function boardNameOf(input: string): string {
  const given = input.trim()
  const url = /^https?:\/\//i.test(given) && URL.canParse(given) ? new URL(given) : null
  const path = url ? url.pathname.split('/').filter(Boolean) : []
  const name = url ? decoded(path[1] ?? '') : given
  if (name !== '' && name.length <= 200) return name
  throw failure('not_found', 'fix_content', { sent: 'no', said: `not the name or address of a board: ${input.slice(0, 100)}` })
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch (error) {
    if (error instanceof URIError) return part
    throw error
  }
}

/** How a board's name stands in its address: small letters without accents, everything else a hyphen. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
}

export function accountOf(board: Json, user: Json): Account {
  const username = text(user['username'], 100)
  const name = text(board['name'], 200)
  const slug = slugOf(name)
  return {
    id: idOf(board['id']),
    handle: `${username}/${slug}`,
    name: `${text(user['business_name'], 120) || username} · ${name}`,
    avatarUrl: webUrl(user['profile_image']),
    profileUrl: `https://www.pinterest.com/${encodeURIComponent(username)}/${encodeURIComponent(slug)}/`,
    followers: count(user['follower_count']),
  }
}

const FORMATS: Record<string, Format> = {
  video: 'video',
  multiple_images: 'carousel',
  multiple_videos: 'video',
  multiple_mixed: 'carousel',
}

export function formatOf(pin: Json): Format {
  return FORMATS[text(record(pin['media'])['media_type'], 40)] ?? 'image'
}

/** Widest first. */
function imageUrlOf(images: unknown): string | null {
  const sizes = record(images)
  return webUrl(record(sizes['1200x'] ?? sizes['600x'] ?? sizes['400x300'])['url'])
}

export function imagesOf(pin: Json): { url: string; alt: string }[] {
  const media = record(pin['media'])
  const each = media['items'] === undefined ? [media] : list(media['items']).map(record)
  const alt = text(pin['alt_text'], 1_000)
  return each.flatMap(({ images }) => {
    const url = imageUrlOf(images)
    return url === null ? [] : [{ url, alt }]
  })
}

/** Pinterest writes moments in UTC, at times without saying so. */
export function createdAt(pin: Json): string | null {
  const raw = text(pin['created_at'], 40)
  return instant(/[zZ]$|[+-]\d\d:?\d\d$/.test(raw) ? raw : `${raw}Z`)
}

export function ownPostOf(pin: Json, fallbackAt: Date): OwnPost {
  return {
    ref: refOf(pin),
    text: textOf({ title: text(pin['title'], 300), description: text(pin['description'], 2_000) }),
    at: createdAt(pin) ?? fallbackAt.toISOString(),
    format: formatOf(pin),
    imageUrls: imagesOf(pin),
    parent: null,
  }
}
