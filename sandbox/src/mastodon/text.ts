import { escapeHtml } from '../http.ts'

/** The server's own reading of a text, written apart from the connector's so that one can catch the other's mistakes. */

export type Token = { kind: 'text' | 'link' | 'mention' | 'hashtag'; raw: string }

const WORD = /[\p{L}\p{M}\p{N}_]/u

/** Walks a text once, token by token. */
export function tokens(text: string): Token[] {
  const found: Token[] = []
  let plain = ''
  let at = 0
  const push = (token: Token) => {
    if (plain !== '') found.push({ kind: 'text', raw: plain })
    plain = ''
    found.push(token)
    at += token.raw.length
  }
  while (at < text.length) {
    const token = tokenAt(text, at)
    if (token) push(token)
    else plain += text.charAt(at++)
  }
  if (plain !== '') found.push({ kind: 'text', raw: plain })
  return found
}

function tokenAt(text: string, at: number): Token | null {
  const before = at === 0 ? '' : text.charAt(at - 1)
  const rest = text.slice(at, at + 4_096)
  const char = text.charAt(at)
  if (char === 'h' || char === 'H') return /[A-Za-z0-9@#$]/.test(before) ? null : linkAt(rest)
  if (WORD.test(before) || before === '/' || before === '=') return null
  if (char === '@') return matched('mention', MENTION, rest)
  return char === '#' && before !== ')' ? tagAt(rest) : null
}

const MENTION = /^@[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*(?:@[\p{L}\p{M}\p{N}_]+(?:[.-]+[\p{L}\p{M}\p{N}_]+)*)?/iu

function tagAt(rest: string): Token | null {
  const tag = matched('hashtag', /^#[\p{L}\p{M}\p{N}_]+/u, rest)
  return tag && /\p{L}/u.test(tag.raw) ? tag : null
}

function matched(kind: Token['kind'], pattern: RegExp, rest: string): Token | null {
  const raw = pattern.exec(rest)?.[0]
  return raw ? { kind, raw } : null
}

function linkAt(rest: string): Token | null {
  const raw = /^https?:\/\/(?:[\p{L}\p{N}_-]+\.)+[\p{L}][\p{L}\p{N}-]+(?::\d+)?(?:[/?#][^\s<>"'`{}|\\^«»“”]*)?/iu.exec(rest)?.[0]
  if (!raw) return null
  let end = raw.length
  const unbalanced = (close: string, open: string) =>
    raw.charAt(end - 1) === close && raw.slice(0, end).split(close).length > raw.slice(0, end).split(open).length
  while (end > 0 && (/[.,;:!?'…*_~]/.test(raw.charAt(end - 1)) || unbalanced(')', '(') || unbalanced(']', '['))) end--
  return { kind: 'link', raw: raw.slice(0, end) }
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** What the server holds against its maximum. */
export function countedLength(text: string, warning: string): number {
  const counted = tokens(text).map(({ kind, raw }) => {
    if (kind === 'link') return 'x'.repeat(23)
    return kind === 'mention' ? `@${raw.slice(1).split('@')[0]}` : raw
  })
  return [...GRAPHEMES.segment(warning + counted.join(''))].length
}

export type Named = { acct: string; url: string; username: string }

/** HTML of a status as Mastodon writes it: paragraphs, breaks, shortened links, mentions of those who exist, hashtags. */
export function toHtml(text: string, origin: string, find: (acct: string) => Named | null): string {
  const inner = tokens(text)
    .map(({ kind, raw }) => {
      if (kind === 'link') return linkHtml(raw)
      if (kind === 'hashtag') return tagHtml(raw.slice(1), origin)
      const named = kind === 'mention' ? find(raw.slice(1)) : null
      return named ? mentionHtml(named) : escapeHtml(raw)
    })
    .join('')
  const paragraphs = inner.split(/\n{2,}/).map((paragraph) => `<p>${paragraph.replace(/\n/g, '<br />')}</p>`)
  return text === '' ? '' : paragraphs.join('')
}

function linkHtml(raw: string): string {
  const [, scheme = '', rest = ''] = /^(https?:\/\/(?:www\.)?)(.*)$/is.exec(raw) ?? []
  const [shown, hidden] = [rest.slice(0, 30), rest.slice(30)]
  return `<a href="${escapeHtml(raw)}" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">${escapeHtml(scheme)}</span><span class="${hidden ? 'ellipsis' : ''}">${escapeHtml(shown)}</span><span class="invisible">${escapeHtml(hidden)}</span></a>`
}

function tagHtml(name: string, origin: string): string {
  return `<a href="${origin}/tags/${encodeURIComponent(name.toLowerCase())}" class="mention hashtag" rel="tag">#<span>${escapeHtml(name)}</span></a>`
}

function mentionHtml({ url, username }: Named): string {
  return `<span class="h-card" translate="no"><a href="${escapeHtml(url)}" class="u-url mention">@<span>${escapeHtml(username)}</span></a></span>`
}
