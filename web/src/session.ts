import type { BrandAccess, Me, Right } from '@pupitre/server/team/team.schema'
import { queryOptions } from '@tanstack/react-query'
import { createContext, use } from 'react'
import { api } from './client.ts'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.get<Me>('/api/v1/me', undefined, signal),
  staleTime: 300_000,
})

export type Session = {
  me: Me
  /** The brand at the desk; null on « Toutes mes marques ». */
  brand: BrandAccess | null
  /** For addresses and query keys: a brand's id, or `all`. */
  brandId: string
  can: (right: Right) => boolean
}

export const SessionContext = createContext<Session | null>(null)

/** Who sits at the desk and in which brand; only inside the frame. */
export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('useSession outside of the frame')
  return session
}

const LAST = 'pupitre.brand'

export function rememberBrand(brandId: string): void {
  localStorage.setItem(LAST, brandId)
}

/** The brand in the address, else the last one, else the first: always one the person may see. */
export function sessionFor(me: Me, wanted: string | undefined): Session {
  const known = (id: string | null | undefined) => (id === 'all' ? me.brands.length > 1 : me.brands.some((brand) => brand.id === id))
  const brandId = [wanted, localStorage.getItem(LAST), me.brands[0]?.id].find(known) ?? 'all'
  const brand = me.brands.find((each) => each.id === brandId) ?? null
  return {
    me,
    brand,
    brandId,
    can: (right) => (brand ? brand.rights.includes(right) : me.brands.some((each) => each.rights.includes(right))),
  }
}
