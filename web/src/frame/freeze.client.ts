import type { BrandAccess } from '@pupitre/server/team/team.schema'
import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { freezeView } from '@pupitre/server/publish/publish.schema'
import { api } from '../client.ts'
import { useSession } from '../session.ts'

export type FreezeView = z.infer<typeof freezeView>
export type BrandFreeze = { brand: BrandAccess; view: FreezeView | undefined }

const addressOf = (brandId: string) => `/api/v1/brands/${brandId}/freeze`

/** The freeze of the brand at the desk, or of each brand the person may stop on « Toutes mes marques ». */
export function useFreezes(): BrandFreeze[] {
  const { me, brand } = useSession()
  const brands = brand ? [brand] : me.brands.filter((each) => each.rights.includes('freeze'))
  const answers = useQueries({
    queries: brands.map(({ id }) => ({
      queryKey: ['publish', 'freeze', id],
      queryFn: ({ signal }: { signal: AbortSignal }) => api.get<FreezeView>(addressOf(id), undefined, signal),
    })),
  })
  return brands.map((each, index) => ({ brand: each, view: answers[index]?.data }))
}

export function useSetFreeze() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ brandIds, active, reason }: { brandIds: string[]; active: boolean; reason: string }) =>
      Promise.all(brandIds.map((id) => api.post<FreezeView>(addressOf(id), { active, reason }))),
    onSettled: () => queries.invalidateQueries({ queryKey: ['publish'] }),
  })
}
