/**
 * Statuses of Mastodon (https://docs.joinmastodon.org/api/guidelines/#text) and comments of a site arrive as HTML, from servers we do not
 * control. This reads it once from left to right, keeps the text, and never builds markup again.
 */

const MAX_TEXT = 10_000
/** So much markup per character of text is read at most. */
const MAX_MARKUP = 10
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0', hellip: '…' }
const SILENT = new Set(['script', 'style', 'template', 'iframe', 'noscript', 'svg', 'math', 'head', 'title', 'textarea'])

/** Plain text: paragraphs and breaks become line ends, everything else is dropped; `maxText` characters at most. */
export function htmlToText(html: string, maxText = MAX_TEXT): string {
  const source = html.slice(0, maxText * MAX_MARKUP)
  let out = ''
  let at = 0
  while (at < source.length && out.length < maxText) {
    const open = source.indexOf('<', at)
    if (open < 0) {
      out += decode(source.slice(at))
      break
    }
    out += decode(source.slice(at, open))
    const tag = tagAt(source, open)
    at = tag.end
    if (tag.name === '') out += '<'
    else if (SILENT.has(tag.name) && !tag.closing) at = skipElement(source, tag.name, tag.end)
    else if (quoteFallback(source.slice(open, tag.end), tag)) at = skipElement(source, tag.name, tag.end)
    else out = breakFor(out, tag)
  }
  return out
    .slice(0, maxText)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

type Tag = { name: string; closing: boolean; end: number }

/** A `<` that opens no tag is text. A tag that never ends swallows the rest, as browsers do. */
function tagAt(source: string, open: number): Tag {
  const name = /^<(\/?)([a-z][a-z0-9]{0,30})/i.exec(source.slice(open, open + 34))
  if (!name) {
    if (source.startsWith('<!', open) || source.startsWith('<?', open)) return { name: '!', closing: false, end: endOfTag(source, open) }
    return { name: '', closing: false, end: open + 1 }
  }
  return { name: (name[2] ?? '').toLowerCase(), closing: name[1] === '/', end: endOfTag(source, open) }
}

function endOfTag(source: string, open: number): number {
  if (source.startsWith('<!--', open)) {
    const end = source.indexOf('-->', open + 4)
    return end < 0 ? source.length : end + 3
  }
  let quote = ''
  for (let i = open + 1; i < source.length; i++) {
    const char = source.charAt(i)
    if (quote !== '') quote = char === quote ? '' : quote
    else if (char === '>') return i + 1
    else if ((char === '"' || char === "'") && source.charAt(i - 1) === '=') quote = char
  }
  return source.length
}

function skipElement(source: string, name: string, from: number): number {
  const close = new RegExp(`</${name}`, 'gi')
  close.lastIndex = from
  const found = close.exec(source)
  return found ? endOfTag(source, found.index) : source.length
}

/** Mastodon 4.5 repeats a quoted post's address for older clients in `<p class="quote-inline">`. */
function quoteFallback(markup: string, tag: Tag): boolean {
  return !tag.closing && tag.name === 'p' && /class="[^"]{0,200}\bquote-inline\b/.test(markup)
}

function breakFor(out: string, tag: Tag): string {
  if (tag.name === 'br') return `${out}\n`
  if (tag.name === 'li' && !tag.closing) return `${out}\n- `
  if (tag.closing && /^(p|blockquote|ul|ol|pre|h[1-6]|div)$/.test(tag.name)) return `${out}\n\n`
  return out
}

function decode(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
    const allowed = code > 31 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
    return allowed || code === 10 || code === 9 ? String.fromCodePoint(code) : ''
  })
}
