/** The fold as the kernel reads it: pages of 256 code points, filled when a text first needs them. */
import { codeMask, foldNow, kindShift } from './fold.ts'

const several = 5
const nothing = 6
const hangul = 7
const directory = 0x1100 * 4
const room = 1 << 19

export class Pages {
  private readonly views: () => Uint32Array
  private readonly base: number
  private top = directory
  private readonly uniform = new Map<number, number>()

  /** `base`: where the directory begins; the room for pages follows it. */
  constructor(views: () => Uint32Array, base: number) {
    this.views = views
    this.base = base
  }

  fill(page: number): void {
    const words = this.views()
    const entries = Array.from({ length: 256 }, (_, low) => this.entry(page * 256 + low, words))
    const first = entries[0] ?? 0
    const uniform = entries.every((entry) => entry === first)
    let at = uniform ? this.uniform.get(first) : undefined
    if (at === undefined) {
      at = this.take(256)
      words.set(entries, at >>> 2)
      if (uniform) this.uniform.set(first, at)
    }
    words[(this.base >>> 2) + page] = at
  }

  private take(count: number): number {
    // All assigned pages of Unicode together need less than half of this room.
    if (this.top + count * 4 > room) throw new RangeError('no room left for pages')
    const at = this.base + this.top
    this.top += count * 4
    return at
  }

  private entry(code: number, words: Uint32Array): number {
    if (code >= 0xac00 && code <= 0xd7a3) return hangul << kindShift
    const folded = foldNow(code)
    const [only] = folded
    if (only === undefined) return nothing << kindShift
    if (folded.length === 1) return (only & codeMask) === code ? only & ~codeMask : only
    const at = this.take(folded.length + 1)
    words[at >>> 2] = folded.length
    words.set(folded, (at >>> 2) + 1)
    return (several << kindShift) | ((at - this.base) >>> 2)
  }
}
