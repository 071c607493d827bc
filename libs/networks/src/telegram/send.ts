import type { Act, Media, Receipt, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { fileOf } from '../file.ts'
import { failure } from '../http.ts'
import { list, record, type Json } from '../json.ts'
import { act as ask, actWithFiles, type File } from './api.ts'
import { albumOf, albumRef, placeOf, refOf } from './map.ts'
import { parse } from './text.ts'

type PostAct = Extract<Act, { kind: 'post' }>
type EditAct = Extract<Act, { kind: 'edit' }>

/** What « aimer » is here: one reaction that every chat allows unless it was narrowed. */
export const LIKE = '👍'

/** One act, one call that has an effect. Methods: https://core.telegram.org/bots/api#available-methods. */
export async function send(ctx: SendContext, step: Step): Promise<Receipt> {
  const { act } = step
  switch (act.kind) {
    case 'post':
      return post(ctx, step, act)
    case 'edit':
      return edit(ctx, act)
    case 'like':
      return react(ctx, act.target, true)
    case 'delete':
      return remove(ctx, act)
    case 'pin':
      return pin(ctx, act)
    case 'block':
      return ban(ctx, act)
    default:
      throw failure('not_supported', 'drop', { sent: 'no', said: `Telegram has no act "${act.kind}"` })
  }
}

/** A post goes to the channel; an answer to the chat in which the message stands. */
function target(ctx: SendContext, { reply }: PostAct): Json {
  if (!reply) return { chat_id: Number(ctx.account.id) }
  const { chat, message } = placeOf(reply.parent)
  return { chat_id: chat, reply_parameters: { message_id: message } }
}

async function post(ctx: SendContext, step: Step, act: PostAct): Promise<Receipt> {
  const to = target(ctx, act)
  const { item, options } = act
  if (options.poll) return receipt(await ask(ctx, 'sendPoll', { ...to, ...pollFields(act) }))
  if (item.media.length > 0) return album(ctx, step, act, to)
  return receipt(await ask(ctx, 'sendMessage', { ...to, ...words(act, 'text', 'entities'), ...preview(act) }))
}

function receipt(result: unknown): Receipt {
  const message = record(result)
  const date = message['date']
  return { ref: refOf(message), at: new Date(typeof date === 'number' ? date * 1000 : Date.now()).toISOString(), data: {} }
}

function words({ item }: Pick<PostAct, 'item'>, text: string, entities: string): Json {
  const parsed = parse(item.text)
  return { ...(parsed.text && { [text]: parsed.text }), ...(parsed.entities.length > 0 && { [entities]: parsed.entities }) }
}

/** Title and picture of a card are the page's own; only the address can be chosen. */
function preview({ options }: Pick<PostAct, 'options'>): Json {
  return options.card ? { link_preview_options: { url: options.card.url } } : {}
}

/** In a channel every poll is anonymous. */
function pollFields({ item, options }: PostAct): Json {
  const { poll } = options
  return {
    question: item.text.trim(),
    options: poll?.options.map((text) => ({ text })),
    is_anonymous: true,
    allows_multiple_answers: poll?.multiple,
    open_period: poll?.seconds,
  }
}

const EXTENSIONS: Record<string, string> = { 'image/jpeg': 'jpg' }
const kindOf = ({ mimeType }: Media) => (mimeType.startsWith('video/') ? 'video' : 'photo')

async function filesOf(ctx: SendContext, media: readonly Media[]): Promise<File[]> {
  const files: File[] = []
  for (const [index, one] of media.entries()) {
    const name = `media-${index}.${EXTENSIONS[one.mimeType] ?? one.mimeType.split('/')[1] ?? 'bin'}`
    files.push({ field: `file${index}`, name, type: one.mimeType, content: await fileOf(ctx, one) })
  }
  return files
}

/** One file by its own method, several as an album whose first file carries the caption. */
async function album(ctx: SendContext, step: Step, act: PostAct, to: Json): Promise<Receipt> {
  const { media } = act.item
  const files = await filesOf(ctx, media)
  const caption = words(act, 'caption', 'caption_entities')
  const [first] = media
  const [file] = files
  if (media.length === 1 && first && file) {
    const kind = kindOf(first)
    const fields = { ...to, ...caption, ...(kind === 'video' && { supports_streaming: true, width: first.width, height: first.height }) }
    const method = kind === 'video' ? 'sendVideo' : 'sendPhoto'
    return receipt(await actWithFiles(ctx, method, { key: step.key, fields, files: [{ ...file, field: kind }] }))
  }
  const listed = media.map((one, index) => ({ type: kindOf(one), media: `attach://file${index}`, ...(index === 0 && caption) }))
  const result = await actWithFiles(ctx, 'sendMediaGroup', { key: step.key, fields: { ...to, media: listed }, files })
  const messages = list(result).map(record)
  return { ...receipt(messages[0]), ref: albumRef(messages) }
}

/** The words of a message, or the caption under its files. The same words again are no failure. */
async function edit(ctx: SendContext, act: EditAct): Promise<Receipt> {
  const { chat, message } = placeOf(act.target)
  const at = { chat_id: chat, message_id: message }
  const isCaption = act.item.media.length > 0
  try {
    const result = isCaption
      ? await ask(ctx, 'editMessageCaption', { ...at, ...words(act, 'caption', 'caption_entities') })
      : await ask(ctx, 'editMessageText', { ...at, ...words(act, 'text', 'entities'), ...preview(act) })
    return { ref: act.target, at: ctx.now().toISOString(), data: { editedAt: record(result)['edit_date'] ?? null } }
  } catch (error) {
    if (!(error instanceof NetworkFailure) || !/message is not modified/i.test(error.said)) throw error
    return { ref: act.target, at: ctx.now().toISOString(), data: { wasSo: true } }
  }
}

/** A bot has one reaction per message; an empty list takes it back. */
async function react(ctx: SendContext, liked: RemoteRef, on: boolean): Promise<Receipt> {
  const { chat, message } = placeOf(liked)
  const reaction = on ? [{ type: 'emoji', emoji: LIKE }] : []
  await ask(ctx, 'setMessageReaction', { chat_id: chat, message_id: message, reaction })
  return { ref: liked, at: ctx.now().toISOString(), data: {} }
}

/** What is gone already is what was asked for. Of an album every message goes. */
async function remove(ctx: SendContext, { target: gone, of }: Extract<Act, { kind: 'delete' }>): Promise<Receipt> {
  if (of === 'repost') throw failure('not_supported', 'drop', { sent: 'no', said: 'Telegram has no reposts' })
  const { chat, message } = placeOf(gone)
  const album = albumOf(gone)
  try {
    if (of === 'like') return await react(ctx, gone, false)
    if (album.length > 1) await ask(ctx, 'deleteMessages', { chat_id: chat, message_ids: album })
    else await ask(ctx, 'deleteMessage', { chat_id: chat, message_id: message })
    return { ref: gone, at: ctx.now().toISOString(), data: {} }
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    return { ref: gone, at: ctx.now().toISOString(), data: { wasGone: true } }
  }
}

/** Of an album, its first message. Nobody is rung. What is so already is what was asked for. */
async function pin(ctx: SendContext, { target: post, pinned }: Extract<Act, { kind: 'pin' }>): Promise<Receipt> {
  const { chat, message } = placeOf(post)
  const at = { chat_id: chat, message_id: message }
  try {
    if (pinned) await ask(ctx, 'pinChatMessage', { ...at, disable_notification: true })
    else await ask(ctx, 'unpinChatMessage', at)
    return { ref: post, at: ctx.now().toISOString(), data: {} }
  } catch (error) {
    const isSo = error instanceof NetworkFailure && (/not_modified/i.test(error.said) || (!pinned && error.kind === 'not_found'))
    if (!isSo) throw error
    return { ref: post, at: ctx.now().toISOString(), data: { wasSo: true } }
  }
}

/** From the discussion group. Who wrote in the name of a channel is banned with all his channels. */
async function ban(ctx: SendContext, { person, blocked }: Extract<Act, { kind: 'block' }>): Promise<Receipt> {
  const group = ctx.credentials.secret['group'] ?? ''
  if (group === '')
    throw failure('not_supported', 'drop', { sent: 'no', said: 'this channel has no discussion group to ban somebody from' })
  if (!/^-?\d{1,16}$/.test(person)) throw failure('not_found', 'drop', { sent: 'no', said: 'not the number of a person' })
  const chat = { chat_id: Number(group) }
  if (person.startsWith('-'))
    await ask(ctx, blocked ? 'banChatSenderChat' : 'unbanChatSenderChat', { ...chat, sender_chat_id: Number(person) })
  else if (blocked) await ask(ctx, 'banChatMember', { ...chat, user_id: Number(person) })
  else await ask(ctx, 'unbanChatMember', { ...chat, user_id: Number(person), only_if_banned: true })
  return { ref: null, at: ctx.now().toISOString(), data: {} }
}
