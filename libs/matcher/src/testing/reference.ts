/** A query judged on a post by brute force: every node says all the places where it stands, and nothing is clever. */
import type { Atom, Node } from '../ast.ts'
import type { Post } from '../post.ts'
import { stem } from '../stem.ts'
import { addBeside, type Heard, lowered, type Said, wordsOf } from './words.ts'

type Place = readonly [start: number, end: number]
export type Judged = { post: Post; heard: Heard }

/** A post read once, to be judged by many queries. */
export function hear(post: Post): Judged {
  const heard = wordsOf(post.text)
  addBeside(heard, post.urls ?? [])
  return { post, heard }
}

export class Reference {
  private readonly groups: ReadonlyMap<string, Node>
  private judged: Judged = { post: { text: '' }, heard: wordsOf('') }

  constructor(groups: ReadonlyMap<string, Node> = new Map()) {
    this.groups = groups
  }

  matches(node: Node, judged: Judged): boolean {
    this.judged = judged
    return this.truth(node)
  }

  private truth(node: Node): boolean {
    switch (node.kind) {
      case 'and':
        return node.of.every((one) => this.truth(one))
      case 'or':
        return node.of.some((one) => this.truth(one))
      case 'not':
        return !this.truth(node.of)
      case 'group':
        return this.truth(this.groups.get(node.name) as Node)
      case 'filter':
        return this.filter(node.name, node.value)
      case 'followers':
        return this.followers(node.test, node.count)
      case 'exact':
        return this.judged.post.text.includes(node.literal) && this.row(node.words)
      case 'freq':
        return new Set(this.places(node.of).map(([start]) => start)).size >= node.count
      default:
        return this.places(node).length > 0
    }
  }

  private row(words: readonly Atom[]): boolean {
    return words.length === 0 || this.inARow(words.map((word) => this.atom(word))).length > 0
  }

  private filter(name: string, value: string): boolean {
    const { post, heard } = this.judged
    if (name === 'site') return heard.hosts.includes(value)
    if (name === 'url') return heard.urls.some((url) => url.includes(value))
    if (name === 'has') return this.has(value)
    if (name === 'author') return this.wrote(value)
    const said: Record<string, readonly string[]> = {
      lang: [post.lang ?? '', (post.lang ?? '').split('-')[0] ?? ''],
      network: [post.network ?? ''],
      type: [post.type ?? []].flat(),
    }
    return said[name]?.some((one) => lowered(one) === value) ?? false
  }

  private wrote(value: string): boolean {
    const { post } = this.judged
    const author = lowered(post.author ?? '').replace(/^@/, '')
    return author !== '' && (author === value || author.split(/[.@]/)[0] === value)
  }

  private has(value: string): boolean {
    const { post, heard } = this.judged
    const seen: Record<string, boolean> = { link: heard.link, hashtag: heard.hashtag, mention: heard.mention, emoji: heard.emoji }
    return seen[value] ?? (post.has ?? []).includes(value)
  }

  private followers(test: string, count: number): boolean {
    const { followers } = this.judged.post
    if (followers === null || followers === undefined) return false
    if (test === '>') return followers > count
    if (test === '>=') return followers >= count
    return test === '<' ? followers < count : followers <= count
  }

  private places(node: Node): Place[] {
    if (node.kind === 'or') return node.of.flatMap((one) => this.places(one))
    if (node.kind === 'group') return this.places(this.groups.get(node.name) as Node)
    if (node.kind === 'near') return near(this.places(node.left), this.places(node.right), node.distance, node.ordered)
    if (node.kind !== 'phrase') return this.atom(node as Atom)
    const words = node.words.map((word) => this.atom(word))
    const { slop } = node
    return slop === null ? this.inARow(words) : words.reduce((left, right) => near(left, right, slop, false))
  }

  private inARow(words: readonly Place[][]): Place[] {
    return words.reduce((left, right) => near(left, right, 0, true))
  }

  private atom(node: Atom): Place[] {
    const fits = this.fits(node)
    return this.judged.heard.words.filter(fits).map(({ start, end }) => [start, end] as const)
  }

  private fits(node: Atom): (word: Said) => boolean {
    if (node.kind === 'stem') return (word) => stem(word.text) === stem(node.text)
    if (node.kind === 'word') {
      const main = wordsOf(node.as).words.filter((word) => word.main)
      const text = main.length === 1 ? main[0]?.text : node.text
      return (word) => word.text === text
    }
    const source = Array.from(node.pattern).map((char) =>
      char === '*' ? '.*' : char === '?' ? '.' : char.replace(/[.+^$()[\]{}|\\/-]/, '\\$&'),
    )
    const whole = new RegExp(`^${source.join('')}$`, 'su')
    return (word) => whole.test(word.text)
  }
}

/** All pairs with at most `distance` words between, never over each other. */
function near(left: readonly Place[], right: readonly Place[], distance: number, ordered: boolean): Place[] {
  const out = new Map<string, Place>()
  const keep = (place: Place) => out.set(place.join(), place)
  for (const [start, end] of left) {
    for (const [from, until] of right) {
      if (from > end && from - end - 1 <= distance) keep([start, until])
      else if (!ordered && start > until && start - until - 1 <= distance) keep([from, end])
    }
  }
  return [...out.values()]
}
