import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { useFormat } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { createWords } from '../create.words.ts'
import style from './composer.module.css'
import { useComposer, useLabelOf } from './context.ts'
import { mendOf, type Point, pointSaid, pointsOf } from './findings.ts'

function PointLine({ point }: { point: Point }) {
  const t = useT(createWords)
  const format = useFormat()
  const composer = useComposer()
  const labelOf = useLabelOf()
  const named = composer.chosen.filter((one) => point.channelIds.includes(one.id)).map((one) => labelOf(composer.chosen, one))
  const isAll = point.channelIds.length === composer.chosen.length || point.where?.channelId === null
  const said = pointSaid(t, format, point, composer.measures.get(point.channelIds[0] ?? '')?.items.length ?? 1)
  const sentence = isAll ? said.charAt(0).toLocaleUpperCase() + said.slice(1) : `${t.onChannel(format.list(named))} ${said}`
  const mend = composer.canWrite ? mendOf(t, composer, point) : null
  return (
    <li className={point.finding.blocking ? style.blocking : style.advice}>
      <Icon name={point.finding.blocking ? 'stop' : 'warn'} />
      <span>
        {point.finding.blocking && <b>{t.blocks}</b>} {sentence}{' '}
        {mend && (
          <Button compact kind="word" onPress={mend.perform}>
            {mend.label}
          </Button>
        )}
      </span>
    </li>
  )
}

/** What was really checked and is right, said as such; nothing else is claimed. */
function useGood(points: readonly Point[]): string[] {
  const t = useT(createWords)
  const { chosen, measures, draft } = useComposer()
  const has = (...codes: string[]) => points.some((point) => codes.some((code) => point.finding.code.startsWith(code)))
  const written = draft.items.some((item) => item.text.trim() !== '' || item.media.length > 0)
  if (chosen.length === 0 || !written || chosen.some((channel) => !measures.has(channel.id))) return []
  const withImages = draft.items.some((item) => item.media.length > 0)
  const cut = chosen.some((channel) => (measures.get(channel.id)?.items.length ?? 1) > draft.items.length && !draft.own[channel.id]?.items)
  return [
    has('text_', 'too_many', 'image_', 'video_', 'mixed', 'poll_') ? null : t.good.limits(chosen.length),
    withImages && !has('alt_') ? t.good.alt : null,
    has('option_') ? null : t.good.options,
    cut ? t.good.thread : null,
  ].filter((line) => line !== null)
}

/** The findings under the previews; nothing jumps when a check finishes. */
export function Checks() {
  const t = useT(createWords)
  const composer = useComposer()
  const points = pointsOf(composer)
  const good = useGood(points)
  const blocking = points.filter((point) => point.finding.blocking).length
  return (
    <section className={style.checks} aria-label={t.review}>
      <h2>
        {t.review} <span>{composer.chosen.length > 0 && t.reviewCount(blocking, points.length - blocking)}</span>
      </h2>
      <ul>
        {points.map((point) => (
          <PointLine key={point.key} point={point} />
        ))}
        {good.map((line) => (
          <li key={line} className={cx(style.good)}>
            <Icon name="check" />
            <span>{line}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
