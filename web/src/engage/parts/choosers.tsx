import type { ConversationRow } from '@pupitre/server/engage/engage.schema'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { useSession } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/choice.tsx'
import { toLocal } from '../../ui/date-time.ts'
import { DateTimeField } from '../../ui/date-time-field.tsx'
import { Dialog, DialogFeet } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { useFormat } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { colleaguesQuery } from '../engage.client.ts'
import { engageWords } from '../engage.words.ts'
import style from './choosers.module.css'
import { snoozeChoices } from './snooze.ts'
import type { Assignee } from './use-acts.ts'

type Choice = { id: string; label: string; sub?: string; isCurrent?: boolean }

/** One choice among few: arrows or first letters, Enter; the dialog closes by it. */
function Choices({ label, items, onPick }: { label: string; items: readonly Choice[]; onPick: (id: string) => void }) {
  return (
    <ListBox
      className={style.list}
      aria-label={label}
      autoFocus="first"
      items={items}
      selectionMode="none"
      onAction={(key) => onPick(String(key))}
    >
      {(item) => (
        <ListBoxItem id={item.id} textValue={item.label} className={style.item}>
          <span>{item.label}</span>
          {item.isCurrent && <Icon name="check" />}
          {item.sub && <span className={style.sub}>{item.sub}</span>}
        </ListBoxItem>
      )}
    </ListBox>
  )
}

const HOUR = 3_600_000
/** The first full hour that is an hour away. */
const inAnHour = (now: number): string => new Date(Math.ceil((now + HOUR) / HOUR) * HOUR).toISOString()
/** Later than that is a slip of the year. */
const FURTHEST = 3_653 * 24 * HOUR

function OtherMoment({ onPick }: { onPick: (at: string) => void }) {
  const t = useT(engageWords)
  const { zone } = useFormat()
  const [opened] = useState(() => Date.now())
  const [value, setValue] = useState(() => toLocal(inAnHour(opened), zone))
  const [utc, setUtc] = useState<string | null>(() => inAnHour(opened))
  const isPast = utc !== null && Date.parse(utc) <= opened
  const isTooFar = utc !== null && Date.parse(utc) > opened + FURTHEST
  return (
    <>
      <DateTimeField
        label={t.snoozeOther}
        value={value}
        error={isPast ? t.snoozePast : isTooFar ? t.snoozeTooFar : null}
        onChange={(next, moment) => {
          setValue(next)
          setUtc(moment)
        }}
      />
      <DialogFeet>
        <Button kind="primary" isDisabled={utc === null || isPast || isTooFar} onPress={() => utc && onPick(utc)}>
          {t.snoozeConfirm}
        </Button>
      </DialogFeet>
    </>
  )
}

export function SnoozeChooser({ onClose, onPick }: { onClose: () => void; onPick: (at: string) => void }) {
  const t = useT(engageWords)
  const format = useFormat()
  const [isOther, setOther] = useState(false)
  const [choices] = useState(() => snoozeChoices(Date.now(), format.zone))
  const items = [
    ...choices.map(({ id, at }) => ({ id, label: t.snoozeChoices[id], sub: `${format.dayShort(at)}, ${format.time(at)}` })),
    { id: 'other', label: t.snoozeOther, sub: t.snoozeOtherSub },
  ]
  const pick = (id: string) => {
    const at = choices.find((choice) => choice.id === id)?.at
    if (at) onPick(at)
    else setOther(true)
  }
  return (
    <Dialog title={t.snoozeTitle} isOpen onClose={onClose}>
      {isOther ? <OtherMoment onPick={onPick} /> : <Choices label={t.snoozeTitle} items={items} onPick={pick} />}
    </Dialog>
  )
}

type AssignProps = { rows: readonly ConversationRow[]; onClose: () => void; onPick: (assignee: Assignee) => void }

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase()

function Colleagues({ brandId, current, onPick }: { brandId: string; current: string | null; onPick: AssignProps['onPick'] }) {
  const t = useT(engageWords)
  const { me } = useSession()
  const { data, error, refetch } = useQuery(colleaguesQuery(brandId))
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={3} />
  const isMe = (id: string) => id === me.user.id
  const people = data.toSorted((a, b) => Number(isMe(b.id)) - Number(isMe(a.id)) || a.name.localeCompare(b.name))
  const items: Choice[] = people.map((one) => ({
    id: one.id,
    label: isMe(one.id) ? t.assignMe : one.name,
    sub: t.roles[one.role],
    isCurrent: one.id === current,
  }))
  if (current !== null) items.push({ id: '', label: t.assignNobody })
  const pick = (id: string) => {
    const one = data.find((each) => each.id === id)
    onPick(one ? { id: one.id, name: one.name, initials: initials(one.name) } : null)
  }
  return <Choices label={t.assignTitle} items={items.map((item) => ({ ...item, id: item.id || 'nobody' }))} onPick={pick} />
}

export function AssignChooser({ rows, onClose, onPick }: AssignProps) {
  const t = useT(engageWords)
  const brands = new Set(rows.map((row) => row.brandId))
  const [brandId] = brands
  const holders = new Set(rows.map((row) => row.assignee?.id ?? null))
  const current = holders.size === 1 ? ([...holders][0] ?? null) : null
  return (
    <Dialog title={t.assignTitle} isOpen onClose={onClose}>
      {brands.size === 1 && brandId ? <Colleagues brandId={brandId} current={current} onPick={onPick} /> : <p>{t.severalBrands}</p>}
    </Dialog>
  )
}

type LabelsProps = { rows: readonly ConversationRow[]; known: readonly string[]; onClose: () => void; onPick: (labels: string[]) => void }

/** Labels of one conversation, or those given to all of several. */
export function LabelsChooser({ rows, known, onClose, onPick }: LabelsProps) {
  const t = useT(engageWords)
  const shared = (rows[0]?.labels ?? []).filter((label) => rows.every((row) => row.labels.includes(label)))
  const [chosen, setChosen] = useState<readonly string[]>(shared)
  const [made, setMade] = useState<readonly string[]>([])
  const [typed, setTyped] = useState('')
  const all = [...new Set([...known, ...shared, ...made])].toSorted((a, b) => a.localeCompare(b))
  const add = () => {
    const label = typed.trim()
    if (!label) return
    setMade([...made, label])
    setChosen([...new Set([...chosen, label])])
    setTyped('')
  }
  const feet: ReactNode = (
    <DialogFeet>
      <Button onPress={onClose} keys="escape">
        {t.goBack}
      </Button>
      <Button kind="primary" onPress={() => onPick([...new Set([...chosen, ...(typed.trim() ? [typed.trim()] : [])])])}>
        {t.apply}
      </Button>
    </DialogFeet>
  )
  return (
    <Dialog title={t.labelsTitle} isOpen onClose={onClose}>
      {all.length === 0 && <p className="dim">{t.labelNone}</p>}
      <div className={style.labels}>
        {all.map((label) => (
          <Checkbox
            key={label}
            isSelected={chosen.includes(label)}
            onChange={(on) => setChosen(on ? [...chosen, label] : chosen.filter((one) => one !== label))}
          >
            {label}
          </Checkbox>
        ))}
      </div>
      <form
        className={style.add}
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <TextField label={t.labelNew} hint={t.labelNewHint} value={typed} onChange={setTyped} maxLength={40} autoFocus />
        <Button type="submit" isDisabled={!typed.trim()}>
          {t.labelAdd}
        </Button>
      </form>
      {feet}
    </Dialog>
  )
}
