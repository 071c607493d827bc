import type { CalendarView } from '@pupitre/server/plan/plan.schema'
import type { DeliveryState } from '@pupitre/server/publish/publish.schema'
import { Button, IconButton } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/choice.tsx'
import { useT } from '../../ui/language.ts'
import { Popover } from '../../ui/popover.tsx'
import { Select } from '../../ui/select.tsx'
import style from '../plan.module.css'
import { planWords } from '../plan.words.ts'
import { type Filters, filtersSet, NO_FILTERS } from './use-calendar.ts'

const STATES: readonly DeliveryState[] = ['draft', 'awaiting', 'scheduled', 'published', 'failed', 'unknown', 'held', 'cancelled']

const toggled = <T,>(list: readonly T[], item: T, on: boolean): T[] => (on ? [...list, item] : list.filter((each) => each !== item))

export function Filter({ view, filters, onChange }: { view: CalendarView; filters: Filters; onChange: (filters: Filters) => void }) {
  const t = useT(planWords)
  const set = filtersSet(filters)
  return (
    <span className={set > 0 ? style.filterOn : undefined}>
      <Popover label={t.filters} placement="bottom end" trigger={<IconButton icon="filter" label={t.filterOn(set)} kind="outline" />}>
        <div className={style.filter}>
          <fieldset>
            <legend>{t.filterChannels}</legend>
            {view.staves.map((s) => (
              <Checkbox
                key={s.id}
                isSelected={filters.channels.includes(s.id)}
                sub={s.handle}
                onChange={(on) => onChange({ ...filters, channels: toggled(filters.channels, s.id, on) })}
              >
                {s.name}
              </Checkbox>
            ))}
          </fieldset>
          <fieldset>
            <legend>{t.filterStates}</legend>
            {STATES.map((state) => (
              <Checkbox
                key={state}
                isSelected={filters.states.includes(state)}
                onChange={(on) => onChange({ ...filters, states: toggled(filters.states, state, on) })}
              >
                {t.states[state]}
              </Checkbox>
            ))}
          </fieldset>
          <Select
            label={t.filterPillar}
            value={filters.pillar ?? 'all'}
            onChange={(value) => onChange({ ...filters, pillar: value === 'all' ? null : value })}
            options={[
              { value: 'all', label: t.allPillars },
              ...view.pillars.map((p) => ({ value: p.id, label: p.name })),
              { value: 'none', label: t.noPillar },
            ]}
          />
          <Button compact isDisabled={set === 0} onPress={() => onChange(NO_FILTERS)}>
            {t.clearFilters}
          </Button>
        </div>
      </Popover>
    </span>
  )
}
