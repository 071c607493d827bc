import { describe, expect, it } from 'vitest'
import { askOwn, type OwnClassifier, understand } from './index.ts'

const classifier = (data: number[], more: Partial<OwnClassifier> = {}): OwnClassifier => ({
  session: { run: async () => ({ logits: { data } }) },
  encode: (text) => ({ input_ids: text.length }),
  answer: 'toxic',
  output: 'logits',
  labels: ['false', 'true'],
  ...more,
})
const before = understand('bonjour tout le monde', { reasons: false })

describe('a classifier of one’s own', () => {
  it('replaces one answer', async () => {
    const after = await askOwn(classifier([0, 3]), 'x', before)
    expect(after.toxic).toMatchObject({ value: true, abstain: false })
    expect(after.toxic.p).toBeCloseTo(0.9526, 3)
    expect(after.intent).toBe(before.intent)
    expect((await askOwn(classifier([0, 0.1]), 'x', before)).toxic.abstain).toBe(true)
  })

  it('changes nothing when it fails or answers something else', async () => {
    expect(await askOwn(classifier([1]), 'x', before)).toBe(before)
    expect(await askOwn(classifier([Number.NaN, 1]), 'x', before)).toBe(before)
    expect(await askOwn(classifier([0, 3], { output: 'other' }), 'x', before)).toBe(before)
    const broken = { run: () => Promise.reject(new Error('no')) }
    expect(await askOwn(classifier([0, 3], { session: broken }), 'x', before)).toBe(before)
  })

  it('never stands above a rule, and knows the labels', async () => {
    const grave = understand('ça sent le gaz dans tout le magasin')
    const own = classifier([9, 0], { answer: 'urgent' })
    expect((await askOwn(own, 'x', grave)).urgent.value).toBe(true)
    await expect(askOwn(classifier([1, 2], { labels: ['no', 'yes'] }), 'x', before)).rejects.toThrow(TypeError)
  })
})
