import type { NoteView } from '@pupitre/server/plan/plan.schema'
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

/** Sends one gesture; true when all of it was taken. What is shown afterwards is what the server says. */
function useSend(zone: string) {
  const queries = useQueryClient()
  const say = useSaying()
  return useCallback(
    async (puts: readonly Put[]): Promise<boolean> => {
      let isTaken = true
      try {
        for (const { note, at } of puts) {
          const where = { brandId: note.brandId, id: note.id, version: note.version, isDraft: note.state === 'draft' }
          await moveDelivery(where, whenOf(zone, at))
        }
      } catch (error) {
        isTaken = false
        const { what, after } = say(error)
        toast(what, { tone: 'refused', sub: after })
      }
      await queries.invalidateQueries({ queryKey: CALENDAR })
      release(puts.map((put) => put.note.id))
      return isTaken
    },
    [zone, queries, say],
  )
}

/** Says that it moved, with the way back. */
function useTold(zone: string, format: Format, send: (puts: readonly Put[]) => Promise<boolean>) {
  const t = useT(planWords)
  const queries = useQueryClient()
  return useCallback(
    ([main, ...others]: readonly Put[], from: readonly Put[]) => {
      if (!main) return
      const title = titleOf(main.note, t.untitled)
      const back = async () => {
        // The move raised the versions: the way back starts from what is there now.
        const views = queries.getQueriesData<{ notes: NoteView[] }>({ queryKey: CALENDAR })
        const versions = new Map(views.flatMap(([, view]) => view?.notes.map((n) => [n.id, n.version] as const) ?? []))
        const puts = from.map(({ note, at }) => ({ note: { ...note, version: versions.get(note.id) ?? note.version }, at }))
        holdAll(zone, puts)
        if (await send(puts)) announce(t.movedBack(title))
      }
      toast(t.moved(title, `${format.dayShort(main.at)}, ${format.time(main.at)}`), {
        sub: others.length > 0 ? t.movedOn(others.length + 1) : undefined,
        undo: () => void back(),
      })
    },
    [zone, format, t, queries, send],
  )
}

export function useMoves(zone: string, format: Format) {
  const t = useT(planWords)
  const send = useSend(zone)
  const tell = useTold(zone, format, send)
  const waiting = useRef(new Map<string, Waiting>())
  return useCallback(
    (puts: readonly Put[]): boolean => {
      const [main] = puts
      const refused = refusal(puts)
      if (!main) return false
      if (refused) {
        toast(refused === 'past' ? t.past : t.fixed, { tone: 'refused' })
        return false
      }
      holdAll(zone, puts)
      announce(`${format.day(main.at)}, ${format.time(main.at)}`)
      const key = puts.map((p) => p.note.id).join()
      const before = waiting.current.get(key)
      clearTimeout(before?.timer)
      const from = before?.from ?? puts.map((p) => ({ note: p.note, at: p.note.at }))
      const rest = async () => {
        waiting.current.delete(key)
        if (await send(puts)) tell(puts, from)
      }
      waiting.current.set(key, { timer: setTimeout(() => void rest(), REST), from })
      return true
    },
    [zone, format, t, send, tell],
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
