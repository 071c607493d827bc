/** A query cut into marks: parentheses, quotations, operators, filters, words. */
import { QueryError } from './errors.ts'

export type Mark = { from: number; until: number } & (
  | { kind: 'open' | 'close' | 'and' | 'or' | 'not' | 'end' }
  | { kind: 'near'; ordered: boolean; distance: number }
  | { kind: 'freq'; count: number }
  | { kind: 'quote'; text: string; inner: number; slop: number | null }
  | { kind: 'exact'; text: string; inner: number }
  | { kind: 'followers'; test: '>' | '>=' | '<' | '<='; count: number }
  | { kind: 'filter'; name: string; value: string; nameUntil: number }
  | { kind: 'group'; name: string }
  | { kind: 'stem'; text: string; inner: number }
  | { kind: 'word'; text: string; inner: number }
)

const closers: Readonly<Record<string, string>> = { '"': '"', '«': '»', '“': '”' }
const operators: Readonly<Record<string, 'and' | 'or' | 'not'>> = {
  ET: 'and',
  AND: 'and',
  OU: 'or',
  OR: 'or',
  SAUF: 'not',
  NOT: 'not',
}
const near = /^(NEAR|PR[ÈE]S|ONEAR|AVANT)(?:\/(\d*))?$/
const counted = /^(followers|abonn[ée]s)(>=|<=|≥|≤|>|<)(.*)$/i
const freq = /^freq(?:>=|≥)(.*)$/i
const filter = /^(\p{L}+):(.+)$/u
const group = /^\$[\p{L}\p{N}_-]+$/u
const chunkEnd = /[\s()"«»“”|]/
const maxDistance = 100
const tests: Readonly<Record<string, '>' | '>=' | '<' | '<='>> = { '≥': '>=', '≤': '<=', '>=': '>=', '<=': '<=', '>': '>', '<': '<' }

/** Bare operators, as they would be read: a word spelt like one must be quoted. */
export const isOperator = (text: string): boolean => Object.hasOwn(operators, text) || near.test(text)

class Lexer {
  private readonly source: string
  private readonly marks: Mark[] = []
  private i = 0

  constructor(source: string) {
    this.source = source
  }

  run(): Mark[] {
    for (;;) {
      while (this.i < this.source.length && /\s/.test(this.source.charAt(this.i))) this.i += 1
      if (this.i >= this.source.length) break
      this.marks.push(this.next())
    }
    this.marks.push({ kind: 'end', from: this.source.length, until: this.source.length })
    return this.marks
  }

  private next(): Mark {
    const char = this.source.charAt(this.i)
    if (char === '(') return this.simple('open', 1)
    if (char === ')') return this.simple('close', 1)
    if (char === '|') return this.simple('or', this.source.startsWith('||', this.i) ? 2 : 1)
    if (closers[char]) return this.quote()
    if (char === '-' && this.minusNegates()) return this.simple('not', 1)
    return this.chunk()
  }

  private simple(kind: 'open' | 'close' | 'and' | 'or' | 'not', length: number): Mark {
    const from = this.i
    this.i += length
    return { kind, from, until: this.i }
  }

  /** -mot excludes; a dash between two spaces, and the one in porte-monnaie, are punctuation. */
  private minusNegates(): boolean {
    const next = this.source.charAt(this.i + 1)
    return next !== '' && !/[\s)|]/.test(next)
  }

  private quotation(): { text: string; inner: number } {
    const inner = this.i + 1
    const closer = closers[this.source.charAt(this.i)] ?? ''
    const end = this.source.indexOf(closer, inner)
    if (end < 0) throw new QueryError('quote-open', { from: this.i, until: inner })
    this.i = end + 1
    return { text: this.source.slice(inner, end), inner }
  }

  private quote(): Mark {
    const from = this.i
    const { text, inner } = this.quotation()
    const slop = /^~(\d+)/.exec(this.source.slice(this.i, this.i + 12))
    if (!slop) return { kind: 'quote', from, until: this.i, text, inner, slop: null }
    this.i += slop[0].length
    const distance = Number(slop[1])
    if (distance > maxDistance) throw new QueryError('near-wide', { from, until: this.i })
    return { kind: 'quote', from, until: this.i, text, inner, slop: distance }
  }

  private chunk(): Mark {
    const from = this.i
    let end = from
    while (end < this.source.length && (end === from || !chunkEnd.test(this.source.charAt(end)))) end += 1
    const text = this.source.slice(from, end)
    this.i = end
    if (/^exact:$/i.test(text) && closers[this.source.charAt(end)]) {
      const { text: literal, inner } = this.quotation()
      return { kind: 'exact', from, until: this.i, text: literal, inner }
    }
    return this.named(text, { from, until: end })
  }

  private named(text: string, at: { from: number; until: number }): Mark {
    const operator = Object.hasOwn(operators, text) ? operators[text] : undefined
    if (operator) return { kind: operator, ...at }
    const nearby = near.exec(text)
    if (nearby) return this.near(nearby, at)
    const count = freq.exec(text)
    if (count) return { kind: 'freq', ...at, count: wholeNumber(count[1], at) }
    const audience = counted.exec(text)
    if (audience) return { kind: 'followers', ...at, test: tests[audience[2] ?? ''] ?? '>', count: wholeNumber(audience[3], at) }
    if (group.test(text)) return { kind: 'group', ...at, name: text.slice(1) }
    return this.plain(text, at)
  }

  private near(found: RegExpExecArray, at: { from: number; until: number }): Mark {
    const name = found[1] ?? ''
    if (!found[2]) throw new QueryError('near-number', at, name)
    const distance = Number(found[2])
    if (distance > maxDistance) throw new QueryError('near-wide', at)
    return { kind: 'near', ...at, ordered: name === 'ONEAR' || name === 'AVANT', distance }
  }

  private plain(text: string, at: { from: number; until: number }): Mark {
    const address = /^(https?:\/\/|www\.)/i.test(text)
    const named = address ? null : filter.exec(text)
    if (named) {
      const name = named[1] ?? ''
      return { kind: 'filter', ...at, name, value: named[2] ?? '', nameUntil: at.from + name.length + 1 }
    }
    const quoted = closers[this.source.charAt(at.until)] !== undefined
    if (quoted && /^\p{L}+:$/u.test(text)) return this.quotedFilter(text.slice(0, -1), at.from)
    if (text.startsWith('~') && text.length > 1) return { kind: 'stem', ...at, text: text.slice(1), inner: at.from + 1 }
    return { kind: 'word', ...at, text, inner: at.from }
  }

  /** url:"deux mots" */
  private quotedFilter(name: string, from: number): Mark {
    const { text } = this.quotation()
    return { kind: 'filter', from, until: this.i, name, value: text, nameUntil: from + name.length + 1 }
  }
}

function wholeNumber(text: string | undefined, at: { from: number; until: number }): number {
  if (!text || !/^\d{1,12}$/.test(text)) throw new QueryError('number', at)
  return Number(text)
}

export function lex(source: string): Mark[] {
  return new Lexer(source).run()
}
