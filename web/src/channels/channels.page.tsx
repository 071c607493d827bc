import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { onLive } from '../live.ts'
import { queries } from '../queries.ts'
import { useSession } from '../session.ts'
import { useActions } from '../ui/actions.ts'
import { Button } from '../ui/button.tsx'
import { useT } from '../ui/language.ts'
import { Page } from '../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx'
import { channelsQuery } from './channels.client.ts'
import { channelsWords } from './channels.words.ts'
import { ChannelRow } from './parts/channel-row.tsx'
import style from './parts/channels.module.css'
import { ConnectDialog } from './parts/connect-dialog.tsx'

/** The brand's accounts on the networks. */
export default function ChannelsPage() {
  const t = useT(channelsWords)
  const { brand, brandId, me, can } = useSession()
  const { data, error, refetch } = useQuery({ ...channelsQuery(brandId), refetchInterval: 15_000 })
  const [asked, ask] = useState<{ network: string | null } | null>(null)
  useEffect(
    () =>
      onLive(({ event }) => {
        if (event.startsWith('engage.') || event.startsWith('measure.')) void queries.invalidateQueries({ queryKey: ['channels', 'list'] })
      }),
    [],
  )
  const mayConnect = can('channels') && brand !== null
  const connect = () => ask({ network: null })
  useActions([{ id: 'channels.connect', label: t.connect, icon: 'plus', keys: 'c', group: 'do', when: mayConnect, perform: connect }])
  return (
    <Page
      title={t.title}
      lead={data && t.lead(data.length)}
      actions={
        mayConnect && (
          <Button kind="primary" icon="plus" keys="c" onPress={connect}>
            {t.connect}
          </Button>
        )
      }
    >
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={3} round />}
      {data?.length === 0 && (
        <EmptyState title={t.emptyTitle} actions={mayConnect && <Button onPress={connect}>{t.connect}</Button>}>
          {brand ? t.emptyText : t.allBrands}
        </EmptyState>
      )}
      {data && data.length > 0 && (
        <ul className={style.list}>
          {data.map((channel) => (
            <ChannelRow key={channel.id} channel={channel} onReconnect={(network) => ask({ network })} />
          ))}
        </ul>
      )}
      {asked && brand && (
        <ConnectDialog
          brandId={brand.id}
          brandName={me.brands.length > 1 ? brand.name : null}
          first={asked.network}
          onClose={() => ask(null)}
        />
      )}
    </Page>
  )
}
