/** What a safety rule is. It looks for words that leave no doubt, and holds its tongue at jokes, films, the past and suppositions. */
import type { Emotion, Intent } from '../labels.ts'

export type Sets = {
  urgent?: boolean
  toxic?: boolean
  /** The intent, unless the model gave one of `keeps`. */
  intent?: Intent
  keeps?: readonly Intent[]
  /** Where the model heard a good mood, in thanks or in a farewell: what it is. */
  neverGood?: Emotion
}
export type Rule = {
  id: string
  fr: string
  en: string
  sets: Sets
  /** One of these must be found in the folded text: lower case, no accents, straight apostrophes. */
  when: readonly RegExp[]
  /** None of these may be. */
  unless: readonly RegExp[]
  /** Messages at which the rule must fire, and at which it must not. */
  yes: readonly string[]
  no: readonly string[]
}

/** What makes a grave word light: laughter, games, films, songs, a supposition, something long past. */
export const notMeant: readonly RegExp[] = [
  /\b(mdr+|ptdr+|lol+|xd|haha\w*|hihi|jpp|lmao|rofl|jk)\b|[😂🤣😆😹😜😉]/u,
  /\b(mort|morte|morts|pleure\w*|hurle\w*|creve|tue|tuer?) de (rire|faim|froid|soif|trouille|fatigue|honte)\b/,
  /\bje (plaisante|rigole|deconne|blague)\b(?! pas)|\b(just )?(kidding|joking)\b/,
  /\b(l'an dernier|l'annee derniere|il y a (\d+|deux|trois|quelques|des) (ans|annees|mois)|autrefois|a l'epoque|last year|years ago|back in)\b/,
  /\b(film|serie|episode|roman|chanson|jeu|scenario|escape game|exposition|spectacle|piece de theatre|documentaire|movie|novel|song|tv show|lyrics|podcast|simulation|exercice)\b/,
]

/** A supposition or a general question is no event. */
export const supposed: readonly RegExp[] = [
  /\b(et si|que faire (en cas|si)|en cas d(e|')|au cas ou|imaginons|supposons|what (happens )?if|in case of|hypothetically)\b/,
  /\b(comment|how do (you|i)|how to) (eviter|prevenir|se proteger|proteger|avoid|prevent|protect)\b/,
]

export function fires(rule: Rule, folded: string): boolean {
  return rule.when.some((pattern) => pattern.test(folded)) && !rule.unless.some((pattern) => pattern.test(folded))
}
