import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { announce } from '../../ui/announce.ts'
import type { Format } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { useSaying } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { cancelDelivery, copyToChannel, publishNow } from '../plan.client.ts'
import { planWords } from '../plan.words.ts'
import type { Note, Staff } from './note.ts'
import { useMoves } from './use-moves.ts'
import { localTimeOf } from './zone.ts'

/** What can be done to a publication from the calendar, whichever view it stands in. */
export function useActs(zone: string, format: Format) {
  const t = useT(planWords)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const say = useSaying()
  const move = useMoves(zone, format)
  const refuse = useCallback(
    (error: unknown) => {
      const { what, after } = say(error)
      toast(what, { tone: 'refused', sub: after })
    },
    [say],
  )
  const after = useCallback(
    async (work: Promise<unknown>, said: string) => {
      try {
        await work
        toast(said)
      } catch (error) {
        refuse(error)
      }
      await queries.invalidateQueries({ queryKey: ['plan'] })
    },
    [queries, refuse],
  )
  return useMemo(() => {
    const open = (note: Note) => {
      if (note.contentId === null) void navigate({ to: '/ledger/$deliveryId', params: { deliveryId: note.id } })
      else void navigate({ to: '/studio/$contentId', params: { contentId: note.contentId } })
    }
    return {
      move,
      open,
      fixed: () => announce(t.fixed),
      publish: (note: Note) => after(publishNow(note), t.publishing),
      cancel: (note: Note) => after(cancelDelivery(note), t.cancelled),
      copy: async (note: Note, staff: Staff, at: number) => {
        if (note.contentId === null) return
        try {
          const isNew = await copyToChannel(note.brandId, note.contentId, staff.id, localTimeOf(zone, at))
          toast(isNew ? t.copied(staff.name) : t.copyThere(staff.name), isNew ? {} : { tone: 'refused' })
        } catch (error) {
          refuse(error)
        }
        await queries.invalidateQueries({ queryKey: ['plan'] })
      },
      create: (at: number | null, staff: Staff | null) =>
        void navigate({
          to: '/studio/$contentId',
          params: { contentId: 'new' },
          // The studio reads these two; the address keeps them while it is open.
          search: (before: Record<string, unknown>) => ({
            ...before,
            panel: undefined,
            ...(at === null ? {} : { at: localTimeOf(zone, at) }),
            ...(staff ? { channel: staff.id, brand: staff.brandId } : {}),
          }),
        }),
    }
  }, [move, navigate, t, after, refuse, queries, zone])
}
