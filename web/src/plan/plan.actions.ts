import type { Action } from '../ui/actions.ts'
import type { words } from './plan.fr.ts'
import { type View, VIEWS } from './parts/period.ts'

type Words = typeof words

export type PlanDoings = {
  create: (() => void) | null
  move: (() => void) | null
  today: () => void
  turn: (by: 1 | -1) => void
  show: (view: View) => void
  pillars: (() => void) | null
  campaign: (() => void) | null
  feed: () => void
  print: () => void
}

/** The calendar's gestures: the same objects for its menu, its keys and the palette. */
export function planActions(t: Words, view: View, doings: PlanDoings): Action[] {
  const nothing = () => undefined
  return [
    { id: 'plan.create', label: t.create, icon: 'plus', keys: 'n', when: doings.create !== null, perform: doings.create ?? nothing },
    { id: 'plan.move', label: t.move, icon: 'go', keys: 'm', when: doings.move !== null, perform: doings.move ?? nothing },
    { id: 'plan.today', label: t.today, icon: 'today', keys: 't', perform: doings.today },
    { id: 'plan.before', label: t.before, icon: 'left', keys: '[', perform: () => doings.turn(-1) },
    { id: 'plan.after', label: t.after, icon: 'right', keys: ']', perform: () => doings.turn(1) },
    ...VIEWS.map((each, i): Action => ({
      id: `plan.view.${each}`,
      label: t.views[each],
      icon: each === 'score' ? 'score' : 'cal',
      keys: `v ${i + 1}`,
      when: each !== view,
      perform: () => doings.show(each),
    })),
    { id: 'plan.pillars', label: t.pillars, icon: 'sliders', when: doings.pillars !== null, perform: doings.pillars ?? nothing },
    { id: 'plan.campaign', label: t.addCampaign, icon: 'flag', when: doings.campaign !== null, perform: doings.campaign ?? nothing },
    { id: 'plan.feed', label: t.feed, icon: 'link', perform: doings.feed },
    { id: 'plan.print', label: t.print, icon: 'print', perform: doings.print },
  ]
}
