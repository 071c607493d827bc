import { LOOK } from '../../plan/parts/note.ts'
import { Sign } from '../../plan/parts/sign.tsx'
import { useSession } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { type Format, useFormat } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { toast } from '../../ui/toast.tsx'
import type { LedgerView } from '../publish.client.ts'
import type { words } from '../publish.fr.ts'
import { publishWords } from '../publish.words.ts'
import style from './publish.module.css'

type Words = typeof words
type Line = LedgerView['lines'][number]

const exact = (format: Format, at: string): string => `${format.dayShort(at)}, ${format.timeToSecond(at)}`
const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** What a line knows beyond its state, in the words of a person. */
function detailsOf(t: Words, format: Format, detail: Line['detail']): string[] {
  const d = t.details
  const told: Record<string, (value: string) => string> = {
    step: (value) => d.step(Number(value) + 1),
    act: (value) => t.acts[value] ?? value,
    dueAt: (value) => `${d.dueAt} ${exact(format, value)}`,
    hash: (value) => `${d.hash} ${value.slice(0, 12)}…`,
    heldReason: (value) => t.held[value as keyof Words['held']] ?? value,
    answer: (value) => d.answer[value] ?? value,
    link: (value) => value,
    approved: (value) => `${d.approved} ${value.slice(0, 12)}…`,
    changesAsked: () => d.changesAsked,
    undelivered: (value) => `${d.undelivered} ${value}`,
    request: (value) => `${d.request} ${value.slice(0, 60)}`,
  }
  return Object.entries(detail).flatMap(([name, value]) => {
    const text = textOf(value)
    const say = told[name]
    return text && say ? [say(text)] : []
  })
}

export function Lines({ lines, format: shape }: { lines: readonly Line[]; format: LedgerView['delivery']['format'] }) {
  const t = useT(publishWords)
  const format = useFormat()
  const { me } = useSession()
  const who = (actor: string) => (actor === 'desk' ? t.byDesk : actor === me.user.id ? t.byYou : t.bySomebody)
  return (
    <ol className={style.lines}>
      {lines.map((line, i) => {
        const details = detailsOf(t, format, line.detail)
        return (
          <li key={`${line.at}${line.to}${i}`}>
            <time className="num" dateTime={line.at} title={format.full(line.at)}>
              {exact(format, line.at)}
            </time>
            <Sign format={shape} look={LOOK[line.to]} />
            <span>
              {line.from === line.to ? t.touched : t.became[line.to]}, <span className="dim">{t.by(who(line.actor))}</span>
              {details.length > 0 && <small>{details.join(' · ')}</small>}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

function Code({ value }: { value: string }) {
  const t = useT(publishWords)
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    toast(t.copied)
  }
  return (
    <>
      <code>{value}</code>{' '}
      <Button compact kind="word" aria-label={`${t.copyKey} ${value}`} onPress={() => void copy()}>
        {t.copyKey}
      </Button>
    </>
  )
}

export function Steps({ steps }: { steps: LedgerView['steps'] }) {
  const t = useT(publishWords)
  const format = useFormat()
  return (
    <ol className={style.steps}>
      {steps.map((step) => (
        <li key={step.position}>
          <h3>
            {step.position + 1}. {t.acts[step.act] ?? step.act}
          </h3>
          <dl className={style.facts}>
            <dt>{t.key}</dt>
            <dd>
              <Code value={step.key} />
            </dd>
            {step.recordKey && (
              <>
                <dt>{t.recordKey}</dt>
                <dd>
                  <Code value={step.recordKey} />
                </dd>
              </>
            )}
            {step.fingerprint && (
              <>
                <dt>{t.fingerprint}</dt>
                <dd>
                  <code>{step.fingerprint}</code>
                </dd>
              </>
            )}
            <dt>{t.intent}</dt>
            <dd className="num">{step.intentAt ? exact(format, step.intentAt) : t.noReceipt}</dd>
            <dt>{t.receipt}</dt>
            <dd className="num">{step.receiptAt ? exact(format, step.receiptAt) : t.noReceipt}</dd>
            {step.link && (
              <>
                <dt>{t.online}</dt>
                <dd className="cut">
                  <a href={step.link} target="_blank" rel="noreferrer noopener">
                    {step.link}
                  </a>
                </dd>
              </>
            )}
          </dl>
        </li>
      ))}
    </ol>
  )
}
