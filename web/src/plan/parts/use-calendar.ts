import type { CalendarView, NoteView } from '@pupitre/server/plan/plan.schema'
import type { DeliveryState } from '@pupitre/server/publish/publish.schema'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { onLive } from '../../live.ts'
import { calendarQuery, densityQuery } from '../plan.client.ts'
import { overlaid, usePending } from './moves.ts'

/** What is hidden; nothing at first. Cancelled posts are only seen by who asks for them. */
export type Filters = {
  channels: readonly string[]
  states: readonly DeliveryState[]
  /** A pillar's id, or `none` for those without; null for all. */ pillar: string | null
}
export const NO_FILTERS: Filters = { channels: [], states: [], pillar: null }

export const filtersSet = (f: Filters): number =>
  (f.channels.length > 0 ? 1 : 0) + (f.states.length > 0 ? 1 : 0) + (f.pillar === null ? 0 : 1)

function passes(note: NoteView, filters: Filters): boolean {
  if (filters.states.length > 0 ? !filters.states.includes(note.state) : note.state === 'cancelled') return false
  if (filters.pillar === 'none') return note.pillarId === null
  return filters.pillar === null || note.pillarId === filters.pillar
}

export function filtered(view: CalendarView, filters: Filters): CalendarView {
  const staves = filters.channels.length > 0 ? view.staves.filter((s) => filters.channels.includes(s.id)) : view.staves
  return { ...view, staves, notes: view.notes.filter((note) => passes(note, filters)) }
}

/** The calendar of a span, with what was just moved already in its place. */
export function useCalendar(brandId: string, span: { from: number; to: number }, filters: Filters) {
  const query = useQuery(calendarQuery(brandId, span.from, span.to))
  const pending = usePending()
  const { data } = query
  const view = useMemo(
    () => (data ? filtered({ ...data, notes: [...overlaid(data.notes, pending)] }, filters) : null),
    [data, pending, filters],
  )
  return { view, whole: data ?? null, error: query.error, retry: query.refetch }
}

const NONE: { date: string; channelId: string; count: number; published: number }[] = []

export function useDensity(brandId: string, span: { from: number; to: number }) {
  const { data } = useQuery(densityQuery(brandId, span.from, span.to))
  return data?.days ?? NONE
}

/** Deliveries and contents change elsewhere: what this room shows of them grows old with them. */
export function useFreshness(): void {
  const queries = useQueryClient()
  useEffect(
    () =>
      onLive(({ event }) => {
        if (/^(publish|create|review|channels)\./.test(event)) void queries.invalidateQueries({ queryKey: ['plan'] })
      }),
    [queries],
  )
}
