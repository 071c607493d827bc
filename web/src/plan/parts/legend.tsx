import { type PostFormat, postFormats } from '@pupitre/server/publish/publish.schema'
import { useT } from '../../ui/language.ts'
import style from '../plan.module.css'
import { planWords } from '../plan.words.ts'
import { Sign } from './sign.tsx'

const STATES = ['scheduled', 'awaiting', 'draft', 'published', 'failed', 'unknown', 'held'] as const

/** What stands on the score, in the signs in which it stands there; text and the states are always explained. */
export function Legend({ formats }: { formats: ReadonlySet<PostFormat> }) {
  const t = useT(planWords)
  return (
    <div className={style.legend}>
      <span className={style.legendTitle}>{t.legend}</span>
      <ul>
        {postFormats
          .filter((format) => format === 'text' || formats.has(format))
          .map((format) => (
            <li key={format}>
              <Sign format={format} look="scheduled" />
              {t.formats[format]}
            </li>
          ))}
      </ul>
      <ul>
        {STATES.map((state) => (
          <li key={state}>
            <Sign format="text" look={state} />
            {t.states[state]}
          </li>
        ))}
      </ul>
      <ul>
        <li>
          <svg width="16" height="13" viewBox="0 0 16 13" aria-hidden="true">
            <path d="M0 .5h16M0 3.5h16M0 6.5h16M0 9.5h16M0 12.5h16" stroke="var(--ink-3)" />
          </svg>
          {t.pillarHeight}
        </li>
      </ul>
    </div>
  )
}
