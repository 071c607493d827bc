import { lazy, Suspense, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { useSession } from '../session.ts'
import { useActions } from '../ui/actions.ts'
import { useT } from '../ui/language.ts'
import { useFreezes } from './freeze.client.ts'
import style from './frame.module.css'
import { frameWords } from './frame.words.ts'

const FreezeDialog = lazy(() => import('./freeze-dialog.tsx'))

/** The switch that stops everything that leaves: always in sight, and always a question first. */
export function FreezeSwitch() {
  const t = useT(frameWords).freeze
  const { can } = useSession()
  const freezes = useFreezes()
  const [isOpen, setOpen] = useState(false)
  const active = freezes.some((freeze) => freeze.view?.active)
  useActions([
    {
      id: 'frame.freeze',
      label: active ? t.resume : t.off,
      icon: active ? 'play' : 'pause',
      group: 'do',
      when: can('freeze'),
      perform: () => setOpen(true),
    },
  ])
  if (freezes.length === 0) return null
  return (
    <>
      <Button className={style.freeze} aria-pressed={active} onPress={() => setOpen(true)} isDisabled={!can('freeze') && !active}>
        <span className={style.knob} />
        <span className={style.long}>{active ? t.on : t.off}</span>
        <span className={style.short}>{active ? t.shortOn : t.short}</span>
      </Button>
      {isOpen && (
        <Suspense>
          <FreezeDialog freezes={freezes} active={active} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
