import type { TodayView } from '@pupitre/server/today/today.schema'
import { useSession } from '../../session.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { useFormat } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { useNow } from '../../ui/now.ts'
import { Time } from '../../ui/time.tsx'
import style from '../today.module.css'
import { todayWords } from '../today.words.ts'

/** What one likes to know without having to act: who is here, what went well, what comes next. */
export function Margin({ view }: { view: TodayView }) {
  const t = useT(todayWords)
  const format = useFormat()
  const { me } = useSession()
  const now = useNow(60_000)
  const settled = view.settled.filter((line) => line.count > 0)
  return (
    <aside className={style.margin} aria-label={t.who}>
      {view.who.length > 0 && (
        <section>
          <h2>{t.who}</h2>
          <ul>
            {view.who.map((person) => (
              <li key={person.id} className={person.here ? undefined : 'dim'}>
                <Avatar name={person.name} initials={person.initials} size="small" me={person.id === me.user.id} />
                {person.id === me.user.id ? t.you : person.name}
                {person.here && <span>{t.here}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {settled.length > 0 && (
        <section>
          <h2>{t.settled}</h2>
          <ul>
            {settled.map((line) => (
              <li key={line.key}>
                <span>{t.settledWords[line.key]}</span>
                <span className="num">{format.number(line.count)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {view.next.length > 0 && (
        <section>
          <h2>{t.next}</h2>
          <ul>
            {view.next.map((item) => (
              <li key={`${item.key}${item.at}${item.label}`}>
                <span className="cut">{t.nextWords[item.key](item.label)}</span>
                {item.key === 'post' ? <Time at={item.at} /> : <span className="num">{format.inDays(item.at, now)}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </aside>
  )
}
