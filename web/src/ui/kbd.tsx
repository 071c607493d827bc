import style from './kbd.module.css'
import { keysAsWritten } from './keys.ts'
import { useLanguage } from './language.ts'

/** A key as it is written on the keyboard; a reminder for the eye, said to screen readers by `aria-keyshortcuts` of the control. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd className={style.key} aria-hidden="true">
      {keysAsWritten(keys, useLanguage())}
    </kbd>
  )
}
