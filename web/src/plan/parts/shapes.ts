import type { PostFormat } from '@pupitre/server/publish/publish.schema'

/** A format's shape on 28 pixels around its centre: `front` is filled by the state, `back` is only a line. `dx dy` is where a sign stands. */
export type Shape = { front: string; back?: string; dx: number; dy: number }

const circle = (r: number, x = 0, y = 0): string => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`

export const SHAPES: Record<PostFormat, Shape> = {
  text: { front: circle(12.5), dx: 0, dy: 0 },
  image: {
    front: 'M-9.5 -12h19a2.5 2.5 0 0 1 2.5 2.5v19a2.5 2.5 0 0 1 -2.5 2.5h-19a2.5 2.5 0 0 1 -2.5 -2.5v-19a2.5 2.5 0 0 1 2.5 -2.5z',
    dx: 0,
    dy: 0,
  },
  carousel: {
    front: 'M-11 -8.5h17.5a2 2 0 0 1 2 2v17.5a2 2 0 0 1 -2 2h-17.5a2 2 0 0 1 -2 -2v-17.5a2 2 0 0 1 2 -2z',
    back: 'M-8.5 -9.5v-3.5h21.5v21.5h-3.5',
    dx: -2.2,
    dy: 2.2,
  },
  video: { front: 'M-9.5 -12.3L13 0L-9.5 12.3z', dx: -2.5, dy: 0 },
  thread: { front: circle(10.5, -2, 2), back: 'M-5.6 -9.2a10.5 10.5 0 1 1 14.8 14.8', dx: -2, dy: 2 },
  poll: { front: 'M0 -14.2L14.2 0L0 14.2L-14.2 0z', dx: 0, dy: 0 },
  link: { front: 'M-11 -12.5h14.5l7.5 7.5v17.5h-22z', back: 'M3.5 -12.5v7.5h7.5', dx: 0, dy: 1 },
  reel: {
    front: 'M-7 -13h14a2.5 2.5 0 0 1 2.5 2.5v21a2.5 2.5 0 0 1 -2.5 2.5h-14a2.5 2.5 0 0 1 -2.5 -2.5v-21a2.5 2.5 0 0 1 2.5 -2.5z',
    dx: 0,
    dy: 0,
  },
  story: { front: circle(10), back: circle(13.5), dx: 0, dy: 0 },
  document: { front: 'M-10 -13h20v26h-20z', back: 'M-12.5 -10v22.5', dx: 0, dy: 0 },
}
