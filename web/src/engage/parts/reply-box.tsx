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
import { waysOf } from './ways.ts'

/** Somebody who has not typed for this long reads again. */
const STILL_WRITING = 15_000

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

type Collision = NonNullable<ReturnType<typeof useCollision>>

function useCollisionWords(collision: Collision | null): { title: string; text: string } {
  const t = useT(engageWords)
  if (collision?.kind === 'answered') return { title: t.answeredTitle(collision.name), text: t.answeredText }
  return { title: t.collisionTitle(collision?.name ?? ''), text: t.collisionText }
}

/** What is written, for whom, whether it may leave, and what stands in the way. */
function useReply({ view, readers, onWriting, onDone }: Props) {
  const { can } = useSession()
  const now = useNow(30_000)
  const draft = useDraft(view.conversation.id)
  const [asked, setAsked] = useState<{ markDone: boolean } | null>(null)
  const { send, error, isPending, forgetError } = useSend(view, onDone)
  const ways = waysOf(view, can('engage'), now)
  const { modes } = ways
  const mode = draft.mode && modes.includes(draft.mode) ? draft.mode : modes[0]
  const hasText = draft.text.trim() !== ''
  const collision = useCollision(view, readers, hasText)
  const isNote = mode === 'note'
  const isOver = !isNote && lengthOf(draft.text, view.replyLimit) > view.replyLimit.max
  const isReady = hasText && !isOver && !isPending && mode !== undefined
  const go = (markDone: boolean) => {
    setAsked(null)
    if (!isReady) return
    onWriting(false)
    void send({ draft, mode, markDone: markDone && !isNote })
  }
  const press = (markDone: boolean) => {
    if (isReady && collision && !isNote) setAsked({ markDone })
    else go(markDone)
  }
  const typed = useWriting(onWriting)
  const write = (text: string) => {
    forgetError()
    typed()
    keepDraft(view.conversation.id, { text, mode: mode ?? null })
  }
  const obstacle = collision && !isNote ? collision : null
  return { ...ways, draft, mode, isNote, isReady, isPending, error, obstacle, asked, setAsked, go, press, write }
}

type Reply = ReturnType<typeof useReply>

function Feet({ reply, brandName }: { reply: Reply; brandName: string }) {
  const t = useT(engageWords)
  const { me } = useSession()
  const { isNote, isReady, isPending, press, draft } = reply
  useActions([
    { id: 'inbox.send', label: isNote ? t.addNote : t.send, icon: 'send', keys: 'mod+enter', perform: () => press(false) },
    { id: 'inbox.send-done', label: t.sendDone, icon: 'check', keys: 'mod+shift+enter', when: !isNote, perform: () => press(true) },
  ])
  const own = me.brands.length > 1 ? t.inNameOf(brandName) : draft.text && t.draftKept
  return (
    <div className={style.row}>
      <Button kind="primary" keys="mod+enter" isDisabled={!isReady} isPending={isPending} onPress={() => press(false)}>
        {isNote ? t.addNote : t.send}
      </Button>
      {!isNote && (
        <Button isDisabled={!isReady} onPress={() => press(true)}>
          {t.sendDone}
        </Button>
      )}
      <span className={style.space} />
      <span className={style.hint}>{isNote ? t.teamOnly : own}</span>
    </div>
  )
}

function placeholderOf(t: Awaited<ReturnType<typeof engageWords.load>>, mode: Mode, name: string): string {
  if (mode === 'note') return t.notePlaceholder
  return mode === 'direct' ? t.directPlaceholder(name) : t.replyPlaceholder(name)
}

export function ReplyBox(props: Props) {
  const { view, box, onLeave } = props
  const t = useT(engageWords)
  const reply = useReply(props)
  const { draft, mode, isNote, obstacle, asked } = reply
  const words = useCollisionWords(obstacle)
  const row = view.conversation
  if (!mode) return <p className={style.closed}>{t.noRight}</p>
  return (
    <div className={cx(style.box, isNote && style.note)}>
      {!reply.canAnswer && <p className={style.closed}>{reply.isClosed ? t.windowClosed : t.cannotReply}</p>}
      <div className={style.bar}>
        <Segmented
          label={t.modeLabel}
          value={mode}
          onChange={(next) => keepDraft(row.id, { text: draft.text, mode: next })}
          options={reply.modes.map((each) => ({
            value: each,
            label: each === 'public' && reply.isForFollowers ? t.followersMode : t.modes[each],
            icon: SIGNS[each],
          }))}
        />
        <span className={style.space} />
        {!isNote && <Counter text={draft.text} limit={view.replyLimit} />}
      </div>
      <textarea
        ref={box}
        className={style.text}
        aria-label={isNote ? t.yourNote : t.yourReply}
        placeholder={placeholderOf(t, mode, row.person.name || row.person.handle)}
        value={draft.text}
        maxLength={20_000}
        rows={3}
        onChange={(event) => reply.write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          onLeave()
        }}
      />
      {reply.error !== null && <ErrorState error={reply.error} />}
      {obstacle && (
        <Notice tone="amber" icon="studio" title={words.title}>
          {words.text}
        </Notice>
      )}
      <Feet reply={reply} brandName={row.brandName} />
      {asked && obstacle && (
        <Confirm
          isOpen
          title={words.title}
          confirm={t.collisionSend}
          onClose={() => reply.setAsked(null)}
          onConfirm={() => reply.go(asked.markDone)}
        >
          <p>{words.text}</p>
        </Confirm>
      )}
    </div>
  )
}
