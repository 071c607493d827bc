/** The tree of a query. `from` and `until` are offsets in its source, in UTF-16 units; `as` is how it was written. */
type At = { from: number; until: number }

/** A folded word, `#tag`, `@handle`, address or emoji. */
export type Word = At & { kind: 'word'; text: string; as: string }
/** `orang*`, `orang?`: * is any number of letters, ? exactly one. */
export type Wildcard = At & { kind: 'wildcard'; pattern: string; as: string }
/** `~mot`: the word, its plural and its feminine. */
export type Stem = At & { kind: 'stem'; text: string; as: string }
export type Atom = Word | Wildcard | Stem
/** Words in a row; with a slop, NEAR/slop between each and the next. `bare` when it was written without quotation marks. */
export type Phrase = At & { kind: 'phrase'; words: Atom[]; slop: number | null; as: string; bare: boolean }
export type Near = At & { kind: 'near'; distance: number; ordered: boolean; left: Node; right: Node }
/** The folded phrase, and the literal as it stands, capitals and signs included. */
export type Exact = At & { kind: 'exact'; literal: string; words: Word[] }
export type Freq = At & { kind: 'freq'; count: number; of: Node }
export type FilterName = 'lang' | 'author' | 'site' | 'network' | 'type' | 'has' | 'url'
export type Filter = At & { kind: 'filter'; name: FilterName; value: string; as: string }
export type Followers = At & { kind: 'followers'; test: '>' | '>=' | '<' | '<='; count: number }
export type Group = At & { kind: 'group'; name: string }
export type And = At & { kind: 'and'; of: Node[] }
export type Or = At & { kind: 'or'; of: Node[] }
export type Not = At & { kind: 'not'; of: Node }

export type Node = Atom | Phrase | Near | Exact | Freq | Filter | Followers | Group | And | Or | Not

/** Same query, wherever it stands in its source. */
export function sameQuery(a: Node, b: Node): boolean {
  const strip = (key: string, value: unknown) => (key === 'from' || key === 'until' || key === 'bare' || key === 'as' ? undefined : value)
  return JSON.stringify(a, strip) === JSON.stringify(b, strip)
}
