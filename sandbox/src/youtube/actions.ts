import { GoogleRefusal } from '../google/google.ts'
import type { Session, Video, Words, YouTubeComment, YouTubeStore } from './store.ts'

/** What can happen on the network, whoever makes it happen: an app by HTTP, or people from within. */

export type YouTubeSettings = {
  /** Films of a project without audit are locked as private. */
  audited: boolean
  /** Units left today; null: no limit. */
  units: number | null
  sessionMs: number
  /** Covers are for channels whose phone number is confirmed. */
  covers: boolean
}

export type NewComment = { videoId: string; parentId: string | null; author: string; text: string }
export type YouTubeActions = ReturnType<typeof createYouTubeActions>

export function createYouTubeActions(store: YouTubeStore) {
  const settings: YouTubeSettings = { audited: true, units: null, sessionMs: 7 * 86_400_000, covers: true }
  return {
    settings,
    open: (channelId: string, words: Words, privacy: string, size: number) => open(store, { channelId, words, privacy, size }),
    receive: (session: Session, piece: Buffer) => receive(store, settings, session, piece),
    change: (video: Video, words: Words) => {
      acceptable(words)
      Object.assign(video, words)
      return video
    },
    comment: (init: NewComment) => comment(store, init),
    editComment: (one: YouTubeComment, text: string) => {
      if (text.length > 10_000) throw new GoogleRefusal(400, 'commentTextTooLong', 'The comment is too long.')
      one.text = text
      one.editedAt = store.clock.ms()
      return one
    },
    like: (channelId: string, videoId: string) => store.memory.videos.get(videoId)?.likes.add(channelId),
  }
}

function acceptable({ title, description, tags }: Words): void {
  if (title === '' || title.length > 100 || /[<>]/.test(title))
    throw new GoogleRefusal(400, 'invalidTitle', 'The request metadata specifies an invalid or empty video title.')
  if (Buffer.byteLength(description) > 5_000 || /[<>]/.test(description))
    throw new GoogleRefusal(400, 'invalidDescription', 'The request metadata specifies an invalid video description.')
  if (tags.join(',').length > 500) throw new GoogleRefusal(400, 'invalidTags', 'The request metadata specifies invalid video keywords.')
}

function open(store: YouTubeStore, init: Pick<Session, 'channelId' | 'words' | 'privacy' | 'size'>): Session {
  acceptable(init.words)
  if (!(init.size > 0)) throw new GoogleRefusal(400, 'mediaBodyRequired', 'The request does not include the video content.')
  const made: Session = { id: store.newId(40), ...init, pieces: [], videoId: null, openedAt: store.clock.ms() }
  store.memory.sessions.set(made.id, made)
  return made
}

/** The film stands when the last byte has come, once. */
function receive(store: YouTubeStore, settings: YouTubeSettings, session: Session, piece: Buffer): void {
  session.pieces.push(piece)
  const bytes = Buffer.concat(session.pieces)
  if (bytes.length < session.size) return
  const made: Video = {
    id: store.newId(11),
    channelId: session.channelId,
    ...session.words,
    privacy: settings.audited ? session.privacy : 'private',
    at: store.clock.ms(),
    bytes,
    cover: null,
    likes: new Set(),
    session: session.id,
  }
  store.memory.videos.set(made.id, made)
  session.videoId = made.id
}

function comment(store: YouTubeStore, { videoId, parentId, author, text }: NewComment): YouTubeComment {
  const { memory } = store
  if (!memory.videos.has(videoId))
    throw new GoogleRefusal(404, 'videoNotFound', 'The video identified by the videoId parameter could not be found.')
  if (parentId !== null && memory.comments.get(parentId)?.parentId !== null)
    throw new GoogleRefusal(404, 'parentCommentNotFound', 'The specified parent comment could not be found.')
  if (text.length > 10_000) throw new GoogleRefusal(400, 'commentTextTooLong', 'The comment is too long.')
  const at = store.clock.ms()
  const id = parentId === null ? `Ug${store.newId(24)}` : `${parentId}.${store.newId(22)}`
  const made: YouTubeComment = { id, videoId, parentId, author, text, status: 'published', at, editedAt: at }
  memory.comments.set(id, made)
  return made
}
