import type { TodayRow } from '@pupitre/server/today/today.schema'
import { LinkButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { type Format, useFormat } from '../../ui/format.ts'
import { Glyph, Icon, type IconName } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { useNow } from '../../ui/now.ts'
import style from '../today.module.css'
import { todayWords } from '../today.words.ts'

type Words = Awaited<ReturnType<typeof todayWords.load>>

const SIGNS: Record<TodayRow['kind'], IconName> = {
  reply: 'inbox',
  failed: 'stop',
  unknown: 'history',
  by_hand: 'hand',
  held: 'pause',
  approve: 'check',
  reconnect: 'link',
  expiring: 'clock',
  silent: 'warn',
  draft_due: 'studio',
  limit_changed: 'warn',
  version_ends: 'clock',
}

const SOON = 3_600_000

type When = { text: string; tone: 'late' | 'soon' | null }

function pastOf(t: Words, format: Format, row: TodayRow, since: number): When {
  if (row.kind === 'by_hand' && since < SOON) return { text: t.itIsTime, tone: 'soon' }
  return { text: t.late(format.span(since)), tone: row.urgency === 'late' || row.pressing ? 'late' : 'soon' }
}

/** The first words of a row: what time has to say about it. */
function whenOf(t: Words, format: Format, row: TodayRow, now: number): When {
  if (row.kind === 'unknown') return { text: t.toConfirm, tone: null }
  if (row.kind === 'held') return { text: t.held, tone: null }
  if (row.when === null) return { text: '', tone: null }
  return momentOf(t, format, row, { at: Date.parse(row.when), now })
}

function momentOf(t: Words, format: Format, row: TodayRow, { at, now }: { at: number; now: number }): When {
  if (row.kind === 'failed') return { text: t.failedSince(format.span(now - at)), tone: 'late' }
  if (row.kind === 'silent' || row.kind === 'reconnect')
    return { text: t.since(format.daysAway(at, now) === 0 ? format.time(at) : format.dateShort(at)), tone: null }
  if (row.kind === 'expiring' || (row.kind === 'version_ends' && at > now)) return { text: format.inDays(at, now), tone: null }
  if (at < now) return pastOf(t, format, row, now - at)
  if (at - now < SOON) return { text: t.left(format.span(at - now)), tone: 'soon' }
  return { text: format.daysAway(at, now) === 0 ? t.before(format.time(at)) : format.relative(at, now), tone: null }
}

/** Where a row leads, always in its own brand: an answer never leaves in another's name. */
export function targetOf(row: TodayRow): { to: string; search: Record<string, string> } {
  const url = new URL(row.to, location.origin)
  if (row.kind === 'reply') url.searchParams.set('reply', 'now')
  return { to: url.pathname, search: { ...Object.fromEntries(url.searchParams), brand: row.brandId } }
}

export function keysOf(row: TodayRow): string {
  return row.kind === 'reply' ? 'r' : 'enter'
}

/** What stands behind it: whose it is, and of a message what it was understood to be. */
function Detail({ row, detail, showBrand }: { row: TodayRow; detail: string | undefined; showBrand: boolean }) {
  const t = useT(todayWords)
  const mood = row.marks && (row.marks.emotion === 'none' ? row.marks.sentiment : row.marks.emotion)
  const intent = row.marks && (row.marks.sure ? t.intents[row.marks.intent] : t.toCheck(t.intents[row.marks.intent]))
  const marks = intent && mood ? `${intent}, ${t.moods[mood]}` : ''
  const said = [showBrand && row.brandName, marks, detail].filter(Boolean).join(' · ')
  if (!said && !row.pressing) return null
  return (
    <small>
      {row.pressing && <b className={style.urgent}>{t.urgent}</b>}
      {said}
    </small>
  )
}

/** Names and words from right to left keep to themselves inside a sentence (Unicode isolates). */
function isolated(sentence: TodayRow['sentence']): TodayRow['sentence'] {
  const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/
  return Object.fromEntries(
    Object.entries(sentence).map(([name, value]) => [
      name,
      typeof value === 'string' && rightToLeft.test(value) ? `\u2068${value}\u2069` : value,
    ]),
  )
}

type Props = { row: TodayRow; isActive: boolean; showBrand: boolean; onActive: () => void }

export function Row({ row, isActive, showBrand, onActive }: Props) {
  const t = useT(todayWords)
  const format = useFormat()
  const now = useNow(30_000)
  const said = t.rows[row.kind]({ ...isolated(row.sentence), ...(row.when && { on: format.date(row.when) }) })
  const when = whenOf(t, format, row, now)
  const target = targetOf(row)
  return (
    <li className={cx(style.row, isActive && style.at)} aria-current={isActive || undefined} onPointerDown={onActive}>
      <span className={cx(style.when, when.tone && style[when.tone])} title={row.when ? format.full(row.when) : undefined}>
        {when.text}
      </span>
      {row.network ? (
        <Glyph network={row.network} size={18} className={style.sign} />
      ) : (
        <Icon name={SIGNS[row.kind]} size={18} className={style.sign} />
      )}
      <div className={style.body}>
        <p>
          <b>{said.act}</b>
          {said.why}
        </p>
        <Detail row={row} detail={said.detail} showBrand={showBrand} />
      </div>
      <div className={style.act} onFocus={onActive}>
        <LinkButton compact kind={isActive ? 'primary' : 'outline'} keys={keysOf(row)} data-row={row.id} {...(target as { to: '/inbox' })}>
          {said.button}
        </LinkButton>
      </div>
    </li>
  )
}
