import { useState } from 'react'
import { DeliveryActs } from '../../publish/parts/delivery-acts.tsx'
import { networkSaid, stateSaid } from '../../publish/parts/said.ts'
import { State } from '../../publish/parts/state.tsx'
import { publishWords } from '../../publish/publish.words.ts'
import { useSession } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { DateTimeField } from '../../ui/date-time-field.tsx'
import { Dialog, DialogFeet } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { useFormat } from '../../ui/format.ts'
import { Glyph } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { uiWords } from '../../ui/ui.words.ts'
import { createWords } from '../create.words.ts'
import style from './composer.module.css'
import { useComposer } from './context.ts'
import type { Sending as SendingState } from './use-sending.ts'

function Heard({ cause }: { cause: Parameters<typeof networkSaid>[0] }) {
  const t = useT(publishWords)
  const said = networkSaid(cause)
  return said && <p>{t.said(said)}</p>
}

/** Where each channel's version is, and what can be done about it there. */
function Deliveries() {
  const t = useT(publishWords)
  const format = useFormat()
  const { can } = useSession()
  const { content, channels, brandId } = useComposer()
  const variants = (content?.variants ?? []).filter((variant) => variant.delivery && variant.delivery.state !== 'draft')
  if (variants.length === 0) return null
  return (
    <ul className={style.deliveries}>
      {variants.map(({ channelId, delivery }) => {
        const channel = channels.find((one) => one.id === channelId)
        if (!delivery) return null
        return (
          <li key={delivery.id}>
            {channel && <Glyph network={channel.network} />}
            <div>
              <div className={style.row}>
                <b className="cut">{channel?.name}</b>
                <State state={delivery.state} format={delivery.format} />
              </div>
              <p>{stateSaid(t, format, delivery)}</p>
              <Heard cause={delivery.cause} />
              <DeliveryActs brandId={brandId} delivery={delivery} canSchedule={can('schedule')} />
            </div>
          </li>
        )
      })}
    </ul>
  )
}

export function Sending({ sending }: { sending: SendingState }) {
  const t = useT(createWords)
  const { can, me } = useSession()
  const { local, note, open, promised, deliveries, differs, busy, brand } = sending
  const hasOpen = open.length > 0 || deliveries.length === 0
  const nowLabel = me.brands.length > 1 && brand ? t.publishNowFor(brand.name) : t.publishNow
  return (
    <section className={style.sending} aria-label={t.sending}>
      <h2>{t.sending}</h2>
      <Deliveries />
      {(hasOpen || promised.length > 0) && (
        <DateTimeField key={promised.map((one) => one.dueAt).join(' ')} label={t.hour} value={local} onChange={note} />
      )}
      {can('schedule') && (
        <div className={style.row}>
          {differs && (
            <Button compact isPending={busy} onPress={() => void sending.moveAll()}>
              {t.moveAll}
            </Button>
          )}
          {open.length > 0 && (
            <Button compact kind="word" icon="send" isPending={busy} onPress={() => sending.begin(true)}>
              {nowLabel}
            </Button>
          )}
        </div>
      )}
      {deliveries.some((one) => one.state === 'draft') && promised.length === 0 && <p className={style.hint}>{t.planned}</p>}
    </section>
  )
}

const bare = (name: string): string => name.trim().toLowerCase().replace(/^@/, '')

/** Many accounts at once: each name is typed, which is the moment one sees an account that should not be there. */
export function BlastDialog({ sending }: { sending: SendingState }) {
  const t = useT(createWords)
  const ui = useT(uiWords)
  const { channels } = useComposer()
  const { ask, setAsk, send, brand, busy } = sending
  const [typed, setTyped] = useState<Record<string, string>>({})
  if (!ask) return null
  const named = channels.filter((channel) => ask.input.channelIds.includes(channel.id))
  const right = (channel: (typeof named)[number]) =>
    [channel.handle, channel.name].some((name) => bare(name) === bare(typed[channel.id] ?? ''))
  const close = () => setAsk(null)
  return (
    <Dialog title={t.blastTitle(named.length)} isOpen onClose={close}>
      <p>{t.blastText(brand?.name ?? '')}</p>
      <div className={style.names}>
        {named.map((channel, i) => (
          <TextField
            key={channel.id}
            label={t.blastName(`${ui.networks[channel.network] ?? channel.network}, ${channel.name}`, channel.handle)}
            value={typed[channel.id] ?? ''}
            onChange={(text) => setTyped((now) => ({ ...now, [channel.id]: text }))}
            autoFocus={i === 0}
            autoCapitalize="none"
            autoComplete="off"
          />
        ))}
      </div>
      <DialogFeet>
        <Button onPress={close}>{ui.goBack}</Button>
        <Button
          kind="primary"
          isPending={busy}
          isDisabled={!named.every(right)}
          onPress={() => void send({ ...ask.input, confirmedNames: named.map((channel) => typed[channel.id] ?? '') }, ask.now)}
        >
          {ask.now ? t.blastNow : t.blastConfirm}
        </Button>
      </DialogFeet>
    </Dialog>
  )
}
