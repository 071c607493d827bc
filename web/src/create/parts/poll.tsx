import { Button, IconButton } from '../../ui/button.tsx'
import { Switch } from '../../ui/choice.tsx'
import { TextField } from '../../ui/field.tsx'
import { useT } from '../../ui/language.ts'
import { NativeSelect } from '../../ui/native-select.tsx'
import type { StoredOptions } from '../create.client.ts'
import { createWords } from '../create.words.ts'
import style from './composer.module.css'
import { takers, useComposer } from './context.ts'

type Poll = NonNullable<StoredOptions['poll']>
const HOUR = 3600
const LENGTHS = [1, 6, 12, 24, 72, 168].map((hours) => hours * HOUR)

export const newPoll = (): Poll => ({ options: ['', ''], multiple: false, seconds: 24 * HOUR })

export function pollLength(t: { pollHours: (n: number) => string; pollDays: (n: number) => string }, seconds: number): string {
  return seconds < 48 * HOUR && seconds % (24 * HOUR) !== 0
    ? t.pollHours(Math.round(seconds / HOUR))
    : t.pollDays(Math.round(seconds / 86_400))
}

export function PollFields({ poll, onChange }: { poll: Poll; onChange: (poll: Poll | null) => void }) {
  const t = useT(createWords)
  const composer = useComposer()
  const max = Math.max(4, ...takers(composer, 'poll').map((channel) => composer.rules.get(channel.id)?.poll?.maxOptions ?? 4))
  const set = (index: number, text: string) => onChange({ ...poll, options: poll.options.map((one, i) => (i === index ? text : one)) })
  const lengths = LENGTHS.includes(poll.seconds) ? LENGTHS : [...LENGTHS, poll.seconds]
  return (
    <fieldset className={style.poll} id="composer-poll" tabIndex={-1}>
      <legend>{t.poll}</legend>
      {poll.options.map((option, index) => (
        // A poll's answers have no other identity than their place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={style.pollOption}>
          <TextField label={t.pollOption(index + 1)} value={option} onChange={(text) => set(index, text)} maxLength={500} />
          {poll.options.length > 2 && (
            <IconButton
              icon="x"
              label={t.pollRemoveOption(index + 1)}
              onPress={() => onChange({ ...poll, options: poll.options.filter((_, i) => i !== index) })}
            />
          )}
        </div>
      ))}
      <div className={style.row}>
        {poll.options.length < Math.min(max, 10) && (
          <Button compact kind="word" icon="plus" onPress={() => onChange({ ...poll, options: [...poll.options, ''] })}>
            {t.pollAdd}
          </Button>
        )}
        <Button compact kind="quiet" onPress={() => onChange(null)}>
          {t.pollRemove}
        </Button>
      </div>
      <NativeSelect
        label={t.pollLength}
        value={String(poll.seconds)}
        options={lengths.map((seconds) => ({ value: String(seconds), label: pollLength(t, seconds) }))}
        onChange={(seconds) => onChange({ ...poll, seconds: Number(seconds) })}
      />
      <Switch isSelected={poll.multiple} onChange={(multiple) => onChange({ ...poll, multiple })}>
        {t.pollMultiple}
      </Switch>
    </fieldset>
  )
}
