import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { queries } from '../queries.ts'
import { LinkButton } from '../ui/button.tsx'
import { useT } from '../ui/language.ts'
import { ErrorState, Notice, Skeleton } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { useTitle } from '../ui/use-title.ts'
import { connectingBrand, finishConnection, forgetConnecting } from './channels.client.ts'
import { channelsWords } from './channels.words.ts'
import style from './parts/channels.module.css'

/** Read at once: the router tidies the address, and the network's answer is good once. */
const answer = location.search.slice(1)

/** Where a network's page sends the browser back to: what it answered is handed to the desk, in the session that began. */
export default function ConnectedPage() {
  const t = useT(channelsWords)
  const navigate = useNavigate()
  const brandId = connectingBrand()
  useTitle(t.finish.title)
  const { data, error } = useQuery({
    queryKey: ['connecting', answer],
    queryFn: () => finishConnection(brandId ?? '', answer),
    enabled: brandId !== null && answer !== '',
    retry: false,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })
  useEffect(() => {
    if (!data) return
    forgetConnecting()
    toast(t.dialog.doneAny)
    void queries.invalidateQueries({ queryKey: ['channels'] })
    void navigate({ to: '/settings/channels', search: brandId ? { brand: brandId } : {}, replace: true })
  }, [data, brandId, navigate, t])
  const back = (
    <LinkButton compact to="/settings/channels">
      {t.finish.back}
    </LinkButton>
  )
  const isLost = brandId === null || answer === ''
  return (
    <div className={style.finish}>
      <h1>{t.finish.title}</h1>
      {isLost && (
        <Notice tone="amber" title={t.finish.failed} action={back}>
          {t.finish.lost}
        </Notice>
      )}
      {error && <ErrorState error={error} action={back} />}
      {!isLost && !error && (
        <>
          <p>{t.finish.working}</p>
          <Skeleton lines={2} />
        </>
      )}
    </div>
  )
}
