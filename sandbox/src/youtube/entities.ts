import type { Channel, Video, YouTubeComment, YouTubeStore } from './store.ts'

/** What is remembered, as the interface shows it: only the parts that were asked for. */

type Entity = Record<string, unknown>

/** YouTube writes whole seconds. */
const at = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
const thumbnails = (id: string) => ({ high: { url: `https://i.ytimg.example/${id}/hqdefault.jpg`, width: 480, height: 360 } })

function only(entity: Entity, part: string): Entity {
  const wanted = ['kind', 'etag', 'id', ...part.split(',')]
  return Object.fromEntries(Object.entries(entity).filter(([name]) => wanted.includes(name)))
}

export function channelEntity({ memory }: YouTubeStore, { id, title, owner, subscribers }: Channel, part: string): Entity {
  const videoCount = [...memory.videos.values()].filter(({ channelId }) => channelId === id).length
  return only(
    {
      kind: 'youtube#channel',
      etag: 'e',
      id,
      snippet: { title, description: '', customUrl: `@${owner}`, publishedAt: '2020-01-01T00:00:00Z', thumbnails: thumbnails(id) },
      statistics: { viewCount: '120', subscriberCount: String(subscribers), hiddenSubscriberCount: false, videoCount: String(videoCount) },
    },
    part,
  )
}

export function videoEntity({ memory }: YouTubeStore, video: Video, part: string): Entity {
  const comments = [...memory.comments.values()].filter(({ videoId }) => videoId === video.id).length
  return only(
    {
      kind: 'youtube#video',
      etag: 'e',
      id: video.id,
      snippet: {
        publishedAt: at(video.at),
        channelId: video.channelId,
        title: video.title,
        description: video.description,
        thumbnails: thumbnails(video.id),
        channelTitle: memory.channels.get(video.channelId)?.title ?? '',
        tags: video.tags,
        categoryId: video.categoryId,
        liveBroadcastContent: 'none',
        ...(video.language && { defaultLanguage: video.language }),
      },
      status: {
        uploadStatus: 'uploaded',
        privacyStatus: video.privacy,
        license: 'youtube',
        embeddable: true,
        publicStatsViewable: true,
        madeForKids: false,
        selfDeclaredMadeForKids: false,
      },
      statistics: { viewCount: '57', likeCount: String(video.likes.size), favoriteCount: '0', commentCount: String(comments) },
    },
    part,
  )
}

export function uploadEntity(store: YouTubeStore, video: Video, position: number): Entity {
  const { snippet } = videoEntity(store, video, 'snippet') as { snippet: Entity }
  const { publishedAt, channelId, channelTitle, title, description } = snippet
  return {
    kind: 'youtube#playlistItem',
    etag: 'e',
    id: `item-${video.id}`,
    snippet: {
      publishedAt,
      channelId,
      channelTitle,
      title,
      description,
      thumbnails: thumbnails(video.id),
      playlistId: `UU${video.channelId.slice(2)}`,
      position,
      resourceId: { kind: 'youtube#video', videoId: video.id },
    },
    contentDetails: { videoId: video.id, videoPublishedAt: publishedAt },
  }
}

/** Whether a comment is held back is told to who keeps the channel. */
export function commentEntity({ memory }: YouTubeStore, comment: YouTubeComment): Entity {
  const author = memory.channels.get(comment.author)
  return {
    kind: 'youtube#comment',
    etag: 'e',
    id: comment.id,
    snippet: {
      channelId: memory.videos.get(comment.videoId)?.channelId ?? '',
      ...(comment.parentId ? { parentId: comment.parentId } : { videoId: comment.videoId }),
      textDisplay: comment.text,
      textOriginal: comment.text,
      authorDisplayName: `@${author?.owner ?? ''}`,
      authorProfileImageUrl: `https://yt3.example/${comment.author}.jpg`,
      authorChannelUrl: `http://www.youtube.com/@${author?.owner ?? ''}`,
      authorChannelId: { value: comment.author },
      canRate: true,
      viewerRating: 'none',
      likeCount: 0,
      moderationStatus: comment.status,
      publishedAt: at(comment.at),
      updatedAt: at(comment.editedAt),
    },
  }
}

/** The first five answers are shown with the thread. */
export function threadEntity(store: YouTubeStore, top: YouTubeComment): Entity {
  const answers = [...store.memory.comments.values()].filter(({ parentId, status }) => parentId === top.id && status === 'published')
  return {
    kind: 'youtube#commentThread',
    etag: 'e',
    id: top.id,
    snippet: {
      channelId: store.memory.videos.get(top.videoId)?.channelId ?? '',
      videoId: top.videoId,
      topLevelComment: commentEntity(store, top),
      canReply: true,
      totalReplyCount: answers.length,
      isPublic: true,
    },
    ...(answers.length > 0 && { replies: { comments: answers.slice(0, 5).map((one) => commentEntity(store, one)) } }),
  }
}
