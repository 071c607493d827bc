import { PasswordField } from '../../ui/field.tsx'
import { useT } from '../../ui/language.ts'
import { SHORTEST, strengthOf } from '../strength.ts'
import { teamWords } from '../team.words.ts'
import style from './door.module.css'

type Props = { value: string; onChange: (value: string) => void; own: readonly string[]; label?: string; error?: string | null }

/** A new password with its strength in a word; the bars only repeat it. */
export function NewPassword({ value, onChange, own, label, error }: Props) {
  const t = useT(teamWords)
  const strength = strengthOf(value, own)
  const said =
    value === '' ? t.passwordHint(SHORTEST) : strength.reason === 'short' ? t.passwordShort(strength.missing) : t.strength[strength.reason]
  return (
    <div>
      <PasswordField
        label={label ?? t.password}
        name="new-password"
        autoComplete="new-password"
        value={value}
        onChange={onChange}
        hint={said}
        error={error}
        isRequired
      />
      <div className={style.meter} aria-hidden="true">
        {[1, 2, 3].map((step) => (
          <i key={step} data-on={strength.level >= step || undefined} />
        ))}
      </div>
    </div>
  )
}
