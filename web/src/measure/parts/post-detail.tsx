import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { cx } from '../../ui/cx.ts'
import { useFormat } from '../../ui/format.ts'
import { Glyph } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { postQuery, type ChannelFigures } from '../measure.client.ts'
import { measureWords } from '../measure.words.ts'
import { FigureCell } from './figure-cell.tsx'
import { Line, SeriesTable } from './line.tsx'
import style from './measure.module.css'

/** One post: its words, its figures as last read, and how they came. */
export function PostDetail({ brandId, id, channels }: { brandId: string; id: string; channels: ChannelFigures[] }) {
  const t = useT(measureWords)
  const format = useFormat()
  const { data, error } = useQuery(postQuery(brandId, id))
  if (error) return <ErrorState error={error} />
  if (!data) return <Skeleton lines={6} />
  const { post, series } = data
  const channel = channels.find((one) => one.channelId === post.channelId)
  const readAt = post.figures
    .flatMap((figure) => figure.readAt ?? [])
    .sort()
    .at(-1)
  return (
    <section className={style.part}>
      <h2>{post.title || t.untitled}</h2>
      <div className={style.whole}>
        {post.thumbUrl && <img src={post.thumbUrl} alt="" />}
        <div>
          <p>{post.words}</p>
          <p className={cx('dim', style.place)}>
            {channel && <Glyph network={channel.network} />}
            <span>{[channel?.name, post.publishedAt && format.full(post.publishedAt)].filter(Boolean).join(', ')}</span>
          </p>
          <p className={style.links}>
            {post.link && (
              <a href={post.link} target="_blank" rel="noreferrer">
                {t.seeOnline}
              </a>
            )}
            <Link to="/ledger/$deliveryId" params={{ deliveryId: post.deliveryId }}>
              {t.ledger}
            </Link>
          </p>
        </div>
      </div>
      <dl className={style.figures}>
        {post.figures.map((figure) => (
          <div key={figure.code}>
            <dt>{t.codes[figure.code as keyof typeof t.codes] ?? figure.code}</dt>
            <dd className="fig">
              <FigureCell figure={figure} />
            </dd>
          </div>
        ))}
      </dl>
      {readAt && <p className="dim">{t.readAt(format.relative(readAt))}</p>}
      <div className={style.drawings}>
        {series
          .filter((one) => one.points.length > 1 && one.points.some((point) => (point.value ?? 0) > 0))
          .map((one) => (
            <div key={one.code}>
              <h3>{t.codes[one.code as keyof typeof t.codes] ?? one.code}</h3>
              <Line series={one} label={t.seriesOf(t.codes[one.code as keyof typeof t.codes] ?? one.code)} />
            </div>
          ))}
      </div>
      {series.length > 0 && <SeriesTable series={series} />}
      <p className={style.note}>{t.absentNote}</p>
    </section>
  )
}
