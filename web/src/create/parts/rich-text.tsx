import { Fragment, type ReactNode } from 'react'

export type Span = { start: number; end: number; kind: 'link' | 'mention' | 'hashtag' }

/** A text with what its network makes of it: links, mentions and hashtags in their colour. Never markup. */
export function RichText({ text, spans, className }: { text: string; spans: readonly Span[]; className?: string }) {
  const parts: ReactNode[] = []
  let at = 0
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    if (span.start < at || span.end > text.length) continue
    parts.push(<Fragment key={`t${at}`}>{text.slice(at, span.start)}</Fragment>)
    parts.push(
      <span key={`s${span.start}`} className={className} data-kind={span.kind}>
        {text.slice(span.start, span.end)}
      </span>,
    )
    at = span.end
  }
  parts.push(<Fragment key="rest">{text.slice(at)}</Fragment>)
  return <>{parts}</>
}

const TOKENS = /https?:\/\/[^\s<>"]+|(?<![\p{L}\p{N}_/])[#@][\p{L}\p{N}_][\p{L}\p{N}_.@-]*/gu

/** What looks like a link, mention or hashtag whatever the network: for the master, which belongs to none. */
export function tokensOf(text: string): Span[] {
  return [...text.matchAll(TOKENS)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    kind: match[0].startsWith('#') ? 'hashtag' : match[0].startsWith('@') ? 'mention' : 'link',
  }))
}

export const firstLink = (text: string): string | null => {
  const link = tokensOf(text).find((span) => span.kind === 'link')
  return link ? text.slice(link.start, link.end).replace(/[.,;:!?)\]]+$/, '') : null
}
