import type { DevicesView } from '@pupitre/server/team/team.schema'
import { useMutation, useQuery } from '@tanstack/react-query'
import { queries } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { useFormat } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { Section } from '../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { addDevice, devicesQuery, removeDevice, ringDevice } from '../team.client.ts'
import { teamWords } from '../team.words.ts'
import { deviceOf } from './device.ts'
import { canRing, RingRefused, subscribeHere, unsubscribeHere } from './ring.ts'
import style from './team.module.css'

type Device = DevicesView['devices'][number]

function Rows({ devices, onRemove, onFailed }: { devices: readonly Device[]; onRemove: (id: string) => void; onFailed: () => void }) {
  const t = useT(teamWords).account
  const format = useFormat()
  const ring = useMutation({ mutationFn: ringDevice, onSettled: onFailed })
  return (
    <>
      {ring.error && <ErrorState error={ring.error} />}
      <ul className={style.list}>
        {devices.map((device) => (
          <li key={device.id}>
            <Icon name="bell" />
            <span>
              {device.name}
              <span className={style.sub}>{device.rangAt ? t.rang(format.relative(device.rangAt)) : t.neverRang}</span>
            </span>
            <Button compact onPress={() => ring.mutate(device.id)} isPending={ring.isPending && ring.variables === device.id}>
              {t.tryRing}
            </Button>
            <Button compact kind="quiet" onPress={() => onRemove(device.id)}>
              {t.deviceRemove}
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}

/** The browsers and phones that ring at the hour of what is published by hand. */
export function Devices() {
  const t = useT(teamWords).account
  const { data, error, refetch } = useQuery(devicesQuery)
  const again = () => queries.invalidateQueries({ queryKey: devicesQuery.queryKey })
  const here = deviceOf(navigator.userAgent)
  const name = here ? t.on(here.browser, here.system) : t.unknownDevice
  const add = useMutation({
    mutationFn: async () => addDevice(name, await subscribeHere(data?.publicKey ?? '')),
    onSuccess: () => toast(t.deviceAdded),
    onSettled: again,
  })
  const remove = useMutation({
    mutationFn: async (id: string) => {
      await removeDevice(id)
      if (data?.devices.length === 1) await unsubscribeHere()
    },
    onSuccess: () => toast(t.deviceRemoved),
    onSettled: again,
  })
  const failed = error ?? (add.error instanceof RingRefused ? null : add.error) ?? remove.error
  return (
    <Section title={t.devices} text={t.devicesText}>
      {failed && <ErrorState error={failed} onRetry={() => void refetch()} />}
      {add.error instanceof RingRefused && <p role="alert">{t.deviceRefused}</p>}
      {!data && !error && <Skeleton lines={2} />}
      <Rows devices={data?.devices ?? []} onRemove={remove.mutate} onFailed={() => void again()} />
      {canRing() ? (
        <Button icon="bell" isPending={add.isPending} isDisabled={!data} onPress={() => add.mutate()}>
          {t.deviceAdd}
        </Button>
      ) : (
        <p className="dim">{t.deviceCannot}</p>
      )}
    </Section>
  )
}
