import type { Act, Media, Receipt, RemoteRef, SendContext, Step } from '../contract.ts'
import { failure } from '../http.ts'
import { record, text, webUrl } from '../json.ts'
import { codePoints } from '../split.ts'
import { tell } from './api.ts'

type PostAct = Extract<Act, { kind: 'post' }>

/** One act, one signed request; its id is the step's key. */
export async function send(ctx: SendContext, step: Step): Promise<Receipt> {
  const { act, key } = step
  switch (act.kind) {
    case 'post':
      return told(ctx, key, 'post.created', await postOf(ctx, act))
    case 'edit':
      return told(ctx, key, 'post.edited', { target: act.target, ...(await wordsOf(ctx, act)) }, act.target)
    case 'delete':
      if (act.of === 'post') return told(ctx, key, 'post.deleted', { target: act.target }, act.target)
  }
  throw failure('not_supported', 'drop', { sent: 'no', said: `a webhook has no act "${act.kind}"` })
}

async function told(ctx: SendContext, key: string, type: string, data: Record<string, unknown>, target?: RemoteRef): Promise<Receipt> {
  const { json } = await tell(ctx, key, type, { id: key, ...data })
  return { ref: target ?? refIn(json, key), at: ctx.now().toISOString(), data: {} }
}

/** What the receiver calls it; a receiver that says nothing calls it by its key. */
export function refIn(json: unknown, key: string): RemoteRef {
  const { id, url } = record(json)
  return { id: text(id, 300) || key, version: null, url: webUrl(url) }
}

async function postOf(ctx: SendContext, act: PostAct) {
  const { reply, options } = act
  return {
    ...(await wordsOf(ctx, act)),
    ...options,
    reply: reply && { parent: reply.parent.id, root: reply.root.id, visibility: reply.visibility },
  }
}

async function wordsOf(ctx: SendContext, { item }: Pick<PostAct, 'item'>) {
  const { max } = ctx.limits.text
  const words = item.text.trim()
  if (codePoints(words) > max) throw failure('rejected_content', 'fix_content', { sent: 'no', said: `more than ${max} characters` })
  const media = []
  for (const one of item.media) media.push(await mediaOf(ctx, one))
  return { text: words, media }
}

/** Pictures travel inside the request; a film has an address that holds for an hour. */
async function mediaOf(ctx: SendContext, media: Media) {
  const { id, mimeType, bytes, width, height, seconds, focus } = media
  const described = { id, mimeType, bytes, width, height, seconds, focus, alt: media.alt.kind === 'text' ? media.alt.text : '' }
  if (!mimeType.startsWith('video/')) return { ...described, data: Buffer.from(await ctx.readMedia(id)).toString('base64') }
  if (ctx.mediaAddress) return { ...described, url: ctx.mediaAddress(id) }
  throw failure('not_supported', 'ask_person', { sent: 'no', said: 'a film needs an address of the desk that can be reached from outside' })
}
