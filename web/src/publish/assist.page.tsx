import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Skeleton, ErrorState } from '../ui/states.tsx'
import { Assist } from './parts/assist.tsx'
import style from './parts/publish.module.css'
import { useBrandOf } from './parts/use-brand.ts'
import { packQuery } from './publish.client.ts'

/** A post that a person puts up by hand, at its hour, on the phone that rang. */
export default function AssistPage() {
  const { deliveryId = '' } = useParams({ strict: false })
  const find = useBrandOf(['pack', deliveryId], (brandId) => `/api/v1/brands/${brandId}/deliveries/${deliveryId}/pack`)
  const { data, error, refetch } = useQuery({ ...packQuery(find.brandId ?? '', deliveryId), enabled: find.brandId !== null })
  if (data && find.brandId) return <Assist brandId={find.brandId} pack={data} />
  const fault = error ?? find.error
  return <div className={style.wait}>{fault ? <ErrorState error={fault} onRetry={() => void refetch()} /> : <Skeleton lines={6} />}</div>
}
