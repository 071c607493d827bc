/**
 * From the text of a query to its tree. Precedence, tightest first: NEAR, NOT, AND (also a plain space), OR.
 * Depth is bounded, so that neither parsing nor anything that walks a tree can run out of stack.
 */
import type { Node } from './ast.ts'
import { QueryError } from './errors.ts'
import { lex, type Mark } from './lex.ts'
import { Terms } from './terms.ts'

export type ParseOptions = {
  /** Allow a wildcard at the head of a word (*phone): it costs on every word of every post. Default false. */
  leadingWildcard?: boolean
}

/** Longest query, in UTF-16 units. */
export const maxQueryLength = 65_536
const maxDepth = 200

type Kind = Mark['kind']
const names: Partial<Record<Kind, string>> = { and: 'ET/AND', or: 'OU/OR', not: 'SAUF/NOT', near: 'PRÈS/NEAR' }

class Parser {
  private readonly marks: readonly Mark[]
  private readonly terms: Terms
  private i = 0
  private depth = 0

  constructor(source: string, options: ParseOptions) {
    this.marks = lex(source)
    this.terms = new Terms(options.leadingWildcard ?? false)
  }

  run(): Node {
    if (this.peek().kind === 'end') throw new QueryError('empty', this.peek())
    const node = this.or()
    const rest = this.peek()
    if (rest.kind === 'close') throw new QueryError('parenthesis-extra', rest)
    return node
  }

  private peek(): Mark {
    const mark = this.marks[Math.min(this.i, this.marks.length - 1)]
    if (!mark) throw new QueryError('empty', { from: 0, until: 0 })
    return mark
  }

  private take(): Mark {
    const mark = this.peek()
    this.i += 1
    return mark
  }

  private deeper<T>(mark: Mark, work: () => T): T {
    this.depth += 1
    if (this.depth > maxDepth) throw new QueryError('too-deep', mark)
    const out = work()
    this.depth -= 1
    return out
  }

  private or(): Node {
    const of = [this.and()]
    while (this.peek().kind === 'or') {
      this.take()
      of.push(this.and())
    }
    return joined('or', of)
  }

  private and(): Node {
    const of = [this.not()]
    for (;;) {
      const { kind } = this.peek()
      if (kind === 'and') this.take()
      else if (kind === 'end' || kind === 'close' || kind === 'or') return joined('and', of)
      of.push(this.not())
    }
  }

  private not(): Node {
    const mark = this.peek()
    if (mark.kind !== 'not') return this.near()
    this.take()
    const of = this.deeper(mark, () => this.not())
    return { kind: 'not', of, from: mark.from, until: of.until }
  }

  private near(): Node {
    let left = this.postfix()
    const before = this.depth
    for (let mark = this.peek(); mark.kind === 'near'; mark = this.peek()) {
      this.take()
      this.depth += 1
      if (this.depth > maxDepth) throw new QueryError('too-deep', mark)
      const right = this.postfix()
      checkNear(left)
      checkNear(right)
      left = { kind: 'near', distance: mark.distance, ordered: mark.ordered, left, right, from: left.from, until: right.until }
    }
    this.depth = before
    return left
  }

  private postfix(): Node {
    let node = this.primary()
    for (let mark = this.peek(); mark.kind === 'freq'; mark = this.peek()) {
      this.take()
      if (!countable(node)) throw new QueryError('freq-alone', mark)
      node = { kind: 'freq', count: mark.count, of: node, from: node.from, until: mark.until }
    }
    return node
  }

  private primary(): Node {
    const mark = this.take()
    if (mark.kind === 'open') return this.parenthesis(mark)
    const term = this.terms.read(mark)
    if (term) return term
    throw this.missing(mark)
  }

  private parenthesis(open: Mark): Node {
    if (this.peek().kind === 'close') throw new QueryError('empty-parentheses', { from: open.from, until: this.peek().until })
    const node = this.deeper(open, () => this.or())
    if (this.peek().kind !== 'close') throw new QueryError('parenthesis-open', open)
    this.take()
    return node
  }

  /** A term is missing: the operator before is at fault when the query, or a parenthesis, ends here. */
  private missing(mark: Mark): QueryError {
    if (mark.kind === 'freq') return new QueryError('freq-alone', mark)
    if (mark.kind === 'close' && this.i === 1) return new QueryError('parenthesis-extra', mark)
    const before = this.marks[this.i - 2]
    if (mark.kind === 'end' && before?.kind === 'open') return new QueryError('parenthesis-open', before)
    const fault = (mark.kind === 'end' || mark.kind === 'close') && before ? before : mark
    return new QueryError('operator-alone', fault, names[fault.kind] ?? '')
  }
}

function joined(kind: 'and' | 'or', of: Node[]): Node {
  const [first] = of
  if (of.length === 1 && first) return first
  const flat = of.flatMap((node) => (node.kind === kind ? node.of : [node]))
  return { kind, of: flat, from: of[0]?.from ?? 0, until: of.at(-1)?.until ?? 0 }
}

/** Words, phrases, wildcards, lists of them with OR, and what NEAR makes of them: what has places in a text. */
function countable(node: Node): boolean {
  if (node.kind === 'or') return node.of.every(countable)
  return ['word', 'wildcard', 'stem', 'phrase', 'near', 'group'].includes(node.kind)
}

function checkNear(node: Node): void {
  if (node.kind === 'or') node.of.forEach(checkNear)
  else if (!countable(node)) throw new QueryError('near-operand', node)
}

/** Checks a tree whose groups have been filled in, where the parser could only trust. */
export function checkPlaces(node: Node): void {
  if (node.kind === 'near') [node.left, node.right].forEach(checkNear)
  if (node.kind === 'freq' && !countable(node.of)) throw new QueryError('freq-alone', node)
  for (const child of childrenOf(node)) checkPlaces(child)
}

export function childrenOf(node: Node): readonly Node[] {
  if (node.kind === 'and' || node.kind === 'or') return node.of
  if (node.kind === 'not' || node.kind === 'freq') return [node.of]
  return node.kind === 'near' ? [node.left, node.right] : []
}

/** Whether a match needs something to be found; `negated` under an odd number of exclusions. */
function needsSomething(node: Node, negated: boolean): boolean {
  if (node.kind === 'not') return needsSomething(node.of, !negated)
  const all = node.kind === (negated ? 'and' : 'or')
  if (node.kind === 'and' || node.kind === 'or') {
    return all ? node.of.every((one) => needsSomething(one, negated)) : node.of.some((one) => needsSomething(one, negated))
  }
  return !negated
}

/** Reads a query written in either spelling. Throws {@link QueryError} with the place and a sentence in French and in English. */
export function parse(source: string, options: ParseOptions = {}): Node {
  if (source.length > maxQueryLength)
    throw new QueryError('too-long', { from: maxQueryLength, until: source.length }, String(maxQueryLength))
  const node = new Parser(source, options).run()
  if (!needsSomething(node, false)) throw new QueryError('only-exclusions', node)
  return node
}
