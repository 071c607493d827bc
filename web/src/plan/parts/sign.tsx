import type { PostFormat } from '@pupitre/server/publish/publish.schema'
import { useId } from 'react'
import type { Look } from './note.ts'
import { SHAPES } from './shapes.ts'

const MARKS: Partial<Record<Look, string>> = {
  published: 'M-5 .4l3.6 3.8 6.8-7.7',
  failed: 'M0 -6v7M0 4v2.2',
  held: 'M-3 -5v10M3 -5v10',
  leaving: 'M-5.5 0h10.5M1 -4.2l4.2 4.2-4.2 4.2',
  gone: 'M-4.5 -4.5l9 9M4.5 -4.5l-9 9',
}

const FULL: Partial<Record<Look, string>> = { scheduled: 'var(--ink)', leaving: 'var(--ink)', failed: 'var(--red-soft)' }
const EDGE: Partial<Record<Look, string>> = { failed: 'var(--red)', published: 'var(--edge)', gone: 'var(--edge)' }
const SIGN: Partial<Record<Look, string>> = { failed: 'var(--red)', published: 'var(--ink-2)', leaving: 'var(--paper)' }

/** A note as a sign beside words, in the same shapes and fills as on the staff. */
export function Sign({ format, look, size = 14 }: { format: PostFormat; look: Look; size?: number }) {
  const shape = SHAPES[format]
  const clip = useId()
  const [fill, stroke, mark] = [FULL[look] ?? 'var(--paper)', EDGE[look] ?? 'var(--ink)', SIGN[look] ?? 'var(--ink)']
  return (
    <svg width={size} height={size} viewBox="-16 -16 32 32" aria-hidden="true" style={{ flex: 'none' }}>
      <g stroke={stroke} strokeWidth="2.6" strokeLinejoin="round" strokeDasharray={look === 'unknown' ? '5 4' : undefined}>
        {shape.back && <path d={shape.back} fill="none" />}
        <path d={shape.front} fill={fill} />
      </g>
      {look === 'awaiting' && (
        <>
          <clipPath id={clip}>
            <path d={`M-16 -16h${16 + shape.dx}v32h${-16 - shape.dx}z`} />
          </clipPath>
          <path d={shape.front} fill="var(--ink)" clipPath={`url(#${clip})`} />
        </>
      )}
      {MARKS[look] && <path d={MARKS[look]} transform={`translate(${shape.dx} ${shape.dy})`} fill="none" stroke={mark} strokeWidth="2.8" />}
    </svg>
  )
}
