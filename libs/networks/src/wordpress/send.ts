import type { Act, Media, Receipt, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { afterAnswer, failure, jsonBody, multipartBody, type Part } from '../http.ts'
import { count, record, text, webUrl, type Json } from '../json.ts'
import { codePoints } from '../split.ts'
import { api } from './api.ts'
import { contentOf, placeOf, refOf } from './map.ts'
import { blocksOf, escape, filesIn, partsOf, type Kept } from './text.ts'

type PostAct = Extract<Act, { kind: 'post' }>
type EditAct = Extract<Act, { kind: 'edit' }>
type HideAct = Extract<Act, { kind: 'hide' }>

/** One act, one call that has an effect. */
export async function send(ctx: SendContext, step: Step): Promise<Receipt> {
  const { act } = step
  switch (act.kind) {
    case 'media':
      return upload(ctx, step, act.media)
    case 'post':
      return act.reply ? comment(ctx, act) : article(ctx, act)
    case 'edit':
      return edit(ctx, act)
    case 'hide':
      return moderate(ctx, act)
    case 'pin':
      return change(ctx, act.target, { sticky: act.pinned })
    case 'delete':
      if (act.of === 'post') return remove(ctx, act.target)
  }
  throw failure('not_supported', 'drop', { sent: 'no', said: `WordPress has no act "${act.kind}"` })
}

const receipt = (ctx: SendContext, ref: RemoteRef | null, data: Record<string, unknown> = {}): Receipt => ({
  ref,
  at: ctx.now().toISOString(),
  data,
})

/** The file and what it shows in one request, which WordPress keeps whole or not at all. */
async function upload(ctx: SendContext, step: Step, media: Media): Promise<Receipt> {
  const bytes = await ctx.readMedia(media.id)
  const alt = media.alt.kind === 'text' ? media.alt.text.trim() : ''
  const fileName = `${media.id.replace(/[^\w-]/g, '').slice(0, 60) || 'media'}.${ENDINGS[media.mimeType] ?? 'bin'}`
  const parts: Part[] = [...(alt === '' ? [] : [{ name: 'alt_text', value: alt }]), { name: 'file', fileName, type: media.mimeType, bytes }]
  const { json } = await api(ctx, { method: 'POST', path: '/media', body: multipartBody(parts, `pupitre-${step.key}`) })
  const mediaId = count(record(json)['id'])
  const url = webUrl(record(json)['source_url'])
  if (mediaId === null || url === null) throw afterAnswer(true, 'no usable file in the answer')
  const kept: Kept = { mediaId, url, alt, film: media.mimeType.startsWith('video/') }
  return receipt(ctx, null, kept)
}

/** WordPress judges a file by its ending. */
const ENDINGS: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
}

function keptOf({ data }: Receipt): Kept {
  const [mediaId, url] = [count(data['mediaId']), webUrl(data['url'])]
  if (mediaId === null || url === null) throw failure('media_refused', 'fix_content', { sent: 'no', said: 'a file without its number' })
  return { mediaId, url, alt: text(data['alt'], 2_000), film: data['film'] === true }
}

/** Title and content as they are sent. The first picture is the article's own, the others stand in the content. */
export function partsFor({ item, options, media }: Pick<PostAct, 'item' | 'options' | 'media'>): Json {
  const { title, content } = partsOf(item.text)
  const files = media.map(keptOf)
  const [first, ...rest] = files
  const isFeatured = first !== undefined && !first.film
  return {
    title: escape(title),
    content: blocksOf(content, options.card, isFeatured ? rest : files),
    ...(isFeatured && { featured_media: first.mediaId }),
  }
}

/** WordPress would take any length; what the desk calls too long does not leave. */
function refuseTooLong(ctx: SendContext, words: string): void {
  const { max } = ctx.limits.text
  if (codePoints(partsOf(words).content) > max)
    throw failure('rejected_content', 'fix_content', { sent: 'no', said: `more than ${max} characters` })
}

async function article(ctx: SendContext, act: PostAct): Promise<Receipt> {
  refuseTooLong(ctx, act.item.text)
  const closed = act.options.whoMayReply === 'nobody' ? { comment_status: 'closed' } : {}
  const { json } = await api(ctx, { method: 'POST', path: '/posts', body: jsonBody({ ...partsFor(act), status: 'publish', ...closed }) })
  return receipt(ctx, refOf('posts', record(json)))
}

/** The article a comment stands below, and the comment it answers, if any. */
export function placesOf({ parent, root }: NonNullable<PostAct['reply']>): { post: number; parent: number } {
  const [to, top] = [placeOf(parent), placeOf(root)]
  if (to.kind === 'posts') return { post: to.id, parent: 0 }
  if (top.kind === 'posts') return { post: top.id, parent: to.id }
  throw failure('not_found', 'drop', { sent: 'no', said: 'a comment stands below an article' })
}

async function comment(ctx: SendContext, { item, reply }: PostAct): Promise<Receipt> {
  if (!reply) throw new RangeError('a comment answers something')
  const body = { ...placesOf(reply), content: commentOf(item.text) }
  const { json } = await api(ctx, { method: 'POST', path: '/comments', body: jsonBody(body) })
  return receipt(ctx, refOf('comments', record(json)))
}

/** Line ends and addresses of a comment are the site's own to show. */
const commentOf = (words: string): string => escape(words.trim())

/** Words change; files stay where they stand, and so does the article's own picture. */
async function edit(ctx: SendContext, act: EditAct): Promise<Receipt> {
  const { kind, id } = placeOf(act.target)
  if (kind === 'comments') return change(ctx, act.target, { content: commentOf(act.item.text) })
  refuseTooLong(ctx, act.item.text)
  if (act.media.length > 0) return change(ctx, act.target, partsFor(act))
  const { json } = await api(ctx, { method: 'GET', path: `/posts/${id}?context=edit&_fields=id,content.raw` })
  const files = filesIn(contentOf(record(json)))
  const parts = partsFor(act)
  return change(ctx, act.target, { ...parts, content: [parts['content'], ...files].join('\n\n') })
}

async function change(ctx: SendContext, target: RemoteRef, fields: Json): Promise<Receipt> {
  const { kind, id } = placeOf(target)
  const { json } = await api(ctx, { method: 'POST', path: `/${kind}/${id}`, body: jsonBody(fields) })
  return receipt(ctx, refOf(kind, record(json)))
}

/** What the site calls this state: out of sight, out of sight as spam, or approved for all to read. */
export const stateFor = ({ hidden, spam }: HideAct): 'hold' | 'spam' | 'approved' => (hidden ? (spam ? 'spam' : 'hold') : 'approved')

/** A state that a comment has already is answered with 500 and changes nothing: it is read first. */
async function moderate(ctx: SendContext, act: HideAct): Promise<Receipt> {
  const { kind, id } = placeOf(act.target)
  if (kind !== 'comments') throw failure('not_supported', 'drop', { sent: 'no', said: 'only comments can be hidden' })
  const { json } = await api(ctx, { method: 'GET', path: `/comments/${id}?context=edit&_fields=id,status` })
  const wanted = stateFor(act)
  if (record(json)['status'] === wanted) return receipt(ctx, act.target, { wasSo: true })
  return change(ctx, act.target, { status: wanted })
}

/** Into the trash, from where the site's editor gets it back; where a site has none, for good. Gone already is what was asked for. */
async function remove(ctx: SendContext, target: RemoteRef): Promise<Receipt> {
  const { kind, id } = placeOf(target)
  try {
    const { status } = await api(ctx, { method: 'DELETE', path: `/${kind}/${id}`, accept: [501] })
    if (status === 501) await api(ctx, { method: 'DELETE', path: `/${kind}/${id}?force=true` })
    return receipt(ctx, target)
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    return receipt(ctx, target, { wasGone: true })
  }
}
