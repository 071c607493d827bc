import type { Field } from '../meta/fields.ts'
import { askedIn, edge, moment, type Thing } from '../meta/graph.ts'
import type { Comment, FacebookStore, Film, Message, Page, Photo, Post, Review, Story, Thread } from './store.ts'

/** How the Graph shows what is remembered (v25.0: Page, PagePost, Comment, Photo, AdVideo, UnifiedThread). */

export function pageThing(store: FacebookStore, page: Page, token: string | null): Thing {
  return {
    type: 'Page',
    id: page.id,
    name: page.name,
    username: page.username,
    link: `https://www.facebook.com/${page.username}`,
    followers_count: page.followers,
    picture: { data: { url: `https://scontent.example/${page.username}.jpg`, width: 50, height: 50, is_silhouette: false } },
    access_token: token,
    instagram_business_account: page.instagram && { type: 'IGUser', ...page.instagram },
    published_posts: null,
  }
}

const from = (store: FacebookStore, id: string) => ({ id, name: store.nameOf(id) })

export function commentsOf(store: FacebookStore, id: string, { args }: Pick<Field, 'args'>): Comment[] {
  const since = Number(args['since'] ?? 0) * 1000
  const all = [...store.memory.comments.values()].filter(({ postId, parentId, at }) => {
    const isBelow = args['filter'] === 'stream' ? postId === id : parentId === id || (postId === id && parentId === null)
    return isBelow && at >= since
  })
  return args['order'] === 'reverse_chronological' ? all.reverse() : all
}

function commentsField(store: FacebookStore, id: string) {
  return (field: Field) => {
    const found = commentsOf(store, id, field)
    const summary = field.args['summary'] === 'true' ? { order: 'chronological', total_count: found.length, can_comment: true } : null
    const things = found.map((comment) => commentThing(store, comment))
    return edge(things, askedIn(field), summary)
  }
}

function likesField(likes: ReadonlySet<string>, viewer: string) {
  return (field: Field) => {
    const summary = { total_count: likes.size, can_like: true, has_liked: likes.has(viewer) }
    return edge([], askedIn(field), field.args['summary'] === 'true' ? summary : null)
  }
}

export function commentThing(store: FacebookStore, comment: Comment): Thing {
  const pageId = store.memory.posts.get(comment.postId)?.pageId ?? ''
  const photo = comment.photoId === null ? null : store.memory.photos.get(comment.photoId)
  return {
    type: 'Comment',
    id: comment.id,
    message: comment.message,
    created_time: moment(comment.at),
    from: from(store, comment.authorId),
    parent: comment.parentId === null ? null : { type: 'Comment', id: comment.parentId },
    permalink_url: `https://www.facebook.com/${comment.postId}?comment_id=${comment.id.split('_')[1]}`,
    attachment: photo
      ? { type: 'photo', media: { image: { src: photoUrl(store, photo), width: 1, height: 1 } }, target: { id: photo.id } }
      : null,
    can_comment: true,
    is_hidden: comment.hidden,
    likes: likesField(comment.likes, pageId),
    comments: commentsField(store, comment.id),
  }
}

const photoUrl = (store: FacebookStore, photo: Photo) => `${store.origin}/facebook-photos/${photo.id}`

function photoPart(store: FacebookStore, id: string) {
  const photo = store.memory.photos.get(id)
  const media = photo ? { image: { src: photoUrl(store, photo), width: 1, height: 1 } } : {}
  return { type: 'photo', media_type: 'photo', media, target: { id, url: `https://www.facebook.com/photo/${id}` } }
}

/** One photo, an album of them, a film, or a link with what Facebook read behind it. */
function attachmentsOf(store: FacebookStore, post: Post): unknown {
  const [first] = post.photos
  if (post.photos.length > 1) {
    const subattachments = { data: post.photos.map((id) => photoPart(store, id)) }
    return { data: [{ type: 'album', media_type: 'album', target: { id: post.id }, subattachments }] }
  }
  if (first !== undefined) return { data: [photoPart(store, first)] }
  if (post.filmId) return { data: [{ type: 'video_inline', media_type: 'video', target: { id: post.filmId } }] }
  if (post.link === null) return null
  const shim = `https://l.facebook.com/l.php?u=${encodeURIComponent(post.link)}`
  return { data: [{ type: 'share', media_type: 'link', url: shim, unshimmed_url: post.link, target: { url: shim } }] }
}

const FIGURES = ['post_media_view', 'post_total_media_view_unique', 'post_clicks']

function insightsField(post: Post) {
  return (field: Field) => {
    const names = (field.args['metric'] ?? '').split(',').filter((name) => FIGURES.includes(name))
    const value = (name: string) => (name === 'post_clicks' ? 2 : 40 + post.likes.size)
    const things = names.map((name): Thing => ({
      type: 'InsightsResult',
      id: `${post.id}/insights/${name}/lifetime`,
      name,
      period: 'lifetime',
      values: [{ value: value(name) }],
      title: name,
    }))
    return edge(things, { ...askedIn(field), limit: 25 })
  }
}

export function postThing(store: FacebookStore, post: Post): Thing {
  return {
    type: 'PagePost',
    id: post.id,
    message: post.message === '' ? null : post.message,
    created_time: moment(post.at),
    from: from(store, post.authorId),
    permalink_url: `https://www.facebook.com/${post.id}`,
    attachments: attachmentsOf(store, post),
    comments: commentsField(store, post.id),
    likes: likesField(post.likes, post.pageId ?? ''),
    reactions: likesField(post.likes, post.pageId ?? ''),
    shares: post.shares === 0 ? null : { count: post.shares },
    insights: insightsField(post),
  }
}

export function photoThing(photo: Photo): Thing {
  return { type: 'Photo', id: photo.id, alt_text_custom: photo.alt === '' ? null : photo.alt }
}

export function filmThing(film: Film): Thing {
  const done = film.published
  return {
    type: 'AdVideo',
    id: film.id,
    post_id: film.postId?.split('_')[1] ?? null,
    permalink_url: `/${film.pageId}/videos/${film.id}`,
    published: done,
    status: {
      video_status: done ? 'ready' : 'processing',
      uploading_phase: { status: film.bytes.length > 0 || film.fetchedFrom ? 'complete' : 'not_started' },
      processing_phase: { status: done ? 'complete' : 'not_started' },
      publishing_phase: { status: done ? 'complete' : 'not_started' },
    },
  }
}

export function messageThing(store: FacebookStore, message: Message): Thing {
  const picture = message.pictureUrl
  const attachments = { data: [{ id: '7', mime_type: 'image/jpeg', name: 'photo', image_data: { url: picture, width: 1, height: 1 } }] }
  return {
    type: 'UnifiedMessage',
    id: message.id,
    message: message.text,
    created_time: moment(message.at),
    from: from(store, message.fromId),
    attachments: picture === null ? null : attachments,
  }
}

export function messagesIn(store: FacebookStore, thread: Thread): Thing[] {
  const all = [...store.memory.messages.values()].filter(({ threadId }) => threadId === thread.id)
  return all.reverse().map((message) => messageThing(store, message))
}

export function threadThing(store: FacebookStore, thread: Thread): Thing {
  const last = [...store.memory.messages.values()].findLast(({ threadId }) => threadId === thread.id)
  return {
    type: 'UnifiedThread',
    id: thread.id,
    updated_time: moment(last?.at ?? 0),
    participants: { data: [from(store, thread.personId), from(store, thread.pageId)] },
    messages: (field: Field) => edge(messagesIn(store, thread), askedIn(field)),
  }
}

export function storyThing(story: Story): Thing {
  return {
    type: 'Stories',
    post_id: story.postId.split('_')[1] ?? '',
    media_id: story.mediaId,
    media_type: story.type,
    creation_time: String(Math.floor(story.at / 1000)),
    status: 'published',
  }
}

export function reviewThing(store: FacebookStore, review: Review): Thing {
  return {
    type: 'Recommendation',
    created_time: moment(review.at),
    rating: null,
    recommendation_type: review.positive ? 'positive' : 'negative',
    review_text: review.text,
    reviewer: from(store, review.reviewerId),
    open_graph_story: { id: review.storyId },
  }
}
