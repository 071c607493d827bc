import type { Creator, TikTokPost } from './store.ts'

/** What is remembered, as the interface shows it: only the fields that were asked for. */

type Entity = Record<string, unknown>

const only = (entity: Entity, fields: readonly string[]): Entity =>
  Object.fromEntries(Object.entries(entity).filter(([name]) => fields.includes(name)))

export function userEntity({ openId, username, followers }: Creator, fields: readonly string[]): Entity {
  return only(
    {
      open_id: openId,
      avatar_url: `https://p16.example/${username}.jpg`,
      display_name: username,
      username,
      profile_deep_link: `https://vm.tiktok.example/${username}`,
      follower_count: followers,
    },
    fields,
  )
}

export function videoEntity(post: TikTokPost, username: string, fields: readonly string[]): Entity {
  return only(
    {
      id: post.id,
      title: post.title,
      video_description: [post.title, post.description].filter(Boolean).join('\n\n'),
      create_time: Math.floor(post.at / 1000),
      cover_image_url: `https://p16.example/cover/${post.id}.jpg`,
      share_url: `https://www.tiktok.com/@${username}/video/${post.id}`,
      duration: post.kind === 'film' ? 20 : 0,
      view_count: 33,
      like_count: post.likes.size,
      comment_count: post.comments.length,
      share_count: 2,
    },
    fields,
  )
}
