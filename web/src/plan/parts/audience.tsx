import type { Format } from '../../ui/format.ts'
import { useLanguage, useT } from '../../ui/language.ts'
import style from '../plan.module.css'
import { planWords } from '../plan.words.ts'
import { labelsIn } from './labels.ts'
import type { Audience } from './note.ts'
import { wallOf, weekday } from './zone.ts'

const WIDE = 296

/** The day's expected activity with the hour that was chosen in it; said as a share of the day's peak. */
export function DayAudience({ audience, at, zone, format }: { audience: Audience | undefined; at: number; zone: string; format: Format }) {
  const t = useT(planWords)
  const labels = labelsIn(useLanguage())
  if (!audience?.hours) return <p className={style.hint}>{t.unknownAudience}.</p>
  const wall = wallOf(zone, at)
  const first = (weekday(wall.date) - 1) * 24
  const hours = audience.hours.slice(first, first + 24)
  const peak = Math.max(...hours, 0.0001)
  const value = (h: number) => {
    const low = Math.floor(h - 0.5)
    const part = h - 0.5 - low
    const of = (i: number) => hours[Math.min(23, Math.max(0, i))] ?? 0
    return (of(low) * (1 - part) + of(low + 1) * part) / peak
  }
  const x = (h: number) => 2 + (h / 24) * (WIDE - 4)
  const y = (h: number) => 42 - value(h) * 34
  const steps = Array.from({ length: 97 }, (_, i) => i / 4)
  const curve = steps.map((h) => `L${x(h).toFixed(1)} ${y(h).toFixed(1)}`).join('')
  const now = wall.minutes / 60
  const best = hours.indexOf(Math.max(...hours))
  const day = labels.weekday(wall.date)
  return (
    <div>
      <svg viewBox={`0 0 ${WIDE} 58`} className={style.audience} role="img" aria-label={t.audienceLabel(day)}>
        <path d={`M2 42${curve}L${WIDE - 2} 42z`} fill="var(--audience)" />
        <path d={`M2 42.5H${WIDE - 2}`} stroke="var(--rule)" />
        <path d={`M${x(now)} 4V42`} stroke="var(--accent)" strokeWidth="1.5" />
        <circle cx={x(now)} cy={y(now)} r="3.5" fill="var(--accent)" />
        {[0, 6, 12, 18, 24].map((h) => (
          <text key={h} x={x(h)} y="56" textAnchor={h === 0 ? 'start' : h === 24 ? 'end' : 'middle'}>
            {h}:00
          </text>
        ))}
      </svg>
      <p className={style.hint}>
        {t.audienceAt(format.percent(value(now)), day)}
        {'\u202F'}; {t.audienceBest(format.percent(1), labels.clock(best * 60 + 30))}, {t.audienceSample(audience.sample)}.
      </p>
    </div>
  )
}
