/** A query in a sentence, for who reads no operators. */
import type { Atom, Filter, Followers, Node } from './ast.ts'
import type { Language } from './format.ts'

const thin = '\u202f'

const french = {
  quote: (text: string) => `«${thin}${text}${thin}»`,
  posts: 'Messages',
  with: 'avec',
  and: 'et',
  or: 'ou',
  without: 'sans',
  wildcard: (text: string) => `un mot de la forme «${thin}${text}${thin}»`,
  stem: (text: string) => `«${thin}${text}${thin}» ou son pluriel ou féminin`,
  phrase: (text: string) => `l’expression «${thin}${text}${thin}»`,
  loose: (text: string, slop: number) => `les mots de «${thin}${text}${thin}» à ${slop} mots au plus l’un de l’autre`,
  exact: (text: string) => `exactement «${thin}${text}${thin}»`,
  near: (left: string, right: string, distance: number) => `${left} à ${distance} mots au plus de ${right}`,
  ordered: (left: string, right: string, distance: number) => `${left} suivi de ${right} à ${distance} mots au plus`,
  freq: (what: string, count: number) => `${what} au moins ${count} fois`,
  group: (name: string) => `un terme du groupe $${name}`,
  lang: (value: string) => `en ${value}`,
  author: (value: string) => `de @${value}`,
  site: (value: string) => `un lien vers ${value}`,
  network: (value: string) => `sur ${value}`,
  type: (value: string) => `le type ${value}`,
  url: (value: string) => `une adresse qui contient «${thin}${value}${thin}»`,
  has: {
    link: 'un lien',
    hashtag: 'un mot-dièse',
    mention: 'une mention',
    emoji: 'un emoji',
    image: 'une image',
    video: 'une vidéo',
    audio: 'un son',
  },
  followers: { '>': 'plus de', '>=': 'au moins', '<': 'moins de', '<=': 'au plus' },
  audience: (how: string, count: string) => `un auteur suivi par ${how} ${count} comptes`,
}

const english: typeof french = {
  quote: (text) => `“${text}”`,
  posts: 'Posts',
  with: 'with',
  and: 'and',
  or: 'or',
  without: 'without',
  wildcard: (text) => `a word like “${text}”`,
  stem: (text) => `“${text}” or its plural or feminine`,
  phrase: (text) => `the phrase “${text}”`,
  loose: (text, slop) => `the words of “${text}” at most ${slop} words from each other`,
  exact: (text) => `exactly “${text}”`,
  near: (left, right, distance) => `${left} at most ${distance} words from ${right}`,
  ordered: (left, right, distance) => `${left} followed by ${right} within ${distance} words`,
  freq: (what, count) => `${what} at least ${count} times`,
  group: (name) => `a term of the group $${name}`,
  lang: (value) => `in ${value}`,
  author: (value) => `by @${value}`,
  site: (value) => `a link to ${value}`,
  network: (value) => `on ${value}`,
  type: (value) => `the type ${value}`,
  url: (value) => `an address that contains “${value}”`,
  has: {
    link: 'a link',
    hashtag: 'a hashtag',
    mention: 'a mention',
    emoji: 'an emoji',
    image: 'an image',
    video: 'a video',
    audio: 'a sound',
  },
  followers: { '>': 'more than', '>=': 'at least', '<': 'less than', '<=': 'at most' },
  audience: (how, count) => `an author followed by ${how} ${count} accounts`,
}

const says = { fr: french, en: english }

/** Who, where, in which language: said behind what is found. */
function isCircumstance(node: Node): boolean {
  if (node.kind === 'or') return node.of.every(isCircumstance)
  return node.kind === 'filter' && (node.name === 'lang' || node.name === 'network' || node.name === 'author')
}

class Teller {
  private readonly say: typeof french
  private readonly language: Language

  constructor(language: Language) {
    this.language = language
    this.say = says[language]
  }

  sentence(node: Node): string {
    const parts = node.kind === 'and' ? node.of : [node]
    const wanted = parts.filter((part) => part.kind !== 'not' && !isCircumstance(part)).map((part) => this.part(part))
    const circumstances = parts.filter(isCircumstance).map((part) => this.part(part))
    const exclusions = parts.flatMap((part) => (part.kind === 'not' ? [`${this.say.without} ${this.part(part.of)}`] : []))
    const found = wanted.length > 0 ? [`${this.say.with} ${wanted.join(` ${this.say.and} `)}`] : []
    return `${this.say.posts} ${[...found, ...circumstances, ...exclusions].join(', ')}.`
  }

  /** A part of a sentence; a list inside another is put in parentheses, so that it reads one way only. */
  private part(node: Node): string {
    if (node.kind === 'and' || node.kind === 'or') return this.list(node.kind, node.of)
    if (node.kind === 'not') return `${this.say.without} ${this.part(node.of)}`
    if (node.kind === 'near') {
      const tell = node.ordered ? this.say.ordered : this.say.near
      return tell(this.part(node.left), this.part(node.right), node.distance)
    }
    if (node.kind === 'freq') return this.say.freq(this.part(node.of), node.count)
    return this.term(node)
  }

  private list(kind: 'and' | 'or', of: readonly Node[]): string {
    return `(${of.map((one) => this.part(one)).join(` ${this.say[kind]} `)})`
  }

  private term(node: Node): string {
    const { say } = this
    if (node.kind === 'phrase') return node.slop === null ? say.phrase(node.as) : say.loose(node.as, node.slop)
    if (node.kind === 'exact') return say.exact(node.literal)
    if (node.kind === 'group') return say.group(node.name)
    if (node.kind === 'filter') return this.filter(node)
    if (node.kind === 'followers') return this.followers(node)
    return this.atom(node as Atom)
  }

  private atom(node: Atom): string {
    if (node.kind === 'wildcard') return this.say.wildcard(node.as)
    return node.kind === 'stem' ? this.say.stem(node.as) : this.say.quote(node.as)
  }

  private filter({ name, value, as }: Filter): string {
    if (name === 'has') return this.say.has[value as keyof typeof french.has]
    if (name === 'lang') return this.say.lang(this.languageName(as))
    return this.say[name](name === 'author' ? value : as)
  }

  private languageName(code: string): string {
    try {
      return new Intl.DisplayNames([this.language], { type: 'language' }).of(code) ?? code
    } catch {
      // Not a language code: shown as it was written.
      return code
    }
  }

  private followers({ test, count }: Followers): string {
    return this.say.audience(this.say.followers[test], new Intl.NumberFormat(this.language).format(count))
  }
}

/** What a query keeps, in a French or an English sentence. */
export function describe(node: Node, language: Language = 'fr'): string {
  const text = new Teller(language).sentence(node)
  // A list that is the whole sentence, or stands alone, needs no parentheses.
  return node.kind === 'or' ? text.replace('(', '').replace(/\)\.$/, '.') : text
}
