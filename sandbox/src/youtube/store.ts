import { createHash } from 'node:crypto'
import type { Clock } from '../clock.ts'

/** Everything the simulated YouTube remembers. `entities.ts` shows it as the interface does. */

export type Channel = { id: string; owner: string; title: string; subscribers: number }

export type Video = {
  id: string
  channelId: string
  title: string
  description: string
  tags: string[]
  categoryId: string
  language: string | null
  privacy: string
  at: number
  bytes: Buffer
  cover: Buffer | null
  likes: Set<string>
  /** Which session made it. */
  session: string
}

export type Words = Pick<Video, 'title' | 'description' | 'tags' | 'categoryId' | 'language'>
export type Session = {
  id: string
  channelId: string
  words: Words
  privacy: string
  size: number
  pieces: Buffer[]
  videoId: string | null
  openedAt: number
}

export type YouTubeComment = {
  id: string
  videoId: string
  parentId: string | null
  author: string
  text: string
  status: 'published' | 'heldForReview' | 'rejected'
  at: number
  editedAt: number
}

function emptyMemory() {
  return {
    channels: new Map<string, Channel>(),
    videos: new Map<string, Video>(),
    sessions: new Map<string, Session>(),
    comments: new Map<string, YouTubeComment>(),
  }
}

export type YouTubeMemory = ReturnType<typeof emptyMemory>

export type YouTubeStore = {
  readonly memory: YouTubeMemory
  clock: Clock
  /** Of this server, once it listens. */
  origin: string
  reset: () => void
  newId: (length: number) => string
  channel: (owner: string) => Channel
  /** Newest first. */
  videosOf: (channelId: string) => Video[]
}

const digest = (text: string) => createHash('sha256').update(text).digest('base64url')

export function createYouTubeStore(clock: Clock): YouTubeStore {
  let memory = emptyMemory()
  let last = 0
  const store: YouTubeStore = {
    clock,
    origin: '',
    get memory() {
      return memory
    },
    reset: () => {
      memory = emptyMemory()
    },
    newId: (length) => digest(`id ${++last}`).slice(0, length),
    channel: (owner) => {
      const id = `UC${digest(`channel ${owner}`).slice(0, 22)}`
      const known = memory.channels.get(id) ?? { id, owner, title: owner, subscribers: 30 }
      memory.channels.set(id, known)
      return known
    },
    videosOf: (channelId) => [...memory.videos.values()].filter((video) => video.channelId === channelId).reverse(),
  }
  return store
}
