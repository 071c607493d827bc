import { hash } from '../random.ts'
import type { XMessage, XPost, XStore, XUser } from './store.ts'
import { escaped, linksIn, namedIn } from './text.ts'

/** What is remembered, as the interface shows it: only the fields that were asked for. */

export type Asked = { tweet: Set<string>; user: Set<string>; media: Set<string>; event: Set<string>; expansions: Set<string> }

export function askedOf(query: URLSearchParams): Asked {
  const of = (name: string) => new Set((query.get(name) ?? '').split(',').filter(Boolean))
  return {
    tweet: of('tweet.fields'),
    user: of('user.fields'),
    media: of('media.fields'),
    event: of('dm_event.fields'),
    expansions: of('expansions'),
  }
}

type Entity = Record<string, unknown>

function pick(whole: Entity, always: readonly string[], asked: Set<string>): Entity {
  return Object.fromEntries(
    Object.entries(whole).filter(([name, value]) => value !== undefined && (always.includes(name) || asked.has(name))),
  )
}

const short = (link: string) => `https://t.co/${hash(link).toString(36).padStart(10, '0').slice(0, 10)}`
export const mediaKeyOf = (store: XStore, id: string) => `${store.memory.media.get(id)?.category === 'tweet_image' ? 3 : 7}_${id}`

export function userEntity(user: XUser, asked: Asked): Entity {
  const whole = {
    id: user.id,
    name: user.name,
    username: user.username,
    profile_image_url: `https://pbs.example/${user.username}.jpg`,
    verified_type: 'none',
    public_metrics: { followers_count: user.followers, following_count: 12, tweet_count: 40, listed_count: 1, like_count: 3 },
  }
  return pick(whole, ['id', 'name', 'username'], asked.user)
}

type Shown = { text: string; urls: Entity[] }

/** Addresses become short ones, signs of markup become entities, media and quotes leave an address at the end. */
function shown(store: XStore, post: XPost): Shown {
  const urls: Entity[] = []
  const add = (written: string, more: Entity = {}) => {
    const url = short(written)
    urls.push({ start: 0, end: 23, url, expanded_url: written, display_url: written.replace(/^https?:\/\//, '').slice(0, 30), ...more })
    return url
  }
  let text = post.text
  for (const link of new Set(linksIn(post.text))) text = text.replaceAll(link, add(/^https?:/i.test(link) ? link : `http://${link}`))
  const author = store.memory.users.get(post.authorId)?.username ?? ''
  const own = post.mediaIds
    .slice(0, 1)
    .map((id) => add(`https://x.com/${author}/status/${post.id}/photo/1`, { media_key: mediaKeyOf(store, id) }))
  const quoted = post.quoteOf ? [add(`https://twitter.com/i/status/${post.quoteOf}`)] : []
  return { text: [...answeredName(store, post), escaped(text), ...own, ...quoted].filter(Boolean).join(' '), urls }
}

/** Whoever is answered stands first, unless it is oneself or already named. */
function answeredName({ memory }: XStore, post: XPost): string[] {
  const parent = memory.posts.get(post.replyTo ?? '')
  const name = memory.users.get(parent?.authorId ?? '')?.username
  return name === undefined || parent?.authorId === post.authorId || namedIn(post.text).includes(name) ? [] : [`@${name}`]
}

const unlessEmpty = <T extends object>(value: T): T | undefined => (Object.keys(value).length > 0 ? value : undefined)

export function postEntity(store: XStore, post: XPost, asked: Asked): Entity {
  const { text, urls } = shown(store, post)
  const references = { retweeted: post.repostOf, quoted: post.quoteOf, replied_to: post.replyTo }
  const mediaKeys = post.mediaIds.map((id) => mediaKeyOf(store, id))
  const whole = {
    id: post.id,
    text: post.repostOf ? `RT @${nameOf(store, post.repostOf)}: ${text}` : text,
    edit_history_tweet_ids: [post.id],
    author_id: post.authorId,
    conversation_id: post.conversation,
    created_at: post.at,
    lang: 'fr',
    in_reply_to_user_id: store.memory.posts.get(post.replyTo ?? '')?.authorId,
    referenced_tweets: unlessEmpty(Object.entries(references).flatMap(([type, id]) => (id ? [{ type, id }] : []))),
    attachments: unlessEmpty({ ...(mediaKeys.length > 0 && { media_keys: mediaKeys }), ...(post.poll && { poll_ids: [post.poll.id] }) }),
    entities: urls.length > 0 ? { urls } : undefined,
    public_metrics: figures(store, post),
  }
  return pick(whole, ['id', 'text', 'edit_history_tweet_ids'], asked.tweet)
}

function nameOf({ memory }: XStore, postId: string): string {
  return memory.users.get(memory.posts.get(postId)?.authorId ?? '')?.username ?? ''
}

function figures({ memory }: XStore, { id, likes }: XPost): Entity {
  const all = [...memory.posts.values()]
  return {
    retweet_count: all.filter((one) => one.repostOf === id).length,
    reply_count: all.filter((one) => one.replyTo === id && one.repostOf === null).length,
    like_count: likes.size,
    quote_count: all.filter((one) => one.quoteOf === id).length,
    bookmark_count: 0,
    impression_count: 40 + likes.size,
  }
}

export function messageEntity(message: XMessage, asked: Asked): Entity {
  const pair = [message.from, message.to].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)).join('-')
  const whole = {
    id: message.id,
    event_type: 'MessageCreate',
    text: escaped(message.text),
    sender_id: message.from,
    dm_conversation_id: pair,
    created_at: message.at,
  }
  return pick(whole, ['id', 'event_type', 'text'], asked.event)
}

/** The objects beside a page, as far as `expansions` asks for them. */
export function includes(store: XStore, users: readonly string[], mediaIds: readonly string[], asked: Asked): { includes?: Entity } {
  const people = [...new Set(users)].flatMap((id) => store.memory.users.get(id) ?? []).map((one) => userEntity(one, asked))
  const media = [...new Set(mediaIds)].map((id) => mediaEntity(store, id, asked))
  const wanted = {
    ...((asked.expansions.has('author_id') || asked.expansions.has('sender_id')) && people.length > 0 && { users: people }),
    ...(asked.expansions.has('attachments.media_keys') && media.length > 0 && { media }),
  }
  return Object.keys(wanted).length > 0 ? { includes: wanted } : {}
}

function mediaEntity(store: XStore, id: string, asked: Asked): Entity {
  const media = store.memory.media.get(id)
  const still = media?.category === 'tweet_image'
  const whole = {
    media_key: mediaKeyOf(store, id),
    type: still ? 'photo' : media?.category === 'tweet_gif' ? 'animated_gif' : 'video',
    alt_text: media?.alt ? media.alt : undefined,
    url: still ? `${store.origin}/x-media/${id}` : undefined,
    preview_image_url: still ? undefined : `${store.origin}/x-media/${id}`,
  }
  return pick(whole, ['media_key', 'type'], asked.media)
}
