import type { ConversationRow, ConversationView, MessageView } from '@pupitre/server/engage/engage.schema'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useSession } from '../../session.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useFormat } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { Time } from '../../ui/time.tsx'
import { engageWords } from '../engage.words.ts'
import page from '../engage.module.css'
import { Context, Waiting } from './context.tsx'
import { keepDraft } from './draft.ts'
import { Message } from './message.tsx'
import { ReplyBox } from './reply-box.tsx'
import style from './thread.module.css'
import { type Reader, usePresence, useReaders } from './use-readers.ts'

export type Doings = {
  done: () => void
  reopen: () => void
  snooze: () => void
  assign: () => void
  labels: () => void
  correct: () => void
  undoCorrection: (messageId: string) => void
  likeDone: () => void
  unread: () => void
  open: (conversationId: string) => void
  leave: () => void
}

function Post({ post }: { post: NonNullable<ConversationView['post']> }) {
  const t = useT(engageWords)
  const words = post.title || post.words.slice(0, 80)
  return (
    <div className={style.post}>
      {post.thumbUrl ? (
        <img src={post.thumbUrl} alt="" />
      ) : (
        <span className={style.bare}>
          <Icon name="quote" />
        </span>
      )}
      <div>
        <b>{words ? t.under(words) : t.underPost}</b>
        {post.publishedAt && (
          <>
            , {t.published} <Time at={post.publishedAt} />
          </>
        )}
        {post.title && post.words && <div className="cut">{post.words}</div>}
        {post.link && (
          <div>
            <a href={post.link} target="_blank" rel="noopener noreferrer">
              {t.seePost}
            </a>
          </div>
        )}
      </div>
    </div>
  )
}

function Readers({ readers }: { readers: readonly Reader[] }) {
  const t = useT(engageWords)
  const format = useFormat()
  if (readers.length === 0) return null
  const writers = readers.filter((reader) => reader.writing)
  const shown = writers.length > 0 ? writers : readers
  const names = format.list(shown.map((reader) => reader.name))
  return (
    <div className={style.readers} role="status">
      {shown.map((reader) => (
        <Avatar key={reader.id} name={reader.name} initials={reader.initials} size="small" here />
      ))}
      {writers.length > 0 ? t.writes(names, shown.length) : t.reads(names, shown.length)}
    </div>
  )
}

function Head({ view, doings, onContext }: { view: ConversationView; doings: Doings; onContext: () => void }) {
  const t = useT(engageWords)
  const { can, me } = useSession()
  const row = view.conversation
  const name = row.person.name || row.person.handle
  const who = row.assignee && (row.assignee.id === me.user.id ? t.you : row.assignee.name)
  const under = [
    view.blockedAt && t.blocked,
    t.kinds[row.kind],
    me.brands.length > 1 && row.brandName,
    row.assignee ? t.assignedTo(who ?? '') : t.nobody,
  ]
  const entries: MenuEntry[] = [
    { id: 'snooze', label: t.snooze, icon: 'moon', keys: 's', perform: doings.snooze },
    { id: 'assign', label: t.assign, icon: 'user', keys: 'a', perform: doings.assign },
    { id: 'labels', label: t.labels, icon: 'tag', keys: 'l', perform: doings.labels },
    { id: 'like', label: t.likeDone, icon: 'heart', keys: 'f', isDisabled: view.acts.like !== true, perform: doings.likeDone },
    { id: 'unread', label: t.markUnread, icon: 'inbox', perform: doings.unread },
  ]
  const act =
    row.state === 'done' ? (
      <Button compact keys="e" onPress={doings.reopen}>
        {t.reopen}
      </Button>
    ) : (
      <Button compact keys="e" onPress={doings.done}>
        {t.done}
      </Button>
    )
  return (
    <header className={style.head}>
      <span className={style.back}>
        <IconButton icon="left" label={t.back} compact={false} onPress={doings.leave} />
      </span>
      <div>
        <h2 dir="auto">{name}</h2>
        <small>{under.filter(Boolean).join(' · ')}</small>
      </div>
      {can('engage') && (
        <>
          <span className={style.wide}>
            <Button compact keys="s" onPress={doings.snooze}>
              {t.snooze}
            </Button>
          </span>
          {act}
          <Menu
            label={t.more}
            groups={[{ id: 'acts', entries }]}
            placement="bottom end"
            trigger={<IconButton icon="dots" label={t.more} kind="quiet" />}
          />
        </>
      )}
      <span className={page.contextButton}>
        <IconButton icon="info" label={t.contextLabel} kind="quiet" onPress={onContext} />
      </span>
    </header>
  )
}

/** Stays at the foot while new messages come, unless the person has gone up to read. */
function useFoot(view: ConversationView): {
  flow: RefObject<HTMLDivElement | null>
  isAway: boolean
  toFoot: () => void
  onScroll: () => void
} {
  const flow = useRef<HTMLDivElement>(null)
  const [isUp, setUp] = useState(false)
  const lastId = view.messages.at(-1)?.id
  const [seen, setSeen] = useState(lastId)
  const toFoot = () => {
    flow.current?.scrollTo({ top: flow.current.scrollHeight })
    setSeen(lastId)
  }
  useEffect(() => {
    if (!isUp) flow.current?.scrollTo({ top: flow.current.scrollHeight })
    // Only what arrives moves the foot.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [lastId])
  if (!isUp && seen !== lastId) setSeen(lastId)
  const onScroll = () => {
    const node = flow.current
    if (node) setUp(node.scrollHeight - node.scrollTop - node.clientHeight > 80)
  }
  return { flow, isAway: isUp && seen !== lastId, toFoot, onScroll }
}

/** The foot of a phone has no third pane: what matters of it stands under the name. */
function Summary({ view }: { view: ConversationView }) {
  const t = useT(engageWords)
  const { waitingSince, labels, marks, pressing } = view.conversation
  if (!waitingSince && labels.length === 0 && !marks) return null
  return (
    <p className={style.sum}>
      {waitingSince && (
        <b>
          <Waiting since={waitingSince} />
        </b>
      )}
      {pressing && <b className={style.urgent}>{t.urgent}</b>}
      {marks && (
        <span>
          {[t.intents[marks.intent], marks.emotion === 'none' ? t.sentiments[marks.sentiment] : t.emotions[marks.emotion]].join(' · ')}
        </span>
      )}
      {labels.length > 0 && (
        <span>
          <span className="vh">{t.labels} </span>
          {labels.join(', ')}
        </span>
      )}
    </p>
  )
}

/** In a dialog, what leads elsewhere closes it first. */
function closing(doings: Doings, close: () => void): Doings {
  const first =
    <A extends unknown[]>(act: (...args: A) => void) =>
    (...args: A) => {
      close()
      act(...args)
    }
  return { ...doings, assign: first(doings.assign), labels: first(doings.labels), correct: first(doings.correct), open: first(doings.open) }
}

type Props = { view: ConversationView; doings: Doings; box: RefObject<HTMLTextAreaElement | null>; onDone: (row: ConversationRow) => void }

export function Thread({ view, doings, box, onDone }: Props) {
  const t = useT(engageWords)
  const row = view.conversation
  const readers = useReaders(row.id, view.readers)
  const [writing, setWriting] = useState(false)
  const [isContext, setContext] = useState(false)
  usePresence(row.brandId, row.id, writing)
  const { flow, isAway, toFoot, onScroll } = useFoot(view)
  const takeBack = (message: MessageView) => {
    keepDraft(row.id, { text: message.text, mode: message.visibility === 'direct' ? 'direct' : 'public' })
    box.current?.focus()
  }
  const name = row.person.name || row.person.handle
  return (
    <section className={style.thread} aria-label={t.threadLabel(name)}>
      <Head view={view} doings={doings} onContext={() => setContext(true)} />
      <Summary view={view} />
      <div ref={flow} className={style.flow} tabIndex={0} role="log" aria-label={t.threadLabel(name)} onScroll={onScroll} data-flow>
        {view.messages.length >= 200 && <p className={style.fold}>{t.lastShown}</p>}
        {view.post && <Post post={view.post} />}
        {view.messages.map((message) => (
          <Message key={message.id} message={message} view={view} onTakeBack={takeBack} />
        ))}
        <Readers readers={readers} />
      </div>
      {isAway && (
        <div className={cx(page.pill, style.pill)}>
          <Button compact icon="dn" onPress={toFoot}>
            {t.news(1)}
          </Button>
        </div>
      )}
      <ReplyBox view={view} readers={readers} box={box} onWriting={setWriting} onDone={onDone} onLeave={doings.leave} />
      {isContext && (
        <Dialog title={t.contextLabel} isOpen onClose={() => setContext(false)}>
          <div className={page.inDialog}>
            <Context view={view} doings={closing(doings, () => setContext(false))} />
          </div>
        </Dialog>
      )}
    </section>
  )
}
