import { Link } from '@tanstack/react-router'
import { Glyph, Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import type { ChannelFigures, PostFigures } from '../measure.client.ts'
import { measureWords } from '../measure.words.ts'
import { FigureCell } from './figure-cell.tsx'
import style from './measure.module.css'

const shown = ['likes', 'reposts', 'replies', 'quotes', 'impressions'] as const

/** Posts with the figures that networks give, and a word where they do not. */
export function Posts({ posts, channels, caption }: { posts: PostFigures[]; channels: ChannelFigures[]; caption: string }) {
  const t = useT(measureWords)
  return (
    <Table caption={caption} columns={[t.post, t.published, ...shown.map((code) => ({ figure: t.codes[code] }))]}>
      {posts.map((post) => {
        const channel = channels.find((one) => one.channelId === post.channelId)
        const title = post.title || post.words.slice(0, 60) || t.untitled
        return (
          <tr key={post.deliveryId}>
            <th scope="row">
              <Link to="/measure/$" params={{ _splat: `post/${post.deliveryId}` }} className={style.post} aria-label={t.open(title)}>
                {post.thumbUrl ? (
                  <img src={post.thumbUrl} alt="" loading="lazy" />
                ) : (
                  <i aria-hidden>
                    <Icon name="file" />
                  </i>
                )}
                <span>
                  <b>{title}</b>
                  <small>
                    {channel && <Glyph network={channel.network} size={12} />} {channel?.name}
                  </small>
                </span>
              </Link>
            </th>
            <td data-label={t.published}>{post.publishedAt && <Time at={post.publishedAt} />}</td>
            {shown.map((code) => {
              const figure = post.figures.find((one) => one.code === code)
              return (
                <td key={code} className="figure" data-label={t.codes[code]}>
                  {figure && <FigureCell figure={figure} />}
                </td>
              )
            })}
          </tr>
        )
      })}
    </Table>
  )
}
