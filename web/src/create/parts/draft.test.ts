import { describe, expect, it } from 'vitest'
import type { ContentView, Variant } from '../create.client.ts'
import { contentPatch, countOf, type Draft, draftOf, emptyDraft, isDirty, NO_OPTIONS, rebase, variantPatch } from './draft.ts'

const text = (words: string) => [{ text: words, media: [] }]
const variant = (change: Partial<Variant> = {}): Variant => ({
  id: 'v1',
  channelId: 'c1',
  items: text('a'),
  options: NO_OPTIONS,
  follows: true,
  version: 1,
  measured: [],
  findings: [],
  delivery: null,
  ...change,
})
const content = (change: Partial<ContentView> = {}): ContentView => ({
  id: 'x',
  brandId: 'b',
  title: '',
  items: text('a'),
  options: NO_OPTIONS,
  pillarId: null,
  campaignId: null,
  version: 1,
  updatedAt: '',
  updatedBy: null,
  assets: [],
  variants: [variant()],
  ...change,
})

describe('what is not kept yet', () => {
  it('is nothing when the same is said in another order', () => {
    const kept = content({ options: { ...NO_OPTIONS } })
    const draft = { ...draftOf(kept), options: Object.fromEntries(Object.entries(NO_OPTIONS).reverse()) as typeof NO_OPTIONS }
    expect(contentPatch(draftOf(kept), draft)).toBeNull()
    expect(isDirty(kept, draft)).toBe(false)
    expect(isDirty(null, emptyDraft(['c1']))).toBe(false)
  })

  it('is a version edited by hand, its own options, or its following again', () => {
    const kept = content()
    const draft = (own: Draft['own']) => ({ ...draftOf(kept), own })
    expect(variantPatch(variant(), kept, draft({ c1: { items: text('b'), options: null } }))).toEqual({ items: text('b') })
    const warned = { ...NO_OPTIONS, contentWarning: 'gluten' }
    expect(variantPatch(variant(), kept, draft({ c1: { items: null, options: warned } }))).toEqual({ options: warned })
    expect(variantPatch(variant({ follows: false }), kept, draft({}))).toEqual({ follows: true })
    expect(variantPatch(variant(), kept, draft({}))).toBeNull()
  })

  it('is never the words of what has left', () => {
    const delivery = { state: 'published' } as Variant['delivery']
    const kept = content({ items: text('b'), variants: [variant({ delivery, follows: false })] })
    expect(draftOf(kept).own).toEqual({})
    expect(isDirty(kept, draftOf(kept))).toBe(false)
  })
})

describe('two people at the same content', () => {
  const base = draftOf(content())
  it('keep both changes when they touch different things', () => {
    const merged = rebase(base, { ...base, items: text('mien') }, { ...base, title: 'Le leur' })
    expect(merged).toMatchObject({ title: 'Le leur', items: text('mien') })
    const own = rebase(base, { ...base, own: { c1: { items: text('m'), options: null } } }, { ...base, items: text('t') })
    expect(own).toMatchObject({ items: text('t'), own: { c1: { items: text('m') } } })
  })
  it('are asked when both changed the same words', () => {
    expect(rebase(base, { ...base, items: text('mien') }, { ...base, items: text('leur') })).toBeNull()
    expect(rebase(base, { ...base, items: text('pareil') }, { ...base, items: text('pareil') })).toMatchObject({ items: text('pareil') })
  })
})

it('counts words and characters as a person does', () => {
  expect(countOf(text('L’été à 18:30, c’est fini'))).toEqual({ words: 5, characters: 25 })
  expect(countOf(text('👩‍🍳'))).toEqual({ words: 0, characters: 1 })
})
