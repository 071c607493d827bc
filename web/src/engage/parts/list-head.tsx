import type { InboxPage, InboxView } from '@pupitre/server/engage/engage.schema'
import { useEffect, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { useActions } from '../../ui/actions.ts'
import { IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { type Format, useFormat } from '../../ui/format.ts'
import { Glyph, Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { Menu } from '../../ui/menu.tsx'
import { useNow } from '../../ui/now.ts'
import { engageWords } from '../engage.words.ts'
import style from '../engage.module.css'
import { levelOf } from './freshness.ts'
import { VIEWS } from './rows.ts'
import type { Place } from './use-place.ts'

type Go = (next: Partial<Place>) => void
type Freshness = InboxPage['freshness'][number]

/** The server counts up to a thousand: beyond, a figure would cost more than it says. */
const COUNTED = 1000
const written = (format: Format, count: number) => (count >= COUNTED ? `${format.number(COUNTED - 1)}+` : format.number(count))

const SEARCH_PAUSE = 250

function Search({ value, onChange }: { value: string; onChange: (search: string) => void }) {
  const t = useT(engageWords)
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(value)
  const [seen, setSeen] = useState(value)
  if (seen !== value) {
    setSeen(value)
    if (value !== typed.trim()) setTyped(value)
  }
  useEffect(() => {
    if (typed.trim() === value) return undefined
    const timer = setTimeout(() => onChange(typed.trim()), SEARCH_PAUSE)
    return () => clearTimeout(timer)
  }, [typed, value, onChange])
  useActions([{ id: 'inbox.search', label: t.focusSearch, icon: 'search', keys: '/', group: 'do', perform: () => input.current?.focus() }])
  const clear = () => {
    setTyped('')
    onChange('')
  }
  return (
    <div className={style.search} role="search">
      <Icon name="search" size={14} />
      <input
        ref={input}
        type="search"
        aria-label={t.search}
        aria-keyshortcuts="/"
        placeholder={t.searchHint}
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur()
          if (event.key !== 'Escape') return
          clear()
          event.currentTarget.blur()
        }}
      />
      {typed && <IconButton icon="x" label={t.clearSearch} onPress={clear} />}
    </div>
  )
}

const FIRST: readonly InboxView[] = ['mine', 'team', 'waiting']

type ViewsProps = { view: InboxView; counts: InboxPage['counts'] | undefined; onChange: (view: InboxView) => void }

/** What one looks at all day side by side, the rest behind a word. Buttons and no tabs: they change two panes at once. */
function Views({ view, counts, onChange }: ViewsProps) {
  const t = useT(engageWords)
  const format = useFormat()
  const countOf = (each: InboxView): string | undefined => {
    const count = counts?.[each as keyof typeof counts] ?? 0
    return count > 0 ? written(format, count) : undefined
  }
  const others = VIEWS.filter((each) => !FIRST.includes(each))
  const isOther = others.includes(view)
  const entries = others.map((each) => ({
    id: each,
    label: [t.views[each], countOf(each)].filter(Boolean).join(' · '),
    isCurrent: each === view,
    perform: () => onChange(each),
  }))
  return (
    <nav className={style.views} aria-label={t.viewsLabel}>
      {FIRST.map((each) => (
        <button key={each} type="button" className={style.view} aria-current={each === view || undefined} onClick={() => onChange(each)}>
          {t.views[each]} {countOf(each) && <span className={style.count}>{countOf(each)}</span>}
        </button>
      ))}
      <Menu
        label={t.otherViews}
        groups={[{ id: 'views', entries }]}
        trigger={
          <AriaButton className={cx(style.view, isOther && style.current)}>
            {isOther ? t.views[view] : t.otherViews} {isOther && countOf(view) && <span className={style.count}>{countOf(view)}</span>}
            <Icon name="down" size={12} />
          </AriaButton>
        }
      />
    </nav>
  )
}

/** In which order, and of which channel: behind one sign, which is outlined as soon as the list is not the usual one. */
function Arrange({ place, freshness, go }: { place: Place; freshness: readonly Freshness[]; go: Go }) {
  const t = useT(engageWords)
  const chosen = freshness.find((one) => one.channelId === place.channelId)
  const all = { id: 'all', label: t.allChannels, isCurrent: !place.channelId, perform: () => go({ channelId: null }) }
  const each = freshness.map((one) => ({
    id: one.channelId,
    label: one.name,
    start: <Glyph network={one.network} size={16} />,
    isCurrent: one.channelId === place.channelId,
    perform: () => go({ channelId: one.channelId }),
  }))
  const orders = (['recent', 'urgent'] as const).map((sort) => ({
    id: sort,
    label: t.sorts[sort],
    isCurrent: place.sort === sort,
    perform: () => go({ sort }),
  }))
  const isUsual = !chosen && place.sort === 'recent'
  const said = [t.filter, chosen?.name, !isUsual && t.sorts[place.sort]].filter(Boolean).join(', ')
  return (
    <Menu
      label={t.filter}
      placement="bottom end"
      groups={[
        { id: 'sort', title: t.order, entries: orders },
        ...(each.length < 2 && !place.channelId ? [] : [{ id: 'channels', title: t.channel, entries: [all, ...each] }]),
      ]}
      trigger={<IconButton icon="filter" label={said} kind={isUsual ? 'word' : 'outline'} />}
    />
  )
}

export function ListHead({ place, go, pulse }: { place: Place; go: Go; pulse: InboxPage | undefined }) {
  const t = useT(engageWords)
  const chosen = pulse?.freshness.find((one) => one.channelId === place.channelId)
  return (
    <div className={style.head}>
      <div className={style.title}>
        <h1>{t.title}</h1>
        <Search key="search" value={place.search} onChange={(search) => go({ search })} />
        <Arrange place={place} freshness={pulse?.freshness ?? []} go={go} />
      </div>
      {chosen && (
        <p className={style.filtered}>
          <Glyph network={chosen.network} size={14} />
          <span className="cut">{chosen.name}</span>
          <IconButton icon="x" label={t.allChannels} onPress={() => go({ channelId: null })} />
        </p>
      )}
      {!place.search && <Views view={place.view} counts={pulse?.counts} onChange={(view) => go({ view, open: null })} />}
    </div>
  )
}

function Heard({ one, now }: { one: Freshness; now: number }) {
  const t = useT(engageWords)
  const format = useFormat()
  const level = levelOf(one.heardAt, one.seconds, now)
  const age = one.heardAt ? Math.max(0, now - Date.parse(one.heardAt)) : null
  const span = age === null ? null : age < 60_000 ? t.seconds(Math.floor(age / 1000)) : format.span(age)
  const said = span === null ? t.never : level === 'fresh' ? t.fresh(span) : level === 'late' ? t.late(span) : t.silent(span)
  return (
    <li className={cx(level !== 'fresh' && style[level])} title={one.name}>
      <Glyph network={one.network} size={12} />
      <span className="cut">{one.name}</span>
      {level !== 'fresh' && <Icon name={level === 'late' ? 'clock' : 'warn'} size={12} />}
      <span className="num">{said}</span>
    </li>
  )
}

const fewChannels = 4

/** How long ago each channel was heard: amber when it is late on what it promises, red when it is silent. */
export function FreshnessLine({ freshness }: { freshness: readonly Freshness[] }) {
  const t = useT(engageWords)
  const now = useNow(5000)
  if (freshness.length === 0) return null
  // With many channels, only those that are not well are named; the others are counted.
  const named = freshness.length <= fewChannels ? freshness : freshness.filter((one) => levelOf(one.heardAt, one.seconds, now) !== 'fresh')
  const well = freshness.length - named.length
  return (
    <ul className={style.fresh} aria-label={t.freshness}>
      {named.slice(0, fewChannels).map((one) => (
        <Heard key={one.channelId} one={one} now={now} />
      ))}
      {named.length > fewChannels && <li>{t.moreLate(named.length - fewChannels)}</li>}
      {well > 0 && (
        <li>
          <Icon name="check" size={12} />
          <span>{t.wellHeard(well)}</span>
        </li>
      )}
    </ul>
  )
}
