import { Post } from '../../create/parts/post.tsx'
import type { ReviewItem } from '../review.client.ts'

/** A publication as it will look on its network, for whoever reads it before it leaves. */
export function Reading({ item }: { item: ReviewItem }) {
  return (
    <Post
      account={{ network: item.network, name: item.channelName, handle: item.handle }}
      items={item.items}
      measured={item.measured}
      options={item.options}
      assets={new Map(item.assets.map((asset) => [asset.id, asset]))}
      at={item.dueAt || null}
    />
  )
}
