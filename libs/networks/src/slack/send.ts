import type { Act, LinkCard, Media, Receipt, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { fileOf } from '../file.ts'
import { afterAnswer, call, failure, multipartBody, pause, type Body } from '../http.ts'
import { list, record, text, type Json } from '../json.ts'
import { needsScope } from '../scope.ts'
import { act as ask, ask as read } from './api.ts'
import { houseOf } from './auth.ts'
import { TEXT_MAX } from './limits.ts'
import { placeOf, refTo, timeOf, tsOf } from './map.ts'
import { escape, lengthOf } from './text.ts'

type PostAct = Extract<Act, { kind: 'post' }>
type EditAct = Extract<Act, { kind: 'edit' }>

/** What « aimer » is here. */
export const LIKE = '+1'
/** Names a message of the desk among the others of the app (https://docs.slack.dev/messaging/message-metadata). */
export const EVENT = 'pupitre_post'

/** One act, one call that has an effect; a file is first announced, then brought. */
export async function send(ctx: SendContext, step: Step): Promise<Receipt> {
  const { act } = step
  switch (act.kind) {
    case 'media':
      return upload(ctx, step, act.media)
    case 'post':
      return post(ctx, step, act)
    case 'edit':
      return edit(ctx, step, act)
    case 'like':
      return react(ctx, act.target, 'reactions.add', 'already_reacted')
    case 'delete':
      return remove(ctx, act)
    case 'pin':
      return needsScope(pin(ctx, act))
    default:
      throw failure('not_supported', 'drop', { sent: 'no', said: `Slack has no act "${act.kind}"` })
  }
}

const EXTENSIONS: Record<string, string> = { 'image/jpeg': 'jpg', 'video/quicktime': 'mov' }

/** Announcing a file gives an address to bring it to, which needs no token and gets none. A file that is shared nowhere is seen by nobody. */
async function upload(ctx: SendContext, step: Step, media: Media): Promise<Receipt> {
  const file = await fileOf(ctx, media)
  const filename = `media.${EXTENSIONS[media.mimeType] ?? media.mimeType.split('/')[1] ?? 'bin'}`
  const query: Record<string, string> = { filename, length: String('bytes' in file ? file.bytes.length : file.length) }
  if (media.alt.kind === 'text') query['alt_txt'] = media.alt.text
  const announced = await read(ctx, 'files.getUploadURLExternal', query)
  const fileId = text(announced['file_id'], 40)
  const url = uploadUrl(ctx, text(announced['upload_url'], 2_000))
  await bring(ctx, url, multipartBody([{ name: 'file', fileName: filename, type: media.mimeType, ...file }], `pupitre-${step.key}`))
  return { ref: null, at: ctx.now().toISOString(), data: { fileId } }
}

export const UPLOAD_HOST = 'files.slack.com'

function uploadUrl(ctx: SendContext, raw: string): string {
  const url = URL.canParse(raw) ? new URL(raw) : null
  if (url && (url.host === UPLOAD_HOST || url.origin === new URL(ctx.credentials.server).origin)) return raw
  throw failure('bad_answer', 'ask_person', { sent: 'no', said: 'the address for the file is not Slack’s' })
}

/** The answer is a word of text, not JSON: only its status counts. */
async function bring(ctx: SendContext, url: string, body: Body): Promise<void> {
  const words: SendContext['fetch'] = async (input, init) => {
    const response = await ctx.fetch(input, init)
    if (!response.ok) return response
    await response.arrayBuffer()
    return new Response(null, { status: 204 })
  }
  await call({ ...ctx, fetch: words }, { method: 'POST', url, body })
}

function tooLong(said: string): never {
  throw failure('rejected_content', 'fix_content', { sent: 'no', said })
}

async function post(ctx: SendContext, step: Step, act: PostAct): Promise<Receipt> {
  // Slack would cut or break it in silence.
  if (lengthOf(act.item.text) > TEXT_MAX) tooLong(`more than ${TEXT_MAX} characters`)
  const thread = act.reply ? placeOf(act.reply.root).ts : null
  if (act.media.length > 0) return share(ctx, act, thread)
  const answer = await ask(ctx, 'chat.postMessage', {
    channel: ctx.account.id,
    text: escape(act.item.text),
    ...(thread !== null && { thread_ts: thread }),
    ...(act.options.card && { attachments: [attachment(act.options.card)] }),
    metadata: { event_type: EVENT, event_payload: { key: step.key } },
  })
  const ts = tsOf(answer['ts'])
  return { ref: refTo(ts, houseOf(ctx), thread), at: timeOf(ts), data: {} }
}

function attachment({ url, title, description }: LinkCard): Json {
  return { fallback: `${title} ${url}`, title, title_link: url, ...(description && { text: description }) }
}

export const fileIds = (act: PostAct): string[] => act.media.map(({ data }) => text(data['fileId'], 40))

/** Files and words become one message, which Slack makes a moment later: it is looked for, and if it stays away, reconciled. */
async function share(ctx: SendContext, act: PostAct, thread: string | null): Promise<Receipt> {
  const ids = fileIds(act)
  await ask(ctx, 'files.completeUploadExternal', {
    files: ids.map((id) => ({ id })),
    channel_id: ctx.account.id,
    ...(act.item.text.trim() && { initial_comment: escape(act.item.text) }),
    ...(thread !== null && { thread_ts: thread }),
  })
  const ts = await sharedAt(ctx, ids[0] ?? '')
  if (ts === null) throw afterAnswer(true, 'the files were taken, their message is not to be seen yet')
  return { ref: refTo(ts, houseOf(ctx), thread), at: timeOf(ts), data: {} }
}

const TRIES = 6

async function sharedAt(ctx: SendContext, file: string): Promise<string | null> {
  for (let i = 0; i < TRIES; i++) {
    const { shares } = record((await readAfter(ctx, file))['file'])
    for (const kind of ['public', 'private']) {
      const ts = text(record(list(record(record(shares)[kind])[ctx.account.id])[0])['ts'], 20)
      if (ts !== '') return tsOf(ts)
    }
    await pause(Math.min(2_000, 150 * 2 ** i), ctx.signal)
  }
  return null
}

/** Whatever goes wrong from here on, the files have been shared. */
async function readAfter(ctx: SendContext, file: string): Promise<Json> {
  try {
    return await read(ctx, 'files.info', { file })
  } catch (error) {
    throw error instanceof NetworkFailure ? afterAnswer(true, `the files were taken, then: ${error.said}`, error) : error
  }
}

/** Words only; files and card stay as they are. */
async function edit(ctx: SendContext, step: Step, act: EditAct): Promise<Receipt> {
  if (lengthOf(act.item.text) > TEXT_MAX) tooLong(`more than ${TEXT_MAX} characters`)
  const { channel, ts } = placeOf(act.target)
  const { card } = act.options
  await ask(ctx, 'chat.update', {
    channel,
    ts,
    text: escape(act.item.text),
    ...(card && { attachments: [attachment(card)] }),
    metadata: { event_type: EVENT, event_payload: { key: step.key } },
  })
  return { ref: act.target, at: ctx.now().toISOString(), data: {} }
}

/** What is so already is what was asked for. */
async function react(ctx: SendContext, target: RemoteRef, method: string, isSo: string): Promise<Receipt> {
  const { channel, ts } = placeOf(target)
  try {
    await ask(ctx, method, { channel, timestamp: ts, name: LIKE })
    return { ref: target, at: ctx.now().toISOString(), data: {} }
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.said !== isSo) throw error
    return { ref: target, at: ctx.now().toISOString(), data: { wasSo: true } }
  }
}

async function remove(ctx: SendContext, { target, of }: Extract<Act, { kind: 'delete' }>): Promise<Receipt> {
  if (of === 'repost') throw failure('not_supported', 'drop', { sent: 'no', said: 'Slack has no reposts' })
  const { channel, ts } = placeOf(target)
  try {
    if (of === 'like') return await react(ctx, target, 'reactions.remove', 'no_reaction')
    await ask(ctx, 'chat.delete', { channel, ts })
    return { ref: target, at: ctx.now().toISOString(), data: {} }
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    return { ref: target, at: ctx.now().toISOString(), data: { wasGone: true } }
  }
}

const PINNED_SO = ['already_pinned', 'no_pin', 'not_pinned']

/** In the channel, for all its members; a hundred at most. What is so already is what was asked for. */
async function pin(ctx: SendContext, { target, pinned }: Extract<Act, { kind: 'pin' }>): Promise<Receipt> {
  const { channel, ts } = placeOf(target)
  try {
    await ask(ctx, pinned ? 'pins.add' : 'pins.remove', { channel, timestamp: ts })
    return { ref: target, at: ctx.now().toISOString(), data: {} }
  } catch (error) {
    if (!(error instanceof NetworkFailure) || !PINNED_SO.includes(error.said)) throw error
    return { ref: target, at: ctx.now().toISOString(), data: { wasSo: true } }
  }
}
