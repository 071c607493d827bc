import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../client.ts'
import { queries } from '../queries.ts'
import { meQuery, useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { useT } from '../ui/language.ts'
import { ErrorState } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import style from './frame.module.css'
import { frameWords } from './frame.words.ts'

/** On a phone one word stands for the sentence, which is still what is read out. */
function Short({ whole, short }: { whole: string; short: string }) {
  return (
    <>
      <span className={style.demoWhole}>{whole}</span>
      <span className={style.demoShort} aria-hidden="true">
        {short}
      </span>
    </>
  )
}

/** In the demonstration: says so, and offers the way out. Whoever has a brand of their own removes it, others set theirs up. */
export default function DemoBar({ organizationId }: { organizationId: string }) {
  const t = useT(frameWords).demonstration
  const { me, can } = useSession()
  const [asks, setAsks] = useState(false)
  const hasOwn = me.brands.some((brand) => !brand.demo)
  const remove = useMutation({
    mutationFn: () => api.delete(`/api/v1/organizations/${organizationId}/demo`),
    onSuccess: async () => {
      setAsks(false)
      await queries.invalidateQueries({ queryKey: meQuery.queryKey })
      toast(t.removed)
    },
  })
  const leave = async () => {
    await api.post('/api/auth/sign-out', {})
    location.assign('/setup')
  }
  return (
    <>
      <span className={style.demo}>{t.bar}</span>
      {!hasOwn && (
        <Button compact kind="word" onPress={() => void leave()}>
          <Short whole={t.own} short={t.ownShort} />
        </Button>
      )}
      {hasOwn && can('data') && (
        <Button compact kind="word" onPress={() => setAsks(true)}>
          <Short whole={t.remove} short={t.removeShort} />
        </Button>
      )}
      {asks && (
        <Confirm
          title={t.removeTitle}
          isOpen
          onClose={() => setAsks(false)}
          confirm={t.remove}
          isFinal
          isPending={remove.isPending}
          onConfirm={() => remove.mutate()}
        >
          <p>{t.removeText}</p>
          {remove.error && <ErrorState error={remove.error} />}
        </Confirm>
      )}
    </>
  )
}
