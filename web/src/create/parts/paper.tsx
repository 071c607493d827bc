import { type ClipboardEvent, type Ref, useId } from 'react'
import style from './composer.module.css'
import { RichText, type Span } from './rich-text.tsx'

type Props = {
  label: string
  value: string
  onChange: (text: string) => void
  spans: readonly Span[]
  placeholder?: string
  onFiles?: (files: File[]) => void
  compact?: boolean
  autoFocus?: boolean
  isReadOnly?: boolean
  invalid?: boolean
  describedBy?: string
  field?: Ref<HTMLTextAreaElement>
}

/** A sheet one writes on: it grows with its text, and shows links, mentions and hashtags as one types. */
export function Paper(props: Props) {
  const { label, value, onChange, spans, placeholder, onFiles, compact, autoFocus, isReadOnly, invalid, describedBy, field } = props
  const id = useId()
  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files].filter((file) => /^(image|video)\//.test(file.type))
    if (files.length === 0 || !onFiles) return
    event.preventDefault()
    onFiles(files)
  }
  return (
    <div className={compact ? style.paperSmall : style.paper}>
      <div className={style.ink} aria-hidden="true">
        <RichText text={value} spans={spans} className={style.token} />
        {/* The last line of a textarea has a height even when it is empty. */}
        {'\u200B'}
      </div>
      <textarea
        id={id}
        ref={field}
        aria-label={label}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        value={value}
        placeholder={placeholder}
        readOnly={isReadOnly}
        // The composer opens to be written in.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={autoFocus}
        onChange={(event) => onChange(event.target.value)}
        onPaste={paste}
        rows={1}
        spellCheck
      />
    </div>
  )
}
