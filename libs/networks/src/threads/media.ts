import type { Act, Receipt, ReplyTarget, SendContext, Variant } from '../contract.ts'
import { formBody } from '../http.ts'
import { text } from '../json.ts'
import { addressOf, isFilm, prepared, readyIds, type AskContainer } from '../meta/container.ts'
import { idOf, part } from '../meta/graph.ts'
import { graph } from './api.ts'

/** Containers (https://developers.facebook.com/docs/threads/posts): parts, or the whole with its words. Nobody sees either. */

type MediaAct = Extract<Act, { kind: 'media' }>

export const askContainer: AskContainer = async (ctx, id) => {
  const answer = await graph(ctx, { method: 'GET', path: `/${part(id)}`, query: { fields: 'id,status,error_message' } })
  return { id, state: text(answer['status'], 40), said: text(answer['error_message'], 300) }
}

export async function prepare(ctx: SendContext, act: MediaAct): Promise<Receipt> {
  const { whole } = act
  const made = whole && whole.parts.length > 0 ? await carousel(ctx, whole.parts) : single(ctx, act)
  const words = whole ? wordsOf(whole.item.text, whole.options, whole.reply) : { is_carousel_item: 'true' }
  const body = formBody({ ...made, ...words })
  const answer = await graph(ctx, { method: 'POST', path: '/me/threads', body, effect: false })
  return prepared(ctx, idOf(answer['id'], false), askContainer)
}

async function carousel(ctx: SendContext, parts: readonly Receipt[]): Promise<Record<string, string>> {
  return { media_type: 'CAROUSEL', children: (await readyIds(ctx, parts, askContainer)).join(',') }
}

function single(ctx: SendContext, act: MediaAct): Record<string, string> {
  const address = addressOf(ctx, act.media.id, 'Threads')
  const alt: Record<string, string> = act.media.alt.kind === 'text' ? { alt_text: act.media.alt.text } : {}
  return isFilm(act) ? { media_type: 'VIDEO', video_url: address, ...alt } : { media_type: 'IMAGE', image_url: address, ...alt }
}

const WHO: Record<Variant['whoMayReply'], string | null> = {
  everyone: null,
  mentioned: 'mentioned_only',
  followed: 'accounts_you_follow',
  nobody: null,
}

type Options = Omit<Variant, 'items'>

/** What a post says, answers and quotes, and who may answer it. */
export function wordsOf(words: string, { quoteOf, whoMayReply }: Options, reply: ReplyTarget | null): Record<string, string> {
  const who = reply === null ? WHO[whoMayReply] : null
  return {
    ...(words.trim() !== '' && { text: words }),
    ...(reply && { reply_to_id: reply.parent.id }),
    ...(quoteOf && { quote_post_id: quoteOf.id }),
    ...(who !== null && { reply_control: who }),
  }
}

const NAMES = ['option_a', 'option_b', 'option_c', 'option_d']

/** What stands below words alone: a card or a poll (…/create-posts/polls, updated 2 July 2026). */
export function belowOf({ card, poll }: Options): Record<string, string> {
  const answers = poll?.options.map((option, index): [string, string] => [NAMES[index] ?? '', option])
  return {
    ...(card && { link_attachment: card.url }),
    ...(answers && { poll_attachment: JSON.stringify(Object.fromEntries(answers)) }),
  }
}
