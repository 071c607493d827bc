/** From the tree of a query to what the kernel runs: groups filled in, exclusions pushed down to the terms, stems spelt out. */
import type { Atom, Exact, Node, Phrase } from './ast.ts'
import { QueryError } from './errors.ts'
import { stemmed } from './stem.ts'

/** A term by its key among the terms: words as they are, everything else behind a sign that no text can hold. */
export type Ir =
  | { op: 'term'; key: string }
  | { op: 'and' | 'or' | 'row'; of: Ir[] }
  | { op: 'not'; of: Ir }
  | { op: 'near'; distance: number; ordered: boolean; left: Ir; right: Ir }
  | { op: 'freq'; count: number; of: Ir }
  | { op: 'followers'; test: number; count: number }
  | { op: 'literal'; text: string }
  | { op: 'url'; text: string }

export type Groups = ReadonlyMap<string, Node>

/** First sign of a key that is not a word. Sites are written by the kernel too. */
export const keys = {
  site: '\u0001',
  author: '\u0002',
  lang: '\u0003',
  network: '\u0004',
  type: '\u0005',
  has: '\u0006',
  pattern: '\u0007',
}
/** Groups inside groups; each may be as deep as a query. */
const maxNesting = 8
const tests = { '>': 0, '>=': 1, '<': 2, '<=': 3 }

class Lowering {
  private readonly groups: Groups
  private readonly open: string[] = []

  constructor(groups: Groups) {
    this.groups = groups
  }

  lower(node: Node, negated: boolean): Ir {
    if (node.kind === 'not') return this.lower(node.of, !negated)
    if (node.kind === 'and' || node.kind === 'or') {
      const op = negated === (node.kind === 'and') ? 'or' : 'and'
      return { op, of: node.of.map((one) => this.lower(one, negated)) }
    }
    if (node.kind === 'group') return this.group(node, (inner) => this.lower(inner, negated))
    const term = this.term(node)
    return negated ? { op: 'not', of: term } : term
  }

  private group(node: Extract<Node, { kind: 'group' }>, work: (inner: Node) => Ir): Ir {
    const inner = this.groups.get(node.name)
    if (!inner) throw new QueryError('group-unknown', node, node.name)
    if (this.open.includes(node.name)) throw new QueryError('group-loop', node, node.name)
    if (this.open.length >= maxNesting) throw new QueryError('too-deep', node)
    this.open.push(node.name)
    const out = work(inner)
    this.open.pop()
    return out
  }

  private term(node: Node): Ir {
    switch (node.kind) {
      case 'exact':
        return exact(node)
      case 'freq':
        return { op: 'freq', count: node.count, of: this.place(node.of) }
      case 'filter':
        return node.name === 'url' ? { op: 'url', text: node.value } : { op: 'term', key: keys[node.name] + node.value }
      case 'followers':
        return { op: 'followers', test: tests[node.test], count: node.count }
      default:
        return this.place(node)
    }
  }

  /** What has places in a text. The parser lets nothing else in here; a group is only known now. */
  private place(node: Node): Ir {
    if (node.kind === 'or') return { op: 'or', of: node.of.map((one) => this.place(one)) }
    if (node.kind === 'near') {
      const { distance, ordered } = node
      return { op: 'near', distance, ordered, left: this.place(node.left), right: this.place(node.right) }
    }
    if (node.kind === 'phrase') return phrase(node)
    if (node.kind === 'group') return this.group(node, (inner) => this.place(inner))
    if (node.kind === 'word' || node.kind === 'wildcard' || node.kind === 'stem') return atom(node)
    throw new QueryError('near-operand', node)
  }
}

function atom(node: Atom): Ir {
  if (node.kind === 'word') return { op: 'term', key: node.text }
  if (node.kind === 'wildcard') return { op: 'term', key: keys.pattern + node.pattern }
  const of = stemmed(node.text).map((key): Ir => ({ op: 'term', key }))
  return { op: 'or', of }
}

function phrase(node: Phrase): Ir {
  const of = node.words.map(atom)
  if (node.slop === null) return { op: 'row', of }
  const distance = node.slop
  return of.reduce((left, right) => ({ op: 'near', distance, ordered: false, left, right }))
}

function exact(node: Exact): Ir {
  const literal: Ir = { op: 'literal', text: node.literal }
  const of = node.words.map(atom)
  const [first] = of
  if (!first) return literal
  return { op: 'and', of: [of.length === 1 ? first : { op: 'row', of }, literal] }
}

export const lower = (node: Node, groups: Groups): Ir => new Lowering(groups).lower(node, false)
