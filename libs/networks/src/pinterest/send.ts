import type { Act, Media, Receipt, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { failure, jsonBody } from '../http.ts'
import { record, type Json } from '../json.ts'
import { api, id } from './api.ts'
import { refOf } from './map.ts'
import { readyId, upload } from './media.ts'
import { partsOf } from './text.ts'

type PostAct = Extract<Act, { kind: 'post' }>
type EditAct = Extract<Act, { kind: 'edit' }>

/** One act, one call that has an effect. Pictures travel inside the pin; a film is a step of its own. */
export async function send(ctx: SendContext, step: Step): Promise<Receipt> {
  const { act } = step
  if (act.kind === 'media') return upload(ctx, step, act.media)
  if (act.kind === 'post' && act.reply === null) return post(ctx, act)
  if (act.kind === 'edit') return edit(ctx, act)
  if (act.kind === 'delete' && act.of === 'post') return remove(ctx, act.target)
  throw failure('not_supported', 'drop', { sent: 'no', said: `Pinterest has no act "${act.kind}" for software` })
}

const receipt = (ctx: SendContext, ref: RemoteRef, data: Record<string, unknown> = {}): Receipt => ({
  ref,
  at: ctx.now().toISOString(),
  data,
})

/** Title, description and link of a pin: title and link from the card where there is one, else the title is the first paragraph. */
export function wordsOf({ item, options }: Pick<PostAct, 'item' | 'options'>): {
  title: string | null
  description: string
  link: string | null
} {
  const { card } = options
  if (!card) return { ...partsOf(item.text), link: null }
  return { title: card.title.trim() || null, description: item.text.trim(), link: card.url }
}

const altOf = (media: Media | undefined): string | null => (media?.alt.kind === 'text' ? media.alt.text : null)

async function post(ctx: SendContext, act: PostAct): Promise<Receipt> {
  const { title, description, link } = wordsOf(act)
  const alt = altOf(act.item.media[0])
  const body = {
    board_id: ctx.account.id,
    ...(title !== null && { title }),
    ...(description !== '' && { description }),
    ...(link !== null && { link }),
    ...(alt !== null && { alt_text: alt }),
    media_source: await sourceOf(ctx, act),
  }
  const { json } = await api(ctx, { method: 'POST', path: '/pins', body: jsonBody(body) })
  return receipt(ctx, refOf(record(json)))
}

async function sourceOf(ctx: SendContext, { item, media }: PostAct): Promise<Json> {
  const [film] = media
  if (film) return { source_type: 'video_id', media_id: await readyId(ctx, film), cover_image_key_frame_time: 0 }
  const pictures = []
  for (const one of item.media) {
    pictures.push({ content_type: one.mimeType, data: Buffer.from(await ctx.readMedia(one.id)).toString('base64') })
  }
  const [first] = pictures
  if (!first) throw failure('rejected_content', 'fix_content', { sent: 'no', said: 'a pin needs a picture or a film' })
  return pictures.length === 1
    ? { source_type: 'image_base64', ...first }
    : { source_type: 'multiple_image_base64', items: pictures, index: 0 }
}

/** Words may change, the picture may not. */
async function edit(ctx: SendContext, act: EditAct): Promise<Receipt> {
  const { title, description, link } = wordsOf(act)
  const alt = altOf(act.item.media[0])
  const body = { title: title ?? '', description, ...(link !== null && { link }), ...(alt !== null && { alt_text: alt }) }
  const { json } = await api(ctx, { method: 'PATCH', path: `/pins/${id(act.target.id)}`, body: jsonBody(body) })
  return receipt(ctx, refOf(record(json)))
}

/** What is gone already is what was asked for. */
async function remove(ctx: SendContext, target: RemoteRef): Promise<Receipt> {
  try {
    await api(ctx, { method: 'DELETE', path: `/pins/${id(target.id)}` })
    return receipt(ctx, target)
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    return receipt(ctx, target, { wasGone: true })
  }
}
