import { useQuery } from '@tanstack/react-query'
import { ApiError, api } from '../../client.ts'
import { useSession } from '../../session.ts'

/**
 * The brand a thing belongs to, where its address does not say so: on « Toutes mes marques », or behind a link made in another brand.
 * Each brand of the person is asked; a thing is in one only.
 */
export function useBrandOf(key: readonly string[], address: (brandId: string) => string) {
  const { me, brandId } = useSession()
  const brands = [brandId, ...me.brands.map((brand) => brand.id)].filter((id, i, all) => id !== 'all' && all.indexOf(id) === i)
  const { data, error } = useQuery({
    queryKey: ['where', ...key, brandId],
    queryFn: async ({ signal }) => {
      let missing: unknown = null
      for (const id of brands) {
        try {
          await api.get(address(id), undefined, signal)
          return id
        } catch (cause) {
          if (!(cause instanceof ApiError) || cause.status !== 404) throw cause
          missing = cause
        }
      }
      throw missing
    },
    enabled: key.every(Boolean),
    staleTime: Infinity,
    retry: false,
  })
  return { brandId: data ?? null, error }
}
