import { randomInt } from 'node:crypto'
import { json, type Reply, type Route } from '../http.ts'
import { answer, flag, GraphRefusal, inside, invalid, missing, textIn, tokenOf } from '../meta/graph.ts'
import type { Asking, At, Server } from './routes.ts'
import type { Film, FacebookStore } from './store.ts'

/** Photos and films, which nobody sees before the last call. */

const POST = 'pages_manage_posts'
const PIECE = 4 * 1024 * 1024

export function mediaRoutes(server: Server, at: At): Route[] {
  const { store } = server
  return [
    at('POST /photos', POST, photo),
    at('POST /videos', POST, film),
    at('POST /video_reels', POST, (asking) => short(asking, 'video_reels')),
    at('POST /video_stories', POST, (asking) => short(asking, 'video_stories')),
    at('POST /photo_stories', POST, photoStory),
    { method: 'POST', pattern: /^\/facebook-uploads\/(?<film>\d+)$/, handle: (call) => answer(call, () => receive(store, call)) },
    { method: 'GET', pattern: /^\/facebook-photos\/(?<photo>\d+)$/, handle: ({ params }) => shown(store, params['photo'] ?? '') },
  ]
}

const own = ({ id, page }: Asking) => {
  if (id !== page.id) throw missing('pages_show_list')
  return page
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47])
const JPEG = Buffer.from([0xff, 0xd8])

function photo(asking: Asking): Reply {
  const { call, store } = asking
  const page = own(asking)
  const file = call.files['source']
  const isPicture = file && (file.bytes.subarray(0, 4).equals(PNG) || file.bytes.subarray(0, 2).equals(JPEG))
  if (!isPicture) throw new GraphRefusal(324, '(#324) Missing or invalid image file', { subcode: 1366046 })
  const made = { id: store.newId('72'), pageId: page.id, bytes: file.bytes, type: file.type, alt: textIn(call.body, 'alt_text_custom') }
  store.memory.photos.set(made.id, { ...made, published: flag(inside(call.body, 'published')) })
  return json({ id: made.id })
}

function shown(store: FacebookStore, id: string): Reply {
  const found = store.memory.photos.get(id)
  return found
    ? { status: 200, headers: { 'content-type': found.type }, body: found.bytes }
    : json({ error: { message: 'Not found' } }, 404)
}

function begun(asking: Asking, kind: Film['kind'], size: number): Film {
  const { store } = asking
  const made: Film = {
    id: store.newId('73'),
    pageId: own(asking).id,
    kind,
    size,
    bytes: Buffer.alloc(0),
    fetchedFrom: null,
    sessionId: String(randomInt(10 ** 9, 10 ** 10)),
    published: false,
    postId: null,
  }
  store.memory.films.set(made.id, made)
  return made
}

/** Three phases; Facebook says which bytes it wants next. */
function film(asking: Asking): Reply {
  const { call, store } = asking
  const phase = textIn(call.body, 'upload_phase')
  const range = (one: Film) => ({
    start_offset: String(one.bytes.length),
    end_offset: String(Math.min(one.size, one.bytes.length + PIECE)),
  })
  if (phase === 'start') {
    const made = begun(asking, 'videos', Number(textIn(call.body, 'file_size')))
    return json({ video_id: made.id, upload_session_id: made.sessionId, ...range(made) })
  }
  const session = textIn(call.body, 'upload_session_id')
  const known = [...store.memory.films.values()].find(({ sessionId, pageId }) => sessionId === session && pageId === asking.page.id)
  if (!known) throw new GraphRefusal(100, '(#100) Invalid upload session', { subcode: 1363037 })
  if (phase === 'transfer') {
    const bytes = call.files['video_file_chunk']?.bytes
    if (!bytes || Number(textIn(call.body, 'start_offset')) !== known.bytes.length)
      throw new GraphRefusal(6001, '(#6001) There was a problem uploading your video.', { subcode: 1363037 })
    known.bytes = Buffer.concat([known.bytes, bytes])
    return json(range(known))
  }
  if (phase !== 'finish' || known.bytes.length !== known.size)
    throw new GraphRefusal(6000, '(#6000) The video file is not complete.', { subcode: 1363030 })
  publish(asking, known, textIn(call.body, 'description'))
  return json({ success: true })
}

function publish({ store, actions }: Asking, known: Film, message: string): string {
  if (known.published) return known.postId ?? ''
  const { id } = actions.post({ pageId: known.pageId, authorId: known.pageId, message, filmId: known.id })
  Object.assign(known, { published: true, postId: id })
  if (known.kind === 'video_stories') {
    store.memory.posts.delete(id)
    store.memory.stories.push({ pageId: known.pageId, mediaId: known.id, postId: id, at: store.clock.ms(), type: 'video' })
  }
  return id
}

function short(asking: Asking, kind: 'video_reels' | 'video_stories'): Reply {
  const { call, store } = asking
  const phase = textIn(call.body, 'upload_phase')
  if (phase === 'start') {
    const made = begun(asking, kind, 0)
    return json({ video_id: made.id, upload_url: `${store.origin}/facebook-uploads/${made.id}` })
  }
  const known = store.memory.films.get(textIn(call.body, 'video_id'))
  if (known?.pageId !== own(asking).id || known.kind !== kind) throw invalid('(#100) Invalid video_id')
  if (known.fetchedFrom === null && (known.size === 0 || known.bytes.length !== known.size))
    throw new GraphRefusal(6000, '(#6000) The video file is not complete.', { subcode: 1363030 })
  if (kind === 'video_reels' && textIn(call.body, 'video_state') !== 'PUBLISHED') return json({ success: true })
  const postId = publish(asking, known, textIn(call.body, 'description'))
  return json({ success: true, post_id: postId.split('_')[1] })
}

/** The place for films: an address to fetch from, or bytes from where the ones before ended. */
function receive(store: FacebookStore, call: Parameters<Route['handle']>[0]): Reply {
  const known = store.memory.films.get(call.params['film'] ?? '')
  if (!known || !store.memory.access.has(tokenOf(call))) throw invalid('Invalid upload')
  const address = call.headers['file_url']
  if (typeof address === 'string') {
    known.fetchedFrom = address
    return json({ success: true, message: 'Upload successful.' })
  }
  if (Number(call.headers['offset']) !== known.bytes.length) throw new GraphRefusal(100, 'PartialRequestError', { status: 400 })
  known.size = Number(call.headers['file_size'])
  known.bytes = Buffer.concat([known.bytes, call.raw])
  return json(
    known.bytes.length === known.size ? { success: true, message: 'Upload successful.' } : { success: false, offset: known.bytes.length },
  )
}

function photoStory(asking: Asking): Reply {
  const { call, store } = asking
  const known = store.memory.photos.get(textIn(call.body, 'photo_id'))
  if (known?.pageId !== own(asking).id || known.published) throw invalid('(#100) Invalid photo_id')
  known.published = true
  const postId = `${known.pageId}_${store.newId('71')}`
  store.memory.stories.push({ pageId: known.pageId, mediaId: known.id, postId, at: store.clock.ms(), type: 'photo' })
  return json({ success: true, post_id: postId.split('_')[1] })
}
