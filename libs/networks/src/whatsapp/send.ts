import type { Act, Media, Receipt, Reconciled, RemoteRef, SendContext, Step } from '../contract.ts'
import { afterAnswer, failure, multipartBody } from '../http.ts'
import { list, record, text, type Json } from '../json.ts'
import { edgeOf, hasNone, idOf, part } from '../meta/graph.ts'
import { keptId } from '../meta/upload.ts'
import { graph } from './api.ts'
import { messageRef, placeOf } from './map.ts'

type PostAct = Extract<Act, { kind: 'post' }>

const PRODUCT = { messaging_product: 'whatsapp' } as const
/** What a like becomes here. */
const HEART = '❤️'

/** One act, one call that has an effect; a file goes before, and nobody sees it. */
export async function send(ctx: SendContext, step: Step): Promise<Receipt> {
  const { act } = step
  switch (act.kind) {
    case 'media':
      return upload(ctx, step, act.media)
    case 'post':
      return answer(ctx, act)
    case 'like':
      return react(ctx, act.target, HEART)
    case 'block':
      return block(ctx, act)
    case 'delete':
      return act.of === 'like' ? react(ctx, act.target, '') : hasNone('WhatsApp', act.kind)
    default:
      return hasNone('WhatsApp', act.kind)
  }
}

const receipt = (ctx: SendContext, ref: RemoteRef | null, data: Record<string, unknown> = {}): Receipt => ({
  ref,
  at: ctx.now().toISOString(),
  data,
})

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media: kept for thirty days. */
async function upload(ctx: SendContext, step: Step, media: Media): Promise<Receipt> {
  const bytes = await ctx.readMedia(media.id)
  const body = multipartBody(
    [
      { name: 'messaging_product', value: 'whatsapp' },
      { name: 'type', value: media.mimeType },
      { name: 'file', fileName: 'file', type: media.mimeType, bytes },
    ],
    `pupitre-${step.key}`,
  )
  const made = await graph(ctx, { method: 'POST', path: `/${part(ctx.account.id)}/media`, body, effect: false })
  return receipt(ctx, null, { fileId: idOf(made['id'], false), type: media.mimeType.startsWith('video/') ? 'video' : 'image' })
}

/** To whom: a number, or the business's own name for somebody who hides it. */
function addressed(target: RemoteRef): { person: string; message: string | null; to: Json } {
  const place = placeOf(target)
  if (!place) throw failure('not_found', 'drop', { sent: 'no', said: 'not a message of WhatsApp' })
  return { ...place, to: /^\d+$/.test(place.person) ? { to: place.person } : { recipient: place.person } }
}

async function answer(ctx: SendContext, act: PostAct): Promise<Receipt> {
  if (!act.reply) throw failure('not_supported', 'drop', { sent: 'no', said: 'on WhatsApp one answers somebody who wrote' })
  const { person, message, to } = addressed(act.reply.parent)
  const context = message === null ? {} : { context: { message_id: message } }
  const id = await said(ctx, { recipient_type: 'individual', ...to, ...context, ...contentOf(act) })
  return receipt(ctx, messageRef(person, id))
}

function contentOf({ item, media }: PostAct): Json {
  const [file] = media
  if (!file) return { type: 'text', text: { body: item.text, preview_url: true } }
  const type = text(file.data['type'], 20) === 'video' ? 'video' : 'image'
  return { type, [type]: { id: keptId(file.data, 'fileId'), ...(item.text.trim() !== '' && { caption: item.text }) } }
}

async function said(ctx: SendContext, fields: Json): Promise<string> {
  const made = await graph(ctx, { method: 'POST', path: `/${part(ctx.account.id)}/messages`, json: { ...PRODUCT, ...fields } })
  const id = text(record(list(made['messages'])[0])['id'], 320)
  if (!id.startsWith('wamid.')) throw afterAnswer(true, 'no message in the answer')
  return id
}

async function react(ctx: SendContext, target: RemoteRef, emoji: string): Promise<Receipt> {
  const { message, to } = addressed(target)
  if (message === null) throw failure('not_found', 'drop', { sent: 'no', said: 'not a message of WhatsApp' })
  await said(ctx, { recipient_type: 'individual', ...to, type: 'reaction', reaction: { message_id: message, emoji } })
  return receipt(ctx, target)
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/block-users: somebody who wrote within a day. */
async function block(ctx: SendContext, { person, blocked }: Extract<Act, { kind: 'block' }>): Promise<Receipt> {
  const json = { ...PRODUCT, block_users: [{ user: person }] }
  const made = await graph(ctx, { method: blocked ? 'POST' : 'DELETE', path: `/${part(ctx.account.id)}/block_users`, json })
  const told = record(made['block_users'])
  const failed = list(told['failed_users']).map(record)[0]
  if (failed) throw failure('forbidden', 'ask_person', { sent: 'no', said: text(record(list(failed['errors'])[0])['message'], 200) })
  if (list(told['added_users'] ?? told['removed_users']).length === 0) throw afterAnswer(true, 'nobody in the answer')
  return receipt(ctx, null)
}

/** What was said can be read back by nobody; who is blocked can. A file that no message holds is no effect. */
export async function reconcile(ctx: SendContext, { act }: Step): Promise<Reconciled> {
  if (act.kind === 'media') return { kind: 'not_there' }
  if (act.kind !== 'block') return { kind: 'cannot_know', why: 'not_readable' }
  const { items } = edgeOf(await graph(ctx, { method: 'GET', path: `/${part(ctx.account.id)}/block_users`, query: { limit: 1_000 } }))
  const isBlocked = items.some((one) => text(one['wa_id'], 140) === act.person)
  return isBlocked === act.blocked ? { kind: 'there', receipt: receipt(ctx, null, { readBack: true }) } : { kind: 'not_there' }
}
