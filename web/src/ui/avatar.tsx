import style from './avatar.module.css'
import { cx } from './cx.ts'
import { Glyph } from './icon.tsx'

function firstLetters(word = '?', count: number): string {
  return Array.from(word).slice(0, count).join('')
}

/** First letters of the first and last words of a name: Ana Ferreira → AF, @lea.brunch → LB. */
export function initialsOf(name: string): string {
  const words = name
    .normalize('NFC')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
  const letters = words.length > 1 ? [words[0], words.at(-1)].map((word) => firstLetters(word, 1)) : [firstLetters(words[0], 2)]
  return letters.join('').toLocaleUpperCase()
}

/** A person or an account by initials; the name always stands beside it, so it is hidden from screen readers. */
export function Avatar({
  name,
  initials,
  network,
  size = 'medium',
  me,
  here,
}: {
  name: string
  initials?: string
  network?: string
  size?: 'small' | 'medium' | 'large'
  me?: boolean
  here?: boolean
}) {
  return (
    <span className={cx(style.avatar, size !== 'medium' && style[size], me && style.me)} aria-hidden="true">
      {initials ?? initialsOf(name)}
      {network && <Glyph network={network} className={style.glyph} />}
      {here && <span className={style.here} />}
    </span>
  )
}
