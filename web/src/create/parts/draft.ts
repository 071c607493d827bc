import type { ContentPatch, ContentView, StoredItem, StoredOptions, Variant, VariantPatch } from '../create.client.ts'

/** What a channel has for itself; null follows the master. */
export type Own = { items: StoredItem[] | null; options: StoredOptions | null }

/** A content as it stands on the screen, kept or not. */
export type Draft = {
  title: string
  items: StoredItem[]
  options: StoredOptions
  channelIds: string[]
  pillarId: string | null
  own: Record<string, Own>
}

export const NO_OPTIONS: StoredOptions = {
  language: 'fr',
  contentWarning: null,
  visibility: 'public',
  whoMayReply: 'everyone',
  poll: null,
  card: null,
  quoteOf: null,
}

export const emptyItem = (): StoredItem => ({ text: '', media: [] })

export const emptyDraft = (channelIds: string[]): Draft => ({
  title: '',
  items: [emptyItem()],
  options: NO_OPTIONS,
  channelIds,
  pillarId: null,
  own: {},
})

/** The database gives an object's keys in its own order: equal is what says the same. */
export function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b)
}

function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const entries = Object.entries(value).filter(([, v]) => v !== undefined)
  return `{${entries
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`)
    .join(',')}}`
}

/** Once the words have left, they change on the network only. */
const LEFT = new Set(['claimed', 'sending', 'published', 'unknown'])
export const hasLeft = (variant: Variant | undefined): boolean => (variant?.delivery ? LEFT.has(variant.delivery.state) : false)

export function draftOf(content: ContentView): Draft {
  const own = content.variants.flatMap((variant): [string, Own][] => {
    const mine: Own = {
      items: variant.follows ? null : variant.items,
      options: same(variant.options, content.options) ? null : variant.options,
    }
    return hasLeft(variant) || (!mine.items && !mine.options) ? [] : [[variant.channelId, mine]]
  })
  return {
    title: content.title,
    items: content.items,
    options: content.options,
    channelIds: content.variants.map((variant) => variant.channelId),
    pillarId: content.pillarId,
    own: Object.fromEntries(own),
  }
}

const FIELDS = ['title', 'items', 'options', 'channelIds', 'pillarId'] as const
const nothing: Own = { items: null, options: null }
export const ownOf = (draft: Draft, channelId: string): Own => draft.own[channelId] ?? nothing

const sameSet = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((id) => b.includes(id))

/** What is on the screen and not in the house yet, of the master. */
export function contentPatch(base: Draft, draft: Draft): ContentPatch | null {
  const changed = FIELDS.filter(
    (field) => !same(base[field], draft[field]) && !(field === 'channelIds' && sameSet(base.channelIds, draft.channelIds)),
  )
  return changed.length === 0 ? null : Object.fromEntries(changed.map((field) => [field, draft[field]]))
}

/** The same, of one version, once its master is kept. */
export function variantPatch(variant: Variant, content: ContentView, draft: Draft): VariantPatch | null {
  if (hasLeft(variant)) return null
  const { items, options } = ownOf(draft, variant.channelId)
  if (!items && !variant.follows) return { follows: true }
  const patch: VariantPatch = {}
  if (items && (variant.follows || !same(items, variant.items))) patch.items = items
  if (!same(options ?? content.options, variant.options)) patch.options = options ?? content.options
  return Object.keys(patch).length === 0 ? null : patch
}

export const isDirty = (content: ContentView | null, draft: Draft): boolean =>
  content === null
    ? !same(draft, emptyDraft(draft.channelIds))
    : contentPatch(draftOf(content), draft) !== null || content.variants.some((variant) => variantPatch(variant, content, draft) !== null)

/** Changes of two people that touch different things are both kept; null when they touch the same. */
export function rebase(base: Draft, mine: Draft, theirs: Draft): Draft | null {
  const pick = <T>(before: T, here: T, there: T): { value: T } | null => {
    if (same(before, there)) return { value: here }
    return same(before, here) || same(here, there) ? { value: there } : null
  }
  const channels = new Set([...Object.keys(mine.own), ...Object.keys(theirs.own), ...Object.keys(base.own)])
  const owned = [...channels].map((id) => [id, pick(ownOf(base, id), ownOf(mine, id), ownOf(theirs, id))] as const)
  const title = pick(base.title, mine.title, theirs.title)
  const items = pick(base.items, mine.items, theirs.items)
  const options = pick(base.options, mine.options, theirs.options)
  const channelIds = pick(base.channelIds, mine.channelIds, theirs.channelIds)
  const pillarId = pick(base.pillarId, mine.pillarId, theirs.pillarId)
  if (!title || !items || !options || !channelIds || !pillarId || owned.some(([, one]) => !one)) return null
  return {
    title: title.value,
    items: items.value,
    options: options.value,
    channelIds: channelIds.value,
    pillarId: pillarId.value,
    own: Object.fromEntries(owned.flatMap(([id, one]) => (one && (one.value.items || one.value.options) ? [[id, one.value]] : []))),
  }
}

/** Words and characters as a person counts them; networks have their own counts. */
export function countOf(items: readonly StoredItem[]): { words: number; characters: number } {
  const text = items.map((item) => item.text).join('\n')
  const words = text.match(/[\p{L}\p{N}]+(?:[’'\-.@:/][\p{L}\p{N}]+)*/gu)?.length ?? 0
  return { words, characters: [...new Intl.Segmenter().segment(items.map((item) => item.text).join(''))].length }
}

export const textOf = (items: readonly StoredItem[]): string => items.map((item) => item.text).join('\n\n')
