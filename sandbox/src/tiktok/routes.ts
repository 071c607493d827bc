import { json, route, type Call, type Reply, type Route } from '../http.ts'
import { authorize, signedIn, token } from './access.ts'
import { TikTokRefusal, type TikTokActions } from './actions.ts'
import { userEntity, videoEntity } from './entities.ts'
import type { Announced, Creator, TikTokPost, TikTokStore } from './store.ts'

type Server = { store: TikTokStore; actions: TikTokActions }
type Signed = { call: Call; me: Creator; server: Server }

export function tiktokRoutes(store: TikTokStore, actions: TikTokActions): Route[] {
  const server: Server = { store, actions }
  const at = (line: string, scope: string, work: (signed: Signed) => unknown) =>
    route(line, (call) => answering(() => json({ data: work({ call, me: signedIn(store, call, scope), server }), error: OK })))
  return [
    route('GET /v2/auth/authorize/', (call) => authorize(store, call)),
    route('POST /v2/oauth/token/', (call) => token(store, call)),
    at('GET /v2/user/info/', 'user.info.basic', ({ call, me }) => ({ user: userEntity(me, fieldsOf(call)) })),
    at('POST /v2/post/publish/creator_info/query/', 'video.publish', ({ me }) => creatorEntity(actions, me)),
    at('POST /v2/post/publish/video/init/', 'video.publish', announce),
    route('PUT /tiktok-upload/:id', (call) => answering(() => receive(server, call))),
    at('POST /v2/post/publish/content/init/', 'video.publish', photos),
    route('POST /v2/post/publish/status/fetch/', (call) => answering(() => status(store, call, signedIn(store, call, 'video.publish')))),
    at('POST /v2/video/list/', 'video.list', listed),
    at('POST /v2/video/query/', 'video.list', queried),
  ]
}

const OK = { code: 'ok', message: '', log_id: 'sandbox' }

function answering(work: () => Reply): Reply {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof TikTokRefusal)) throw error
    return json({ data: {}, error: { code: error.code, message: error.message, log_id: 'sandbox' } }, error.status)
  }
}

const record = (value: unknown) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {})
const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
const textsOf = (value: unknown) => (Array.isArray(value) ? value.map(textOf) : [])
const fieldsOf = (call: Call) => (call.query.get('fields') ?? '').split(',')

function creatorEntity({ settings }: TikTokActions, { username }: Creator) {
  return {
    creator_avatar_url: `https://p16.example/${username}.jpg`,
    creator_username: username,
    creator_nickname: username,
    privacy_level_options: settings.privacy,
    comment_disabled: false,
    duet_disabled: false,
    stitch_disabled: true,
    max_video_post_duration_sec: settings.maxSeconds,
  }
}

function announce({ call, me, server: { store, actions } }: Signed) {
  const [info, source] = [record(call.body['post_info']), record(call.body['source_info'])]
  if (source['source'] !== 'FILE_UPLOAD') throw new TikTokRefusal(400, 'invalid_params', 'Only FILE_UPLOAD here.')
  const film = actions.announce({
    author: me.openId,
    title: textOf(info['title']),
    privacy: textOf(info['privacy_level']),
    noComments: info['disable_comment'] === true,
    size: Number(source['video_size']),
    chunkSize: Number(source['chunk_size']),
    count: Number(source['total_chunk_count']),
  })
  return {
    publish_id: film.publishId,
    upload_url: `${store.origin}/tiktok-upload/${encodeURIComponent(film.publishId)}?upload_token=sandbox`,
  }
}

const HOUR = 3_600_000

/** Pieces follow each other without a gap; the address ends after an hour. */
function receive({ store, actions }: Server, call: Call): Reply {
  const film = store.memory.announced.get(call.params['id'] ?? '')
  if (!film || store.clock.ms() - film.announcedAt > HOUR) throw new TikTokRefusal(403, 'upload_url_expired')
  const there = film.pieces.reduce((sum, piece) => sum + piece.length, 0)
  const expected = film.pieces.length === film.count - 1 ? film.size - there : film.chunkSize
  if (call.headers['content-range'] !== `bytes ${there}-${there + expected - 1}/${film.size}` || call.raw.length !== expected)
    throw new TikTokRefusal(416, 'range_not_satisfiable')
  const whole = actions.receive(film, call.raw)
  return { status: whole ? 201 : 206, headers: { 'content-range': `bytes 0-${there + expected - 1}/${film.size}` }, body: '' }
}

function photos({ call, me, server: { actions } }: Signed) {
  const [info, source] = [record(call.body['post_info']), record(call.body['source_info'])]
  const images = textsOf(source['photo_images'])
  if (call.body['media_type'] !== 'PHOTO' || source['source'] !== 'PULL_FROM_URL') throw new TikTokRefusal(400, 'invalid_params')
  if (images.some((image) => !image.startsWith('https://levain.example/'))) throw new TikTokRefusal(403, 'url_ownership_unverified')
  const publishId = actions.photos({
    author: me.openId,
    title: textOf(info['title']),
    description: textOf(info['description']),
    privacy: textOf(info['privacy_level']),
    noComments: info['disable_comment'] === true,
    photos: images,
  })
  return { publish_id: publishId }
}

function stateOf(post: TikTokPost | undefined, film: Announced | undefined) {
  if (film?.failed) return { status: 'FAILED', fail_reason: film.failed }
  return { status: post ? 'PUBLISH_COMPLETE' : 'PROCESSING_UPLOAD' }
}

/** The number of a post is written as a number, and only of public ones, after their moderation. */
function status(store: TikTokStore, call: Call, me: Creator): Reply {
  const publishId = textOf(call.body['publish_id'])
  const post = [...store.memory.posts.values()].find((one) => one.publishId === publishId && one.author === me.openId)
  const film = store.memory.announced.get(publishId)
  if (!post && film?.author !== me.openId) throw new TikTokRefusal(400, 'invalid_publish_id')
  const uploaded = film?.pieces.reduce((sum, piece) => sum + piece.length, 0) ?? 0
  const shown = post !== undefined && shownTo(post, store.clock.ms())
  const data = { ...stateOf(post, film), uploaded_bytes: uploaded, publicaly_available_post_id: [] }
  const body = JSON.stringify({ data, error: OK }).replace(
    '"publicaly_available_post_id":[]',
    `"publicaly_available_post_id":[${shown ? post.id : ''}]`,
  )
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body }
}

const shownTo = ({ privacy, shownAt }: TikTokPost, now: number) => privacy === 'PUBLIC_TO_EVERYONE' && shownAt <= now

function listed({ call, me, server: { store } }: Signed) {
  const before = typeof call.body['cursor'] === 'number' ? call.body['cursor'] : Infinity
  const size = Math.min(20, Number(call.body['max_count'] ?? 10))
  const all = store.postsOf(me.openId).filter((post) => shownTo(post, store.clock.ms()) && post.at < before)
  const part = all.slice(0, size)
  return {
    videos: part.map((post) => videoEntity(post, me.username, fieldsOf(call))),
    cursor: part.at(-1)?.at ?? 0,
    has_more: all.length > part.length,
  }
}

function queried({ call, me, server: { store } }: Signed) {
  const ids = textsOf(record(call.body['filters'])['video_ids'])
  const own = ids.flatMap((id) => store.memory.posts.get(id) ?? []).filter(({ author }) => author === me.openId)
  return { videos: own.map((post) => videoEntity(post, me.username, fieldsOf(call))) }
}
