import { Parser } from 'htmlparser2'

/**
 * The words of an HTML mail, read once by an established parser and never built into markup again. Nothing is fetched; where a link leads is
 * written beside its words, since the two may differ; what a mail hides from its reader stays out.
 */
const MAX_HTML = 1_000_000
const MAX_TEXT = 200_000
const SILENT = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'svg', 'math', 'object', 'iframe'])
const BREAKS = new Set([
  'p',
  'div',
  'tr',
  'table',
  'ul',
  'ol',
  'li',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'pre',
  'section',
  'article',
  'header',
  'footer',
  'blockquote',
  'hr',
])
const APART = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'pre', 'blockquote', 'table'])

const isHidden = (attributes: Record<string, string>): boolean =>
  attributes['hidden'] !== undefined || /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all/i.test(attributes['style'] ?? '')

/** Lines as they grow, each behind as many `>` as quotations it stands in. */
function writer() {
  const lines: string[] = []
  let line = ''
  let depth = 0
  let length = 0
  const mark = () => (depth === 0 ? '' : `${'>'.repeat(depth)} `)
  const end = () => {
    if (line.trim() === '') return
    lines.push(mark() + line.trim())
    line = ''
  }
  return {
    words: (text: string) => {
      length += text.length
      if (length > MAX_TEXT) return
      const more = text.replace(/[\s\u00A0]+/gu, (white) => (white.includes('\u00A0') ? '\u00A0' : ' '))
      line += line === '' || line.endsWith(' ') ? more.replace(/^ /, '') : more
    },
    end,
    /** An empty line, once. */
    apart: () => {
      end()
      if (lines.length > 0 && !/^>* ?$/.test(lines.at(-1) ?? '')) lines.push(mark().trim())
    },
    cut: () => {
      if (line.trim() === '') lines.push(mark().trim())
      end()
    },
    quote: (by: 1 | -1) => {
      end()
      depth = Math.max(0, Math.min(20, depth + by))
    },
    text: () => {
      end()
      while (/^>* ?$/.test(lines.at(-1) ?? 'x')) lines.pop()
      return lines
        .join('\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim()
    },
  }
}

type Writer = ReturnType<typeof writer>

/** Before the words of an element: lines, marks, the description of a picture. */
function opened(out: Writer, name: string, attributes: Record<string, string>): void {
  if (name === 'br') out.cut()
  else broken(out, name)
  if (name === 'blockquote') out.quote(1)
  if (name === 'li') out.words('- ')
  if (name === 'td' || name === 'th') out.words(' ')
  const alt = name === 'img' ? (attributes['alt'] ?? '').trim().slice(0, 300) : ''
  if (alt !== '') out.words(`[${alt}]`)
}

function broken(out: Writer, name: string): void {
  if (APART.has(name)) out.apart()
  else if (BREAKS.has(name)) out.end()
}

export function mailToText(html: string): string {
  const out = writer()
  const links: { href: string; words: string }[] = []
  const hidden: string[] = []
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (hidden.length > 0 || SILENT.has(name) || isHidden(attributes)) {
          if (!VOID.has(name)) hidden.push(name)
          return
        }
        opened(out, name, attributes)
        if (name === 'a') links.push({ href: attributes['href'] ?? '', words: '' })
      },
      ontext(text) {
        if (hidden.length > 0) return
        const link = links.at(-1)
        if (link) link.words += text
        out.words(text)
      },
      onclosetag(name) {
        if (hidden.length > 0) {
          if (hidden.at(-1) === name) hidden.pop()
          return
        }
        if (name === 'a') out.words(target(links.pop()))
        if (name === 'blockquote') out.quote(-1)
        broken(out, name)
      },
    },
    { decodeEntities: true },
  )
  parser.write(html.slice(0, MAX_HTML))
  parser.end()
  return out.text()
}

const VOID = new Set(['br', 'img', 'hr', 'input', 'meta', 'link', 'area', 'base', 'col', 'embed', 'source', 'track', 'wbr'])

/** Where a link leads, unless its words say just that. */
function target(link: { href: string; words: string } | undefined): string {
  const href = (link?.href ?? '').trim()
  if (!/^https?:\/\//i.test(href) || href.length > 2_000) return ''
  const same = (one: string) =>
    one
      .trim()
      .replace(/^https?:\/\//i, '')
      .replace(/\/+$/, '')
      .toLowerCase()
  return same(link?.words ?? '') === same(href) ? '' : ` <${href}>`
}
