import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { ApiError } from '../../client.ts'
import { cancelDelivery, type DeliveryView, moveDelivery, planDraft } from '../../publish/publish.client.ts'
import { whenOf } from '../../publish/parts/when.ts'
import { useSession } from '../../session.ts'
import { type LocalTime, resolveLocal, toLocal } from '../../ui/date-time.ts'
import { useFormat } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { useSaying } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Delivery, type ScheduleInput, schedule } from '../create.client.ts'
import { createWords } from '../create.words.ts'
import type { Composer } from './context.ts'

const OPEN = new Set(['draft', 'cancelled', 'held', 'failed', 'expired'])
const PROMISED = new Set(['scheduled', 'awaiting'])

export type Ask = { now: boolean; input: ScheduleInput }

/** The next full hour that is worth a publication: nine in the morning of the day after, in the brand's zone. */
function firstTime(zone: string): LocalTime {
  const tomorrow = toLocal(new Date(Date.now() + 86_400_000).toISOString(), zone)
  return { ...tomorrow, time: '09:00:00' }
}

const localOf = (text: string, zone: string): LocalTime => {
  const [date = '', time = '09:00:00'] = text.split('T')
  return { date, time: time.length === 5 ? `${time}:00` : time, zone }
}

/** What was wished for, unless that hour is over and nobody waits for it. */
function wishOf(known: string | null, isPromised: boolean, zone: string): LocalTime {
  const local = known === null ? null : localOf(known, zone)
  const utc = local && exactOf(local)
  const isOver = !isPromised && utc !== null && Date.parse(utc) < Date.now()
  return local === null || isOver ? firstTime(zone) : local
}

const movedTo = (error: unknown): DeliveryView | null =>
  error instanceof ApiError && error.code === 'publish.changed_meanwhile' ? (error.data as { current: DeliveryView }).current : null

const exactOf = (local: LocalTime): string | null => {
  const read = resolveLocal(local)
  return read.kind === 'exact' ? read.utc : null
}

/** When it leaves and on which channels: noting an hour, promising it, moving it, leaving at once. */
export function useSending(composer: Composer) {
  const { brandId, keeper, content, chosen } = composer
  const t = useT(createWords)
  const format = useFormat()
  const say = useSaying()
  const queries = useQueryClient()
  const { me } = useSession()
  const brand = me.brands.find((one) => one.id === brandId)
  const zone = brand?.zone ?? format.zone
  const deliveries = (content?.variants ?? []).flatMap((variant) => variant.delivery ?? [])
  const open = chosen.filter((channel) => {
    const delivery = content?.variants.find((variant) => variant.channelId === channel.id)?.delivery
    return !delivery || OPEN.has(delivery.state)
  })
  const promised = deliveries.filter((delivery) => PROMISED.has(delivery.state))
  const known = promised[0]?.localTime ?? deliveries.find((delivery) => delivery.localTime)?.localTime ?? keeper.localTime
  const [typed, setTyped] = useState<{ local: LocalTime; utc: string | null } | null>(null)
  const [ask, setAsk] = useState<Ask | null>(null)
  const [busy, setBusy] = useState(false)
  const planning = useRef({ turn: Promise.resolve(), known: new Map<string, DeliveryView>() })
  const local = typed?.local ?? wishOf(known, promised.length > 0, zone)
  const utc = typed ? typed.utc : (promised[0]?.dueAt ?? exactOf(local))
  const differs = typed !== null && utc !== null && promised.some((delivery) => delivery.dueAt !== new Date(utc).toISOString())

  const refuse = (error: unknown) => {
    const { what, after } = say(error)
    toast(what, { tone: 'refused', sub: after })
  }
  const refresh = () => {
    for (const module of ['create', 'publish', 'plan', 'today']) void queries.invalidateQueries({ queryKey: [module] })
  }
  const during = async (work: () => Promise<void>) => {
    setBusy(true)
    try {
      if (await keeper.flush()) await work()
    } catch (error) {
      refuse(error)
    }
    setBusy(false)
    refresh()
  }

  /** Takes back what was about to leave; the hour it was wished for before is its wish again. */
  const stop = async (ids: readonly string[], wish: string | null = null) => {
    try {
      const back = await Promise.all(ids.map((id) => cancelDelivery(brandId, id, true)))
      if (wish !== null) await Promise.all(back.map(({ id, version }) => planDraft(brandId, id, version, wish)))
      toast(t.stopped)
    } catch {
      toast(t.stopFailed, { tone: 'refused' })
    }
    refresh()
  }

  const send = (input: ScheduleInput, now: boolean) =>
    during(async () => {
      const kept = keeper.get().content
      const wish = known
      if (!kept) return
      try {
        const sent = await schedule(brandId, kept.id, { ...input, version: kept.version })
        setTyped(null)
        setAsk(null)
        const ids = sent.map((delivery) => delivery.id)
        if (sent.some((delivery) => delivery.state === 'awaiting')) toast(t.toApprove, { undo: () => void stop(ids) })
        else if (now) toast(t.leavingOn(ids.length), { leaving: true, undo: () => void stop(ids, wish) })
        else toast(t.scheduled(ids.length, format.relative(sent[0]?.dueAt ?? '')), { undo: () => void stop(ids) })
      } catch (error) {
        // The desk asks for the names where the brand's rule says so, whatever the page knew of it.
        if (error instanceof ApiError && error.code === 'publish.confirm_names') setAsk({ now, input })
        else throw error
      }
    })

  const begin = (now: boolean) => {
    if (open.length === 0 || (!now && utc === null)) return
    const when = now || utc === null ? { localTime: null } : whenOf(local, utc)
    const input = { channelIds: open.map((channel) => channel.id), version: 1, ...when }
    if (brand && open.length > brand.blastChannels) setAsk({ now, input })
    else void send(input, now)
  }

  const moveAll = () =>
    during(async () => {
      if (utc === null) return
      for (const delivery of promised) await moveDelivery(brandId, delivery.id, delivery.version, whenOf(local, utc))
      setTyped(null)
      toast(t.scheduled(promised.length, format.relative(utc)))
    })

  /** A date and then an hour, faster than the desk answers: one after the other, each on what the one before has left. */
  const plan = (drafts: readonly Delivery[], localTime: string) => {
    const { turn, known } = planning.current
    const all = async () => {
      for (const draft of drafts) {
        const last = known.get(draft.id)
        const seen = last && last.version > draft.version ? last : draft
        const kept = await planDraft(brandId, draft.id, seen.version, localTime).catch((error: unknown) => {
          // Words that were saved meanwhile are no other's hour: only that would have to be asked about.
          const current = movedTo(error)
          if (current?.state !== 'draft' || current.localTime !== seen.localTime) throw error
          return planDraft(brandId, draft.id, current.version, localTime)
        })
        known.set(draft.id, kept)
      }
    }
    planning.current.turn = turn.then(all).then(refresh, refuse)
  }

  /** The hour of a draft is a wish: noted in the calendar, it promises nothing. */
  const note = (next: LocalTime, instant: string | null) => {
    setTyped({ local: next, utc: instant })
    const drafts = deliveries.filter((delivery: Delivery) => delivery.state === 'draft')
    if (instant === null) return
    const localTime = `${next.date}T${next.time}`
    keeper.meanFor(localTime)
    if (drafts.length > 0 && promised.length === 0) plan(drafts, localTime)
  }

  return { zone, brand, local, utc, note, open, promised, deliveries, differs, busy, ask, setAsk, send, begin, moveAll }
}

export type Sending = ReturnType<typeof useSending>
