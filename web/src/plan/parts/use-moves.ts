import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import { announce } from '../../ui/announce.ts'
import type { Format } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { useSaying } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { CALENDAR, moveDelivery, type When } from '../plan.client.ts'
import { planWords } from '../plan.words.ts'
import { hold, release } from './moves.ts'
import { movable, type Note } from './note.ts'
import { localTimeOf, repeatOf } from './zone.ts'

export type Put = { note: Note; at: number }

/** Keys repeat: the server hears where a note came to rest, not each quarter of an hour on the way. */
const REST = 700

const titleOf = (note: Note, untitled: string): string => (note.title || note.words || untitled).slice(0, 60)

function whenOf(zone: string, at: number): When {
  const repeated = repeatOf(zone, at)
  return { localTime: localTimeOf(zone, at), ...(repeated ? { repeatedHour: repeated } : {}) }
}

type Waiting = { timer: ReturnType<typeof setTimeout>; from: Put[] }

export function useMoves(zone: string, format: Format) {
  const t = useT(planWords)
  const queries = useQueryClient()
  const say = useSaying()
  const waiting = useRef(new Map<string, Waiting>())

  const send = useCallback(
    async (puts: readonly Put[], back: readonly Put[] | null) => {
      const ids = puts.map((p) => p.note.id)
      const [first] = puts
      try {
        for (const { note, at } of puts) {
          await moveDelivery(
            { brandId: note.brandId, id: note.id, version: note.version, isDraft: note.state === 'draft' },
            whenOf(zone, at),
          )
        }
      } catch (error) {
        const { what, after } = say(error)
        toast(what, { tone: 'refused', sub: after })
        back = null
      }
      await queries.invalidateQueries({ queryKey: CALENDAR })
      release(ids)
      if (!back || !first) return
      const notes = queries.getQueriesData<{ notes: Note[] }>({ queryKey: CALENDAR }).flatMap(([, view]) => view?.notes ?? [])
      const fresh = (put: Put): Put => ({
        note: { ...put.note, version: notes.find((n) => n.id === put.note.id)?.version ?? put.note.version },
        at: put.at,
      })
      const when = `${format.dayShort(first.at)}, ${format.time(first.at)}`
      toast(t.moved(titleOf(first.note, t.untitled), when), {
        sub: puts.length > 1 ? t.movedOn(puts.length) : undefined,
        undo: () => {
          const returned = back?.map(fresh) ?? []
          holdAll(zone, returned)
          void send(returned, null).then(() => announce(t.movedBack(titleOf(first.note, t.untitled))))
        },
      })
    },
    [zone, format, t, queries, say],
  )

  return useCallback(
    (puts: readonly Put[]): boolean => {
      const [main] = puts
      if (!main) return false
      const refused = refusal(puts)
      if (refused) {
        const text = refused === 'past' ? t.past : t.fixed
        toast(text, { tone: 'refused' })
        return false
      }
      holdAll(zone, puts)
      announce(`${format.day(main.at)}, ${format.time(main.at)}`)
      const key = puts.map((p) => p.note.id).join()
      const before = waiting.current.get(key)
      clearTimeout(before?.timer)
      const from = before?.from ?? puts.map((p) => ({ note: p.note, at: p.note.at }))
      const timer = setTimeout(() => {
        waiting.current.delete(key)
        void send(puts, from)
      }, REST)
      waiting.current.set(key, { timer, from })
      return true
    },
    [zone, format, t, send],
  )
}

function holdAll(zone: string, puts: readonly Put[]): void {
  hold(puts.map(({ note, at }) => ({ id: note.id, dueAt: new Date(at).toISOString(), localTime: localTimeOf(zone, at) })))
}

function refusal(puts: readonly Put[]): 'past' | 'fixed' | null {
  for (const { note, at } of puts) {
    if (!movable(note)) return 'fixed'
    if (at < Date.now() && note.state !== 'draft') return 'past'
  }
  return null
}
