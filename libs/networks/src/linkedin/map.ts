import type { Account, Author, Format, InboundMessage, OwnPost, RemoteRef } from '../contract.ts'
import { afterAnswer } from '../http.ts'
import { count, list, record, text, webUrl, type Json } from '../json.ts'
import { fromLittle } from './text.ts'

/** From LinkedIn's objects to the desk's own shapes. */

export const isPage = ({ id }: Pick<Account, 'id'>): boolean => id.startsWith('urn:li:organization:')

const POST = /^urn:li:(share|ugcPost|activity):\d{1,30}$/
const COMMENT = /^urn:li:comment:\((urn:li:\w+:[\w-]{1,60}),(\d{1,30})\)$/

export function postRef(value: unknown): RemoteRef {
  const id = text(value, 100)
  if (!POST.test(id)) throw afterAnswer(true, `no usable id in the answer: ${id.slice(0, 60)}`)
  return { id, version: null, url: `https://www.linkedin.com/feed/update/${id}/` }
}

/** `thread` is the comment of the first rank that an answer hangs below: LinkedIn has no third one. */
export function commentRef(id: string, thread: string | null): RemoteRef {
  const [, entity = ''] = COMMENT.exec(id) ?? []
  if (entity === '') throw afterAnswer(true, `no usable comment in the answer: ${id.slice(0, 100)}`)
  return { id, version: thread, url: `https://www.linkedin.com/feed/update/${entity}/?commentUrn=${encodeURIComponent(id)}` }
}

/** What a comment hangs on and its number there; null for a post. */
export function placeOf(id: string): { entity: string; number: string } | null {
  const [, entity = '', number = ''] = COMMENT.exec(id) ?? []
  return entity === '' ? null : { entity, number }
}

/** A comment as `socialActions` shows it; its URN is told, or made of the post's and its number. */
export function refOfComment(comment: Json): RemoteRef {
  const told = text(comment['commentUrn'], 200)
  const id = told === '' ? `urn:li:comment:(${text(comment['object'], 100)},${text(comment['id'], 40)})` : told
  return commentRef(id, text(comment['parentComment'], 200) || null)
}

export function pageOf(organization: Json, followers: number | null): Account {
  const number = organization['id']
  if (typeof number !== 'number' && !/^\d{1,20}$/.test(text(number, 20))) throw afterAnswer(false, 'no page in the answer')
  const vanity = text(organization['vanityName'], 100) || String(number)
  return {
    id: `urn:li:organization:${String(number)}`,
    handle: vanity,
    name: text(organization['localizedName'], 200) || vanity,
    avatarUrl: null,
    profileUrl: `https://www.linkedin.com/company/${encodeURIComponent(vanity)}/`,
    followers,
  }
}

/** The answer of OpenID Connect's `userinfo`: LinkedIn tells no address of a person's profile there. */
export function personOf(info: Json): Account {
  const sub = text(info['sub'], 60)
  if (!/^[\w-]{1,60}$/.test(sub)) throw afterAnswer(false, 'no person in the answer')
  const name = text(info['name'], 200) || [text(info['given_name'], 100), text(info['family_name'], 100)].filter(Boolean).join(' ')
  return {
    id: `urn:li:person:${sub}`,
    handle: name || sub,
    name: name || sub,
    avatarUrl: webUrl(info['picture']),
    profileUrl: 'https://www.linkedin.com/in/me/',
    followers: null,
  }
}

/** `told`: a member's names where LinkedIn gives them, a page's, or null: then the number stands for the name. */
export function authorOf(id: string, told: Json | null): Author {
  const names = told ? [text(told['localizedFirstName'], 100), text(told['localizedLastName'], 100)].filter(Boolean).join(' ') : ''
  const vanity = told ? text(told['vanityName'], 100) : ''
  const kind = id.startsWith('urn:li:organization:') ? 'company' : 'in'
  const number = id.split(':').at(-1) ?? id
  return {
    id,
    handle: vanity || number,
    name: names || (told ? text(told['localizedName'], 200) : '') || vanity || number,
    avatarUrl: null,
    profileUrl: vanity === '' ? null : `https://www.linkedin.com/${kind}/${encodeURIComponent(vanity)}/`,
    followers: null,
  }
}

export function formatOf(content: unknown): Format {
  const told = record(content)
  if (told['multiImage'] !== undefined) return 'carousel'
  if (told['poll'] !== undefined) return 'poll'
  if (told['article'] !== undefined) return 'link'
  const media = text(record(told['media'])['id'], 100)
  if (media.startsWith('urn:li:video:')) return 'video'
  if (media.startsWith('urn:li:document:')) return 'document'
  return media === '' ? 'text' : 'image'
}

/** Pictures of a post by their URN, with what was written for those who do not see them. */
export function picturesOf(content: unknown): { urn: string; alt: string }[] {
  const told = record(content)
  const each = [told['media'], ...list(record(told['multiImage'])['images'])].map(record)
  return each
    .map((one) => ({ urn: text(one['id'], 100), alt: text(one['altText'], 5_000) }))
    .filter(({ urn }) => urn.startsWith('urn:li:image:'))
}

export function momentOf(ms: unknown): string | null {
  const at = count(ms)
  return at === null || at > 8.64e15 ? null : new Date(at).toISOString()
}

export function ownPostOf(post: Json, addresses: ReadonlyMap<string, string>, fallbackAt: Date): OwnPost {
  const pictures = picturesOf(post['content'])
  return {
    ref: postRef(post['id']),
    text: wordsOf(post),
    at: momentOf(post['publishedAt']) ?? momentOf(post['createdAt']) ?? fallbackAt.toISOString(),
    format: formatOf(post['content']),
    imageUrls: pictures.flatMap(({ urn, alt }) => {
      const url = addresses.get(urn)
      return url === undefined ? [] : [{ url, alt }]
    }),
    parent: null,
  }
}

/** The words of a post; the question of a poll goes first. */
export function wordsOf(post: Json): string {
  const question = text(record(record(post['content'])['poll'])['question'], 500)
  return [question, fromLittle(text(post['commentary'], 20_000))].filter(Boolean).join('\n\n')
}

type Said = { id: string; thread: string | null; post: RemoteRef; author: Author; words: string; at: string }

export function inboundOf({ id, thread, post, author, words, at }: Said, kind: InboundMessage['kind']): InboundMessage {
  const ref = kind === 'reply' ? commentRef(id, thread) : postRef(id)
  const parent = thread === null ? post : commentRef(thread, null)
  return {
    id,
    kind,
    ref,
    author,
    text: words,
    language: null,
    sentAt: at,
    parent: kind === 'reply' ? parent : null,
    root: kind === 'reply' ? post : null,
    attachments: [],
    visibility: 'public',
    canReply: true,
    replyBefore: null,
  }
}
