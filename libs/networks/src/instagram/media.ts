import type { Act, Receipt, SendContext } from '../contract.ts'
import { text, type Json } from '../json.ts'
import { addressOf, altIn, isFilm, prepared, readyIds, type AskContainer } from '../meta/container.ts'
import { idOf, part } from '../meta/graph.ts'
import { uploadFilm } from '../meta/upload.ts'
import { graph, pageOf, UPLOADS } from './api.ts'

type MediaAct = Extract<Act, { kind: 'media' }>

export const askContainer: AskContainer = async (ctx, id) => {
  const answer = await graph(ctx, { method: 'GET', path: `/${part(id)}`, query: { fields: 'id,status_code,status' } })
  return { id, state: text(answer['status_code'], 40), said: text(answer['status'], 300) }
}

/** A part of a carousel, or the whole with its caption. Nobody sees either. */
export async function prepare(ctx: SendContext, act: MediaAct): Promise<Receipt> {
  const json = act.whole && act.whole.parts.length > 0 ? await carousel(ctx, act.whole.item.text, act.whole.parts) : await single(ctx, act)
  const made = await graph(ctx, { method: 'POST', path: `/${part(ctx.account.id)}/media`, json, effect: false })
  const id = idOf(made['id'], false)
  if (json['upload_type'] === 'resumable')
    await uploadFilm({ ...ctx, mediaAddress: undefined }, { media: act.media, url: text(made['uri'], 2_000), host: UPLOADS })
  return prepared(ctx, id, askContainer)
}

async function carousel(ctx: SendContext, caption: string, parts: readonly Receipt[]): Promise<Json> {
  return {
    media_type: 'CAROUSEL',
    children: (await readyIds(ctx, parts, askContainer)).join(','),
    ...(caption.trim() !== '' && { caption }),
  }
}

async function single(ctx: SendContext, act: MediaAct): Promise<Json> {
  return isFilm(act) ? filmOf(ctx, act) : pictureOf(ctx, act)
}

/** What stands below it; a story says nothing but itself. */
function wordsOf({ whole }: MediaAct): Json {
  const caption = whole?.item.text ?? ''
  if (whole?.options.placement === 'story') return { media_type: 'STORIES' }
  return caption.trim() === '' ? {} : { caption }
}

function pictureOf(ctx: SendContext, act: MediaAct): Json {
  const alt = act.whole?.options.placement === 'story' ? {} : altIn(act)
  return { image_url: addressOf(ctx, act.media.id, 'Instagram'), ...(act.whole ? wordsOf(act) : { is_carousel_item: true }), ...alt }
}

/** A film that Instagram cannot fetch is brought to it in pieces, which it takes by Facebook's login only. */
function filmOf(ctx: SendContext, act: MediaAct): Json {
  const reel = act.whole?.options.placement === 'story' ? {} : { media_type: 'REELS', share_to_feed: true }
  const isBrought = ctx.mediaAddress === undefined && pageOf(ctx) !== null
  const from = isBrought ? { upload_type: 'resumable' } : { video_url: addressOf(ctx, act.media.id, 'Instagram') }
  return { ...(act.whole ? { ...reel, ...wordsOf(act) } : { media_type: 'VIDEO', is_carousel_item: true }), ...from }
}
