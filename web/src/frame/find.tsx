import type { contentRow } from '@pupitre/server/create/create.schema'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { z } from 'zod'
import { api } from '../client.ts'
import { PAGES } from '../rooms.ts'
import { useSession } from '../session.ts'
import { CommandPalette, type Found, matches } from '../ui/palette.tsx'
import { useT } from '../ui/language.ts'
import { frameWords } from './frame.words.ts'

type Content = z.infer<typeof contentRow>

const SHOWN = 8

/** The palette with what the house holds: the hundred contents touched last, found by the words of their title and text. */
export default function FindPalette({ onClose }: { onClose: () => void }) {
  const t = useT(frameWords)
  const { brandId, me } = useSession()
  const navigate = useNavigate()
  const { data } = useQuery({
    queryKey: ['create', 'latest', brandId],
    queryFn: ({ signal }) => api.get<{ items: Content[] }>(`/api/v1/brands/${brandId}/contents`, { limit: 100 }, signal),
    enabled: PAGES.studio !== null && me.brands.length > 0,
  })
  const find = (typed: string): Found[] =>
    (data?.items ?? [])
      .filter((content) => matches(typed, content.title, content.excerpt))
      .slice(0, SHOWN)
      .map((content) => ({
        id: `content.${content.id}`,
        label: content.title || content.excerpt || t.untitled,
        sub: brandId === 'all' ? me.brands.find((brand) => brand.id === content.brandId)?.name : undefined,
        icon: 'studio',
        open: () => void navigate({ to: '/studio/$contentId', params: { contentId: content.id }, search: { brand: content.brandId } }),
      }))
  return <CommandPalette isOpen onClose={onClose} find={find} />
}
