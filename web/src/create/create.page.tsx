import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useBrandOf } from '../publish/parts/use-brand.ts'
import { useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { useT } from '../ui/language.ts'
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx'
import { contentQuery } from './create.client.ts'
import { createWords } from './create.words.ts'
import { wasBorn } from './parts/born.ts'
import { ComposerRoom } from './parts/composer.tsx'
import { Studio } from './parts/studio.tsx'
import style from './parts/studio.module.css'

/** On « Toutes mes marques », a new content first says whose it is. */
function ChooseBrand() {
  const t = useT(createWords)
  const { me } = useSession()
  const navigate = useNavigate()
  return (
    <EmptyState
      title={t.studio.chooseBrand}
      actions={me.brands
        .filter((brand) => brand.rights.includes('write'))
        .map((brand) => (
          <Button
            key={brand.id}
            onPress={() =>
              void navigate({ to: '.', search: (before: Record<string, unknown>) => ({ ...before, brand: brand.id }), replace: true })
            }
          >
            {brand.name}
          </Button>
        ))}
    >
      {t.studio.chooseBrandText}
    </EmptyState>
  )
}

function Kept({ contentId }: { contentId: string }) {
  const find = useBrandOf(['content', contentId], (brandId) => `/api/v1/brands/${brandId}/contents/${contentId}`)
  const { data, error, refetch } = useQuery({ ...contentQuery(find.brandId ?? '', contentId), enabled: find.brandId !== null })
  if (data && find.brandId) return <ComposerRoom brandId={find.brandId} content={data} />
  const fault = error ?? find.error
  return <div className={style.wait}>{fault ? <ErrorState error={fault} onRetry={() => void refetch()} /> : <Skeleton lines={6} />}</div>
}

function New({ brandId }: { brandId: string }) {
  return <ComposerRoom brandId={brandId} content={null} />
}

type Sheet = { key: number; began: 'new' | 'kept'; id: string | undefined }

const sheetFor = (id: string | undefined, key: number): Sheet => ({ key, began: id === 'new' ? 'new' : 'kept', id })

/**
 * A new content gets its address with its first words. The sheet one writes on stays the same until another content is opened.
 */
function useSheet(contentId: string | undefined): Sheet {
  const [sheet, setSheet] = useState(() => sheetFor(contentId, 0))
  if (contentId === sheet.id) return sheet
  const goesOn = sheet.id === 'new' && contentId !== undefined && wasBorn(contentId)
  const next = goesOn ? { ...sheet, id: contentId } : sheetFor(contentId, sheet.key + 1)
  setSheet(next)
  return next
}

export default function CreatePage() {
  const { contentId } = useParams({ strict: false })
  const { brandId } = useSession()
  const sheet = useSheet(contentId)
  if (contentId === undefined) return <Studio />
  if (sheet.began === 'new') return brandId === 'all' ? <ChooseBrand /> : <New key={sheet.key} brandId={brandId} />
  return <Kept key={sheet.key} contentId={contentId} />
}
