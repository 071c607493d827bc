import { type ReactNode, useState } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input, type InputProps } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea'
import { TextField as AriaTextField, type TextFieldProps as AriaProps } from 'react-aria-components/TextField'
import { IconButton } from './button.tsx'
import style from './field.module.css'
import { Icon } from './icon.tsx'
import { useT } from './language.ts'
import { uiWords } from './ui.words.ts'

type Common = Omit<AriaProps, 'className' | 'style' | 'children'> & {
  label: string
  hint?: ReactNode
  /** Said when the field is wrong: what is wrong and what would be right. */
  error?: string | null
  optional?: boolean
}

/** The red line under a field; the sign and the word say it as well as the colour. */
export function FieldMessage({ children }: { children: ReactNode }) {
  return (
    <span className={style.error}>
      <Icon name="stop" size={14} />
      <span>{children}</span>
    </span>
  )
}

function Frame({ label, hint, error, optional, children, ...rest }: Common & { children: ReactNode }) {
  const t = useT(uiWords)
  return (
    <AriaTextField {...rest} className={style.field} isInvalid={Boolean(error) || rest.isInvalid} validationBehavior="aria">
      <Label className={style.label}>
        {label} {optional && <span className={style.optional}>{t.optional}</span>}
      </Label>
      {children}
      {error ? (
        <FieldError>
          <FieldMessage>{error}</FieldMessage>
        </FieldError>
      ) : (
        hint && (
          <Text slot="description" className={style.hint}>
            {hint}
          </Text>
        )
      )}
    </AriaTextField>
  )
}

export function TextField({
  placeholder,
  inputMode,
  autoCapitalize,
  ...rest
}: Common & Pick<InputProps, 'placeholder' | 'inputMode' | 'autoCapitalize'>) {
  return (
    <Frame {...rest}>
      <Input className={style.input} placeholder={placeholder} inputMode={inputMode} autoCapitalize={autoCapitalize} />
    </Frame>
  )
}

export function TextArea({ rows = 4, placeholder, ...rest }: Common & { rows?: number; placeholder?: string }) {
  return (
    <Frame {...rest}>
      <AriaTextArea className={style.input} rows={rows} placeholder={placeholder} />
    </Frame>
  )
}

export function PasswordField(props: Common) {
  const [seen, setSeen] = useState(false)
  const t = useT(uiWords)
  return (
    <Frame {...props} type={seen ? 'text' : 'password'}>
      <span className={style.with}>
        <Input className={style.input} autoCapitalize="none" spellCheck={false} />
        <span className={style.end}>
          <IconButton
            icon={seen ? 'lock' : 'eye'}
            label={seen ? t.hidePassword : t.showPassword}
            slot={null}
            onPress={() => setSeen(!seen)}
          />
        </span>
      </span>
    </Frame>
  )
}
