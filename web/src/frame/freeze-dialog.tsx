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

function Resume({ freezes }: { freezes: BrandFreeze[] }) {
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
      {active ? <Resume freezes={freezes} /> : <p>{t.stopText}</p>}
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
