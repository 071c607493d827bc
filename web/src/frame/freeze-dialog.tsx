import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useSession } from '../session.ts'
import { Confirm } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { useFormat } from '../ui/format.ts'
import { useT } from '../ui/language.ts'
import { Notice, useSaying } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { type BrandFreeze, useSetFreeze } from './freeze.client.ts'
import style from './frame.module.css'
import { frameWords } from './frame.words.ts'

type Props = { freezes: BrandFreeze[]; active: boolean; onClose: () => void }

function useFreezeAct({ freezes, active, onClose }: Props) {
  const t = useT(frameWords).freeze
  const set = useSetFreeze()
  const perform = (reason: string) => {
    const brandIds = freezes.filter(({ view }) => (active ? view?.active : !view?.active)).map(({ brand }) => brand.id)
    set.mutate(
      { brandIds, active: !active, reason },
      {
        onSuccess: (views) => {
          onClose()
          const sending = views.reduce((sum, view) => sum + view.sending.length, 0)
          toast(active ? t.resumed : t.stopped, { sub: active ? undefined : t.sending(sending) })
        },
      },
    )
  }
  return { perform, isPending: set.isPending, error: set.error }
}

const mostShown = 8

/** What has left all the same: whoever stopped everything may have to answer for it. */
function Left({ freezes, onClose }: Pick<Props, 'freezes' | 'onClose'>) {
  const t = useT(frameWords).freeze
  const format = useFormat()
  const left = freezes.flatMap(({ view }) => [...(view?.sending ?? []), ...(view?.sent ?? [])])
  const more = left.length - mostShown
  return (
    <>
      <p>{t.left(left.length)}</p>
      {left.length > 0 && (
        <ul className={style.left}>
          {left.slice(0, mostShown).map((one) => (
            <li key={one.id}>
              <span>{one.publishedAt ? format.time(one.publishedAt) : t.leaving}</span>
              <span>{one.channel}</span>
              <Link to="/ledger/$deliveryId" params={{ deliveryId: one.id }} search={{ brand: one.brandId }} onClick={onClose}>
                {one.words || t.noWords}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {more > 0 && <p>{t.others(more)}</p>}
    </>
  )
}

function Resume({ freezes, onClose }: Pick<Props, 'freezes' | 'onClose'>) {
  const t = useT(frameWords).freeze
  const format = useFormat()
  const stopped = freezes.filter(({ view }) => view?.active)
  const waiting = stopped.reduce((sum, { view }) => sum + (view?.waiting ?? 0), 0)
  return (
    <>
      {stopped.map(({ brand, view }) => (
        <p key={brand.id}>
          {stopped.length > 1 && <b>{brand.name} : </b>}
          {view?.since && t.since(format.relative(view.since), view.by)} {view?.reason}
        </p>
      ))}
      <p>{t.waiting(waiting)}</p>
      <Left freezes={stopped} onClose={onClose} />
    </>
  )
}

export default function FreezeDialog(props: Props) {
  const { freezes, active, onClose } = props
  const t = useT(frameWords).freeze
  const { brand, can } = useSession()
  const saying = useSaying()
  const [reason, setReason] = useState('')
  const act = useFreezeAct(props)
  const stopTitle = brand ? t.stopTitle(brand.name) : t.stopAllTitle(freezes.length)
  return (
    <Confirm
      title={active ? t.resumeTitle : stopTitle}
      isOpen
      onClose={onClose}
      confirm={active ? t.resume : t.stop}
      isFinal={!active}
      isPending={act.isPending}
      onConfirm={() => act.perform(reason)}
    >
      {active ? <Resume freezes={freezes} onClose={onClose} /> : <p>{t.stopText}</p>}
      {!active && (
        <div className={style.reason}>
          <TextField label={t.reason} hint={t.reasonHint} optional value={reason} onChange={setReason} maxLength={500} />
        </div>
      )}
      {!can('freeze') && <p>{t.notAllowed}</p>}
      {act.error && (
        <Notice tone="red" title={saying(act.error).what}>
          {saying(act.error).after}
        </Notice>
      )}
    </Confirm>
  )
}
