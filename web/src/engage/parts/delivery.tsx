import type { MessageView } from '@pupitre/server/engage/engage.schema'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { PAGES } from '../../rooms.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { useNow } from '../../ui/now.ts'
import { useSaying } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { INBOX, releaseDelivery, stopDelivery } from '../engage.client.ts'
import { engageWords } from '../engage.words.ts'
import style from './thread.module.css'

type Delivery = NonNullable<MessageView['delivery']>
type Props = { message: MessageView; delivery: Delivery; brandId: string; onTakeBack: (message: MessageView) => void }

function Line({ icon, tone, children, acts }: { icon: IconName; tone?: 'red' | 'amber'; children: ReactNode; acts?: ReactNode }) {
  return (
    <div className={cx(style.delivery, tone && style[tone])}>
      <Icon name={icon} size={14} />
      <div>{children}</div>
      {acts && <div className={style.acts}>{acts}</div>}
    </div>
  )
}

function Countdown({ until }: { until: string }) {
  const t = useT(engageWords)
  const now = useNow(250)
  const left = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000))
  return <span className="num">{left > 0 ? t.leaves(t.seconds(left)) : t.leaving}</span>
}

/** What can be done with an answer of ours; a refusal is said and leaves all as it was. */
function useDoings({ message, delivery, brandId, onTakeBack }: Props) {
  const t = useT(engageWords)
  const saying = useSaying()
  const queries = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const run = async (work: () => Promise<unknown>, done: string, takesBack: boolean): Promise<void> => {
    setBusy(true)
    try {
      await work()
      if (takesBack) onTakeBack(message)
      toast(done)
    } catch (error) {
      const { what, after } = saying(error)
      toast(what, { tone: 'refused', sub: after })
    } finally {
      setBusy(false)
      void queries.invalidateQueries({ queryKey: [INBOX] })
    }
  }
  const where = { brandId, id: delivery.id }
  return {
    isBusy,
    stop: () => void run(() => stopDelivery(where), t.stopped, true),
    retry: () => void run(() => releaseDelivery(where, 'publish'), t.retried, false),
    takeBack: () => void run(() => releaseDelivery(where, 'drop'), t.tookBack, true),
  }
}

function Ledger({ id, brandId }: { id: string; brandId: string }) {
  const t = useT(engageWords)
  if (!PAGES.ledger) return null
  return (
    <LinkButton compact kind="word" to="/ledger/$deliveryId" params={{ deliveryId: id }} search={{ brand: brandId }}>
      {t.seeLedger}
    </LinkButton>
  )
}

function Failed(props: Props) {
  const t = useT(engageWords)
  const doings = useDoings(props)
  const { cause, id } = props.delivery
  const step = cause ? t.steps[cause.nextStep as keyof typeof t.steps] : undefined
  const mends = cause?.nextStep === 'fix_content'
  const acts = (
    <>
      {!mends && (
        <Button compact onPress={doings.retry} isDisabled={doings.isBusy}>
          {t.retry}
        </Button>
      )}
      <Button compact onPress={doings.takeBack} isDisabled={doings.isBusy}>
        {t.takeBack}
      </Button>
      <Ledger id={id} brandId={props.brandId} />
    </>
  )
  return (
    <Line icon="stop" tone="red" acts={acts}>
      <b>{t.failed}</b>
      {step && <span> · {step}</span>}
      {cause?.said && <small>{t.said(cause.said)}</small>}
    </Line>
  )
}

function Undelivered({ delivery, brandId, said }: Props & { said: string }) {
  const t = useT(engageWords)
  return (
    <Line icon="stop" tone="red" acts={<Ledger id={delivery.id} brandId={brandId} />}>
      <b>{t.undelivered}</b>
      <small>{t.undeliveredText}</small>
      {said && <small>{t.said(said)}</small>}
    </Line>
  )
}

function Held(props: Props) {
  const t = useT(engageWords)
  const doings = useDoings(props)
  const acts = (
    <>
      <Button compact onPress={doings.retry} isDisabled={doings.isBusy}>
        {t.sendNow}
      </Button>
      <Button compact onPress={doings.takeBack} isDisabled={doings.isBusy}>
        {t.takeBack}
      </Button>
    </>
  )
  return (
    <Line icon="pause" tone="amber" acts={acts}>
      <b>{props.delivery.state === 'expired' ? t.expired : t.held}</b> · {t.heldText}
    </Line>
  )
}

function Scheduled(props: Props) {
  const t = useT(engageWords)
  const doings = useDoings(props)
  const { undoUntil } = props.delivery
  const stop = (
    <Button compact onPress={doings.stop} isDisabled={doings.isBusy}>
      {t.stop}
    </Button>
  )
  return (
    <Line icon="clock" acts={stop}>
      {undoUntil ? <Countdown until={undoUntil} /> : t.leaving}
    </Line>
  )
}

/** Where an answer of ours is, and what can be done about it. One that stands on the network needs no word. */
export function DeliveryLine(props: Props) {
  const t = useT(engageWords)
  switch (props.delivery.state) {
    case 'scheduled':
      return <Scheduled {...props} />
    case 'claimed':
    case 'sending':
      return <Line icon="send">{t.leaving}</Line>
    case 'failed':
      return <Failed {...props} />
    case 'held':
    case 'expired':
      return <Held {...props} />
    case 'unknown':
      return (
        <Line icon="history" tone="amber" acts={<Ledger id={props.delivery.id} brandId={props.brandId} />}>
          <b>{t.unknownState}</b>
          <small>{t.unknownText}</small>
        </Line>
      )
    case 'published':
      return props.message.undelivered ? <Undelivered {...props} said={props.message.undelivered.said} /> : null
    default:
      return null
  }
}
