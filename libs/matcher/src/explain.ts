/** Why a post matches a query, or why not: the words that count, and each missing condition in a sentence. */
import type { Atom, FilterName, Node, Phrase } from './ast.ts'
import { describe } from './describe.ts'
import { QueryError } from './errors.ts'
import { authorForms, filterValue, langForms } from './filters.ts'
import { parse } from './parse.ts'
import type { Post } from './post.ts'
import { stem } from './stem.ts'
import { addUrls, type Token, tokenise, type Tokens } from './tokens.ts'

/** A marked stretch of the text, in UTF-16 units. */
export type Mark = { from: number; until: number }
export type Reason = { met: boolean; fr: string; en: string }
/** `reasons`: one for each condition at the top of the query. */
export type Explanation = { matches: boolean; marks: Mark[]; reasons: Reason[] }

type Place = { start: number; end: number; tokens: readonly Token[] }

class Judge {
  private readonly post: Post
  private readonly read: Tokens
  private readonly groups: ReadonlyMap<string, Node>

  constructor(post: Post, groups: ReadonlyMap<string, Node>) {
    this.post = post
    this.groups = groups
    this.read = tokenise(post.text)
    addUrls(this.read, post.urls ?? [])
  }

  truth(node: Node): boolean {
    switch (node.kind) {
      case 'and':
        return node.of.every((one) => this.truth(one))
      case 'or':
        return node.of.some((one) => this.truth(one))
      case 'not':
        return !this.truth(node.of)
      case 'group':
        return this.truth(this.group(node))
      case 'filter':
        return this.filter(node)
      case 'followers':
        return this.followers(node)
      case 'exact':
        return this.post.text.includes(node.literal) && (node.words.length === 0 || this.row(node.words, 0, true).length > 0)
      case 'freq':
        return new Set(this.places(node.of).map(({ start }) => start)).size >= node.count
      default:
        return this.places(node).length > 0
    }
  }

  /** The words that make a node true, wherever it asks for words. */
  marks(node: Node, into: Set<Token>): void {
    if (node.kind === 'and' || node.kind === 'or') node.of.forEach((one) => this.truth(one) && this.marks(one, into))
    else if (node.kind === 'group') this.marks(this.group(node), into)
    else if (node.kind === 'exact') this.row(node.words, 0, true).forEach((place) => place.tokens.forEach((token) => into.add(token)))
    else if (node.kind === 'freq') this.marks(node.of, into)
    else if (node.kind !== 'not' && node.kind !== 'filter' && node.kind !== 'followers')
      this.places(node).forEach((place) => place.tokens.forEach((token) => into.add(token)))
  }

  private group(node: Extract<Node, { kind: 'group' }>): Node {
    const inner = this.groups.get(node.name)
    if (!inner) throw new QueryError('group-unknown', node, node.name)
    return inner
  }

  private filter({ name, value }: Extract<Node, { kind: 'filter' }>): boolean {
    const { post, read } = this
    const said: Record<FilterName, () => readonly string[]> = {
      site: () => read.hosts,
      url: () => read.addresses.filter((address) => address.includes(value)).map(() => value),
      has: () => [...(post.has ?? []), ...Object.entries(read.seen).flatMap(([what, seen]) => (seen ? what : []))],
      lang: () => (post.lang ? langForms(post.lang) : []),
      author: () => (post.author ? authorForms(post.author) : []),
      network: () => [filterValue('network', post.network ?? '')],
      type: () => [post.type ?? []].flat().map((type) => filterValue('type', type)),
    }
    return said[name]().includes(value)
  }

  private followers({ test, count }: Extract<Node, { kind: 'followers' }>): boolean {
    const { followers } = this.post
    if (followers === null || followers === undefined) return false
    if (test === '>') return followers > count
    if (test === '>=') return followers >= count
    return test === '<' ? followers < count : followers <= count
  }

  private places(node: Node): Place[] {
    if (node.kind === 'or') return node.of.flatMap((one) => this.places(one))
    if (node.kind === 'group') return this.places(this.group(node))
    if (node.kind === 'near') return near(this.places(node.left), this.places(node.right), node.distance, node.ordered)
    return node.kind === 'phrase' ? this.phrase(node) : this.atom(node as Atom)
  }

  private phrase({ words, slop }: Phrase): Place[] {
    return this.row(words, slop ?? 0, slop === null)
  }

  private row(words: readonly Atom[], distance: number, ordered: boolean): Place[] {
    if (words.length === 0) return []
    return words.map((word) => this.atom(word)).reduce((left, right) => near(left, right, distance, ordered))
  }

  private atom(node: Atom): Place[] {
    const fits = fitting(node)
    return this.read.tokens.filter(({ text }) => fits(text)).map((token) => ({ start: token.start, end: token.end, tokens: [token] }))
  }
}

function fitting(node: Atom): (text: string) => boolean {
  if (node.kind === 'word') return (text) => text === node.text
  if (node.kind === 'stem') {
    const wanted = stem(node.text)
    return (text) => stem(text) === wanted
  }
  const source = node.pattern
    .replace(/[.+^$()[\]{}|\\/]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  const whole = new RegExp(`^${source}$`, 'su')
  return (text) => whole.test(text)
}

/** Explanations are for one post at a time: beyond this many places of an operand, the rest is left out. */
const manyPlaces = 400

function near(left: readonly Place[], right: readonly Place[], distance: number, ordered: boolean): Place[] {
  const out: Place[] = []
  for (const one of left.slice(0, manyPlaces)) {
    for (const other of right.slice(0, manyPlaces)) {
      const tokens = [...one.tokens, ...other.tokens]
      if (other.start > one.end && other.start - one.end - 1 <= distance) out.push({ start: one.start, end: other.end, tokens })
      else if (!ordered && one.start > other.end && one.start - other.end - 1 <= distance)
        out.push({ start: other.start, end: one.end, tokens })
    }
    if (out.length > manyPlaces * 10) break
  }
  return out
}

const sentences = {
  met: { fr: 'Oui', en: 'Yes' },
  missing: { fr: 'Manque', en: 'Missing' },
  excluded: { fr: 'Exclu par', en: 'Excluded by' },
  spared: { fr: 'Rien d’exclu', en: 'Nothing excluded' },
}

function reason(node: Node, met: boolean): Reason {
  const inner = node.kind === 'not' ? node.of : node
  const excludes = node.kind === 'not'
  const how = excludes ? (met ? sentences.spared : sentences.excluded) : met ? sentences.met : sentences.missing
  const tell = (language: 'fr' | 'en') => describe(inner, language).replace(/^(Messages|Posts)( avec| with)? /, '')
  return { met, fr: `${how.fr}\u202f: ${tell('fr')}`, en: `${how.en}: ${tell('en')}` }
}

/** Adjoining and overlapping marks become one. */
function joined(tokens: Iterable<Token>): Mark[] {
  const marks: Mark[] = []
  for (const { from, until } of [...tokens].sort((a, b) => a.from - b.from || b.until - a.until)) {
    const before = marks.at(-1)
    if (before && from < before.until) before.until = Math.max(before.until, until)
    else marks.push({ from, until })
  }
  return marks
}

/** Why a post matches, or why not. `groups` are the named groups the query may use. */
export function explain(query: string | Node, post: Post, groups: ReadonlyMap<string, Node> = new Map()): Explanation {
  const node = typeof query === 'string' ? parse(query, { leadingWildcard: true }) : query
  const judge = new Judge(post, groups)
  const parts = node.kind === 'and' ? node.of : [node]
  const reasons = parts.map((part) => reason(part, judge.truth(part)))
  const found = new Set<Token>()
  for (const part of parts) if (judge.truth(part)) judge.marks(part, found)
  return { matches: reasons.every(({ met }) => met), marks: joined(found), reasons }
}
