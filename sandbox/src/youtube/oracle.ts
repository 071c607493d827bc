import type { OracleEntry } from '../oracle.ts'
import type { YouTube } from './youtube.ts'

/** Films and comments that stand now; a film's key is the session that made it. */
export function youtubeEntries({ store }: YouTube): OracleEntry[] {
  const { videos, comments, channels } = store.memory
  const at = (ms: number) => new Date(ms).toISOString()
  return [
    ...[...videos.values()].map((video) => ({
      network: 'youtube' as const,
      act: 'post',
      account: channels.get(video.channelId)?.owner ?? '',
      id: video.id,
      text: [video.title, video.description].filter(Boolean).join('\n\n'),
      target: null,
      keys: [video.session],
      at: at(video.at),
    })),
    ...[...comments.values()].map((comment) => ({
      network: 'youtube' as const,
      act: 'reply',
      account: channels.get(comment.author)?.owner ?? '',
      id: comment.id,
      text: comment.text,
      target: comment.parentId ?? comment.videoId,
      keys: [],
      at: at(comment.at),
    })),
  ]
}
