import { moment, type Thing } from '../meta/graph.ts'
import type { ThreadsActions } from './actions.ts'
import type { Container, Post, ThreadsStore, User } from './store.ts'

/** How the interface shows what is remembered (https://developers.facebook.com/docs/threads/retrieve-and-discover-posts). */

export function userThing(user: User): Thing {
  return {
    type: 'User',
    id: user.id,
    username: user.username,
    name: user.username,
    threads_profile_picture_url: `https://scontent.example/${user.username}.jpg`,
    threads_biography: '',
  }
}

const TYPES = { TEXT: 'TEXT_POST', IMAGE: 'IMAGE', VIDEO: 'VIDEO', CAROUSEL: 'CAROUSEL_ALBUM' } as const
const NAMES = ['option_a', 'option_b', 'option_c', 'option_d']
const DAY = 86_400_000

const link = (id: string | null) => (id === null ? null : { id })

function childrenOf(post: Post) {
  if (post.type !== 'CAROUSEL') return null
  return {
    data: post.parts.map(({ id, type, address, alt }) => ({
      id,
      media_type: type,
      media_url: address,
      ...(alt !== '' && { alt_text: alt }),
    })),
  }
}

function pollOf(post: Post) {
  if (!post.poll) return null
  const named = (suffix: string, value: (option: string) => unknown) =>
    Object.fromEntries(post.poll?.options.map((option, index) => [`${NAMES[index]}${suffix}`, value(option)]) ?? [])
  return { ...named('', (option) => option), ...named('_votes_percentage', () => 0), expiration_timestamp: moment(post.at + DAY) }
}

/** A picture or film that is the whole post. */
function aloneOf({ type, parts }: Post) {
  const one = type === 'IMAGE' || type === 'VIDEO' ? parts[0] : undefined
  return { media_url: one?.address ?? null, thumbnail_url: one?.type === 'VIDEO' ? one.address : null, alt_text: one?.alt || null }
}

/** `viewer`: whose token asks. */
export function postThing(store: ThreadsStore, post: Post, viewer: string): Thing {
  const username = store.memory.users.get(post.userId)?.username ?? ''
  const code = Buffer.from(post.id).toString('base64url')
  return {
    type: 'Media',
    id: post.id,
    media_product_type: 'THREADS',
    media_type: post.repostOf === null ? TYPES[post.type] : 'REPOST_FACADE',
    ...aloneOf(post),
    permalink: `https://www.threads.net/@${username}/post/${code}`,
    owner: { id: post.userId },
    username,
    text: post.text === '' ? null : post.text,
    timestamp: moment(post.at),
    shortcode: code,
    children: childrenOf(post),
    is_quote_post: post.quoteOf !== null,
    quoted_post: link(post.quoteOf),
    reposted_post: link(post.repostOf),
    has_replies: [...store.memory.posts.values()].some(({ replyTo }) => replyTo === post.id),
    link_attachment_url: post.link,
    poll_attachment: pollOf(post),
    is_reply: post.replyTo !== null,
    is_reply_owned_by_me: post.userId === viewer,
    root_post: link(post.root),
    replied_to: link(post.replyTo),
    hide_status: post.hidden ? 'HIDDEN' : 'NOT_HUSHED',
    reply_audience: post.who.toUpperCase(),
  }
}

export function containerThing(actions: ThreadsActions, container: Container): Thing {
  return { type: 'Container', id: container.id, status: actions.stateOf(container), error_message: null }
}

/** Of a post the value, of a profile a list by days or a total. */
export function insightThing(id: string, name: string, value: number, isProfile: boolean): Record<string, unknown> {
  const isTotal = isProfile && name !== 'views'
  const told = isTotal ? { total_value: { value } } : { values: [{ value }] }
  return { name, period: isProfile ? 'day' : 'lifetime', ...told, title: name, description: name, id: `${id}/insights/${name}` }
}
