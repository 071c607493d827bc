/** The tree of a query written out again, in one spelling: what comes back reads as the same query. */
import type { Filter, FilterName, Node, Phrase, Word } from './ast.ts'
import { isOperator } from './lex.ts'

export type Language = 'fr' | 'en'

const spelling = {
  fr: { and: 'ET', or: 'OU', not: 'SAUF', near: 'PRÈS', ordered: 'AVANT', followers: 'abonnés' },
  en: { and: 'AND', or: 'OR', not: 'NOT', near: 'NEAR', ordered: 'ONEAR', followers: 'followers' },
}
const filters: Record<Language, Record<FilterName, string>> = {
  fr: { lang: 'langue', author: 'auteur', site: 'site', network: 'réseau', type: 'type', has: 'avec', url: 'url' },
  en: { lang: 'lang', author: 'author', site: 'site', network: 'network', type: 'type', has: 'has', url: 'url' },
}
const quotes = [
  ['"', '"'],
  ['«', '»'],
  ['“', '”'],
] as const
const bareWord = /^[#@]?[\p{L}\p{N}_]+(?:[.@][\p{L}\p{N}_]+)*$/u
const bareValue = /^[^\s()"«»“”|,]+$/

/** How tightly a node binds; an operand that binds less goes into parentheses. */
const binding = (node: Node): number => {
  if (node.kind === 'or') return 1
  if (node.kind === 'and') return 2
  if (node.kind === 'not') return 3
  if (node.kind === 'near') return 4
  return 5
}

function quote(text: string): string {
  const [open, close] = quotes.find(([, end]) => !text.includes(end)) ?? quotes[0]
  return open + text + close
}

const bare = (text: string): boolean => bareWord.test(text) && !isOperator(text) && !/^www\./i.test(text)

class Writer {
  private readonly language: Language

  constructor(language: Language) {
    this.language = language
  }

  write(node: Node, least = 0): string {
    const text = this.plain(node)
    return binding(node) < least ? `(${text})` : text
  }

  private plain(node: Node): string {
    const words = spelling[this.language]
    switch (node.kind) {
      case 'or':
        return node.of.map((one) => this.write(one, 2)).join(` ${words.or} `)
      case 'and':
        return this.and(node.of)
      case 'not':
        return `${words.not} ${this.write(node.of, 3)}`
      case 'near': {
        const name = node.ordered ? words.ordered : words.near
        return `${this.write(node.left, 4)} ${name}/${node.distance} ${this.write(node.right, 5)}`
      }
      case 'freq':
        return `${this.write(node.of, 5)} freq>=${node.count}`
      default:
        return this.term(node)
    }
  }

  /** An exclusion follows without AND: orange SAUF fruit. */
  private and(of: readonly Node[]): string {
    const join = ` ${spelling[this.language].and} `
    return of.map((one, i) => (i === 0 ? '' : one.kind === 'not' ? ' ' : join) + this.write(one, 3)).join('')
  }

  private term(node: Node): string {
    switch (node.kind) {
      case 'word':
        return word(node)
      case 'wildcard':
        return node.as
      case 'stem':
        return `~${node.as}`
      case 'phrase':
        return phrase(node)
      case 'exact':
        return `exact:${quote(node.literal)}`
      case 'filter':
        return this.filter(node)
      case 'followers':
        return `${spelling[this.language].followers}${node.test}${node.count}`
      default:
        return node.kind === 'group' ? `$${node.name}` : ''
    }
  }

  private filter({ name, as }: Filter): string {
    return `${filters[this.language][name]}:${bareValue.test(as) ? as : quote(as)}`
  }
}

const word = ({ as }: Word): string => (bare(as) ? as : quote(as))

function phrase(node: Phrase): string {
  if (node.bare && node.words.some((one) => one.kind !== 'word')) return node.as
  return quote(node.as) + (node.slop === null ? '' : `~${node.slop}`)
}

/** A query in French or in English operators, on one line. */
export const format = (node: Node, language: Language = 'fr'): string => new Writer(language).write(node)
