/** What can be wrong with a query, said in both languages by people who know the trade. */
type Said = { fr: string; en: string }

const sentences = {
  empty: () => ({ fr: 'La requête est vide : écrivez au moins un mot.', en: 'The query is empty: write at least one word.' }),
  'empty-parentheses': () => ({ fr: 'Ces parenthèses sont vides.', en: 'These parentheses are empty.' }),
  'too-long': (limit: string) => ({
    fr: `La requête dépasse ${limit} caractères : partagez-la, ou mettez ses listes dans des groupes ($marque).`,
    en: `The query is over ${limit} characters: split it, or put its lists into groups ($brand).`,
  }),
  'too-deep': () => ({ fr: 'Trop de parenthèses ou d’opérateurs emboîtés.', en: 'Too many nested parentheses or operators.' }),
  'quote-open': () => ({ fr: 'Ce guillemet n’est jamais refermé.', en: 'This quotation mark is never closed.' }),
  'parenthesis-open': () => ({ fr: 'Cette parenthèse n’est jamais refermée.', en: 'This parenthesis is never closed.' }),
  'parenthesis-extra': () => ({ fr: 'Cette parenthèse fermante est de trop.', en: 'This closing parenthesis is one too many.' }),
  'operator-alone': (name: string) => ({
    fr: `Il manque un terme à côté de ${name}. Pour chercher le mot lui-même, mettez-le entre guillemets.`,
    en: `A term is missing next to ${name}. To look for the word itself, put it in quotation marks.`,
  }),
  'near-number': (name: string) => ({
    fr: `Dites combien de mots au plus séparent les deux termes : ${name}/5.`,
    en: `Say how many words at most stand between the two terms: ${name}/5.`,
  }),
  'near-wide': () => ({ fr: 'La distance ne peut pas dépasser 100 mots.', en: 'The distance cannot be over 100 words.' }),
  'near-operand': () => ({
    fr: 'À côté de PRÈS, seuls vont des mots, des expressions, des jokers, des listes avec OU, ou un autre PRÈS : ni ET, ni SAUF, ni filtre.',
    en: 'Next to NEAR, only words, phrases, wildcards, lists with OR, or another NEAR can stand: no AND, no NOT, no filter.',
  }),
  'wildcard-short': () => ({
    fr: 'Il faut au moins trois lettres avant * ou ?.',
    en: 'At least three letters must come before * or ?.',
  }),
  'wildcard-quoted': () => ({
    fr: 'Le joker * ou ? ne va pas entre guillemets : écrivez-le hors des guillemets, ou utilisez PRÈS/0.',
    en: 'A wildcard * or ? cannot stand in quotation marks: write it outside them, or use NEAR/0.',
  }),
  'wildcard-leading': () => ({
    fr: 'Le joker en tête de mot n’est pas permis ici : il coûte cher à chaque message. Commencez par au moins trois lettres.',
    en: 'A leading wildcard is not allowed here: it costs on every post. Begin with at least three letters.',
  }),
  'filter-unknown': (known: string) => ({
    fr: `Filtre inconnu. Les filtres sont : ${known}.`,
    en: `Unknown filter. The filters are: ${known}.`,
  }),
  'filter-empty': () => ({ fr: 'Ce filtre n’a pas de valeur.', en: 'This filter has no value.' }),
  'has-unknown': (known: string) => ({
    fr: `Valeur inconnue. On peut chercher : ${known}.`,
    en: `Unknown value. One can look for: ${known}.`,
  }),
  number: () => ({ fr: 'Un nombre entier est attendu ici.', en: 'A whole number is expected here.' }),
  'freq-alone': () => ({
    fr: 'freq>= se met juste après un mot, une expression ou une liste entre parenthèses.',
    en: 'freq>= comes right after a word, a phrase or a list in parentheses.',
  }),
  punctuation: () => ({
    fr: 'Il n’y a que de la ponctuation ici : pour la chercher telle quelle, utilisez exact:"…".',
    en: 'There is only punctuation here: to look for it as it is, use exact:"…".',
  }),
  address: () => ({
    fr: 'L’adresse d’un site se cherche avec site:, une partie d’adresse avec url:.',
    en: 'Look for the address of a site with site:, for a part of an address with url:.',
  }),
  'only-exclusions': () => ({
    fr: 'Il n’y a que des exclusions : ajoutez au moins un terme à trouver, dans chaque branche d’un OU.',
    en: 'There are only exclusions: add at least one term to find, in each branch of an OR.',
  }),
  'group-unknown': (name: string) => ({ fr: `Le groupe $${name} n’existe pas.`, en: `The group $${name} does not exist.` }),
  'group-loop': (name: string) => ({ fr: `Le groupe $${name} se contient lui-même.`, en: `The group $${name} contains itself.` }),
} satisfies Record<string, (value: string) => Said>

export type QueryErrorCode = keyof typeof sentences

/** A query that cannot be used: where (offset and length, in UTF-16 units of the source) and why, in both languages. */
export class QueryError extends Error {
  readonly code: QueryErrorCode
  readonly position: number
  readonly length: number
  readonly fr: string
  readonly en: string

  constructor(code: QueryErrorCode, at: { from: number; until: number }, value = '') {
    const { fr, en } = sentences[code](value)
    super(`${en} (at ${at.from})`)
    this.name = 'QueryError'
    this.code = code
    this.position = at.from
    this.length = Math.max(0, at.until - at.from)
    this.fr = fr
    this.en = en
  }
}
