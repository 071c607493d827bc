const NAMES = {
  paper: '--paper', raised: '--raised', sunk: '--sunk', hairline: '--hairline', rule: '--rule', edge: '--edge', ink: '--ink', ink2: '--ink-2',
  ink3: '--ink-3', inkOn: '--ink-on', accent: '--accent', accentSoft: '--accent-soft', red: '--red', redSoft: '--red-soft', amber: '--amber',
  audience: '--audience', quiet: '--quiet', hatch: '--hatch', series3: '--series-3', sans: '--sans', serif: '--serif',
} as const // prettier-ignore

/** The theme's values as a canvas needs them. */
export type Ink = Record<keyof typeof NAMES, string>

export function readInk(element: Element): Ink {
  const style = getComputedStyle(element)
  const ink = {} as Ink
  for (const [name, property] of Object.entries(NAMES)) ink[name as keyof Ink] = style.getPropertyValue(property).trim()
  return ink
}

export const font = (ink: Ink, size: number, weight = 420): string => `${weight} ${size}px ${ink.sans}`
export const serif = (ink: Ink, size: number): string => `400 ${size}px ${ink.serif}`

type Text = { x: number; y: number; fill: string; font: string; align?: CanvasTextAlign; halo?: string }

/** With a halo of paper, so that words stay readable over ruled lines. */
export function write(ctx: CanvasRenderingContext2D, text: string, at: Text): void {
  ctx.font = at.font
  ctx.textAlign = at.align ?? 'left'
  if (at.halo) {
    ctx.strokeStyle = at.halo
    ctx.lineWidth = 4
    ctx.lineJoin = 'round'
    ctx.strokeText(text, at.x, at.y)
  }
  ctx.fillStyle = at.fill
  ctx.fillText(text, at.x, at.y)
}

export function line(ctx: CanvasRenderingContext2D, points: readonly number[], stroke: string, width = 1): void {
  ctx.beginPath()
  ctx.moveTo(points[0] as number, points[1] as number)
  for (let i = 2; i < points.length; i += 2) ctx.lineTo(points[i] as number, points[i + 1] as number)
  ctx.strokeStyle = stroke
  ctx.lineWidth = width
  ctx.stroke()
}

const widths = new Map<string, number>()

export function widthOf(ctx: CanvasRenderingContext2D, text: string, style: string): number {
  const key = `${style}|${text}`
  let width = widths.get(key)
  if (width === undefined) {
    ctx.font = style
    width = ctx.measureText(text).width
    if (widths.size > 20_000) widths.clear()
    widths.set(key, width)
  }
  return width
}

/** Cut to a width with an ellipsis; empty when not even four letters fit. */
export function fit(ctx: CanvasRenderingContext2D, text: string, style: string, room: number): string {
  if (widthOf(ctx, text, style) <= room) return text
  let keep = Math.floor((text.length * room) / widthOf(ctx, text, style))
  while (keep > 3 && widthOf(ctx, `${text.slice(0, keep).trimEnd()}…`, style) > room) keep--
  return keep > 3 ? `${text.slice(0, keep).trimEnd()}…` : ''
}
