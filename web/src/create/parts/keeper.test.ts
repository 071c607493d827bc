import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ContentView } from '../create.client.ts'
import { draftOf, emptyDraft, NO_OPTIONS } from './draft.ts'

/** The browser as far as the keeper knows it, and a house that answers. */
const stored = new Map<string, string>()
let answers: (() => Response | Promise<Response>)[] = []
let asked: { method: string; path: string; body: Record<string, unknown> }[] = []

beforeEach(() => {
  stored.clear()
  answers = []
  asked = []
  vi.useFakeTimers()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  })
  vi.stubGlobal('document', { documentElement: { lang: '' } })
  vi.stubGlobal('navigator', { language: 'fr' })
  vi.stubGlobal('location', { origin: 'http://desk.test' })
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push({ method: init.method ?? '', path, body: JSON.parse(init.body as string) as Record<string, unknown> })
    const answer = answers.shift()
    if (!answer) throw new TypeError('fetch failed')
    return answer()
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const text = (words: string) => [{ text: words, media: [] }]
const content = (words: string, version: number, change: Partial<ContentView> = {}): ContentView => ({
  id: 'x',
  brandId: 'b',
  title: '',
  items: text(words),
  options: NO_OPTIONS,
  pillarId: null,
  campaignId: null,
  version,
  updatedAt: '',
  updatedBy: 'Claire',
  assets: [],
  variants: [],
  ...change,
})
const json = (status: number, body: unknown) => () =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
const conflict = (current: ContentView) =>
  json(409, { error: { code: 'create.changed_meanwhile', what: '', data: { by: 'Claire', current } } })

async function open(kept: ContentView | null) {
  const { Keeper } = await import('./keeper.ts')
  return new Keeper('b', kept, kept ? draftOf(kept) : emptyDraft([]), null)
}
const write = (keeper: Awaited<ReturnType<typeof open>>, words: string) => keeper.change((draft) => ({ ...draft, items: text(words) }))

describe('keeping what is written', () => {
  it('makes a content with its first words, then saves after a breath what is typed', async () => {
    const keeper = await open(null)
    answers = [json(201, content('a', 1)), json(200, content('ab', 2))]
    write(keeper, 'a')
    await vi.advanceTimersByTimeAsync(700)
    write(keeper, 'ab')
    await vi.advanceTimersByTimeAsync(700)
    expect(asked.map(({ method, body }) => [method, body['version']])).toEqual([
      ['POST', undefined],
      ['PATCH', 1],
    ])
    expect(keeper.get()).toMatchObject({ state: 'kept', content: { version: 2 } })
    expect(stored.size).toBe(0)
  })

  it('keeps in the browser what cannot reach the house, and sends it when it can', async () => {
    const keeper = await open(content('a', 1))
    write(keeper, 'b')
    await vi.advanceTimersByTimeAsync(700)
    expect(keeper.get().state).toBe('offline')
    expect(JSON.parse(stored.get('pupitre.draft.b.x') ?? '')).toMatchObject({ draft: { items: text('b') } })
    answers = [json(200, content('b', 2))]
    await vi.advanceTimersByTimeAsync(6000)
    expect(keeper.get().state).toBe('kept')
    expect(stored.size).toBe(0)
  })

  it('finds again what a closed page had not sent', async () => {
    write(await open(content('a', 1)), 'perdu')
    vi.clearAllTimers()
    const again = await open(content('a', 1))
    expect(again.get()).toMatchObject({ restored: true, draft: { items: text('perdu') } })
  })

  it('joins two people’s changes of different things, and saves again', async () => {
    const keeper = await open(content('a', 1))
    answers = [conflict(content('a', 2, { title: 'Le titre de Claire' })), json(200, content('b', 3, { title: 'Le titre de Claire' }))]
    write(keeper, 'b')
    await vi.advanceTimersByTimeAsync(700)
    expect(asked[1]?.body).toMatchObject({ version: 2, items: text('b') })
    expect(asked[1]?.body).not.toHaveProperty('title')
    expect(keeper.get()).toMatchObject({ state: 'kept', draft: { title: 'Le titre de Claire', items: text('b') } })
  })

  it('asks when both changed the same words, and throws neither away', async () => {
    const keeper = await open(content('a', 1))
    answers = [conflict(content('de Claire', 2))]
    write(keeper, 'de moi')
    await vi.advanceTimersByTimeAsync(700)
    expect(keeper.get()).toMatchObject({
      state: 'conflict',
      draft: { items: text('de moi') },
      conflict: { by: 'Claire', theirs: { items: text('de Claire') }, mine: { items: text('de moi') } },
    })
    answers = [json(200, content('de moi', 3))]
    keeper.settle('mine')
    await vi.advanceTimersByTimeAsync(10)
    expect(asked[1]?.body).toMatchObject({ version: 2, items: text('de moi') })
    expect(keeper.get().state).toBe('kept')
  })

  it('finds one’s own words again after a reload before the choice, though another page of the browser has saved its own', async () => {
    const keeper = await open(content('a', 1))
    answers = [conflict(content('de l’autre page', 2))]
    write(keeper, 'de celle-ci')
    stored.clear()
    await vi.advanceTimersByTimeAsync(700)
    expect(keeper.get().state).toBe('conflict')
    const again = await open(content('de l’autre page', 2))
    expect(again.get()).toMatchObject({
      state: 'conflict',
      conflict: { theirs: { items: text('de l’autre page') }, mine: { items: text('de celle-ci') } },
    })
  })

  it('does not ask for ever when the house reads something more strictly', async () => {
    const keeper = await open(content('a', 1))
    answers = [json(200, content('b', 2))]
    write(keeper, 'b  ')
    await vi.advanceTimersByTimeAsync(700)
    expect(asked).toHaveLength(1)
    expect(keeper.get()).toMatchObject({ state: 'kept', draft: { items: text('b') } })
  })
})
