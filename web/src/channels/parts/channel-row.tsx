import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { queries } from '../../queries.ts'
import { useSession } from '../../session.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { type Format, useFormat } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { useNow } from '../../ui/now.ts'
import { useSaying } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { type ChannelView, checkChannel, disconnectChannel } from '../channels.client.ts'
import { channelsWords } from '../channels.words.ts'
import { Abilities } from './abilities.tsx'
import style from './channels.module.css'

type Words = Awaited<ReturnType<typeof channelsWords.load>>

const TONE = { ok: 'green', expiring: 'amber', refused: 'red', unreachable: 'amber' } as const
const SIGN = { ok: 'check', expiring: 'clock', refused: 'stop', unreachable: 'warn' } as const

/** Below a minute the second counts: one watches whether the channel is alive. */
function agoSaid(t: Words, format: Format, at: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1000))
  if (seconds < 3) return t.justNow
  return seconds < 60 ? t.ago(seconds) : format.relative(at, now)
}

function Standing({ channel }: { channel: ChannelView }) {
  const t = useT(channelsWords)
  const format = useFormat()
  const now = useNow(1000)
  if (channel.assisted) return <p className={style.told}>{t.assistedTold}</p>
  const imported = {
    running: t.importing(channel.import.posts),
    // An account that has just been opened has no past to tell of.
    done: channel.import.posts > 0 ? t.imported(channel.import.posts) : '',
    none: '',
    cancelled: '',
    failed: '',
  }
  const told = [
    channel.heardAt ? t.heard(agoSaid(t, format, channel.heardAt, now)) : t.neverHeard,
    channel.checkedAt ? t.checked(agoSaid(t, format, channel.checkedAt, now)) : '',
    channel.credentialsExpireAt ? t.expires(format.date(channel.credentialsExpireAt)) : t.noExpiry,
    imported[channel.import.state],
  ]
  return <p className={style.told}>{told.filter(Boolean).join(' · ')}</p>
}

/** A connected account: how it is, since when it was heard, what it can do. */
export function ChannelRow({ channel, onReconnect }: { channel: ChannelView; onReconnect: (network: string) => void }) {
  const t = useT(channelsWords)
  const say = useSaying()
  const { can, me, brandId } = useSession()
  const [asking, setAsking] = useState(false)
  const refuse = (error: unknown) => {
    const { what, after } = say(error)
    toast(what, { tone: 'refused', sub: after })
  }
  const refresh = () => queries.invalidateQueries({ queryKey: ['channels'] })
  const check = useMutation({ mutationFn: () => checkChannel(channel.brandId, channel.id), onError: refuse, onSettled: refresh })
  const disconnect = useMutation({
    mutationFn: () => disconnectChannel(channel.brandId, channel.id),
    onSuccess: () => toast(t.disconnected),
    onError: refuse,
    onSettled: refresh,
  })
  const entries: MenuEntry[] = [
    { id: 'see', label: t.see, icon: 'ext', perform: () => void window.open(channel.profileUrl, '_blank', 'noopener,noreferrer') },
    { id: 'again', label: t.reconnect, icon: 'link', perform: () => onReconnect(channel.network) },
    { id: 'away', label: t.disconnect, icon: 'x', danger: true, perform: () => setAsking(true) },
  ]
  const brand = brandId === 'all' ? me.brands.find((one) => one.id === channel.brandId)?.name : null
  return (
    <li className={style.channel}>
      <Avatar name={channel.name} network={channel.network} size="large" />
      <div className={style.words}>
        <p>
          <b>{channel.name}</b> <span className="dim">{channel.handle}</span> {brand && <span className="dim">· {brand}</span>}
        </p>
        <Standing channel={channel} />
        {channel.health !== 'ok' && <p>{t.healthText[channel.health]}</p>}
        {channel.trouble?.said && <p className="dim">{t.said(channel.trouble.said)}</p>}
        <Abilities channel={channel} />
      </div>
      {channel.assisted ? (
        <Chip icon="hand">{t.assisted}</Chip>
      ) : (
        <Chip tone={TONE[channel.health]} icon={SIGN[channel.health]}>
          {t.health[channel.health]}
        </Chip>
      )}
      {can('channels') && (
        <div className={style.acts}>
          {channel.health === 'refused' || channel.health === 'expiring' ? (
            <Button compact onPress={() => onReconnect(channel.network)}>
              {t.reconnect}
            </Button>
          ) : (
            <Button compact kind="word" isPending={check.isPending} onPress={() => check.mutate()}>
              {t.check}
            </Button>
          )}
          <Menu
            label={t.more(channel.name)}
            placement="bottom end"
            trigger={<IconButton icon="dots" kind="quiet" label={t.more(channel.name)} />}
            groups={[{ id: 'acts', entries }]}
          />
        </div>
      )}
      <Confirm
        title={t.disconnectTitle(channel.name)}
        isOpen={asking}
        isFinal
        confirm={t.disconnect}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false)
          disconnect.mutate()
        }}
      >
        <p>{t.disconnectText}</p>
      </Confirm>
    </li>
  )
}
