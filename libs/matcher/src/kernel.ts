/** The compiled kernel on its memory: the tables of all queries, and the desk of one thread. */
import { kernelBytes } from './kernel.generated.ts'
import { Pages } from './pages.ts'
import { type SharedMemory, wasm } from './webassembly.ts'

type Exports = {
  openTables(top: number): void
  deskSize(): number
  openDesk(at: number): void
  widenDesk(present: number, answered: number, counters: number): void
  takeTray(text: number, records: number, answers: number, answersBytes: number): void
  deskPages(): number
  allocLarge(bytes: number): number
  releaseLarge(at: number, bytes: number): void
  intern(at: number, length: number): number
  settle(): number
  find(at: number, length: number): number
  forget(id: number): number
  seenOf(id: number): number
  setSeen(id: number, count: number): void
  post(term: number, query: number, guard: number): void
  unpost(term: number, query: number): void
  giveBlock(query: number, kind: number, words: number): number
  blockOf(query: number, kind: number): number
  dropBlock(query: number, kind: number): void
  file(id: number, at: number, length: number): void
  unfile(id: number, at: number, length: number): void
  termCap(): number
  queryCap(): number
  termCount(): number
  liveBytes(): number
  changed(): void
  rememberFrom(slots: number): void
  countUrlParts(by: number): void
  run(count: number, learn: number): number
}

/** Ids the kernel keeps for itself: present in every post, and what a post has. */
export const every = 1
export const hasIds: Readonly<Record<string, number>> = { link: 2, hashtag: 3, mention: 4, emoji: 5 }

/** Where the tables begin: below are the header and the compiler's own constants. */
const tablesAt = 1 << 16
export const scratchBytes = 1 << 18
const initialPages = 64
const maximumPages = 16_384

let compiled: object | null = null
function moduleOf(): object {
  compiled ??= new wasm.Module(Buffer.from(kernelBytes, 'base64'))
  return compiled
}

export const newMemory = (): SharedMemory => new wasm.Memory({ initial: initialPages, maximum: maximumPages, shared: true })

/** What a desk takes that grows with the tables: addresses, and for how many terms and queries they are. */
export type Width = { terms: number; queries: number; present: number; answered: number; counters: number }
/** Where posts are laid down and answers found: addresses. */
export type Tray = { text: number; records: number; answers: number; answersBytes: number; queries: number }

/** Bytes of a tray's text and records. */
export const textBytes = (1 << 18) + 512
export const recordBytes = 1 << 16

export class Kernel {
  readonly memory: SharedMemory
  readonly call: Exports
  /** Views on the memory as it is now: read them anew after anything that may allocate. */
  words: Uint32Array = new Uint32Array(0)
  bytes: Uint8Array = new Uint8Array(0)
  numbers: Float64Array = new Float64Array(0)
  buffer: Buffer = Buffer.alloc(0)
  /** Where the owner of the tables writes terms: as long as a query can be, in UTF-8. */
  scratch = 0
  private pages: Pages | null = null

  constructor(memory: SharedMemory) {
    this.memory = memory
    const host = { page: (page: number) => this.pages?.fill(page) }
    const abort = () => {
      throw new Error('kernel out of memory')
    }
    this.call = new wasm.Instance(moduleOf(), { env: { memory, abort }, host }).exports as Exports
    this.refresh()
  }

  /** After an allocation: a grown memory needs new views. */
  refresh(): void {
    const { buffer } = this.memory
    if (buffer.byteLength === this.words.byteLength) return
    this.words = new Uint32Array(buffer)
    this.bytes = new Uint8Array(buffer)
    this.numbers = new Float64Array(buffer)
    this.buffer = Buffer.from(buffer)
  }

  openTables(): void {
    this.call.openTables(tablesAt)
    this.scratch = this.call.allocLarge(scratchBytes)
    this.refresh()
  }

  /** Room for a desk, given by the owner of the tables. */
  newDesk(): number {
    const at = this.call.allocLarge(this.call.deskSize())
    this.refresh()
    return at
  }

  sitAt(desk: number): void {
    this.call.openDesk(desk)
    this.refresh()
    this.pages = new Pages(() => this.words, this.call.deskPages())
  }

  widen(width: Width): void {
    this.call.widenDesk(width.present, width.answered, width.counters)
    this.refresh()
  }

  take(tray: Tray): void {
    this.call.takeTray(tray.text, tray.records, tray.answers, tray.answersBytes)
    this.refresh()
  }

  /** Writes text in UTF-8 at `scratch`, and answers its length: for interning. */
  scribble(text: string): number {
    const at = this.scratch
    const { bytes } = this
    const { length } = text
    for (let i = 0; i < length; i += 1) {
      const unit = text.charCodeAt(i)
      if (unit > 0x7f) return this.buffer.write(text, at, 'utf8')
      bytes[at + i] = unit
    }
    // The kernel reads eight bytes at a time and masks what is beyond.
    return length
  }
}
