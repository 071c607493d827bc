/** A post as it is handed to the kernel. */
import { authorForms, filterValue, langForms } from './filters.ts'
import { keys } from './lower.ts'
import { type Kernel, recordBytes, type Tray } from './kernel.ts'

/** What is known of a post. Everything but the text may be missing; what is missing fits no filter. */
export type Post = {
  text: string
  /** BCP 47, as the network or the reader says it: fr, fr-CA. */
  lang?: string | null
  /** Handle of who wrote it, with or without @. */
  author?: string | null
  network?: string | null
  /** What kind of message it is on its network: post, reply, review… One or several. */
  type?: string | readonly string[] | null
  /** Addresses beside the text: cards, facets. */
  urls?: readonly string[] | null
  /** Audience of its author, in accounts; null when unknown. */
  followers?: number | null
  /** What it carries besides words: image, video, audio. */
  has?: readonly string[] | null
}

/** Longest text that is read, in UTF-16 units; the rest of a longer one is left unread. */
export const maxText = 100_000
const maxAddresses = 30_000
const maxFields = 60
const longestValue = 500
const remembered = 10_000

type Filters = ReadonlyMap<string, ReadonlyMap<string, number>>
type Forms = (value: string) => string[]

/** One field's values and what they answer to. Values repeat from post to post, so their ids are kept until a query changes. */
class Field {
  private readonly forms: Forms
  private readonly map: ReadonlyMap<string, number>
  private readonly known = new Map<string, readonly number[]>()

  constructor(forms: Forms, map: ReadonlyMap<string, number>) {
    this.forms = forms
    this.map = map
  }

  read(value: string, ids: number[]): void {
    let found = this.known.get(value)
    if (!found) {
      found = this.forms(value.slice(0, longestValue)).flatMap((form) => this.map.get(form) ?? [])
      if (this.known.size >= remembered) this.known.clear()
      this.known.set(value, found)
    }
    for (const id of found) if (ids.length < maxFields) ids.push(id)
  }
}

/** Ids of the filters a post answers to. */
export class Fields {
  private readonly filters: Filters
  private lang: Field | null = null
  private author: Field | null = null
  private network: Field | null = null
  private type: Field | null = null
  private has: Field | null = null
  private none = true
  private stale = true
  private readonly ids: number[] = []

  constructor(filters: Filters) {
    this.filters = filters
  }

  /** After any change of the queries. */
  forget(): void {
    this.stale = true
  }

  private renew(): void {
    this.stale = false
    this.lang = this.field(keys.lang, langForms)
    this.author = this.field(keys.author, authorForms)
    this.network = this.field(keys.network, (value) => [filterValue('network', value)])
    this.type = this.field(keys.type, (value) => [filterValue('type', value)])
    this.has = this.field(keys.has, (value) => [filterValue('has', value)])
    this.none = !(this.lang ?? this.author ?? this.network ?? this.type ?? this.has)
  }

  private field(key: string, forms: Forms): Field | null {
    const map = this.filters.get(key)
    return map && map.size > 0 ? new Field(forms, map) : null
  }

  read(post: Post): readonly number[] {
    const { ids } = this
    ids.length = 0
    if (this.stale) this.renew()
    if (!this.none) this.readAll(post, ids)
    return ids
  }

  private readAll(post: Post, ids: number[]): void {
    if (this.lang && post.lang) this.lang.read(post.lang, ids)
    if (this.network && post.network) this.network.read(post.network, ids)
    if (this.author && post.author) this.author.read(post.author, ids)
    if (this.type && post.type) many(this.type, post.type, ids)
    if (this.has && post.has) many(this.has, post.has, ids)
  }
}

function many(field: Field, values: string | readonly string[], ids: number[]): void {
  if (typeof values === 'string') field.read(values, ids)
  else for (const value of values) field.read(value, ids)
}

/** Addresses as the kernel reads them: one to a line, and no white space inside. */
function lines(urls: readonly string[]): string {
  let out = ''
  for (const url of urls) {
    if (out.length + url.length > maxAddresses) break
    out += `\n${url.replace(/\s/g, '')}`
  }
  return out
}

/** Most posts, and most UTF-16 units, in one batch. */
export const batchPosts = 256
const batchUnits = 131_000
const longestRecord = 24 + maxFields * 4 + 8

/** Lays posts out on a tray, batch by batch. */
export class Batch {
  private readonly kernel: Kernel
  private readonly fields: Fields
  private readonly tray: Tray
  private readonly texts: string[] = []
  private units = 0
  private record = 0

  constructor(kernel: Kernel, fields: Fields, tray: Tray) {
    this.kernel = kernel
    this.fields = fields
    this.tray = tray
  }

  /** Takes as many posts from `from` on as fit, up to `most`; answers how many. */
  fill(posts: readonly Post[], from: number, most = batchPosts): number {
    this.texts.length = 0
    this.units = 0
    this.record = this.tray.records
    const until = Math.min(posts.length, from + most)
    let i = from
    for (; i < until; i += 1) {
      const post = posts[i]
      if (!post || !this.add(post, i > from)) break
    }
    this.kernel.buffer.write(this.texts.length === 1 ? (this.texts[0] ?? '') : this.texts.join(''), this.tray.text, 'utf16le')
    return i - from
  }

  private add(post: Post, canWait: boolean): boolean {
    const text = post.text.length > maxText ? post.text.slice(0, maxText) : post.text
    const behind = post.urls && post.urls.length > 0 ? lines(post.urls) : ''
    const all = text.length + behind.length
    if (canWait && (this.units + all > batchUnits || this.record + longestRecord > this.tray.records + recordBytes)) return false
    this.texts.push(text)
    if (behind !== '') this.texts.push(behind)
    this.write(post, text.length, all)
    this.units += all
    return true
  }

  private write(post: Post, own: number, all: number): void {
    const { words, numbers } = this.kernel
    const ids = this.fields.read(post)
    const at = this.record >>> 2
    words[at] = this.units
    words[at + 1] = own
    words[at + 2] = all
    words[at + 3] = ids.length
    const { followers } = post
    numbers[(this.record >>> 3) + 2] = followers === undefined || followers === null ? -1 : followers
    for (let k = 0; k < ids.length; k += 1) words[at + 6 + k] = ids[k] ?? 0
    this.record += (24 + ids.length * 4 + 7) & ~7
  }
}
