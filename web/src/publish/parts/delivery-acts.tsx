import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button, LinkButton } from '../../ui/button.tsx'
import { DateTimeField } from '../../ui/date-time-field.tsx'
import { type LocalTime, resolveLocal, toLocal } from '../../ui/date-time.ts'
import { Dialog, DialogFeet } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { useFormat } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { useSaying } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import {
  cancelDelivery,
  type DeliveryState,
  moveDelivery,
  releaseDelivery,
  type Settle,
  settleDelivery,
  type When,
} from '../publish.client.ts'
import { uiWords } from '../../ui/ui.words.ts'
import { publishWords } from '../publish.words.ts'
import { whenOf } from './when.ts'
import style from './publish.module.css'

export type Acted = {
  id: string
  state: DeliveryState
  version: number
  dueAt: string | null
  link: string | null
  cause: { kind: string } | null
}

/** A date and hour to be asked for; the hour a time change repeats is told apart. */
export function WhenDialog({
  title,
  at,
  confirm,
  onChoose,
  onClose,
}: {
  title: string
  at: string | null
  confirm: string
  onChoose: (when: When) => void
  onClose: () => void
}) {
  const t = useT(publishWords)
  const ui = useT(uiWords)
  const { zone } = useFormat()
  const [local, setLocal] = useState<LocalTime>(() => toLocal(at ?? new Date(Date.now() + 3_600_000).toISOString(), zone))
  const [utc, setUtc] = useState<string | null>(() => {
    const read = resolveLocal(local)
    return read.kind === 'exact' ? read.utc : null
  })
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <div className={style.ask}>
        <DateTimeField
          label={t.when}
          value={local}
          onChange={(value, instant) => {
            setLocal(value)
            setUtc(instant)
          }}
        />
      </div>
      <DialogFeet>
        <Button onPress={onClose}>{ui.goBack}</Button>
        <Button kind="primary" isDisabled={utc === null} onPress={() => utc && onChoose(whenOf(local, utc))}>
          {confirm}
        </Button>
      </DialogFeet>
    </Dialog>
  )
}

function ThereDialog({ onSay, onClose }: { onSay: (link: string) => void; onClose: () => void }) {
  const t = useT(publishWords)
  const ui = useT(uiWords)
  const [link, setLink] = useState('')
  const [tried, setTried] = useState(false)
  const good = URL.canParse(link) && /^https?:/.test(link)
  return (
    <Dialog title={t.thereTitle} isOpen onClose={onClose}>
      <p>{t.thereText}</p>
      <div className={style.ask}>
        <TextField
          label={t.thereLink}
          type="url"
          inputMode="url"
          value={link}
          onChange={setLink}
          error={tried && !good ? t.thereWrong : null}
          autoFocus
        />
      </div>
      <DialogFeet>
        <Button onPress={onClose}>{ui.goBack}</Button>
        <Button kind="primary" onPress={() => (good ? onSay(link) : setTried(true))}>
          {t.confirm}
        </Button>
      </DialogFeet>
    </Dialog>
  )
}

/** It is its hour, and a person puts it up. */
const isByHand = ({ state, cause }: Acted): boolean => state === 'unknown' && cause?.kind === 'by_hand'

type Asked = 'move' | 'there' | null

export function useDoings(brandId: string, delivery: Acted) {
  const t = useT(publishWords)
  const queries = useQueryClient()
  const say = useSaying()
  const [busy, setBusy] = useState(false)
  const after = async (work: Promise<unknown>, said: () => void) => {
    setBusy(true)
    try {
      await work
      said()
    } catch (error) {
      const { what, after } = say(error)
      toast(what, { tone: 'refused', sub: after })
    }
    setBusy(false)
    for (const module of ['create', 'publish', 'plan']) void queries.invalidateQueries({ queryKey: [module] })
  }
  const { id, version } = delivery
  const stop = () => void after(cancelDelivery(brandId, id, true), () => toast(t.stopped))
  return {
    busy,
    retry: () => void after(releaseDelivery(brandId, id, { choice: 'publish' }), () => toast(t.retrying, { leaving: true, undo: stop })),
    drop: () => void after(releaseDelivery(brandId, id, { choice: 'drop' }), () => toast(t.dropped)),
    back: () => void after(cancelDelivery(brandId, id, true), () => toast(t.backed)),
    move: (when: When) => {
      const isHeld = ['held', 'failed', 'expired'].includes(delivery.state)
      const work = isHeld ? releaseDelivery(brandId, id, { choice: 'move', ...when }) : moveDelivery(brandId, id, version, when)
      void after(work, () => toast(t.moved))
    },
    settle: (answer: Settle) =>
      void after(settleDelivery(brandId, id, answer), () =>
        answer.answer === 'later'
          ? toast(t.moved)
          : answer.answer === 'not_there'
            ? toast(t.retrying, { leaving: true, undo: stop })
            : toast(t.settled),
      ),
  }
}

/** What a person can do about a delivery where it is; the words of the buttons are the answers to its sentence. */
export function DeliveryActs({
  brandId,
  delivery,
  canSchedule,
  showLedger = true,
}: {
  brandId: string
  delivery: Acted
  canSchedule: boolean
  showLedger?: boolean
}) {
  const t = useT(publishWords)
  const [asked, ask] = useState<Asked>(null)
  const doings = useDoings(brandId, delivery)
  const { state, link } = delivery
  const waits = state === 'scheduled' || state === 'awaiting'
  const stuck = state === 'held' || state === 'failed' || state === 'expired'
  return (
    <span className={style.acts}>
      {canSchedule && stuck && (
        <>
          <Button compact isDisabled={doings.busy} onPress={doings.retry}>
            {state === 'failed' ? t.retry : t.publishAnyway}
          </Button>
          <Button compact kind="word" isDisabled={doings.busy} onPress={() => ask('move')}>
            {t.move}
          </Button>
          <Button compact kind="quiet" isDisabled={doings.busy} onPress={doings.drop}>
            {t.drop}
          </Button>
        </>
      )}
      {canSchedule && isByHand(delivery) && (
        <LinkButton compact to="/assist/$deliveryId" params={{ deliveryId: delivery.id }}>
          {t.assist.title}
        </LinkButton>
      )}
      {canSchedule && state === 'unknown' && !isByHand(delivery) && (
        <>
          <Button compact isDisabled={doings.busy} onPress={() => ask('there')}>
            {t.isThere}
          </Button>
          <Button compact isDisabled={doings.busy} onPress={() => doings.settle({ answer: 'not_there' })}>
            {t.notThere}
          </Button>
          <Button compact kind="quiet" isDisabled={doings.busy} onPress={() => doings.settle({ answer: 'drop' })}>
            {t.drop}
          </Button>
        </>
      )}
      {canSchedule && waits && (
        <>
          <Button compact kind="word" isDisabled={doings.busy} onPress={() => ask('move')}>
            {t.move}
          </Button>
          <Button compact kind="quiet" isDisabled={doings.busy} onPress={doings.back}>
            {t.back}
          </Button>
        </>
      )}
      {link && (
        <a className={style.live} href={link} target="_blank" rel="noreferrer noopener">
          {t.see}
        </a>
      )}
      {showLedger && state !== 'draft' && (
        <LinkButton compact kind="quiet" to="/ledger/$deliveryId" params={{ deliveryId: delivery.id }}>
          {t.ledger}
        </LinkButton>
      )}
      {asked === 'move' && (
        <WhenDialog
          title={t.moveTitle}
          at={delivery.dueAt}
          confirm={t.move}
          onClose={() => ask(null)}
          onChoose={(when) => {
            ask(null)
            doings.move(when)
          }}
        />
      )}
      {asked === 'there' && (
        <ThereDialog
          onClose={() => ask(null)}
          onSay={(address) => {
            ask(null)
            doings.settle({ answer: 'there', link: address })
          }}
        />
      )}
    </span>
  )
}
