import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { contentQuery, rulesQuery } from '../create/create.client.ts'
import { channelsQuery } from '../channels/channels.client.ts'
import { useSession } from '../session.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { Confirm, Dialog, DialogFeet } from '../ui/dialog.tsx'
import { TextArea } from '../ui/field.tsx'
import { useFormat } from '../ui/format.ts'
import { useT } from '../ui/language.ts'
import { Page, Section } from '../ui/page.tsx'
import { ErrorState, Skeleton, useSaying } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { uiWords } from '../ui/ui.words.ts'
import { useTitle } from '../ui/use-title.ts'
import { DeliveryActs } from './parts/delivery-acts.tsx'
import { Lines, Steps } from './parts/history.tsx'
import style from './parts/publish.module.css'
import { networkSaid, stateSaid } from './parts/said.ts'
import { State } from './parts/state.tsx'
import { useBrandOf } from './parts/use-brand.ts'
import { cancelDelivery, editLive, type LedgerView, ledgerQuery, pinLive, removeLive } from './publish.client.ts'
import { publishWords } from './publish.words.ts'

type Props = { brandId: string; ledger: LedgerView }

function EditDialog({ brandId, delivery, onClose }: { brandId: string; delivery: LedgerView['delivery']; onClose: () => void }) {
  const t = useT(publishWords)
  const ui = useT(uiWords)
  const { data } = useQuery(contentQuery(brandId, delivery.contentId ?? ''))
  const item = data?.variants.find((variant) => variant.channelId === delivery.channelId)?.items[0]
  const [typed, setTyped] = useState<string | null>(null)
  const leave = useLeaving(brandId)
  const text = typed ?? item?.text ?? ''
  const send = () => {
    onClose()
    void leave(editLive(brandId, delivery.id, { text, media: item?.media ?? [] }), t.editing)
  }
  return (
    <Dialog title={t.editTitle} isOpen onClose={onClose} wide>
      <p>{t.editText}</p>
      <div className={style.ask}>
        <TextArea label={t.text} rows={8} value={text} onChange={setTyped} autoFocus />
      </div>
      <DialogFeet>
        <Button onPress={onClose}>{ui.goBack}</Button>
        <Button kind="primary" isDisabled={text.trim() === '' || text === item?.text} onPress={send}>
          {t.send}
        </Button>
      </DialogFeet>
    </Dialog>
  )
}

/** What leaves the house counts down and can be stopped. */
function useLeaving(brandId: string) {
  const t = useT(publishWords)
  const say = useSaying()
  return async (work: Promise<{ deliveryId: string }>, said: string) => {
    try {
      const { deliveryId } = await work
      const stop = async () => {
        await cancelDelivery(brandId, deliveryId, false)
        toast(t.stopped)
      }
      toast(said, { leaving: true, undo: () => void stop() })
    } catch (error) {
      const { what, after } = say(error)
      toast(what, { tone: 'refused', sub: after })
    }
  }
}

function LiveActs({ brandId, ledger: { delivery } }: Props) {
  const t = useT(publishWords)
  const { data: rules } = useQuery(rulesQuery(brandId))
  const [asked, ask] = useState<'edit' | 'remove' | null>(null)
  const leave = useLeaving(brandId)
  const can = rules?.find((rule) => rule.channelId === delivery.channelId)
  if (delivery.state !== 'published' || delivery.kind !== 'post' || !can) return null
  return (
    <div className={style.acts}>
      {can.edits && (
        <Button compact onPress={() => ask('edit')}>
          {t.editLive}
        </Button>
      )}
      {can.pins && (
        <>
          <Button compact onPress={() => void leave(pinLive(brandId, delivery.id, true), t.pinning)}>
            {t.pin}
          </Button>
          <Button compact kind="word" onPress={() => void leave(pinLive(brandId, delivery.id, false), t.unpinning)}>
            {t.unpin}
          </Button>
        </>
      )}
      {can.removes && (
        <Button compact kind="danger" onPress={() => ask('remove')}>
          {t.removeLive}
        </Button>
      )}
      {!can.edits && <span className="dim">{t.editNone}</span>}
      {asked === 'edit' && <EditDialog brandId={brandId} delivery={delivery} onClose={() => ask(null)} />}
      <Confirm
        title={t.removeTitle}
        isOpen={asked === 'remove'}
        isFinal
        confirm={t.removeLive}
        onClose={() => ask(null)}
        onConfirm={() => {
          ask(null)
          void leave(removeLive(brandId, delivery.id), t.removing)
        }}
      >
        <p>{t.removeText}</p>
      </Confirm>
    </div>
  )
}

function Facts({ ledger: { delivery } }: Props) {
  const t = useT(publishWords)
  const format = useFormat()
  const exact = (at: string) => `${format.day(at)}, ${format.timeToSecond(at)}`
  return (
    <dl className={style.facts}>
      {delivery.dueAt && (
        <>
          <dt>{t.due}</dt>
          <dd className="num">
            {exact(delivery.dueAt)} <span className="dim">{delivery.zone}</span>
          </dd>
        </>
      )}
      {delivery.notAfter && (
        <>
          <dt>{t.late}</dt>
          <dd className="num">{exact(delivery.notAfter)}</dd>
        </>
      )}
      {delivery.publishedAt && (
        <>
          <dt>{t.published}</dt>
          <dd className="num">{exact(delivery.publishedAt)}</dd>
        </>
      )}
      {delivery.link && (
        <>
          <dt>{t.online}</dt>
          <dd className="cut">
            <a href={delivery.link} target="_blank" rel="noreferrer noopener">
              {delivery.link}
            </a>
          </dd>
        </>
      )}
    </dl>
  )
}

function Ledger({ brandId, ledger }: Props) {
  const t = useT(publishWords)
  const format = useFormat()
  const { can } = useSession()
  const { delivery, lines, steps } = ledger
  const { data: channels } = useQuery(channelsQuery(brandId))
  const channel = channels?.find((one) => one.id === delivery.channelId)
  const title = t.lead(t.kinds[delivery.kind] ?? delivery.kind, channel?.name ?? format.absent)
  const heard = networkSaid(delivery.cause)
  useTitle(t.title)
  return (
    <Page
      title={t.title}
      lead={title}
      actions={
        delivery.contentId && (
          <LinkButton to="/studio/$contentId" params={{ contentId: delivery.contentId }} search={{ brand: brandId }}>
            {t.openContent}
          </LinkButton>
        )
      }
    >
      <Section title={t.where}>
        <div className={style.where}>
          <State state={delivery.state} format={delivery.format} />
          <p>{stateSaid(t, format, delivery)}</p>
          {heard && <p>{t.said(heard)}</p>}
          <DeliveryActs brandId={brandId} delivery={delivery} canSchedule={can('schedule')} showLedger={false} />
          {can('schedule') && <LiveActs brandId={brandId} ledger={ledger} />}
        </div>
        <Facts brandId={brandId} ledger={ledger} />
      </Section>
      <Section title={t.lines} text={t.linesText}>
        <Lines lines={lines} format={delivery.format} />
      </Section>
      <Section title={t.steps} text={t.stepsText}>
        {steps.length === 0 ? <p className="dim">{delivery.state === 'published' ? t.notFromHere : t.noSteps}</p> : <Steps steps={steps} />}
      </Section>
    </Page>
  )
}

export default function PublishPage() {
  const { deliveryId = '' } = useParams({ strict: false })
  const find = useBrandOf(['ledger', deliveryId], (brandId) => `/api/v1/brands/${brandId}/deliveries/${deliveryId}/ledger`)
  const { data, error, refetch } = useQuery({ ...ledgerQuery(find.brandId ?? '', deliveryId), enabled: find.brandId !== null })
  if (data && find.brandId) return <Ledger brandId={find.brandId} ledger={data} />
  const fault = error ?? find.error
  return <div className={style.wait}>{fault ? <ErrorState error={fault} onRetry={() => void refetch()} /> : <Skeleton lines={6} />}</div>
}
