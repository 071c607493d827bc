import type { Act, Receipt, RemoteRef, SendContext, Step, Variant } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { failure, jsonBody } from '../http.ts'
import { record } from '../json.ts'
import { api, id } from './api.ts'
import { directOf, directRef, idOf, isDirect, refOf } from './map.ts'
import { mediaIds, upload } from './media.ts'

type PostAct = Extract<Act, { kind: 'post' }>
type DeleteAct = Extract<Act, { kind: 'delete' }>

/** One act, one call that has an effect. */
export async function send(ctx: SendContext, step: Step): Promise<Receipt> {
  const { act } = step
  switch (act.kind) {
    case 'media':
      return upload(ctx, step, act.media)
    case 'post':
      return isDirect(act.options.visibility, act.reply) ? message(ctx, act) : post(ctx, act)
    case 'like':
      return toggle(ctx, act.target, 'likes', true)
    case 'repost':
      return toggle(ctx, act.target, 'retweets', true)
    case 'delete':
      return remove(ctx, act)
    case 'hide':
      return hide(ctx, act.target, act.hidden)
    default:
      throw unsupported(`X has no act "${act.kind}" for this account`)
  }
}

function unsupported(said: string): NetworkFailure {
  return failure('not_supported', 'drop', { sent: 'no', said })
}

const receipt = (ctx: SendContext, ref: RemoteRef, data: Record<string, unknown> = {}): Receipt => ({
  ref,
  at: ctx.now().toISOString(),
  data,
})

const REPLY_SETTINGS: Record<Variant['whoMayReply'], string | null> = {
  everyone: null,
  mentioned: 'mentionedUsers',
  followed: 'following',
  nobody: null,
}

/** POST /2/tweets: no key, no second chance. A repeat within some hours is refused with 403 and no id. */
async function post(ctx: SendContext, act: PostAct): Promise<Receipt> {
  const { item, options, reply } = act
  const ids = await mediaIds(ctx, act.media)
  const settings = REPLY_SETTINGS[options.whoMayReply]
  const body = {
    ...(item.text !== '' && { text: item.text }),
    ...(ids.length > 0 && { media: { media_ids: ids } }),
    ...(options.poll && { poll: { options: options.poll.options, duration_minutes: Math.ceil(options.poll.seconds / 60) } }),
    ...(reply && { reply: { in_reply_to_tweet_id: reply.parent.id } }),
    ...(options.quoteOf && { quote_tweet_id: options.quoteOf.id }),
    ...(settings && { reply_settings: settings }),
  }
  const { json } = await api(ctx, { method: 'POST', path: '/2/tweets', body: jsonBody(body) })
  return receipt(ctx, refOf(idOf(record(record(json)['data'])['id'])))
}

/** A private message goes to a person: who wrote the one that is answered, or whose public post is answered in private. */
async function message(ctx: SendContext, act: PostAct): Promise<Receipt> {
  if (act.media.length > 0) throw unsupported('private messages are sent without files')
  const participant = await participantOf(ctx, act)
  const path = `/2/dm_conversations/with/${id(participant)}/messages`
  const { json } = await api(ctx, { method: 'POST', path, body: jsonBody({ text: act.item.text }) })
  return receipt(ctx, directRef(participant, idOf(record(record(json)['data'])['dm_event_id'])))
}

export async function participantOf(ctx: SendContext, { reply }: PostAct): Promise<string> {
  const known = reply && directOf(reply.parent)
  if (known) return known.participant
  const handle = reply?.mention?.replace(/^@/, '') ?? ''
  if (!/^\w{1,20}$/.test(handle)) throw failure('not_found', 'fix_content', { sent: 'no', said: 'nobody is named to write to' })
  const { json } = await api(ctx, { method: 'GET', path: `/2/users/by/username/${id(handle)}` })
  return idOf(record(record(json)['data'])['id'])
}

/** Done twice it stands once; what stands already is what was asked for. */
async function toggle(ctx: SendContext, target: RemoteRef, list: 'likes' | 'retweets', on: boolean): Promise<Receipt> {
  const path = `/2/users/${id(ctx.account.id)}/${list}`
  try {
    if (on) await api(ctx, { method: 'POST', path, body: jsonBody({ tweet_id: target.id }) })
    else await api(ctx, { method: 'DELETE', path: `${path}/${id(target.id)}` })
  } catch (error) {
    const stands = error instanceof NetworkFailure && on && /already (?:retweeted|reposted|liked|favorited)/i.test(error.said)
    if (!stands) throw error
  }
  return receipt(ctx, target)
}

/** What is gone already is what was asked for. */
async function remove(ctx: SendContext, { target, of }: DeleteAct): Promise<Receipt> {
  if (directOf(target)) throw unsupported('a private message is not taken back')
  try {
    if (of !== 'post') return await toggle(ctx, target, of === 'like' ? 'likes' : 'retweets', false)
    await api(ctx, { method: 'DELETE', path: `/2/tweets/${id(target.id)}` })
    return receipt(ctx, target)
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    return receipt(ctx, target, { wasGone: true })
  }
}

async function hide(ctx: SendContext, target: RemoteRef, hidden: boolean): Promise<Receipt> {
  await api(ctx, { method: 'PUT', path: `/2/tweets/${id(target.id)}/hidden`, body: jsonBody({ hidden }) })
  return receipt(ctx, target, { hidden })
}
