/** The terms of a query: what stands between its operators. */
import type { Atom, Exact, FilterName, Node, Phrase, Stem, Wildcard, Word } from './ast.ts'
import { QueryError } from './errors.ts'
import { filterNames, filterValue, hasValues, knownFilters, knownHas } from './filters.ts'
import { foldText } from './fold.ts'
import type { Mark } from './lex.ts'
import { tokenise, type Token } from './tokens.ts'

const plain = /^[a-z0-9_]+$/
const joker = /[*?]/
/** Letters a wildcard must show before (or, at the head of a word, after) its joker. */
const letters = 3

type At = { from: number; until: number }

export class Terms {
  private readonly leading: boolean

  constructor(leading: boolean) {
    this.leading = leading
  }

  /** The term that a mark stands for, or null when it is none. */
  read(mark: Mark): Node | null {
    if (mark.kind === 'word') return this.word(mark)
    if (mark.kind === 'quote') return this.quote(mark)
    if (mark.kind === 'stem') return this.stem(mark)
    if (mark.kind === 'exact') return this.exact(mark)
    if (mark.kind === 'filter') return this.filter(mark)
    if (mark.kind === 'followers') return { kind: 'followers', test: mark.test, count: mark.count, from: mark.from, until: mark.until }
    return mark.kind === 'group' ? { kind: 'group', name: mark.name, from: mark.from, until: mark.until } : null
  }

  private word(mark: Extract<Mark, { kind: 'word' }>): Node {
    const at = { from: mark.from, until: mark.until }
    if (plain.test(mark.text)) return { kind: 'word', text: mark.text, as: mark.text, ...at }
    const words = this.atoms(mark.text, mark.inner, at, true)
    return gather(words, { slop: null, as: mark.text, bare: true }, at)
  }

  private quote(mark: Extract<Mark, { kind: 'quote' }>): Node {
    const at = { from: mark.from, until: mark.until }
    if (/[\p{L}\p{N}]\*|\*[\p{L}\p{N}]|[\p{L}\p{N}]\?[\p{L}\p{N}]/u.test(mark.text)) throw new QueryError('wildcard-quoted', at)
    const words = this.atoms(mark.text, mark.inner, at, false)
    return gather(words, { slop: mark.slop, as: mark.text, bare: false }, at)
  }

  private stem(mark: Extract<Mark, { kind: 'stem' }>): Node {
    const at = { from: mark.from, until: mark.until }
    const words = this.atoms(mark.text, mark.inner, at, false).map((word): Atom => {
      if (word.kind !== 'word' || !/^[\p{L}\p{N}_]+$/u.test(word.text)) return word
      return { kind: 'stem', text: word.text, as: word.as, from: word.from, until: word.until } satisfies Stem
    })
    const [only] = words
    if (words.length === 1 && only) return { ...only, ...at, as: mark.text }
    return gather(words, { slop: null, as: `~${mark.text}`, bare: true }, at)
  }

  private exact(mark: Extract<Mark, { kind: 'exact' }>): Exact {
    const at = { from: mark.from, until: mark.until }
    if (mark.text.trim() === '') throw new QueryError('empty', at)
    const words = tokenise(mark.text).main.map((token): Word => ({ kind: 'word', text: token.text, as: token.text, ...at }))
    return { kind: 'exact', literal: mark.text, words, ...at }
  }

  private atoms(text: string, inner: number, at: At, jokers: boolean): Atom[] {
    const found = tokenise(text, jokers)
    if (found.seen.link) throw new QueryError('address', at)
    if (found.main.length === 0) throw new QueryError('punctuation', at)
    return found.main.map((token) => this.atom(token, text, inner))
  }

  private atom(token: Token, text: string, inner: number): Atom {
    const at = { from: inner + token.from, until: inner + token.until }
    const as = text.slice(token.from, token.until)
    if (!joker.test(token.text)) return { kind: 'word', text: token.text, as, ...at }
    this.checkWildcard(token.text, at)
    return { kind: 'wildcard', pattern: token.text.replace(/\*+/g, '*'), as, ...at } satisfies Wildcard
  }

  private checkWildcard(pattern: string, at: At): void {
    if (!/[^*?#@]/u.test(pattern)) throw new QueryError('punctuation', at)
    const body = pattern.replace(/^[#@]/, '')
    const head = /^[^*?]*/.exec(body)?.[0] ?? ''
    if (Array.from(head).length >= letters) return
    if (!body.startsWith('*')) throw new QueryError('wildcard-short', at)
    if (!this.leading) throw new QueryError('wildcard-leading', at)
    const behind = /^\*([^*?]*)/.exec(body)?.[1] ?? ''
    if (Array.from(behind).length < letters) throw new QueryError('wildcard-short', at)
  }

  private filter(mark: Extract<Mark, { kind: 'filter' }>): Node {
    const at = { from: mark.from, until: mark.until }
    const name = filterNames[foldText(mark.name)]
    if (!name) throw new QueryError('filter-unknown', { from: mark.from, until: mark.nameUntil }, knownFilters)
    const values = name === 'url' ? [mark.value] : mark.value.split(',')
    const of = values.map((value) => filterOf(name, value, at))
    const [first] = of
    return of.length === 1 && first ? first : { kind: 'or', of, ...at }
  }
}

function filterOf(name: FilterName, as: string, at: At): Node {
  const value = filterValue(name, as)
  if (value === '') throw new QueryError('filter-empty', at)
  if (name !== 'has') return { kind: 'filter', name, value, as: as.trim(), ...at }
  const known = hasValues[value]
  if (!known) throw new QueryError('has-unknown', at, knownHas)
  return { kind: 'filter', name, value: known, as: as.trim(), ...at }
}

function gather(words: Atom[], how: Pick<Phrase, 'slop' | 'as' | 'bare'>, at: At): Node {
  const [only] = words
  if (words.length === 1 && only) return { ...only, ...at }
  return { kind: 'phrase', words, ...how, ...at }
}
