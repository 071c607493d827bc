import type { Corrected, MessageView } from '@pupitre/server/engage/engage.schema'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/choice.tsx'
import { Dialog, DialogFeet } from '../../ui/dialog.tsx'
import { useT } from '../../ui/language.ts'
import { Select } from '../../ui/select.tsx'
import { useSaying } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { correctMessage, INBOX, undoCorrection as takeBack } from '../engage.client.ts'
import { engageWords } from '../engage.words.ts'
import style from './choosers.module.css'
import type { Understanding } from './understood.ts'

/** Corrects and takes back; the list, the thread and Today hear of it by themselves. */
export function useCorrections(brandId: string, close: () => void) {
  const t = useT(engageWords)
  const queries = useQueryClient()
  const saying = useSaying()
  const refused = (error: unknown) => {
    const { what, after } = saying(error)
    toast(what, { tone: 'refused', sub: after })
  }
  const refresh = () => queries.invalidateQueries({ queryKey: [INBOX, 'conversation'] })
  const undoCorrection = (id: string): void => {
    takeBack({ brandId, id })
      .then(refresh)
      .then(() => toast(t.correctionUndone))
      .catch(refused)
  }
  const correct = (id: string, decided: Corrected): void => {
    correctMessage({ brandId, id }, decided)
      .then(refresh)
      // Not before it is kept: a line that breaks leaves the choices on the screen.
      .then(close)
      .then(() => toast(t.correctedToast, { sub: t.correctedSub, undo: () => undoCorrection(id) }))
      .catch(refused)
  }
  return { undoCorrection, correct }
}

const HEADS = ['intent', 'sentiment', 'emotion', 'urgent', 'toxic', 'attacksTeam'] as const
type Chosen = Required<Corrected>

const chosenOf = (what: Understanding): Chosen => ({
  intent: what.intent.value,
  sentiment: what.sentiment.value,
  emotion: what.emotion.value,
  urgent: what.urgent.value,
  toxic: what.toxic.value,
  attacksTeam: what.attacksTeam.value,
})

/** Only what differs is a decision: the rest was not looked at. */
const decidedOf = (before: Chosen, chosen: Chosen): Corrected =>
  Object.fromEntries(HEADS.filter((head) => chosen[head] !== before[head]).map((head) => [head, chosen[head]]))

type Props = { message: MessageView & { understanding: Understanding }; onClose: () => void; onPick: (decided: Corrected) => void }

/** What a message is, said by a person. */
export function CorrectChooser({ message, onClose, onPick }: Props) {
  const t = useT(engageWords)
  const [before] = useState(() => chosenOf(message.understanding))
  const [chosen, setChosen] = useState(before)
  const set = (change: Partial<Chosen>) => setChosen({ ...chosen, ...change })
  const decided = decidedOf(before, chosen)
  const optionsOf = <V extends string>(words: Record<V, string>) =>
    (Object.entries(words) as [V, string][]).map(([value, label]) => ({ value, label }))
  return (
    <Dialog title={t.correctTitle} isOpen onClose={onClose}>
      <blockquote className={style.quoted}>{message.text}</blockquote>
      <div className={style.fields}>
        <Select label={t.intent} value={chosen.intent} options={optionsOf(t.intents)} onChange={(intent) => set({ intent })} />
        <Select
          label={t.sentiment}
          value={chosen.sentiment}
          options={optionsOf(t.sentiments)}
          onChange={(sentiment) => set({ sentiment })}
        />
        <Select label={t.emotion} value={chosen.emotion} options={optionsOf(t.emotions)} onChange={(emotion) => set({ emotion })} />
      </div>
      <div className={style.labels}>
        <Checkbox isSelected={chosen.urgent} onChange={(urgent) => set({ urgent })}>
          {t.urgentYes}
        </Checkbox>
        <Checkbox isSelected={chosen.toxic} onChange={(toxic) => set({ toxic })}>
          {t.toxic}
        </Checkbox>
        <Checkbox isSelected={chosen.attacksTeam} onChange={(attacksTeam) => set({ attacksTeam })}>
          {t.attacksTeam}
        </Checkbox>
      </div>
      <p className={style.hint}>{t.correctHint}</p>
      <DialogFeet>
        <Button onPress={onClose} keys="escape">
          {t.goBack}
        </Button>
        <Button kind="primary" isDisabled={Object.keys(decided).length === 0} onPress={() => onPick(decided)}>
          {t.correct}
        </Button>
      </DialogFeet>
    </Dialog>
  )
}
