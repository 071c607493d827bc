import sprite from './icons.svg?no-inline'

export const ICONS = [
  'today', 'inbox', 'score', 'studio', 'publish', 'watch', 'moderate', 'crisis', 'relations', 'measure', 'search', 'down', 'right',
  'left', 'plus', 'minus', 'check', 'x', 'clock', 'undo', 'lock', 'user', 'tag', 'bell', 'pause', 'play', 'dots', 'filter', 'link',
  'image', 'video', 'flag', 'cal', 'go', 'up', 'dn', 'warn', 'info', 'stop', 'hand', 'moon', 'send', 'eye', 'file', 'print', 'download',
  'sliders', 'pin', 'phone', 'heart', 'repeat', 'comment', 'save', 'bolt', 'ext', 'copy', 'trend', 'quote', 'history', 'book', 'megaphone',
] as const // prettier-ignore

export type IconName = (typeof ICONS)[number]

/** A sign beside words: always hidden from screen readers, the words speak. */
export function Icon({ name, size = 16, className }: { name: IconName; size?: 12 | 14 | 16 | 18 | 20; className?: string }) {
  return (
    <svg className={className} width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" style={{ flex: 'none' }}>
      <use href={`${sprite}#i-${name}`} />
    </svg>
  )
}

/** A network's glyph, found by the network's id in the sprite; pass `label` where no word beside it names the network. */
export function Glyph({ network, size = 14, label, className }: { network: string; size?: number; label?: string; className?: string }) {
  const named = label ? ({ role: 'img', 'aria-label': label } as const) : ({ 'aria-hidden': true } as const)
  return (
    <svg className={className} width={size} height={size} viewBox="0 0 16 16" fill="currentColor" style={{ flex: 'none' }} {...named}>
      <use href={`${sprite}#n-${network}`} />
    </svg>
  )
}
