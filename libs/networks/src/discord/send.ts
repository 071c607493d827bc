import { createHash } from 'node:crypto'
import type { Act, LinkCard, Media, Receipt, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { fileOf } from '../file.ts'
import { failure, jsonBody, multipartBody, type Body, type Content } from '../http.ts'
import { instant, record, type Json } from '../json.ts'
import { api } from './api.ts'
import { placeOf, refOf, snowflake } from './map.ts'

type PostAct = Extract<Act, { kind: 'post' }>
type EditAct = Extract<Act, { kind: 'edit' }>

/** What « aimer » is here: one reaction, always the same, so that it can be found and taken back. */
export const LIKE = '👍'

/** One act, one call that has an effect. Methods: https://docs.discord.com/developers/resources/message. */
export async function send(ctx: SendContext, step: Step): Promise<Receipt> {
  const { act } = step
  switch (act.kind) {
    case 'post':
      return post(ctx, step, act)
    case 'edit':
      return edit(ctx, act)
    case 'like':
      return react(ctx, act.target, 'PUT')
    case 'delete':
      return remove(ctx, act)
    case 'pin':
      return pin(ctx, act)
    case 'block':
      return ban(ctx, act)
    default:
      throw failure('not_supported', 'drop', { sent: 'no', said: `Discord has no act "${act.kind}"` })
  }
}

/** At most 25 characters, and nothing of the key is lost that would make two steps alike. */
export function nonceOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 24)
}

export const guildOf = (ctx: Pick<SendContext, 'credentials'>): string => ctx.credentials.secret['guildId'] ?? ''

/** A post goes to the channel; an answer to where the message stands, which may be a thread. */
function channelFor(ctx: SendContext, act: PostAct): string {
  return act.reply ? placeOf(act.reply.parent).channel : ctx.account.id
}

/** `enforce_nonce`: the same nonce answers with the same message for a few minutes. */
async function post(ctx: SendContext, step: Step, act: PostAct): Promise<Receipt> {
  const files = await filesOf(ctx, act)
  const body = {
    ...content(act),
    nonce: nonceOf(step.key),
    enforce_nonce: true,
    ...(act.reply && { message_reference: { message_id: placeOf(act.reply.parent).message } }),
    ...(files.length > 0 && {
      attachments: files.map(({ name, alt }, index) => ({ id: String(index), filename: name, description: alt })),
    }),
  }
  const { json } = await api(ctx, {
    method: 'POST',
    path: `/channels/${channelFor(ctx, act)}/messages`,
    body: files.length === 0 ? jsonBody(body) : multipart(step.key, body, files),
  })
  const message = record(json)
  return { ref: refOf(message, guildOf(ctx)), at: instant(message['timestamp']) ?? ctx.now().toISOString(), data: {} }
}

type File = { name: string; type: string; alt: string; content: Content }

const EXTENSIONS: Record<string, string> = { 'image/jpeg': 'jpg', 'video/quicktime': 'mov' }

export function fileName(media: Media, index: number): string {
  return `media-${index}.${EXTENSIONS[media.mimeType] ?? media.mimeType.split('/')[1] ?? 'bin'}`
}

/** The files in order; the picture of a card comes last. */
async function filesOf(ctx: SendContext, act: PostAct): Promise<File[]> {
  const thumb = act.options.card?.thumb
  const files: File[] = []
  for (const [index, media] of [...act.item.media, ...(thumb ? [thumb] : [])].entries()) {
    const alt = media.alt.kind === 'text' ? media.alt.text : ''
    files.push({ name: fileName(media, index), type: media.mimeType, alt, content: await fileOf(ctx, media) })
  }
  return files
}

function multipart(key: string, body: Json, files: readonly File[]): Body {
  const parts = files.map(({ name, type, content }, index) => ({ name: `files[${index}]`, fileName: name, type, ...content }))
  return multipartBody([{ name: 'payload_json', value: JSON.stringify(body) }, ...parts], `pupitre-${key}`)
}

/** `@everyone` rings only in a post of one's own, and only where the bot has the permission. */
function content({ item, options, reply }: Pick<PostAct, 'item' | 'options'> & { reply?: PostAct['reply'] }): Json {
  const parse = reply ? ['users'] : ['users', 'roles', 'everyone']
  const { card, poll } = options
  return {
    allowed_mentions: { parse, ...(reply && { replied_user: true }) },
    ...(poll
      ? {
          poll: {
            question: { text: item.text.trim() },
            answers: poll.options.map((text) => ({ poll_media: { text } })),
            duration: Math.round(poll.seconds / 3_600),
            allow_multiselect: poll.multiple,
          },
        }
      : { content: item.text }),
    ...(card && { embeds: [embed(card, item.media.length)] }),
  }
}

function embed(card: LinkCard, index: number): Json {
  return {
    url: card.url,
    title: card.title,
    ...(card.description && { description: card.description }),
    ...(card.thumb && { image: { url: `attachment://${fileName(card.thumb, index)}` } }),
  }
}

/** An edit changes the words and the card; files stay as they are, because none are named. */
async function edit(ctx: SendContext, act: EditAct): Promise<Receipt> {
  const { channel, message } = placeOf(act.target)
  const { card } = act.options
  const body = {
    content: act.item.text,
    allowed_mentions: { parse: [] },
    ...(card && { embeds: [embed({ ...card, thumb: null }, 0)] }),
  }
  const { json } = await api(ctx, { method: 'PATCH', path: `/channels/${channel}/messages/${message}`, body: jsonBody(body) })
  const edited = record(json)
  const at = instant(edited['edited_timestamp'])
  return { ref: refOf(edited, guildOf(ctx)), at: at ?? ctx.now().toISOString(), data: { editedAt: at } }
}

async function react(ctx: SendContext, target: RemoteRef, method: 'PUT' | 'DELETE'): Promise<Receipt> {
  const { channel, message } = placeOf(target)
  await api(ctx, { method, path: `/channels/${channel}/messages/${message}/reactions/${encodeURIComponent(LIKE)}/@me` })
  return { ref: target, at: ctx.now().toISOString(), data: {} }
}

/** What is gone already is what was asked for. */
async function remove(ctx: SendContext, { target, of }: Extract<Act, { kind: 'delete' }>): Promise<Receipt> {
  if (of === 'repost') throw failure('not_supported', 'drop', { sent: 'no', said: 'Discord has no reposts' })
  const { channel, message } = placeOf(target)
  try {
    if (of === 'like') return await react(ctx, target, 'DELETE')
    await api(ctx, { method: 'DELETE', path: `/channels/${channel}/messages/${message}` })
    return { ref: target, at: ctx.now().toISOString(), data: {} }
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    return { ref: target, at: ctx.now().toISOString(), data: { wasGone: true } }
  }
}

/** Twice is no failure. The permission is Pin Messages, since February 2026 no longer a part of Manage Messages. */
async function pin(ctx: SendContext, { target, pinned }: Extract<Act, { kind: 'pin' }>): Promise<Receipt> {
  const { channel, message } = placeOf(target)
  await api(ctx, { method: pinned ? 'PUT' : 'DELETE', path: `/channels/${channel}/messages/pins/${message}` })
  return { ref: target, at: ctx.now().toISOString(), data: {} }
}

export const banPath = (ctx: Pick<SendContext, 'credentials'>, person: string): string =>
  `/guilds/${guildOf(ctx)}/bans/${snowflake(person)}`

/** From the whole server; what was written stays. A ban that is lifted already is what was asked for. */
async function ban(ctx: SendContext, { person, blocked }: Extract<Act, { kind: 'block' }>): Promise<Receipt> {
  const done = (data: Json): Receipt => ({ ref: null, at: ctx.now().toISOString(), data })
  try {
    const body = jsonBody(blocked ? { delete_message_seconds: 0 } : {})
    await api(ctx, { method: blocked ? 'PUT' : 'DELETE', path: banPath(ctx, person), body })
    return done({})
  } catch (error) {
    if (blocked || !(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    return done({ wasGone: true })
  }
}
