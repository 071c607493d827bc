import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { TextArea } from '../../ui/field.tsx'
import { useFormat } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import type { ReviewItem } from '../review.client.ts'
import { reviewWords } from '../review.words.ts'
import style from './client.module.css'
import { Reading } from './reading.tsx'

const OPEN = new Set(['draft', 'awaiting', 'scheduled', 'held'])

/** Still in the house: a word changes something. */
export const isOpen = (item: ReviewItem): boolean => OPEN.has(item.state)
/** Nobody has said a word on it as it stands. */
export const needsWord = (item: ReviewItem): boolean => isOpen(item) && item.decision?.current !== true
const isApproved = (item: ReviewItem): boolean => item.decision?.current === true && item.decision.verdict === 'approved'

function Standing({ item }: { item: ReviewItem }) {
  const t = useT(reviewWords).client
  const format = useFormat()
  const { decision } = item
  const said: Record<string, string> = { published: t.published, claimed: t.leaving, sending: t.leaving, held: t.held, draft: t.draft }
  const when = decision ? format.relative(decision.at) : ''
  return (
    <>
      {said[item.state] && <p className={style.state}>{said[item.state]}</p>}
      {decision && (
        <p className={cx(style.state, decision.current && decision.verdict === 'approved' && style.yes, !decision.current && style.since)}>
          <Icon name={decision.verdict === 'approved' ? 'check' : 'undo'} />
          <span>
            {decision.verdict === 'approved' ? t.approvedBy(decision.byName, when) : t.changesBy(decision.byName, when)}
            {decision.comment && <em>{decision.comment}</em>}
            {!decision.current && (
              <>
                <b>{t.changed}</b> <span className={style.screen}>{t.changedText}</span>
              </>
            )}
          </span>
        </p>
      )}
    </>
  )
}

type Props = {
  item: ReviewItem
  busy: boolean
  onApprove: () => void
  onChanges: (comment: string) => void
  onComment: (text: string) => void
}

function Write({ label, onSend, onClose }: { label: string; onSend: (text: string) => void; onClose: () => void }) {
  const t = useT(reviewWords).client
  const [text, setText] = useState('')
  return (
    <form
      className={style.write}
      onSubmit={(event) => {
        event.preventDefault()
        onSend(text.trim())
      }}
    >
      <TextArea label={label} rows={3} value={text} onChange={setText} maxLength={5000} autoFocus />
      <div className={style.acts}>
        <Button type="submit" kind="primary" isDisabled={text.trim() === ''}>
          {t.send}
        </Button>
        <Button kind="quiet" onPress={onClose}>
          {t.cancel}
        </Button>
      </div>
    </form>
  )
}

/** One publication as a client reads it, with what was said of it and what they may do. */
export function ClientItem({ item, busy, onApprove, onChanges, onComment }: Props) {
  const t = useT(reviewWords).client
  const format = useFormat()
  const [writing, setWriting] = useState<'changes' | 'comment' | null>(null)
  const close = () => setWriting(null)
  const what = `${item.channelName}, ${format.time(item.dueAt)}`
  return (
    <article className={style.item} aria-label={what}>
      <div className={style.reading}>
        <Reading item={item} />
      </div>
      <div className={style.side}>
        <h3>
          <span className="num">{format.time(item.dueAt)}</span> · {item.channelName}
        </h3>
        {item.title && <p className="dim">{item.title}</p>}
        <Standing item={item} />
        {item.comments.length > 0 && (
          <ul className={style.comments} aria-label={t.remarks}>
            {item.comments.map((one) => (
              <li key={one.id}>
                <b>{one.byName}</b> <span className="dim">{format.relative(one.at)}</span>
                <p>{one.text}</p>
              </li>
            ))}
          </ul>
        )}
        {writing === 'changes' && (
          <Write
            label={t.what}
            onClose={close}
            onSend={(text) => {
              close()
              onChanges(text)
            }}
          />
        )}
        {writing === 'comment' && (
          <Write
            label={t.commentText}
            onClose={close}
            onSend={(text) => {
              close()
              onComment(text)
            }}
          />
        )}
        {writing === null && (
          <div className={cx(style.acts, style.screen)}>
            {isOpen(item) && !isApproved(item) && (
              <Button icon="check" isDisabled={busy} onPress={onApprove}>
                {t.approve}
              </Button>
            )}
            {isOpen(item) && (
              <Button kind="word" isDisabled={busy} onPress={() => setWriting('changes')}>
                {t.changes}
              </Button>
            )}
            <Button kind="quiet" icon="comment" isDisabled={busy} onPress={() => setWriting('comment')}>
              {t.comment}
            </Button>
          </div>
        )}
      </div>
    </article>
  )
}
