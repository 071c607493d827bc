import { answering, GoogleRefusal, type GoogleStore } from '../google/google.ts'
import { json, route, type Call, type Reply, type Route } from '../http.ts'
import type { YouTubeActions } from './actions.ts'
import { channelEntity, commentEntity, threadEntity, uploadEntity, videoEntity } from './entities.ts'
import type { Channel, Session, Video, Words, YouTubeComment, YouTubeStore } from './store.ts'

type Server = { store: YouTubeStore; actions: YouTubeActions; google: GoogleStore }
type Signed = { call: Call; me: Channel; server: Server }

const auth = (name: string) => `https://www.googleapis.com/auth/${name}`
const WRITE = [auth('youtube.force-ssl'), auth('youtube')]
const READ = [...WRITE, auth('youtube.readonly')]
const UPLOAD = [...WRITE, auth('youtube.upload')]

export function youtubeRoutes(store: YouTubeStore, actions: YouTubeActions, google: GoogleStore): Route[] {
  const server: Server = { store, actions, google }
  const at = (line: string, scopes: readonly string[], units: number, work: (signed: Signed) => Reply) =>
    route(line, (call) =>
      answering(() => {
        const me = store.channel(google.signedIn(call, scopes))
        spend(actions, units)
        return work({ call, me, server })
      }),
    )
  return [
    at('GET /youtube/v3/channels', READ, 1, ({ call, me }) => listed('channel', [channelEntity(store, me, partOf(call))])),
    at('POST /upload/youtube/v3/videos', UPLOAD, 1, open),
    at('PUT /youtube-upload/:session', UPLOAD, 0, receive),
    at('POST /upload/youtube/v3/thumbnails/set', UPLOAD, 50, cover),
    at('GET /youtube/v3/videos', READ, 1, ({ call, me }) => {
      const ids = (call.query.get('id') ?? '').split(',')
      const seen = ids
        .flatMap((id) => store.memory.videos.get(id) ?? [])
        .filter((one) => one.privacy !== 'private' || one.channelId === me.id)
      return listed(
        'video',
        seen.map((one) => videoEntity(store, one, partOf(call))),
      )
    }),
    at('PUT /youtube/v3/videos', WRITE, 50, ({ call, me }) => {
      const video = ownVideo(store, me, textOf(call.body['id']))
      return json(videoEntity(store, actions.change(video, wordsOf(record(call.body['snippet']))), partOf(call)))
    }),
    at('DELETE /youtube/v3/videos', WRITE, 50, ({ call, me }) => {
      store.memory.videos.delete(ownVideo(store, me, call.query.get('id') ?? '').id)
      return { status: 204, body: '' }
    }),
    at('GET /youtube/v3/playlistItems', READ, 1, uploads),
    at('GET /youtube/v3/commentThreads', READ, 1, threads),
    at('POST /youtube/v3/commentThreads', WRITE, 50, startThread),
    at('GET /youtube/v3/comments', READ, 1, comments),
    at('POST /youtube/v3/comments', WRITE, 50, answerComment),
    at('PUT /youtube/v3/comments', WRITE, 50, ({ call, me }) => {
      const comment = commentOf(store, textOf(call.body['id']))
      if (comment.author !== me.id) throw new GoogleRefusal(403, 'forbidden', 'The comment cannot be updated by you.')
      return json(commentEntity(store, actions.editComment(comment, textOf(record(call.body['snippet'])['textOriginal']))))
    }),
    at('DELETE /youtube/v3/comments', WRITE, 50, ({ call, me }) => {
      const comment = commentOf(store, call.query.get('id') ?? '')
      if (comment.author !== me.id) throw new GoogleRefusal(403, 'forbidden', 'The comment cannot be deleted by you.')
      store.memory.comments.delete(comment.id)
      return { status: 204, body: '' }
    }),
    at('POST /youtube/v3/comments/setModerationStatus', WRITE, 50, moderate),
    at('GET /v2/reports', [auth('yt-analytics.readonly')], 0, report),
  ]
}

const record = (value: unknown) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {})
const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
const partOf = (call: Call) => call.query.get('part') ?? ''

function spend({ settings }: YouTubeActions, units: number): void {
  if (settings.units === null) return
  if (settings.units < units)
    throw new GoogleRefusal(403, 'quotaExceeded', 'The request cannot be completed because you have exceeded your quota.')
  settings.units -= units
}

function listed(kind: string, items: unknown[], nextPageToken?: string): Reply {
  const pageInfo = { totalResults: items.length, resultsPerPage: items.length }
  return json({ kind: `youtube#${kind}ListResponse`, etag: 'e', items, pageInfo, ...(nextPageToken && { nextPageToken }) })
}

/** `pageToken` is the number of the first one. */
function page<T>(call: Call, all: readonly T[], show: (one: T, position: number) => unknown, kind: string): Reply {
  const size = Math.min(100, Number(call.query.get('maxResults') ?? 5))
  const start = Number(call.query.get('pageToken') ?? 0)
  const items = all.slice(start, start + size).map((one, n) => show(one, start + n))
  return listed(kind, items, start + size < all.length ? String(start + size) : undefined)
}

function wordsOf(snippet: Record<string, unknown>): Words {
  return {
    title: textOf(snippet['title']),
    description: textOf(snippet['description']),
    tags: Array.isArray(snippet['tags']) ? snippet['tags'].filter((tag) => typeof tag === 'string') : [],
    categoryId: textOf(snippet['categoryId']),
    language: textOf(snippet['defaultLanguage']) || null,
  }
}

function ownVideo(store: YouTubeStore, me: Channel, id: string): Video {
  const video = store.memory.videos.get(id)
  if (!video) throw new GoogleRefusal(404, 'videoNotFound', 'The video that you are trying to use cannot be found.')
  if (video.channelId !== me.id) throw new GoogleRefusal(403, 'forbidden', 'The video is not yours.')
  return video
}

function open({ call, me, server: { store, actions } }: Signed): Reply {
  if (call.query.get('uploadType') !== 'resumable') throw new GoogleRefusal(400, 'badRequest', 'Only resumable uploads here.')
  const privacy = textOf(record(call.body['status'])['privacyStatus'])
  const session = actions.open(me.id, wordsOf(record(call.body['snippet'])), privacy, Number(call.headers['x-upload-content-length'] ?? 0))
  return {
    status: 200,
    headers: { location: `${store.origin}/youtube-upload/${session.id}?uploadType=resumable&upload_id=${session.id}` },
    body: '',
  }
}

/** Bytes must begin where the last ones ended; a session that is whole goes on telling what it made. */
function receive({ call, server: { store, actions } }: Signed): Reply {
  const session = store.memory.sessions.get(call.params['session'] ?? '')
  if (!session || store.clock.ms() - session.openedAt > actions.settings.sessionMs) throw new GoogleRefusal(404, 'notFound', 'Not Found')
  const [, from] = /^bytes (\d+)-\d+\/\d+$/.exec(call.headers['content-range'] ?? '') ?? []
  if (session.videoId === null && from !== undefined && Number(from) === lengthOf(session)) actions.receive(session, call.raw)
  const video = store.memory.videos.get(session.videoId ?? '')
  if (video) return json(videoEntity(store, video, 'snippet,status'))
  const there = lengthOf(session)
  return { status: 308, headers: there === 0 ? {} : { range: `bytes=0-${there - 1}` }, body: '' }
}

const lengthOf = ({ pieces }: Session) => pieces.reduce((sum, piece) => sum + piece.length, 0)

function cover({ call, me, server: { store, actions } }: Signed): Reply {
  const video = ownVideo(store, me, call.query.get('videoId') ?? '')
  if (!actions.settings.covers) throw new GoogleRefusal(403, 'forbidden', 'The thumbnail cannot be set for the specified video.')
  if (call.raw.length === 0 || call.raw.length > 2_097_152) throw new GoogleRefusal(400, 'mediaBodyRequired', 'The image is missing.')
  video.cover = call.raw
  return json({ kind: 'youtube#thumbnailSetResponse', etag: 'e', items: [{ high: { url: `https://i.ytimg.example/${video.id}/c.jpg` } }] })
}

function uploads({ call, me, server: { store } }: Signed): Reply {
  if (call.query.get('playlistId') !== `UU${me.id.slice(2)}`)
    throw new GoogleRefusal(404, 'playlistNotFound', 'The playlist cannot be found.')
  return page(call, store.videosOf(me.id), (video, position) => uploadEntity(store, video, position), 'playlistItem')
}

function threads({ call, server: { store } }: Signed): Reply {
  const [channel, video] = [call.query.get('allThreadsRelatedToChannelId'), call.query.get('videoId')]
  const all = [...store.memory.comments.values()].filter(
    (one) =>
      one.parentId === null &&
      one.status === 'published' &&
      (video === null ? store.memory.videos.get(one.videoId)?.channelId === channel : one.videoId === video),
  )
  return page(call, all.reverse(), (one) => threadEntity(store, one), 'commentThread')
}

function startThread({ call, me, server: { store, actions } }: Signed): Reply {
  const snippet = record(call.body['snippet'])
  const text = textOf(record(record(snippet['topLevelComment'])['snippet'])['textOriginal'])
  const made = actions.comment({ videoId: textOf(snippet['videoId']), parentId: null, author: me.id, text })
  return json(threadEntity(store, made))
}

function comments({ call, server: { store } }: Signed): Reply {
  const [id, parent] = [call.query.get('id'), call.query.get('parentId')]
  if (id !== null)
    return listed(
      'comment',
      id
        .split(',')
        .flatMap((one) => store.memory.comments.get(one) ?? [])
        .map((one) => commentEntity(store, one)),
    )
  const all = [...store.memory.comments.values()].filter((one) => one.parentId === parent && one.status === 'published')
  return page(call, all, (one) => commentEntity(store, one), 'comment')
}

function answerComment({ call, me, server: { store, actions } }: Signed): Reply {
  const snippet = record(call.body['snippet'])
  const parent = commentOf(store, textOf(snippet['parentId']))
  const made = actions.comment({ videoId: parent.videoId, parentId: parent.id, author: me.id, text: textOf(snippet['textOriginal']) })
  return json(commentEntity(store, made))
}

function commentOf(store: YouTubeStore, id: string): YouTubeComment {
  const comment = store.memory.comments.get(id)
  if (!comment) throw new GoogleRefusal(404, 'commentNotFound', 'The specified comment could not be found.')
  return comment
}

/** By who keeps the channel of the film; what was rejected stays so. */
function moderate({ call, me, server: { store } }: Signed): Reply {
  const comment = commentOf(store, call.query.get('id') ?? '')
  if (store.memory.videos.get(comment.videoId)?.channelId !== me.id) throw new GoogleRefusal(403, 'forbidden', 'Not your channel.')
  const status = call.query.get('moderationStatus')
  if (status !== 'published' && status !== 'heldForReview' && status !== 'rejected')
    throw new GoogleRefusal(400, 'operationNotSupported', 'Unknown moderation status.')
  if (comment.status === 'rejected') throw new GoogleRefusal(400, 'processingFailure', 'A rejected comment cannot be changed.')
  comment.status = status
  return { status: 204, body: '' }
}

function report({ call, me, server: { store } }: Signed): Reply {
  const ids = /^video==(.+)$/.exec(call.query.get('filters') ?? '')?.[1]?.split(',') ?? []
  const own = ids.filter((id) => store.memory.videos.get(id)?.channelId === me.id)
  const column = (name: string, dataType: string, columnType = 'METRIC') => ({ name, dataType, columnType })
  const columnHeaders = [column('video', 'STRING', 'DIMENSION'), column('views', 'INTEGER'), column('shares', 'INTEGER')]
  return json({ kind: 'youtubeAnalytics#resultTable', columnHeaders, rows: own.map((id) => [id, 57, 4]) })
}
