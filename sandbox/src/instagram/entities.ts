import type { Field } from '../meta/fields.ts'
import { askedIn, edge, moment, type Thing } from '../meta/graph.ts'
import type { InstagramActions } from './actions.ts'
import type { Comment, Container, InstagramStore, Media, Message, Thread, User } from './store.ts'

/** How the Graph shows what is remembered (v25.0: IGUser, IGMedia, IGComment, and those of Instagram's own login). */

export function userThing(user: User): Thing {
  return {
    type: 'IGUser',
    id: user.id,
    user_id: user.id,
    username: user.username,
    name: user.username,
    profile_picture_url: `https://scontent.example/${user.username}.jpg`,
    followers_count: user.followers,
  }
}

const nameOf = (store: InstagramStore, id: string) => store.memory.users.get(id)?.username ?? ''

/** Newest first, without answers. */
export function commentsOf(store: InstagramStore, mediaId: string): Comment[] {
  return [...store.memory.comments.values()].filter((one) => one.mediaId === mediaId && one.parentId === null).reverse()
}

export function repliesOf(store: InstagramStore, commentId: string): Comment[] {
  return [...store.memory.comments.values()].filter((one) => one.parentId === commentId).reverse()
}

export function commentThing(store: InstagramStore, comment: Comment): Thing {
  return {
    type: 'IGComment',
    id: comment.id,
    text: comment.text,
    timestamp: moment(comment.at),
    username: nameOf(store, comment.userId),
    from: { id: comment.userId, username: nameOf(store, comment.userId) },
    parent_id: comment.parentId,
    hidden: comment.hidden,
    media: { type: 'IGMedia', id: comment.mediaId },
    replies: (field: Field) =>
      edge(
        repliesOf(store, comment.id).map((one) => commentThing(store, one)),
        askedIn(field),
      ),
  }
}

const urlOf = (store: InstagramStore, id: string) => `${store.origin}/instagram-media/${id}.jpg`

export function mediaThing(store: InstagramStore, media: Media): Thing {
  const [first] = media.parts
  const children = media.parts.map((one): Thing => ({
    type: 'IGMedia',
    id: one.id,
    media_type: one.type,
    media_url: urlOf(store, one.id),
    alt_text: one.alt || null,
  }))
  const comments = [...store.memory.comments.values()].filter(({ mediaId }) => mediaId === media.id)
  return {
    type: 'IGMedia',
    id: media.id,
    caption: media.caption === '' ? null : media.caption,
    media_type: media.type,
    media_product_type: media.product,
    media_url: urlOf(store, media.id),
    thumbnail_url: media.type === 'VIDEO' ? urlOf(store, media.id) : null,
    permalink: `https://www.instagram.com/p/${Buffer.from(media.id).toString('base64url')}/`,
    timestamp: moment(media.at),
    username: nameOf(store, media.userId),
    alt_text: media.type === 'IMAGE' ? first?.alt || null : null,
    comments_count: comments.length,
    like_count: media.likes.size,
    children: media.type === 'CAROUSEL_ALBUM' ? (field: Field) => edge(children, askedIn(field)) : null,
    comments: (field: Field) =>
      edge(
        commentsOf(store, media.id).map((one) => commentThing(store, one)),
        askedIn(field),
      ),
  }
}

const STATUS: Record<string, string> = {
  IN_PROGRESS: 'In Progress: Media is still being processed.',
  FINISHED: 'Finished: Media has been uploaded and it is ready to be published.',
  PUBLISHED: 'Published: Media has been published.',
  EXPIRED: 'Expired: Media has expired.',
}

export function containerThing(actions: InstagramActions, container: Container): Thing {
  const state = actions.stateOf(container)
  return { type: 'Container', id: container.id, status_code: state, status: STATUS[state] ?? '' }
}

export function messageThing(store: InstagramStore, message: Message): Thing {
  return {
    type: 'UnifiedMessage',
    id: message.id,
    message: message.text,
    created_time: moment(message.at),
    from: { id: message.fromId, username: nameOf(store, message.fromId) },
    attachments: null,
  }
}

export function messagesIn(store: InstagramStore, thread: Thread): Thing[] {
  const all = [...store.memory.messages.values()].filter(({ threadId }) => threadId === thread.id)
  return all.reverse().map((message) => messageThing(store, message))
}

export function threadThing(store: InstagramStore, thread: Thread): Thing {
  const last = [...store.memory.messages.values()].findLast(({ threadId }) => threadId === thread.id)
  return {
    type: 'UnifiedThread',
    id: thread.id,
    updated_time: moment(last?.at ?? 0),
    participants: { data: [thread.userId, thread.personId].map((id) => ({ id, username: nameOf(store, id) })) },
    messages: (field: Field) => edge(messagesIn(store, thread), askedIn(field)),
  }
}

/** What a media was given is told as a list of one value, what an account was given as a total. */
export function insightThing(id: string, name: string, period: string, value: number): Thing {
  const isLife = period === 'lifetime'
  const told = { values: isLife ? [{ value }] : null, total_value: isLife ? null : { value } }
  return { type: 'InsightsResult', id: `${id}/insights/${name}/${period}`, name, period, title: name, description: name, ...told }
}
