import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSession } from '../../session.ts'
import { useFormat } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { planWords } from '../../plan/plan.words.ts'
import { type ChannelView, hookQuery } from '../channels.client.ts'
import { channelsWords } from '../channels.words.ts'
import style from './channels.module.css'
import { Copyable } from './copyable.tsx'

const dollars = { style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: 3 } as const

/** The first price is what most posts cost; the others follow in the order in which the network names them. */
function Prices({ channel }: { channel: ChannelView }) {
  const t = useT(channelsWords)
  const format = useFormat()
  const [first] = channel.prices
  if (!first) return null
  return (
    <>
      <dt>{t.costs}</dt>
      <dd>
        {channel.prices.map(({ what, usd }) => `${t.prices[what] ?? what} ${format.number(usd, dollars)}`).join(' · ')}{' '}
        <span className="dim">({t.asOf(format.date(first.asOf))})</span>
      </dd>
    </>
  )
}

function Interface({ channel: { version, limits } }: { channel: ChannelView }) {
  const t = useT(channelsWords)
  const format = useFormat()
  return (
    <>
      {version && (
        <>
          <dt>{t.version}</dt>
          <dd>
            {version.name}
            <span className="dim">, {version.endsAt ? t.endsOn(format.date(version.endsAt)) : t.asOf(format.date(version.readAt))}</span>
          </dd>
        </>
      )}
      <dt>{t.limits}</dt>
      <dd>
        {t.textMax(format.number(limits.text.max))}{' '}
        <span className="dim">
          ({limits.source === 'server' ? t.toldBy(format.date(limits.readAt)) : t.asOf(format.date(limits.readAt))})
        </span>
        {limits.quotas?.map(({ what, used, max, seconds }) => (
          <div key={what}>{t.quotas[what](format.number(used), max, Math.round(seconds / 3600))}</div>
        ))}
      </dd>
    </>
  )
}

/** What is entered on the network's pages; asked for by those who may, when it is looked at. */
function HookAddress({ channel }: { channel: ChannelView }) {
  const t = useT(channelsWords)
  const { data } = useQuery(hookQuery(channel.brandId, channel.id))
  if (!data) return null
  return (
    <>
      <dt>{t.hook}</dt>
      <dd>
        <Copyable text={data.url} label={t.copyHook} />
        <br />
        <span className="dim">{data.url.startsWith('https://') ? t.hookText : t.hookNeedsHttps}</span>
        {data.word && (
          <>
            <br />
            {t.hookWord} <Copyable text={data.word} label={t.copyWord} />
          </>
        )}
      </dd>
    </>
  )
}

/** What a channel can do, what it cannot and why not, what it costs, and how its network is spoken to. */
export function Abilities({ channel }: { channel: ChannelView }) {
  const t = useT(channelsWords)
  const { formats } = useT(planWords)
  const { can } = useSession()
  const [isOpen, setOpen] = useState(false)
  const format = useFormat()
  const named = (record: Record<string, string>, all: ChannelView['acts']) => Object.entries(all).filter(([name]) => name in record)
  const yes = (record: Record<string, string>, all: ChannelView['acts']) =>
    named(record, all).flatMap(([name, can]) => (can === true ? [record[name] ?? name] : []))
  const sees = yes(t.reads, channel.reads)
  const no = [
    ...named(t.acts, channel.acts).map(([name, can]) => ({ name, can, said: t.acts[name] ?? name })),
    ...named(t.reads, channel.reads).map(([name, can]) => ({ name, can, said: t.read(t.reads[name] ?? name) })),
  ]
  return (
    <details className={style.abilities} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.what}</summary>
      <dl>
        <dt>{t.can}</dt>
        <dd>{format.list(yes(t.acts, channel.acts))}</dd>
        <dt>{t.takes}</dt>
        <dd>{format.list(channel.formats.map((name) => (formats as Record<string, string>)[name] ?? name))}</dd>
        {sees.length > 0 && (
          <>
            <dt>{t.sees}</dt>
            <dd>
              {format.list(sees)}
              <span className="dim">, {t.freshness(channel.freshnessSeconds)}</span>
            </dd>
          </>
        )}
        <dt>{t.cannot}</dt>
        <dd>
          <ul>
            {no.flatMap(({ name, can, said }) =>
              can === true
                ? []
                : [
                    <li key={name}>
                      {said} <span className="dim">({t.why[can] ?? can})</span>
                    </li>,
                  ],
            )}
          </ul>
        </dd>
        <Prices channel={channel} />
        {!channel.assisted && <Interface channel={channel} />}
        {isOpen && channel.hookUrl && can('channels') && <HookAddress channel={channel} />}
        {channel.feedUrl && (
          <>
            <dt>{t.feed}</dt>
            <dd>
              <a href={channel.feedUrl}>{channel.feedUrl}</a>
              <br />
              <span className="dim">{t.feedText}</span>
            </dd>
          </>
        )}
      </dl>
    </details>
  )
}
