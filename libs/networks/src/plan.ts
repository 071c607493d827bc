import type { Act, Receipt, RemoteRef, ReplyTarget, Variant } from './contract.ts'

/** How a version becomes acts, and how acts learn what the ones before them brought. The same on every network. */

/** `mediaInPost`: the network takes files and text in one request, so that no media is a step of its own. */
type PlanRules = { gate: boolean; mediaInPost?: boolean; prepare: (text: string, reply: ReplyTarget | null) => string }

/**
 * Per item: its media, then its post. What belongs to the whole (card, poll, quote) goes with the first; a gate follows it. The brand's
 * own first comment is the last act, an answer to the post.
 */
export function planActs(variant: Variant, reply: ReplyTarget | null, rules: PlanRules): Act[] {
  const { items, ...options } = variant
  const { firstComment, ...rest } = options
  const later = { ...rest, card: null, poll: null, quoteOf: null }
  const acts: Act[] = []
  items.forEach((item, index) => {
    const first = index === 0
    const target = first ? reply : null
    const uploads = [...item.media, ...(first && options.card?.thumb ? [options.card.thumb] : [])]
    if (!rules.mediaInPost) for (const media of uploads) acts.push({ kind: 'media', media })
    const text = rules.prepare(item.text, target)
    acts.push({ kind: 'post', item: { ...item, text }, options: first ? rest : later, media: [], reply: target })
    if (first && rules.gate && reply === null && options.whoMayReply !== 'everyone') {
      acts.push({ kind: 'gate', post: { id: '', version: null, url: null }, who: options.whoMayReply })
    }
  })
  const comment = firstComment?.trim() ?? ''
  if (comment !== '')
    acts.push({ kind: 'post', item: { text: rules.prepare(comment, null), media: [] }, options: later, media: [], reply: null })
  return acts
}

/** Fills in the media of a post, the post it continues, or the post a gate stands before. */
export function completeAct(acts: readonly Act[], index: number, receipts: readonly Receipt[]): Act {
  const act = acts[index]
  if (!act) throw new RangeError(`a plan of ${acts.length} acts has no act ${index}`)
  if (act.kind === 'gate') return { ...act, post: firstPost(acts, receipts) ?? act.post }
  if (act.kind !== 'post') return act
  return { ...act, media: mediaBefore(acts, index, receipts), reply: act.reply ?? continuation(acts, index, receipts) }
}

function mediaBefore(acts: readonly Act[], index: number, receipts: readonly Receipt[]): Receipt[] {
  let from = index
  while (acts[from - 1]?.kind === 'media') from--
  const found = receipts.slice(from, index)
  if (found.length !== index - from) throw new RangeError(`act ${index} needs ${index - from} media, ${found.length} have a receipt`)
  return found
}

function continuation(acts: readonly Act[], index: number, receipts: readonly Receipt[]): ReplyTarget | null {
  const before = acts.findLastIndex((act, at) => at < index && act.kind === 'post')
  const previous = acts[before]
  if (previous?.kind !== 'post') return null
  const parent = receipts[before]?.ref
  const first = acts.find((act) => act.kind === 'post')
  const root = (first?.kind === 'post' ? first.reply?.root : null) ?? firstPost(acts, receipts)
  if (!parent || !root) throw new RangeError(`act ${index} continues a post that has no receipt`)
  return { parent, root, visibility: previous.options.visibility, mention: null }
}

function firstPost(acts: readonly Act[], receipts: readonly Receipt[]): RemoteRef | null {
  return receipts[acts.findIndex((act) => act.kind === 'post')]?.ref ?? null
}
