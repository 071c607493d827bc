import { Parser } from 'htmlparser2'
import type { BrandGrant } from '../platform/access.ts'
import type { Db } from '../platform/db.ts'
import { CodedError } from '../platform/errors.ts'
import type { Files } from '../platform/files.ts'
import { addAsset, type Most } from './create.assets.service.ts'
import { pageUnreachable } from './create.errors.ts'
import type { AssetView, LinkCardView } from './create.schema.ts'

type Deps = { db: Db; files: Files; fetch: typeof globalThis.fetch }

const seconds = 10
const pageBytes = 1_000_000
const imageBytes = 8_000_000
/** Below the smallest limit of a card's picture among the networks (1 MB). */
const thumb: Most = { side: 1200, bytes: 900_000 }

/** At most `max` bytes; what comes after is not read. A body that was cut says so. */
async function readAtMost(response: Response, max: number): Promise<{ bytes: Buffer; cut: boolean }> {
  const chunks: Uint8Array[] = []
  let length = 0
  // Leaving the loop cancels the body: the rest is never fetched.
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk)
    length += chunk.length
    if (length > max) return { bytes: Buffer.concat(chunks).subarray(0, max), cut: true }
  }
  return { bytes: Buffer.concat(chunks), cut: false }
}

const charsetOf = (contentType: string, head: string): string =>
  (/charset\s*=\s*["']?([\w-]{1,40})/i.exec(contentType) ?? /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,40})/i.exec(head))?.[1] ?? 'utf-8'

function decode(bytes: Buffer, contentType: string): string {
  const charset = charsetOf(contentType, bytes.subarray(0, 2048).toString('latin1'))
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch (cause) {
    // A charset nobody knows: the web's own default.
    if (cause instanceof RangeError) return new TextDecoder().decode(bytes)
    throw cause
  }
}

const clean = (text: string | undefined, max: number): string =>
  (text ?? '')
    .replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .slice(0, max)

const titles = ['og:title', 'twitter:title']
const descriptions = ['og:description', 'twitter:description', 'description']
const images = ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src']

/** What the head of a page says of it, as plain text. Reads nothing beyond the head. */
export function readPage(html: string): { title: string; description: string; image: string | null } {
  const meta = new Map<string, string>()
  const seen = { title: '', inTitle: false, over: false }
  const parser = new Parser({
    onopentag(name, attributes) {
      if (seen.over) return
      seen.over = name === 'body'
      seen.inTitle = name === 'title' && seen.title === ''
      const key = (attributes['property'] ?? attributes['name'] ?? '').toLowerCase()
      if (name === 'meta' && key !== '' && !meta.has(key)) meta.set(key, attributes['content'] ?? '')
    },
    ontext(text) {
      if (seen.inTitle && !seen.over && seen.title.length < 10_000) seen.title += text
    },
    onclosetag(name) {
      if (name === 'title') seen.inTitle = false
      seen.over ||= name === 'head'
    },
  })
  for (let at = 0; at < html.length && !seen.over; at += 16_384) parser.write(html.slice(at, at + 16_384))
  const first = (names: string[]) => names.map((name) => meta.get(name)?.trim()).find((value) => value)
  return { title: clean(first(titles) ?? seen.title, 300), description: clean(first(descriptions), 1000), image: first(images) ?? null }
}

function resolved(image: string | null, base: string): string | null {
  if (!image || image.length > 2000 || !URL.canParse(image, base)) return null
  const url = new URL(image, base)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null
}

async function get(deps: Deps, url: string, accept: string): Promise<Response> {
  const response = await deps.fetch(url, {
    headers: { accept, 'user-agent': 'Pupitre (link card)' },
    signal: AbortSignal.timeout(seconds * 1000),
  })
  if (response.ok) return response
  await response.body?.cancel()
  throw pageUnreachable()
}

/** A picture that cannot be had leaves the card without one. */
async function readThumb(deps: Deps, grant: BrandGrant<'write'>, url: string | null): Promise<AssetView | null> {
  if (!url) return null
  try {
    const { bytes, cut } = await readAtMost(await get(deps, url, 'image/*'), imageBytes)
    return cut ? null : await addAsset(deps, grant, { name: new URL(url).pathname.split('/').at(-1) ?? '', bytes }, thumb)
  } catch (cause) {
    if (cause instanceof CodedError || isOutsideFault(cause)) return null
    throw cause
  }
}

/** What the other side or the guard may do to us; anything else is a fault of the desk. */
const isOutsideFault = (cause: unknown): boolean =>
  cause instanceof TypeError || (cause instanceof Error && ['EgressRefused', 'TimeoutError', 'AbortError'].includes(cause.name))

/** Reads a page through the egress guard and keeps its picture as an image of the brand. */
export async function readLinkCard(deps: Deps, grant: BrandGrant<'write'>, url: string): Promise<LinkCardView> {
  try {
    const response = await get(deps, url, 'text/html,application/xhtml+xml')
    const contentType = response.headers.get('content-type') ?? ''
    const isPage = /^\s*(text\/html|application\/xhtml\+xml)/i.test(contentType)
    const { bytes } = await readAtMost(response, isPage ? pageBytes : 0)
    const { title, description, image } = readPage(decode(bytes, contentType))
    return { url, title, description, thumb: await readThumb(deps, grant, resolved(image, response.url || url)) }
  } catch (cause) {
    if (isOutsideFault(cause)) throw pageUnreachable()
    throw cause
  }
}
