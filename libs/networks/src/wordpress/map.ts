import { createHash } from 'node:crypto'
import type { Account, Author, Format, InboundMessage, OwnPost, RemoteRef } from '../contract.ts'
import { afterAnswer, failure } from '../http.ts'
import { htmlToText } from '../html.ts'
import { count, instant, list, record, text, webUrl, type Json } from '../json.ts'
import { textOf } from './text.ts'

/** From WordPress's objects, as GET /wp-json/ describes them (context `edit`), to the desk's own shapes. */

/** An address is a kind and a number, as in the interface's own paths. */
export type Kind = 'posts' | 'comments'

export function refOf(kind: Kind, thing: Json): RemoteRef {
  const id = count(thing['id'])
  if (id === null || !Number.isInteger(id) || id === 0) throw afterAnswer(true, 'no usable id in the answer')
  return { id: `${kind}/${id}`, version: null, url: webUrl(thing['link']) }
}

/** `posts/12` read back; what is no such address cannot be asked for. */
export function placeOf({ id }: RemoteRef): { kind: Kind; id: number } {
  const [, kind, number] = /^(posts|comments)\/(\d{1,15})$/.exec(id) ?? []
  if (kind === undefined) throw failure('not_found', 'drop', { sent: 'no', said: `not an address on a WordPress site: ${id.slice(0, 60)}` })
  return { kind: kind as Kind, id: Number(number) }
}

/** The account is the site: `home` without its scheme, so that a move to https changes nothing. */
export function accountOf(site: Json, server: string): Account {
  const home = webUrl(site['home']) ?? webUrl(site['url']) ?? server
  const name = htmlToText(text(site['name'], 200))
  const handle = home.replace(/^https?:\/\//, '').replace(/\/+$/, '')
  return { id: handle, handle, name: name || handle, avatarUrl: webUrl(site['site_icon_url']), profileUrl: home, followers: null }
}

const raw = (field: unknown): string => {
  const { raw: edited, rendered } = record(field)
  return text(edited ?? rendered, 1_000_000)
}

export const contentOf = (post: Json): string => raw(post['content'])

/** Title and words of an article or a comment, without markup. */
export function wordsOf(thing: Json): string {
  return textOf({ title: htmlToText(raw(thing['title'])).replace(/\s*\n\s*/g, ' '), content: htmlToText(raw(thing['content']), 200_000) })
}

/** `date_gmt` is UTC and does not say so. */
export function writtenAt(thing: Json): string | null {
  const at = text(thing['date_gmt'], 40)
  return instant(/[zZ]$|[+-]\d\d:?\d\d$/.test(at) ? at : `${at}Z`)
}

export function imagesOf(post: Json): { url: string; alt: string }[] {
  const featured = list(record(post['_embedded'])['wp:featuredmedia']).map(record)
  const found = featured.map((media) => ({ url: webUrl(media['source_url']), alt: text(media['alt_text'], 2_000) }))
  for (const [tag] of contentOf(post).matchAll(/<img\s[^>]{1,4000}>/gi)) {
    found.push({ url: webUrl(attribute(tag, 'src')), alt: attribute(tag, 'alt') })
  }
  return found.flatMap(({ url, alt }) => (url === null ? [] : [{ url, alt }]))
}

const attribute = (tag: string, name: string): string => htmlToText(new RegExp(`\\s${name}\\s*=\\s*"([^"]*)"`, 'i').exec(tag)?.[1] ?? '')

export function formatOf(post: Json, images = imagesOf(post).length): Format {
  if (/<video[\s>]/i.test(contentOf(post))) return 'video'
  if (images === 0) return 'text'
  return images > 1 ? 'carousel' : 'image'
}

export function ownPostOf(post: Json, fallbackAt: Date): OwnPost {
  const imageUrls = imagesOf(post)
  return {
    ref: refOf('posts', post),
    text: wordsOf(post),
    at: writtenAt(post) ?? fallbackAt.toISOString(),
    format: formatOf(post, imageUrls.length),
    imageUrls,
    parent: null,
  }
}

/** A guest is known by the mail address that was given, of which only a trace is kept. */
function authorOf(comment: Json): Author {
  const user = count(comment['author']) ?? 0
  const name = htmlToText(text(comment['author_name'], 200)) || 'Anonyme'
  const traced = [text(comment['author_email'], 320).trim().toLowerCase(), text(comment['author_url'], 500), name].find(Boolean) ?? ''
  const pictures = record(comment['author_avatar_urls'])
  return {
    id: user > 0 ? `user:${user}` : `guest:${createHash('sha256').update(traced).digest('hex').slice(0, 24)}`,
    handle: name,
    name,
    avatarUrl: webUrl(pictures['96'] ?? pictures['48']),
    profileUrl: webUrl(comment['author_url']),
    followers: null,
  }
}

/** Kinds of comment that a reader wrote, and what they are here. Notes of the editors and of shops are not. */
const KINDS: Record<string, InboundMessage['kind']> = {
  comment: 'reply',
  '': 'reply',
  review: 'review',
  pingback: 'mention',
  trackback: 'mention',
}

export function messageOf(comment: Json, server: string): InboundMessage | null {
  const kind = KINDS[text(comment['type'], 40)]
  const at = writtenAt(comment)
  if (kind === undefined || at === null) return null
  const ref = refOf('comments', comment)
  const root = refOf('posts', { id: comment['post'] })
  const parent = count(comment['parent']) ?? 0
  return {
    id: `${new URL(server).host}/${ref.id}`,
    kind,
    ref,
    author: authorOf(comment),
    text: htmlToText(raw(comment['content'])),
    language: null,
    sentAt: at,
    parent: parent > 0 ? refOf('comments', { id: parent }) : root,
    root,
    attachments: [],
    visibility: 'public',
    canReply: kind !== 'mention',
    replyBefore: null,
    ...(text(comment['status'], 20) === 'hold' && { held: true }),
  }
}
