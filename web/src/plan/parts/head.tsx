import type { CalendarView } from '@pupitre/server/plan/plan.schema'
import type { Action } from '../../ui/actions.ts'
import { Button, ButtonGroup, IconButton } from '../../ui/button.tsx'
import type { Format } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { Menu } from '../../ui/menu.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Select } from '../../ui/select.tsx'
import style from '../plan.module.css'
import { planWords } from '../plan.words.ts'
import { Filter } from './filter.tsx'
import { periodText, VIEWS } from './period.ts'
import type { usePlace } from './use-place.ts'
import type { Filters } from './use-calendar.ts'
import { Zoom } from './zoom.tsx'

type Props = {
  place: ReturnType<typeof usePlace>
  format: Format
  actions: readonly Action[]
  whole: CalendarView | null
  filters: Filters
  onFilters: (filters: Filters) => void
  onSpan: (span: number) => void
  onCreate: (() => void) | null
  onCampaign: ((id: string) => void) | null
}

const IN_MENU = ['plan.campaign', 'plan.pillars', 'plan.feed', 'plan.print']

export function Head(props: Props) {
  const { place, format, actions, whole, filters, onFilters, onSpan, onCreate, onCampaign } = props
  const { view, show: onView, today: onToday, turn: onTurn } = place
  const t = useT(planWords)
  const options = VIEWS.map((value) => ({ value, label: t.views[value] }))
  const campaigns = onCampaign ? (whole?.campaigns ?? []) : []
  const groups = [
    { id: 'more', entries: actions.filter((a) => IN_MENU.includes(a.id) && a.when !== false) },
    ...(campaigns.length > 0
      ? [
          {
            id: 'campaigns',
            title: t.campaigns,
            entries: campaigns.map((c) => ({ id: c.id, label: c.name, icon: 'flag' as const, perform: () => onCampaign?.(c.id) })),
          },
        ]
      : []),
  ]
  return (
    <header className={style.head}>
      <h1>{t.title[view]}</h1>
      <span className={style.period}>{periodText(view, place.shown, format)}</span>
      <ButtonGroup label={t.today}>
        <IconButton icon="left" kind="outline" label={t.before} onPress={() => onTurn(-1)} />
        <Button compact onPress={onToday}>
          {t.today}
        </Button>
        <IconButton icon="right" kind="outline" label={t.after} onPress={() => onTurn(1)} />
      </ButtonGroup>
      <span className={style.gap} />
      {view === 'score' && <Zoom scale={place.scale} onSpan={onSpan} />}
      <div className={style.wideViews}>
        <Segmented label={t.view} value={view} onChange={onView} options={options} />
      </div>
      <div className={style.narrowViews}>
        <Select label={t.view} hideLabel value={view} onChange={onView} options={options} />
      </div>
      {whole && <Filter view={whole} filters={filters} onChange={onFilters} />}
      <Menu label={t.more} placement="bottom end" trigger={<IconButton icon="dots" kind="outline" label={t.more} />} groups={groups} />
      {onCreate && (
        <span className={style.create}>
          <Button compact kind="primary" icon="plus" keys="n" onPress={onCreate}>
            {t.create}
          </Button>
        </span>
      )}
    </header>
  )
}
