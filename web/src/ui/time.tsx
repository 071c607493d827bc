import { useFormat } from './format.ts'
import { useNow } from './now.ts'

/** A moment: relative when near, exact in the brand's zone and in the person's own on hover. */
export function Time({ at, exact = false }: { at: string; exact?: boolean }) {
  const format = useFormat()
  const now = useNow(30_000)
  const own = new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' })
  const full = format.full(at)
  const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <time dateTime={at} className="num" title={ownZone === format.zone ? full : `${full} · ${own} (${ownZone})`}>
      {exact ? `${format.dayShort(at)}, ${format.time(at)}` : format.relative(at, now)}
    </time>
  )
}
