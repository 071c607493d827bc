import { useQueries } from '@tanstack/react-query'
import { useEffect } from 'react'
import { queries } from '../../queries.ts'
import { type AssetView, readAsset } from '../create.client.ts'

const LOOK = 1_500

/** Follows films while they are made; one that becomes ready is counted anew by its networks. */
export function useFilms(brandId: string, assets: ReadonlyMap<string, AssetView>, tell: (assets: readonly AssetView[]) => void): void {
  const working = [...assets.values()].filter(({ state }) => state === 'working')
  const found = useQueries({
    queries: working.map(({ id }) => ({
      queryKey: ['create', 'asset', id],
      queryFn: () => readAsset(brandId, id),
      refetchInterval: LOOK,
    })),
  })
  const news = found.flatMap(({ data }) => {
    const known = data && assets.get(data.id)
    return known && (known.state !== data.state || known.progress !== data.progress) ? [data] : []
  })
  const stamp = news.map(({ id, state, progress }) => `${id} ${state} ${progress}`).join()
  useEffect(() => {
    if (news.length === 0) return
    tell(news)
    if (news.some(({ state }) => state !== 'working')) void queries.invalidateQueries({ queryKey: ['measure-text', brandId] })
    // The stamp is the news, in words.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [stamp])
}
