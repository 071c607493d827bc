import type { Fetch } from '@pupitre/networks'
import { holdToGraph, type Told } from '../meta/specification.ts'
import { specificationOf, type Held } from '../specification.ts'
import { VERSION } from './routes.ts'
import type { FacebookStore } from './store.ts'

/** What the lists leave out, by hand from Meta's documentation: what calls that change something answer, and calls of no kind of thing. */

const docs = 'https://developers.facebook.com/docs'
const told = (source: string, answer: readonly string[], params: readonly string[] = []): Told => ({
  source: `${docs}/${source}`,
  answer,
  params,
})
const yes = (source: string) => told(source, ['success'])

const TOLD: Record<string, Told> = {
  'POST Page/feed': told('pages-api/posts', ['id']),
  'POST Page/photos': told('graph-api/reference/page/photos', ['id', 'post_id'], ['source']),
  'POST Page/videos': told('video-api/guides/publishing', ['video_id', 'upload_session_id', 'start_offset', 'end_offset', 'success']),
  'POST Page/video_reels': told('video-api/guides/reels-publishing', ['video_id', 'upload_url', 'success', 'post_id']),
  'POST Page/video_stories': told('page-stories-api', ['video_id', 'upload_url', 'success', 'post_id']),
  'POST Page/photo_stories': told('page-stories-api', ['success', 'post_id']),
  'POST Page/messages': told('messenger-platform/reference/send-api', ['recipient_id', 'message_id']),
  'POST Page/blocked': told('graph-api/reference/page/blocked', ['*']),
  'DELETE Page/blocked': yes('graph-api/reference/page/blocked'),
  'POST Page/subscribed_apps': yes('graph-api/reference/page/subscribed_apps'),
  'POST PagePost/comments': told('graph-api/reference/object/comments', ['id']),
  'POST Comment/comments': told('graph-api/reference/object/comments', ['id']),
  'POST PagePost': yes('pages-api/posts'),
  'DELETE PagePost': yes('pages-api/posts'),
  'POST PagePost/likes': yes('graph-api/reference/object/likes'),
  'DELETE PagePost/likes': yes('graph-api/reference/object/likes'),
  'POST Comment': yes('graph-api/reference/comment'),
  'DELETE Comment': yes('graph-api/reference/comment'),
  'POST Comment/likes': yes('graph-api/reference/object/likes'),
  'DELETE Comment/likes': yes('graph-api/reference/object/likes'),
  'GET /me': { source: `${docs}/pages-api/getting-started`, returns: 'Page' },
  'GET /me/accounts': told('pages-api/getting-started', ['data', 'paging']),
  'GET /debug_token': told('graph-api/reference/debug_token', ['data'], ['input_token']),
}

/** https://developers.facebook.com/docs/graph-api/reference/story-attachment/ and …/message/ */
const KINDS: Record<string, Record<string, string>> = {
  StoryAttachment: {
    description: 'string',
    media: 'Object',
    media_type: 'string',
    subattachments: 'Object',
    target: 'Object',
    title: 'string',
    type: 'string',
    unshimmed_url: 'string',
    url: 'string',
  },
  UnifiedMessage: { id: 'string', message: 'string', created_time: 'datetime', from: 'Object', to: 'Object', attachments: 'Object' },
  ProfilePictureSource: { url: 'string', width: 'int', height: 'int', is_silhouette: 'bool', cache_key: 'string' },
}

export function holdToFacebook(store: () => FacebookStore, ask: Fetch): Held | null {
  if (!specificationOf('facebook-instagram/specs/Page.json')) return null
  const folder = specificationOf('facebook-instagram/specs') ?? ''
  const { app } = store()
  const subscriptions = told(
    'graph-api/reference/app/subscriptions',
    ['success'],
    ['object', 'callback_url', 'verify_token', 'fields', 'include_values'],
  )
  return holdToGraph({
    network: 'facebook',
    folder,
    ask,
    version: VERSION,
    kindOf: (id) => kindOf(store(), id),
    told: { ...TOLD, [`POST /${app.clientId}/subscriptions`]: subscriptions },
    kinds: KINDS,
    besides: /^\/(?:v25\.0\/(?:dialog|oauth)\/|facebook-uploads\/)/,
  })
}

function kindOf({ memory }: FacebookStore, id: string): string | null {
  if (memory.pages.has(id) || [...memory.pages.values()].some(({ username }) => username === id)) return 'Page'
  if (memory.posts.has(id)) return 'PagePost'
  if (memory.comments.has(id)) return 'Comment'
  if (memory.photos.has(id)) return 'Photo'
  if (memory.films.has(id)) return 'AdVideo'
  if (memory.threads.has(id)) return 'UnifiedThread'
  // What was deleted is asked for again, to see that it is gone.
  return id.includes('_') ? 'PagePost' : null
}
