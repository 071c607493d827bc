import { useAllActions } from './actions.ts'
import { Dialog } from './dialog.tsx'
import { Kbd } from './kbd.tsx'
import { useT } from './language.ts'
import style from './palette.module.css'
import { uiWords } from './ui.words.ts'

/** `?`: what the keys do here, from the same objects that perform it. */
export function ShortcutHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useT(uiWords)
  const actions = useAllActions().filter((action) => action.keys)
  const groups = [
    { title: t.shortcutsHere, actions: actions.filter((action) => action.group !== 'go') },
    { title: t.paletteGo, actions: actions.filter((action) => action.group === 'go') },
  ]
  return (
    <Dialog title={t.shortcuts} isOpen={isOpen} onClose={onClose} wide>
      <p>{t.shortcutsNote}</p>
      {groups.map((group) => (
        <section key={group.title}>
          <h3 className={style.title}>{group.title}</h3>
          <ul className={style.keys}>
            {group.actions.map((action) => (
              <li key={action.id}>
                {action.label}
                {action.keys && <Kbd keys={action.keys} />}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  )
}
