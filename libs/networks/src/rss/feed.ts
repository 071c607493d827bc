import type { Account, Media, Served, ServedAt } from '../contract.ts'
import { escape, htmlOf, partsOf } from './text.ts'

/**
 * RSS 2.0 (https://www.rssboard.org/rss-specification) as the Best Practices Profile writes it (https://www.rssboard.org/rss-profile):
 * one enclosure an item, a guid that is no address, dates of RFC 822 with four-digit years, the feed's own address by `atom:link`.
 */

const tag = (name: string, text: string, attributes = ''): string => (text === '' ? '' : `<${name}${attributes}>${escape(text)}</${name}>`)
/** `Sat, 28 Nov 2026 18:00:00 GMT` becomes the numeric zone that RFC 822 readers all know. */
const dated = (iso: string): string => new Date(iso).toUTCString().replace('GMT', '+0000')

export function feedOf(account: Account, posts: readonly Served[], at: ServedAt): string {
  const latest = posts.map(({ at: published, editedAt }) => editedAt ?? published).sort()
  const built = latest.at(-1)
  const language = posts[0]?.options.language ?? ''
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">',
    '<channel>',
    tag('title', account.name),
    tag('link', account.handle),
    tag('description', account.name),
    `<atom:link href="${escape(at.self)}" rel="self" type="application/rss+xml"/>`,
    tag('language', language),
    built === undefined ? '' : tag('lastBuildDate', dated(built)),
    '<generator>Pupitre</generator>',
    '<docs>https://www.rssboard.org/rss-specification</docs>',
    '<ttl>15</ttl>',
    ...posts.map((post) => itemOf(post, at)),
    '</channel>',
    '</rss>',
    '',
  ]
    .filter((line, index, all) => line !== '' || index === all.length - 1)
    .join('\n')
}

function itemOf({ ref, at: published, item, options }: Served, at: ServedAt): string {
  const { title, content } = partsOf(item.text)
  const words = htmlOf(content, options.card)
  const [enclosed, ...others] = item.media
  const full = `${words}${[...(enclosed ? [enclosed] : []), ...others].map((media) => shown(media, at)).join('')}`
  return [
    '<item>',
    tag('title', title),
    tag('link', options.card?.url ?? ''),
    tag('description', words || title || (enclosed ? altOf(enclosed) : '')),
    item.media.length === 0 ? '' : tag('content:encoded', full),
    enclosed ? `<enclosure url="${escape(at.media(enclosed.id))}" length="${enclosed.bytes}" type="${escape(enclosed.mimeType)}"/>` : '',
    tag('guid', ref.id, ' isPermaLink="false"'),
    tag('pubDate', dated(published)),
    '</item>',
  ]
    .filter(Boolean)
    .join('')
}

const altOf = ({ alt }: Media): string => (alt.kind === 'text' ? alt.text.trim() : '')

function shown(media: Media, at: ServedAt): string {
  const url = escape(at.media(media.id))
  if (media.mimeType.startsWith('video/')) return `<p><video controls src="${url}"></video></p>`
  return `<p><img src="${url}" alt="${escape(altOf(media))}" width="${media.width}" height="${media.height}"></p>`
}
