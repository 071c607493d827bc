import type { PackView } from '../publish.client.ts'

const EXTENSIONS: Record<string, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'video/mp4': 'mp4' }

export const assetUrl = (brandId: string, id: string): string => `/api/v1/brands/${brandId}/assets/${id}`

export const fileName = ({ mimeType }: PackView['media'][number], index: number): string =>
  `pupitre-${index + 1}.${EXTENSIONS[mimeType] ?? 'bin'}`

/** Whether this device can hand files over to another app. */
export function canShareFiles(): boolean {
  return typeof navigator.canShare === 'function' && navigator.canShare({ files: [new File(['x'], 'x.jpg', { type: 'image/jpeg' })] })
}

/**
 * Hands the media to the network's own app by the share sheet. The text is copied first: most apps drop a text that comes with files.
 * False when the person closed the sheet.
 */
export async function shareMedia(brandId: string, { media, texts }: PackView): Promise<boolean> {
  await navigator.clipboard.writeText(texts.join('\n\n')).catch(() => undefined)
  const files = await Promise.all(
    media.map(async (one, index) => {
      const answer = await fetch(assetUrl(brandId, one.id))
      if (!answer.ok) throw new Error(`media ${one.id}: ${answer.status}`)
      return new File([await answer.blob()], fileName(one, index), { type: one.mimeType })
    }),
  )
  try {
    await navigator.share({ files })
    return true
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return false
    throw error
  }
}
