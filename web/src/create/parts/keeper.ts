import { ApiError } from '../../client.ts'
import { type ContentView, makeContent, patchContent, patchVariant } from '../create.client.ts'
import { contentPatch, type Draft, draftOf, isDirty, rebase, same, variantPatch } from './draft.ts'

export type KeepState = 'kept' | 'waiting' | 'saving' | 'offline' | 'conflict' | 'refused'

export type Conflict = { by: string | null; theirs: ContentView; mine: Draft }

export type Kept = {
  content: ContentView | null
  draft: Draft
  state: KeepState
  error: unknown
  conflict: Conflict | null
  /** Words found in this browser that had not reached the house. */
  restored: boolean
}

const DELAY = 600
const AGAIN = 5000
const keyOf = (brandId: string, id: string | null): string => `pupitre.draft.${brandId}.${id ?? 'new'}`

type Stored = { base: Draft; draft: Draft }

function readStored(key: string): Stored | null {
  const text = localStorage.getItem(key)
  return text ? (JSON.parse(text) as Stored) : null
}

/** Forgets what this browser kept of a content that nobody kept in the house. */
export const forgetNew = (brandId: string): void => localStorage.removeItem(keyOf(brandId, null))

const theirsIn = (error: unknown): { by: string | null; current: ContentView } | null => {
  if (!(error instanceof ApiError) || error.code !== 'create.changed_meanwhile') return null
  return error.data as { by: string | null; current: ContentView }
}

type Told = { onMade: (content: ContentView) => void; onSaved: (content: ContentView) => void }

const bodyOf = ({ title, items, options, channelIds, pillarId }: Draft, localTime: string | null) => ({
  title,
  items,
  options,
  channelIds,
  pillarId,
  localTime,
})

/**
 * Keeps what is written: on the screen at once, in this browser within the same moment, in the house after a breath. Whatever happens
 * in between (a lost network, a closed page, a second person), no word is lost.
 */
export class Keeper {
  readonly brandId: string
  /** The wall time a new content is meant for. */
  localTime: string | null
  #told: Told = { onMade: () => undefined, onSaved: () => undefined }
  #now: Kept
  #listeners = new Set<() => void>()
  #timer: ReturnType<typeof setTimeout> | null = null
  #running: Promise<void> | null = null

  /** Who is told when the content is first made, and at each save. */
  tell(told: Told): void {
    this.#told = told
  }

  /** The hour a new content is meant for, noted before it is first saved. */
  meanFor(localTime: string): void {
    this.localTime = localTime
  }

  constructor(brandId: string, content: ContentView | null, first: Draft, localTime: string | null) {
    this.brandId = brandId
    this.localTime = localTime
    const stored = readStored(keyOf(brandId, content?.id ?? null))
    const base = content ? draftOf(content) : first
    const merged = stored ? (content ? rebase(stored.base, stored.draft, base) : stored.draft) : null
    const restored = stored !== null && !same(stored.draft, base)
    this.#now = { content, draft: merged ?? base, state: 'kept', error: null, conflict: null, restored: restored && merged !== null }
    if (stored && !merged && content) {
      this.#now = { ...this.#now, state: 'conflict', conflict: { by: content.updatedBy, theirs: content, mine: stored.draft } }
    }
  }

  /** Once on the screen: what had been found again goes on its way. */
  start(): void {
    if (this.#now.restored) this.#later()
  }

  get = (): Kept => this.#now

  listen = (tell: () => void): (() => void) => {
    this.#listeners.add(tell)
    return () => this.#listeners.delete(tell)
  }

  #set(next: Partial<Kept>): void {
    this.#now = { ...this.#now, ...next }
    for (const tell of this.#listeners) tell()
  }

  change(change: (draft: Draft) => Draft): void {
    const draft = change(this.#now.draft)
    this.#set({ draft, state: this.#now.state === 'conflict' ? 'conflict' : 'waiting' })
    // A browser whose storage is full still saves in the house.
    this.#later()
    this.#store()
  }

  #store(): void {
    const { content, draft } = this.#now
    const key = keyOf(this.brandId, content?.id ?? null)
    if (!isDirty(content, draft)) return localStorage.removeItem(key)
    const base = content ? draftOf(content) : draft
    localStorage.setItem(key, JSON.stringify({ base, draft } satisfies Stored))
  }

  #later(delay = DELAY): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), delay)
  }

  /** Everything that is on the screen is in the house when this resolves true. */
  async flush(): Promise<boolean> {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#running ??= this.#run().finally(() => {
      this.#running = null
    })
    await this.#running
    return this.#now.state === 'kept'
  }

  async #run(): Promise<void> {
    while (this.#now.state !== 'conflict' && isDirty(this.#now.content, this.#now.draft)) {
      this.#set({ state: 'saving' })
      try {
        const { draft } = this.#now
        await this.#save(draft)
        // The house reads some things more strictly (spaces around a description): its reading stands.
        const { content } = this.#now
        if (content && this.#now.draft === draft && isDirty(content, draft)) this.#set({ draft: draftOf(content) })
      } catch (error) {
        if (this.#refused(error)) return
      }
    }
    if (this.#now.state === 'conflict') return
    this.#store()
    this.#set({ state: 'kept', error: null })
  }

  async #save(draft: Draft): Promise<void> {
    const { content } = this.#now
    if (!content) this.#made(await makeContent(this.brandId, bodyOf(draft, this.localTime)))
    else await this.#saveMaster(content, draft)
    await this.#saveVersions(draft)
  }

  async #saveMaster(content: ContentView, draft: Draft): Promise<void> {
    const patch = contentPatch(draftOf(content), draft)
    if (patch) this.#took(await patchContent(this.brandId, content.id, content.version, patch))
  }

  async #saveVersions(draft: Draft): Promise<void> {
    for (const { id } of this.#now.content?.variants ?? []) {
      const current = this.#now.content
      const variant = current?.variants.find((one) => one.id === id)
      const change = current && variant && variantPatch(variant, current, draft)
      if (variant && change) this.#took(await patchVariant(this.brandId, id, variant.version, change))
    }
  }

  #made(content: ContentView): void {
    forgetNew(this.brandId)
    this.#set({ content, restored: false })
    this.#store()
    this.#told.onMade(content)
  }

  /** The answer of a save; what was typed meanwhile stays on the screen and is saved next. */
  #took(content: ContentView): void {
    this.#set({ content })
    this.#told.onSaved(content)
  }

  /** True when saving has to stop here. */
  #refused(error: unknown): boolean {
    const found = theirsIn(error)
    if (found) return !this.#meet(found.current, found.by)
    const lost = error instanceof ApiError && error.status === 0
    this.#set({ state: lost ? 'offline' : 'refused', error })
    if (lost) this.#later(AGAIN)
    return true
  }

  /** Somebody else's newer text: both are kept where they touch different things, otherwise the person is asked. */
  #meet(theirs: ContentView, by: string | null): boolean {
    const { content, draft } = this.#now
    const merged = content ? rebase(draftOf(content), draft, draftOf(theirs)) : null
    if (!merged) {
      this.#set({ state: 'conflict', conflict: { by, theirs, mine: draft } })
      // Another page of this browser that saved has forgotten what both share: kept anew until one of the two is chosen.
      this.#store()
      return false
    }
    this.#set({ content: theirs, draft: merged })
    return true
  }

  /** What the house says now: where deliveries are, and perhaps another's words. */
  adopt(content: ContentView): void {
    const { content: known, state } = this.#now
    if (state === 'conflict' || this.#running || (known && content.version < known.version)) return
    if (this.#meet(content, content.updatedBy)) this.#later()
  }

  settle(choice: 'mine' | 'theirs'): void {
    const { conflict } = this.#now
    if (!conflict) return
    const { theirs, mine } = conflict
    const reachable = new Set(theirs.variants.map((variant) => variant.channelId))
    const own = Object.fromEntries(Object.entries(mine.own).filter(([id]) => reachable.has(id) || mine.channelIds.includes(id)))
    const draft = choice === 'mine' ? { ...mine, own } : draftOf(theirs)
    this.#set({ content: theirs, draft, conflict: null, state: 'waiting' })
    this.#store()
    this.#later(0)
  }

  dismissRestored(): void {
    this.#set({ restored: false })
  }

  /** What had been found again goes for good. */
  startOver(draft: Draft): void {
    forgetNew(this.brandId)
    this.#set({ draft, restored: false, state: 'kept', error: null })
    if (this.#timer) clearTimeout(this.#timer)
  }

  /** The page goes: what is not kept yet is sent, and stays in this browser until it has arrived. */
  close(): void {
    if (isDirty(this.#now.content, this.#now.draft)) void this.flush()
    else if (this.#timer) clearTimeout(this.#timer)
  }
}
