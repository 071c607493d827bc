import { useMutation, useQuery } from '@tanstack/react-query'
import { queries } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { useFormat } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import { Section } from '../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { closeOtherSessions, closeSession, sessionsQuery } from '../team.client.ts'
import { teamWords } from '../team.words.ts'
import { deviceOf } from './device.ts'
import style from './team.module.css'

export function Sessions() {
  const t = useT(teamWords).account
  const format = useFormat()
  const { data, error, refetch } = useQuery(sessionsQuery)
  const again = () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey })
  const close = useMutation({ mutationFn: closeSession, onSuccess: () => toast(t.closed), onSettled: again })
  const closeOthers = useMutation({ mutationFn: closeOtherSessions, onSuccess: () => toast(t.othersClosed), onSettled: again })
  const failed = error ?? close.error ?? closeOthers.error
  return (
    <Section title={t.sessions} text={t.sessionsText}>
      {failed && <ErrorState error={failed} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={2} />}
      <ul className={style.list}>
        {data?.map((session) => {
          const device = deviceOf(session.userAgent)
          return (
            <li key={session.id}>
              <Icon name={/iPhone|Android/.test(session.userAgent ?? '') ? 'phone' : 'file'} />
              <span>
                {device ? t.on(device.browser, device.system) : t.unknownDevice}
                <span className={style.sub}>{t.seen(format.relative(session.seenAt), session.ipAddress)}</span>
              </span>
              {session.isThis ? (
                <Chip icon="check" tone="green">
                  {t.thisOne}
                </Chip>
              ) : (
                <Button compact onPress={() => close.mutate(session.id)}>
                  {t.close}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {data && data.length > 1 && (
        <Button kind="danger" onPress={() => closeOthers.mutate()} isPending={closeOthers.isPending}>
          {t.closeOthers}
        </Button>
      )}
    </Section>
  )
}
