import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { useT } from '../../ui/language.ts'
import { enterDemo, setupQuery } from '../team.client.ts'
import { teamWords } from '../team.words.ts'
import { DoorError } from './door.tsx'
import style from './door.module.css'
import { useEnter } from './use-enter.ts'

/** Shown only while the desk has no owner: afterwards one enters the demonstration like any other brand. */
export function DemoEntry() {
  const t = useT(teamWords).demo
  const { data } = useQuery(setupQuery)
  const enter = useEnter()
  const demo = useMutation({ mutationFn: enterDemo, onSuccess: enter })
  if (!data?.demo || !data.needed) return null
  return (
    <section className={style.demo}>
      <h2>{t.title}</h2>
      <p>{t.text}</p>
      <Button onPress={() => demo.mutate()} isPending={demo.isPending} icon="go">
        {t.enter}
      </Button>
      <DoorError error={demo.error} />
    </section>
  )
}
