import { useEffect, useState } from 'react'
import { useSaying } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { addAsset, type AssetView, type Media } from '../create.client.ts'
import { itemsAt, useComposer, withItems } from './context.ts'

export const mediaOf = (asset: AssetView): Media => ({ assetId: asset.id, alt: { kind: 'missing' }, focus: { x: 0, y: 0 } })

/** Uploads one after the other; each that is refused says why, the others stay. */
export function useImages(channelId: string | null, item: number) {
  const { brandId, keeper, addAssets, openImage } = useComposer()
  const say = useSaying()
  const [left, setLeft] = useState(0)
  // A file on its way is lost with the page: the browser asks first.
  const isOnItsWay = left > 0
  useEffect(() => {
    if (!isOnItsWay) return
    const hold = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', hold)
    return () => removeEventListener('beforeunload', hold)
  }, [isOnItsWay])
  const add = async (files: readonly File[]) => {
    const images = files.filter((file) => /^(image|video)\//.test(file.type) || file.type === '')
    let first: number | null = null
    for (const [done, file] of images.entries()) {
      setLeft(images.length - done)
      try {
        const asset = await addAsset(brandId, file)
        addAssets([asset])
        keeper.change((draft) => {
          const items = itemsAt(draft, channelId)
          first ??= items[item]?.media.length ?? 0
          return withItems(
            draft,
            channelId,
            items.map((one, i) => (i === item ? { ...one, media: [...one.media, mediaOf(asset)] } : one)),
          )
        })
      } catch (error) {
        const { what, after } = say(error)
        toast(`${file.name}\u202F: ${what}`, { tone: 'refused', sub: after })
      }
    }
    setLeft(0)
    if (first !== null) openImage({ channelId, item, index: first })
  }
  return { left, add }
}
