import type { ChannelView } from '../../channels/channels.client.ts'
import { cx } from '../../ui/cx.ts'
import { useFormat } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import type { Measure, StoredItem } from '../create.client.ts'
import { createWords } from '../create.words.ts'
import style from './composer.module.css'
import { useComposer } from './context.ts'

type Props = { channel: ChannelView; items: readonly StoredItem[]; measure: Measure | undefined; follows: boolean }

/** How much of a network's room a version takes, by the network's own count. */
export function Limits({ channel, items, measure, follows }: Props) {
  const t = useT(createWords)
  const format = useFormat()
  const { rules, assets } = useComposer()
  const [first, second] = measure?.measured ?? []
  if (!first) return <div className={style.limits} />
  const worst = (measure?.measured ?? []).reduce((most, one) => Math.max(most, one.length / one.max), 0)
  const isFilm = items.some((item) => item.media.some(({ assetId }) => assets.get(assetId)?.seconds != null))
  const images = Math.max(0, ...items.map((item) => item.media.length))
  const counted = t.ofMax(format.number(first.length), format.number(first.max))
  const note = items.length === 1 ? t.whole : follows ? t.cutAtSentence : t.formats.thread(items.length)
  return (
    <div className={cx(style.limits, worst > 1 ? style.over1 : worst > 0.9 && style.near)}>
      <span className="num">
        <b>{counted}</b>
        {second && t.thenOne(format.number(second.length))}
      </span>
      <span className="num">{isFilm ? t.withFilm : t.imagesOf(images, rules.get(channel.id)?.maxImages ?? 0)}</span>
      <span className={style.gauge}>
        <i style={{ width: `${Math.min(100, worst * 100)}%` }} />
      </span>
      <span>{note}</span>
    </div>
  )
}
