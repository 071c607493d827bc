import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useFormat } from '../../ui/format.ts'
import { Glyph } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { Table } from '../../ui/table.tsx'
import type { ChannelFigures } from '../measure.client.ts'
import { measureWords } from '../measure.words.ts'
import { FigureCell } from './figure-cell.tsx'
import { Line, SeriesTable } from './line.tsx'
import style from './measure.module.css'

const followersOf = (channel: ChannelFigures) => channel.series.find((one) => one.code === 'followers')

/** What was gained between the first and the last reading; null with fewer than two. */
function gainOf(channel: ChannelFigures): number | null {
  const known = (followersOf(channel)?.points ?? []).flatMap((point) => point.value ?? [])
  const [first] = known
  const last = known.at(-1)
  return known.length > 1 && first !== undefined && last !== undefined ? last - first : null
}

export function Channels({ channels }: { channels: ChannelFigures[] }) {
  const t = useT(measureWords)
  const format = useFormat()
  return (
    <Table
      caption={t.channels}
      columns={[t.channel, t.followers, { figure: t.posts30 }, { figure: t.replies30 }, { figure: t.engagements30 }]}
    >
      {channels.map((channel) => {
        const followers = channel.figures.find((one) => one.code === 'followers')
        const series = followersOf(channel)
        return (
          <tr key={channel.channelId}>
            <th scope="row">
              <Link
                to="/measure/$"
                params={{ _splat: `channel/${channel.channelId}` }}
                className={style.name}
                aria-label={t.openChannel(channel.name)}
              >
                <Glyph network={channel.network} /> {channel.name}
              </Link>
            </th>
            <td data-label={t.followers}>
              <span className={style.followers}>
                {followers && <FigureCell figure={followers} />}
                {series && <Line series={series} label={t.seriesOf(t.followers)} small />}
              </span>
            </td>
            <td className="figure" data-label={t.posts30}>
              {format.number(channel.posts30)}
            </td>
            <td className="figure" data-label={t.replies30}>
              {format.number(channel.replies30)}
            </td>
            <td className="figure" data-label={t.engagements30}>
              <span>
                <small className="dim">{t.sample(channel.sample.read, channel.sample.of)}</small> {format.number(channel.engagements30)}
              </span>
            </td>
          </tr>
        )
      })}
    </Table>
  )
}

/** One channel: its public over time, and its posts. */
export function ChannelDetail({ channel, children }: { channel: ChannelFigures; children: ReactNode }) {
  const t = useT(measureWords)
  const format = useFormat()
  const series = followersOf(channel)
  const gain = gainOf(channel)
  const followers = channel.figures.find((one) => one.code === 'followers')
  return (
    <>
      <section className={style.part}>
        <h2>
          <Glyph network={channel.network} /> {channel.name}
        </h2>
        <dl className={style.figures}>
          <div>
            <dt>{t.followers}</dt>
            <dd className="fig">{followers ? <FigureCell figure={followers} /> : format.number(null)}</dd>
            {gain !== null && <dd className="dim">{t.since(format.number(gain, { signDisplay: 'always' }))}</dd>}
          </div>
          <div>
            <dt>{t.posts30}</dt>
            <dd className="fig">{format.number(channel.posts30)}</dd>
          </div>
          <div>
            <dt>{t.replies30}</dt>
            <dd className="fig">{format.number(channel.replies30)}</dd>
          </div>
          <div>
            <dt>{t.engagements30}</dt>
            <dd className="fig">{format.number(channel.engagements30)}</dd>
            <dd className="dim">{t.sample(channel.sample.read, channel.sample.of)}</dd>
          </div>
        </dl>
        {series && (
          <>
            <Line series={series} label={t.seriesOf(t.followers)} />
            <SeriesTable series={[series]} />
          </>
        )}
      </section>
      <section className={style.part}>
        <h2>{t.posts}</h2>
        {children}
      </section>
    </>
  )
}
