import type { ConversationView } from '@pupitre/server/engage/engage.schema'
import { useSession } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { useFormat } from '../../ui/format.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { useLanguage, useT } from '../../ui/language.ts'
import { useNow } from '../../ui/now.ts'
import { engageWords } from '../engage.words.ts'
import style from './analysis.module.css'
import { type HeadName, lastUnderstood, ruleOf, type Understanding, wordsOf } from './understood.ts'

type Line = { head: HeadName; term: string; value: string }

/** What there is to say: the three that are always said, and of the rest what a reader must know. */
function useLines(what: Understanding): Line[] {
  const t = useT(engageWords)
  const language = useLanguage()
  const yes = (head: HeadName, term: string): Line[] => (what[head].value === true ? [{ head, term, value: t.yes }] : [])
  const tongue = new Intl.DisplayNames(language, { type: 'language', fallback: 'none' })
  const code = what.language.value
  const name = code === 'other' ? t.otherLanguage : (tongue.of(code) ?? code)
  const named = name.charAt(0).toUpperCase() + name.slice(1)
  return [
    { head: 'intent', term: t.intent, value: t.intents[what.intent.value] },
    { head: 'sentiment', term: t.sentiment, value: t.sentiments[what.sentiment.value] },
    ...(what.emotion.value === 'none' ? [] : [{ head: 'emotion' as const, term: t.emotion, value: t.emotions[what.emotion.value] }]),
    { head: 'urgent', term: t.urgency, value: what.urgent.value ? t.urgentYes : t.urgentNo },
    ...yes('toxic', t.toxic),
    ...yes('attacksTeam', t.attacksTeam),
    { head: 'language', term: t.language, value: named },
  ]
}

/** What a machine understood of the last message, how sure it is and why; corrected by whoever knows better. */
export function Analysis({
  view,
  onCorrect,
  onUndo,
}: {
  view: ConversationView
  onCorrect: () => void
  onUndo: (messageId: string) => void
}) {
  const t = useT(engageWords)
  const format = useFormat()
  const language = useLanguage()
  const now = useNow(60_000)
  const { can } = useSession()
  const message = lastUnderstood(view.messages)
  if (!message?.understanding) return null
  const { understanding: what, corrected } = message
  return (
    <section>
      <h3>
        {t.analysis}
        {can('engage') && (
          <button type="button" className={style.correct} aria-keyshortcuts="c" onClick={onCorrect}>
            {t.correct}
            <Kbd keys="c" />
          </button>
        )}
      </h3>
      <Lines what={what} isCorrected={(head) => corrected?.heads.includes(head) ?? false} language={language} />
      {what.subjects.length > 0 && <p className={style.subjects}>{t.about(what.subjects.join(', '))}</p>}
      {corrected && (
        <p className={style.by}>
          {t.correctedBy(corrected.by, format.relative(corrected.at, now))}
          {can('engage') && (
            <Button compact kind="word" onPress={() => onUndo(message.id)}>
              {t.undoCorrection}
            </Button>
          )}
        </p>
      )}
    </section>
  )
}

type LinesProps = { what: Understanding; isCorrected: (head: HeadName) => boolean; language: 'fr' | 'en' }

function Lines({ what, isCorrected, language }: LinesProps) {
  const t = useT(engageWords)
  const format = useFormat()
  const sure = (head: HeadName): string => {
    if (isCorrected(head)) return t.correctedMark
    return what[head].sure ? format.percent(what[head].p) : t.toCheck
  }
  return (
    <dl className={style.lines}>
      {useLines(what).map(({ head, term, value }) => {
        const { reasons } = what[head]
        const words = wordsOf(reasons)
        const rule = ruleOf(reasons, language)
        // One rule speaks for several answers: its sentence stands at the last of them.
        const isSaidBelow = head === 'intent' && rule !== null && rule === ruleOf(what.urgent.reasons, language)
        const why = rule && !isSaidBelow ? rule : words.map((word) => t.quoted(word)).join(', ')
        const isQuiet = head === 'language' || (head === 'urgent' && !what.urgent.value)
        return (
          <div key={head}>
            <dt>{term}</dt>
            <dd>{value}</dd>
            <dd className={style.sure} title={what[head].sure ? undefined : t.toCheckWhy(format.percent(what[head].p))}>
              {sure(head)}
            </dd>
            {why && !isQuiet && <dd className={style.why}>{why}</dd>}
          </div>
        )
      })}
    </dl>
  )
}
