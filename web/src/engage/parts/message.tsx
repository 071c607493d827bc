import type { ConversationView, MessageView } from '@pupitre/server/engage/engage.schema'
import { Avatar } from '../../ui/avatar.tsx'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { Time } from '../../ui/time.tsx'
import { engageWords } from '../engage.words.ts'
import { MessageActs } from './message-acts.tsx'
import { DeliveryLine } from './delivery.tsx'
import { piecesOf } from './said.ts'
import style from './thread.module.css'
import { markedIn } from './understood.ts'

type Words = Awaited<ReturnType<typeof engageWords.load>>

export function Said({ text, reasons }: { text: string; reasons?: readonly string[] }) {
  return (
    <p className={style.said} dir="auto">
      {piecesOf(text, reasons).map(({ kind, text: part }, index) => {
        if (kind === 'mark') return <mark key={index}>{part}</mark>
        if (kind === 'text') return part
        return (
          <a key={index} href={part} target="_blank" rel="noopener noreferrer nofollow ugc">
            {part}
          </a>
        )
      })}
    </p>
  )
}

const isOurs = (url: string): boolean => url.startsWith('/api/')

/** Pictures served by this house are shown; what lies on a network is described and opens there, never loaded from here. */
function Attachments({ message }: { message: MessageView }) {
  const t = useT(engageWords)
  if (message.attachments.length === 0) return null
  return (
    <ul className={style.attached}>
      {message.attachments.map((one) => (
        <li key={one.url}>
          {one.kind === 'image' && isOurs(one.url) ? (
            <img src={one.thumbUrl ?? one.url} alt={one.alt} />
          ) : (
            <a href={one.url} target="_blank" rel="noopener noreferrer nofollow ugc">
              <Icon name={one.kind === 'link' ? 'link' : one.kind} />
              <span>{one.kind !== 'link' || one.alt ? t.attachment(t.attachments[one.kind], one.alt || t.noAlt) : t.attachments.link}</span>
              <Icon name="ext" size={14} />
              <span className="vh">{t.opensThere}</span>
            </a>
          )}
        </li>
      ))}
    </ul>
  )
}

function wayOf(t: Words, { direction, visibility }: MessageView): string | null {
  if (visibility === 'direct') return direction === 'out' ? t.privateReply : t.privately
  if (visibility === 'followers') return direction === 'out' ? t.followersReply : t.toFollowers
  return direction === 'out' ? t.publicReply : null
}

function Marks({ message }: { message: MessageView }) {
  const t = useT(engageWords)
  const way = wayOf(t, message)
  return (
    <>
      {way && <span>{way}</span>}
      {message.editedAt && (
        <span>
          {t.edited} <Time at={message.editedAt} />
        </span>
      )}
      {message.likedAt && (
        <span className={style.liked}>
          <Icon name="heart" size={12} />
          {t.liked}
        </span>
      )}
      {message.automatic && <span>{t.automatic}</span>}
      {message.hiddenAt && (
        <span className={style.liked}>
          <Icon name="eye" size={12} />
          {t.hidden}
        </span>
      )}
    </>
  )
}

function Note({ message }: { message: MessageView }) {
  const t = useT(engageWords)
  return (
    <article className={style.note}>
      <header className={style.by}>
        <Icon name="lock" size={12} />
        <b>{t.noteOf(message.author.name)}</b>
        <Time at={message.sentAt} />
        <span>{t.teamOnly}</span>
      </header>
      <Said text={message.text} />
    </article>
  )
}

type Props = { message: MessageView; view: ConversationView; onTakeBack: (message: MessageView) => void }

/** Stars of a review, said as well as shown. */
function Stars({ rating }: { rating: number }) {
  const t = useT(engageWords)
  return (
    <span className={style.stars} role="img" aria-label={t.stars(rating)}>
      {'★'.repeat(rating)}
      {'☆'.repeat(5 - rating)}
    </span>
  )
}

function Head({ message, brandName }: { message: MessageView; brandName: string }) {
  const t = useT(engageWords)
  const { name } = message.author
  const ours = name ? t.us(name, brandName) : brandName
  return (
    <header className={style.by}>
      <b dir="auto">{message.direction === 'out' ? ours : name}</b>
      <Time at={message.sentAt} />
      {message.rating !== null && <Stars rating={message.rating} />}
      <Marks message={message} />
      {message.link && (
        <a className={style.out} href={message.link} target="_blank" rel="noopener noreferrer" aria-label={t.seeOnNetwork}>
          <Icon name="ext" size={12} />
        </a>
      )}
    </header>
  )
}

function Body({ message }: { message: MessageView }) {
  const t = useT(engageWords)
  if (!message.removedAt)
    return (
      <>
        <Said text={message.text} reasons={markedIn(message.understanding)} />
        {message.rest && (
          <details className={style.rest}>
            <summary>{t.rest}</summary>
            <Said text={message.rest} />
          </details>
        )}
      </>
    )
  return (
    <p className={style.removed}>
      {t.removed} <Time at={message.removedAt} />
    </p>
  )
}

/** What never left takes one line; its words are there for whoever asks. */
function Cancelled({ message, brandName }: { message: MessageView; brandName: string }) {
  const t = useT(engageWords)
  return (
    <details className={style.gone}>
      <summary>
        {t.cancelledBy(message.author.name || brandName)} <Time at={message.sentAt} />
      </summary>
      <Said text={message.text} />
    </details>
  )
}

export function Message({ message, view, onTakeBack }: Props) {
  const { brandId, brandName } = view.conversation
  if (message.direction === 'note') return <Note message={message} />
  const ours = message.direction === 'out'
  const { name, initials } = message.author
  const { delivery } = message
  if (ours && delivery?.state === 'cancelled') return <Cancelled message={message} brandName={brandName} />
  return (
    <article className={cx(style.message, ours && style.ours)}>
      <Avatar name={name || brandName} initials={ours && name ? initials : undefined} me={ours} />
      <div>
        <Head message={message} brandName={brandName} />
        <Body message={message} />
        <Attachments message={message} />
        {ours && delivery && <DeliveryLine message={message} delivery={delivery} brandId={brandId} onTakeBack={onTakeBack} />}
      </div>
      {!ours && <MessageActs message={message} view={view} />}
    </article>
  )
}
