import type { ConversationView } from '@pupitre/server/engage/engage.schema'
import type { ReactNode } from 'react'
import { useSession } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { cx } from '../../ui/cx.ts'
import { useFormat } from '../../ui/format.ts'
import { Glyph, Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { useNow } from '../../ui/now.ts'
import { PromiseClock } from '../../ui/promise-clock.tsx'
import { Time } from '../../ui/time.tsx'
import { engageWords } from '../engage.words.ts'
import { Analysis } from './analysis.tsx'
import style from './context.module.css'
import { lastHeard } from './ways.ts'

/** How long the person has waited, in words; the figure is the largest thing of the panel because it is why one is here. */
export function Waiting({ since }: { since: string }) {
  const t = useT(engageWords)
  const format = useFormat()
  const now = useNow(15_000)
  const waited = now - Date.parse(since)
  return <>{waited < 60_000 ? t.waitingNow : t.waitingTitle(format.span(waited))}</>
}

/** The network's own window: after it, no answer is taken. */
function ReplyWindow({ since, before }: { since: string; before: string }) {
  const t = useT(engageWords)
  const format = useFormat()
  const left = Date.parse(before) - useNow(15_000)
  return (
    <p className={cx(style.window, left <= 0 && style.past)}>
      <PromiseClock since={since} due={before} quiet />
      {left > 0 ? t.windowLeft(format.span(left)) : t.windowPast}
    </p>
  )
}

function Clock({ view }: { view: ConversationView }) {
  const t = useT(engageWords)
  const format = useFormat()
  const now = useNow(15_000)
  const { waitingSince } = view.conversation
  const last = lastHeard(view.messages)
  return (
    <section>
      <p className={style.figure}>{waitingSince ? <Waiting since={waitingSince} /> : t.noWait}</p>
      {waitingSince && <p className={style.hint}>{t.waitsSince(format.relative(last?.sentAt ?? waitingSince, now))}</p>}
      {last?.replyBefore && <ReplyWindow since={last.sentAt} before={last.replyBefore} />}
    </section>
  )
}

function Term({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function FollowUp({ view, onAssign, onLabels }: { view: ConversationView; onAssign: () => void; onLabels: () => void }) {
  const t = useT(engageWords)
  const format = useFormat()
  const { me, can } = useSession()
  const { assignee, labels, state, snoozeUntil } = view.conversation
  const who = assignee ? (assignee.id === me.user.id ? t.you : assignee.name) : t.nobody
  const acts = can('engage')
  return (
    <section>
      <h3>{t.desk}</h3>
      <dl className={style.terms}>
        <Term name={t.state}>{state === 'snoozed' && snoozeUntil ? t.snoozedMark(format.relative(snoozeUntil)) : t.states[state]}</Term>
        <Term name={t.assignee}>
          <span className={style.value}>
            {who}
            {acts && (
              <Button compact kind="word" keys="a" onPress={onAssign}>
                {t.assign}
              </Button>
            )}
          </span>
        </Term>
        <Term name={t.labels}>
          <span className={style.value}>
            {labels.length === 0 && <span className="dim">{t.noLabel}</span>}
            {labels.map((label) => (
              <Chip key={label} icon="tag">
                {label}
              </Chip>
            ))}
            {acts && (
              <Button compact kind="word" keys="l" onPress={onLabels}>
                {t.labels}
              </Button>
            )}
          </span>
        </Term>
      </dl>
    </section>
  )
}

function Person({ view, onOpen }: { view: ConversationView; onOpen: (conversationId: string) => void }) {
  const t = useT(engageWords)
  const format = useFormat()
  const { person, network } = view.conversation
  return (
    <section>
      <h3>
        <span className="cut">{person.name || person.handle}</span>
        {person.profileUrl && (
          <a href={person.profileUrl} target="_blank" rel="noopener noreferrer nofollow">
            {t.profile}
            <Icon name="ext" size={12} />
          </a>
        )}
      </h3>
      <p className={style.handle}>
        <Glyph network={network} size={14} />
        <span className="cut">@{person.handle.replace(/^@/, '')}</span>
        {person.followers !== null && <span className={style.followers}>{t.followers(format.number(person.followers))}</span>}
      </p>
      <h4>{t.history}</h4>
      {view.history.length === 0 && <p className={style.hint}>{t.noHistory}</p>}
      <ul className={style.history}>
        {view.history.map((one) => (
          <li key={one.conversationId}>
            <button type="button" onClick={() => onOpen(one.conversationId)}>
              <Glyph network={one.network} size={14} />
              <span className="cut">{one.firstLine}</span>
              <Time at={one.lastAt} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

export type ContextDoings = {
  assign: () => void
  labels: () => void
  correct: () => void
  undoCorrection: (messageId: string) => void
  open: (conversationId: string) => void
}

export function Context({ view, doings }: { view: ConversationView; doings: ContextDoings }) {
  return (
    <>
      <Clock view={view} />
      <Analysis view={view} onCorrect={doings.correct} onUndo={doings.undoCorrection} />
      <FollowUp view={view} onAssign={doings.assign} onLabels={doings.labels} />
      <Person view={view} onOpen={doings.open} />
    </>
  )
}
