/** The plain form of a query: three rows, languages and networks. It is the same tree as an expression, shown another way. */
import type { FilterName, Node } from './ast.ts'
import { format, type Language } from './format.ts'
import { parse, type ParseOptions } from './parse.ts'

export type Form = {
  /** «Au moins un de» */
  any: string[]
  /** «Tous ceux-ci» */
  all: string[]
  /** «Aucun de» */
  none: string[]
  langs: string[]
  networks: string[]
}

const simple = new Set<Node['kind']>(['word', 'wildcard', 'stem', 'phrase', 'exact', 'group'])
const nowhere = { from: 0, until: 0 }

/** One entry of a row: a term as it would be written in an expression, or words that are then a phrase. */
function entry(text: string, options: ParseOptions): Node {
  const trimmed = text.trim()
  let found: Node | null = null
  try {
    found = parse(trimmed, options)
  } catch (error) {
    // What is no expression by itself may be one in quotes; if not, its own error is the one to show.
    if (/["«»“”]/.test(trimmed) || /[*?]/.test(trimmed)) throw error
  }
  return found && simple.has(found.kind) ? found : parse(`"${trimmed.replaceAll('"', ' ')}"`, options)
}

const filled = (row: readonly string[]): string[] => row.filter((text) => text.trim() !== '')

function oneOf(of: Node[]): Node[] {
  const [first] = of
  if (!first) return []
  return of.length === 1 ? [first] : [{ kind: 'or', of, ...nowhere }]
}

const filtersOf = (name: FilterName, values: readonly string[]): Node[] => filled(values).map((value) => parse(`${name}:"${value.trim()}"`))

/** The tree of a form. Throws a QueryError for an entry that is none, and when there is nothing to find. */
export function formToTree(form: Form, options: ParseOptions = {}): Node {
  const read = (row: readonly string[]) => filled(row).map((text) => entry(text, options))
  const of: Node[] = [
    ...oneOf(read(form.any)),
    ...read(form.all),
    ...read(form.none).map((node): Node => ({ kind: 'not', of: node, ...nowhere })),
    ...oneOf(filtersOf('lang', form.langs)),
    ...oneOf(filtersOf('network', form.networks)),
  ]
  const [first] = of
  return parse(first ? format(of.length === 1 ? first : { kind: 'and', of, ...nowhere }) : '', options)
}

/** The expression of a form. */
export const formToExpression = (form: Form, language: Language = 'fr', options: ParseOptions = {}): string =>
  format(formToTree(form, options), language)

const isFilter = (node: Node, name: FilterName): boolean => node.kind === 'filter' && node.name === name

/** Where a part of the query stands in the form; false when it has no place there. */
function place(node: Node, form: Form): boolean {
  if (simple.has(node.kind)) form.all.push(format(node))
  else if (node.kind === 'not') return exclude(node.of, form)
  else if (node.kind === 'filter') return filterInto(form, [node])
  else if (node.kind === 'or') return filterInto(form, node.of) || chooseInto(form, node.of)
  else return false
  return true
}

function exclude(node: Node, form: Form): boolean {
  const of = node.kind === 'or' ? node.of : [node]
  if (!of.every((one) => simple.has(one.kind))) return false
  form.none.push(...of.map((one) => format(one)))
  return true
}

function filterInto(form: Form, of: readonly Node[]): boolean {
  for (const [name, row] of [
    ['lang', form.langs],
    ['network', form.networks],
  ] as const) {
    if (row.length > 0 || !of.every((one) => isFilter(one, name))) continue
    row.push(...of.map((one) => (one.kind === 'filter' ? one.as : '')))
    return true
  }
  return false
}

function chooseInto(form: Form, of: readonly Node[]): boolean {
  if (form.any.length > 0 || !of.every((one) => simple.has(one.kind))) return false
  form.any.push(...of.map((one) => format(one)))
  return true
}

/** The form of a query, or null when it says more than a form can. `formToTree` makes the same query of it. */
export function treeToForm(node: Node): Form | null {
  const form: Form = { any: [], all: [], none: [], langs: [], networks: [] }
  const parts = node.kind === 'and' ? node.of : [node]
  return parts.every((part) => place(part, form)) ? form : null
}
