import type { Act, Receipt, ReplyTarget, SendContext, Variant, Whole } from '../contract.ts'
import { failure } from '../http.ts'
import type { Json } from '../json.ts'
import { completeAct, planActs } from '../plan.ts'
import { keptId, ready, stillWorking, type Progress } from './upload.ts'

/**
 * Containers of Instagram and Threads: what a post will be is prepared in full, its parts before it, and published by its number. The
 * number is kept in a receipt before the call that publishes: that call can be repeated and asked about, and makes one post
 * (https://developers.facebook.com/docs/instagram-platform/content-publishing, …/threads/posts). A container lives for a day.
 */

type MediaAct = Extract<Act, { kind: 'media' }>

/** Per item: its parts where there are several, the whole, and the act that publishes it; words alone are published by one act. */
export function planContainers(variant: Variant, reply: ReplyTarget | null): Act[] {
  const card = variant.card && { ...variant.card, thumb: null }
  const acts = planActs({ ...variant, card }, reply, { gate: false, prepare: (words) => words })
  return acts.flatMap((act, index): Act[] => {
    if (act.kind === 'media') return isAlone(acts, index) ? [] : [act]
    const [first] = act.kind === 'post' ? act.item.media : []
    if (act.kind !== 'post' || !first) return [act]
    const whole: Whole = { item: act.item, options: act.options, reply: act.reply, parts: [] }
    return [{ kind: 'media', media: first, whole }, act]
  })
}

/** A picture that is the whole post has no part of its own. */
function isAlone(acts: readonly Act[], index: number): boolean {
  return acts[index - 1]?.kind !== 'media' && acts[index + 1]?.kind !== 'media'
}

/** The whole learns what its parts became and what it continues; the rest is completed as everywhere. */
export function completeContainers(acts: readonly Act[], index: number, receipts: readonly Receipt[]): Act {
  const act = acts[index]
  if (act?.kind !== 'media' || !act.whole) return completeAct(acts, index, receipts)
  let from = index
  while (isPart(acts[from - 1])) from--
  const parts = receipts.slice(from, index)
  if (parts.length !== index - from) throw new RangeError(`a whole needs ${index - from} parts, ${parts.length} have a receipt`)
  return { ...act, whole: { ...act.whole, parts, reply: act.whole.reply ?? continued(acts, index, receipts) } }
}

const isPart = (act: Act | undefined): boolean => act?.kind === 'media' && !act.whole

/** The post before this one, where it is an item of a thread. */
function continued(acts: readonly Act[], index: number, receipts: readonly Receipt[]): ReplyTarget | null {
  const posts = acts.flatMap((act, at) => (act.kind === 'post' && at < index ? [at] : []))
  const [first, last] = [posts[0], posts.at(-1)]
  if (first === undefined || last === undefined) return null
  const [root, parent] = [receipts[first]?.ref, receipts[last]?.ref]
  const previous = acts[last]
  if (!root || !parent || previous?.kind !== 'post') throw new RangeError(`act ${index} continues a post that has no receipt`)
  return { parent, root, visibility: previous.options.visibility, mention: null }
}

/** An address from which the network can fetch this media. */
export function addressOf(ctx: SendContext, mediaId: string, network: string): string {
  const address = ctx.mediaAddress?.(mediaId)
  if (address !== undefined) return address
  throw failure('not_supported', 'ask_person', {
    sent: 'no',
    said: `${network} fetches media itself: the desk needs an address that the world can reach`,
  })
}

export type Container = { id: string; state: string; said: string }
/** Asks what became of a container. */
export type AskContainer = (ctx: SendContext, id: string) => Promise<Container>

/** `IN_PROGRESS`, `FINISHED`, `PUBLISHED`, `ERROR`, `EXPIRED`, on both networks. */
export function progressOf({ state, said }: Container): Progress {
  if (state === 'FINISHED' || state === 'PUBLISHED') return 'done'
  if (state === 'EXPIRED') return 'ended'
  return state === 'ERROR' ? { refused: said || 'Meta could not work on this' } : 'working'
}

/** The receipt of a container: whether it was ready when we looked last. */
export async function prepared(ctx: SendContext, id: string, ask: AskContainer): Promise<Receipt> {
  const isReady = await ready(ctx, async () => progressOf(await ask(ctx, id)))
  return { ref: null, at: ctx.now().toISOString(), data: { containerId: id, ready: isReady } }
}

/** The numbers of containers, each ready now; Meta takes no others. */
export async function readyIds(ctx: SendContext, receipts: readonly Receipt[], ask: AskContainer): Promise<string[]> {
  const ids: string[] = []
  for (const { data } of receipts) {
    const id = keptId(data, 'containerId')
    if (data['ready'] !== true && !(await ready(ctx, async () => progressOf(await ask(ctx, id)), 3))) stillWorking()
    ids.push(id)
  }
  return ids
}

/** The container of a post: the last thing that was prepared for it. */
export function wholeOf(media: readonly Receipt[]): Receipt | null {
  return media.at(-1) ?? null
}

export const isFilm = ({ media }: Pick<MediaAct, 'media'>): boolean => media.mimeType.startsWith('video/')

export const altIn = (act: Pick<MediaAct, 'media'>): Json => (act.media.alt.kind === 'text' ? { alt_text: act.media.alt.text } : {})
