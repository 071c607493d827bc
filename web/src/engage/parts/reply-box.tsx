import type { ConversationRow, ConversationView } from '@pupitre/server/engage/engage.schema'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useSession } from '../../session.ts'
import { useActions } from '../../ui/actions.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Confirm } from '../../ui/dialog.tsx'
import { useFormat } from '../../ui/format.ts'
import type { IconName } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { useNow } from '../../ui/now.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { ErrorState, Notice } from '../../ui/states.tsx'
import { engageWords } from '../engage.words.ts'
import { keepDraft, type Mode, useDraft } from './draft.ts'
import { lengthOf } from './length.ts'
import style from './reply.module.css'
import type { Reader } from './use-readers.ts'
import { useSend } from './use-send.ts'

/** Somebody who has not typed for this long reads again. */
const STILL_WRITING = 15_000

function waysOf(view: ConversationView, canEngage: boolean, now: number) {
  const last = view.messages.findLast((message) => message.direction === 'in' && !message.removedAt)
  const isClosed = Boolean(last?.replyBefore && Date.parse(last.replyBefore) < now)
  const canAnswer = canEngage && last !== undefined && last.canReply && !isClosed
  const isPrivate = view.conversation.kind === 'direct'
  const modes: Mode[] = []
  if (canAnswer && !isPrivate && view.acts.reply === true) modes.push('public')
  if (canAnswer && view.acts.privateReply === true) modes.push('direct')
  if (canEngage) modes.push('note')
  return { modes, isClosed, canAnswer }
}

/** True while the person types; told to colleagues. */
function useWriting(onWriting: (writing: boolean) => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return () => {
    onWriting(true)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onWriting(false), STILL_WRITING)
  }
}

function Counter({ text, limit }: { text: string; limit: ConversationView['replyLimit'] }) {
  const t = useT(engageWords)
  const format = useFormat()
  const length = lengthOf(text, limit)
  const over = length - limit.max
  const unit = t.units[limit.unit as keyof typeof t.units] ?? ''
  return (
    <span className={cx(style.count, 'num', over > 0 && style.over)} role={over > 0 ? 'alert' : undefined}>
      {over > 0 ? t.over(over) : t.countOf(format.number(length), format.number(limit.max), unit)}
    </span>
  )
}

type Props = {
  view: ConversationView
  readers: readonly Reader[]
  box: RefObject<HTMLTextAreaElement | null>
  onWriting: (writing: boolean) => void
  onDone: (row: ConversationRow) => void
  onLeave: () => void
}

const SIGNS: Record<Mode, IconName | undefined> = { public: undefined, direct: undefined, note: 'lock' }

/** Who else is at it: somebody who writes now, or who answered since the first word was typed. */
function useCollision(view: ConversationView, readers: readonly Reader[], hasText: boolean) {
  const { me } = useSession()
  const answers = view.messages.filter((one) => one.direction === 'out' && one.author.userId !== me.user.id)
  const [since, setSince] = useState<number | null>(null)
  if (hasText && since === null) setSince(answers.length)
  if (!hasText && since !== null) setSince(null)
  const writer = readers.find((reader) => reader.writing)
  const answer = since !== null && answers.length > since ? answers.at(-1) : undefined
  return writer ? { kind: 'writes' as const, name: writer.name } : answer ? { kind: 'answered' as const, name: answer.author.name } : null
}

export function ReplyBox({ view, readers, box, onWriting, onDone, onLeave }: Props) {
  const t = useT(engageWords)
  const { me, can } = useSession()
  const now = useNow(30_000)
  const row = view.conversation
  const name = row.person.name || row.person.handle
  const draft = useDraft(row.id)
  const [asked, setAsked] = useState<{ markDone: boolean } | null>(null)
  const typed = useWriting(onWriting)
  const { send, error, isPending, forgetError } = useSend(view, onDone)
  const { modes, isClosed, canAnswer } = waysOf(view, can('engage'), now)
  const mode = draft.mode && modes.includes(draft.mode) ? draft.mode : modes[0]
  const collision = useCollision(view, readers, draft.text.trim() !== '')
  const isOver = mode !== 'note' && lengthOf(draft.text, view.replyLimit) > view.replyLimit.max
  const isReady = draft.text.trim() !== '' && !isOver && !isPending && mode !== undefined
  const go = (markDone: boolean) => {
    if (!isReady || !mode) return
    onWriting(false)
    void send({ draft, mode, markDone: markDone && mode !== 'note' })
  }
  const press = (markDone: boolean) => {
    if (isReady && collision && mode !== 'note') setAsked({ markDone })
    else go(markDone)
  }
  useActions([
    { id: 'inbox.send', label: mode === 'note' ? t.addNote : t.send, icon: 'send', keys: 'mod+enter', perform: () => press(false) },
    { id: 'inbox.send-done', label: t.sendDone, icon: 'check', keys: 'mod+shift+enter', when: mode !== 'note', perform: () => press(true) },
  ])
  if (!mode) return <p className={style.closed}>{t.noRight}</p>
  const placeholder = mode === 'note' ? t.notePlaceholder : mode === 'direct' ? t.directPlaceholder(name) : t.replyPlaceholder(name)
  const several = me.brands.length > 1
  return (
    <div className={cx(style.box, mode === 'note' && style.note)}>
      {!canAnswer && <p className={style.closed}>{isClosed ? t.windowClosed : t.cannotReply}</p>}
      <div className={style.bar}>
        <Segmented
          label={t.modeLabel}
          value={mode}
          onChange={(next) => keepDraft(row.id, { text: draft.text, mode: next })}
          options={modes.map((each) => ({ value: each, label: t.modes[each], icon: SIGNS[each] }))}
        />
        <span className={style.space} />
        {mode !== 'note' && <Counter text={draft.text} limit={view.replyLimit} />}
      </div>
      <textarea
        ref={box}
        className={style.text}
        aria-label={mode === 'note' ? t.yourNote : t.yourReply}
        placeholder={placeholder}
        value={draft.text}
        maxLength={20_000}
        rows={3}
        onChange={(event) => {
          forgetError()
          typed()
          keepDraft(row.id, { text: event.target.value, mode })
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.currentTarget.blur()
          onLeave()
        }}
      />
      {error !== null && <ErrorState error={error} />}
      {collision && mode !== 'note' && (
        <Notice
          tone="amber"
          icon="studio"
          title={collision.kind === 'writes' ? t.collisionTitle(collision.name) : t.answeredTitle(collision.name)}
        >
          {collision.kind === 'writes' ? t.collisionText : t.answeredText}
        </Notice>
      )}
      <div className={style.row}>
        <Button kind="primary" keys="mod+enter" isDisabled={!isReady} isPending={isPending} onPress={() => press(false)}>
          {mode === 'note' ? t.addNote : t.send}
        </Button>
        {mode !== 'note' && (
          <Button isDisabled={!isReady} onPress={() => press(true)}>
            {t.sendDone}
          </Button>
        )}
        <span className={style.space} />
        <span className={style.hint}>{mode === 'note' ? t.teamOnly : several ? t.inNameOf(row.brandName) : draft.text && t.draftKept}</span>
      </div>
      {asked && collision && (
        <Confirm
          isOpen
          title={collision.kind === 'writes' ? t.collisionTitle(collision.name) : t.answeredTitle(collision.name)}
          confirm={t.collisionSend}
          onClose={() => setAsked(null)}
          onConfirm={() => {
            setAsked(null)
            go(asked.markDone)
          }}
        >
          <p>{collision.kind === 'writes' ? t.collisionText : t.answeredText}</p>
        </Confirm>
      )}
    </div>
  )
}
