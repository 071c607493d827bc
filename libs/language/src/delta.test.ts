import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDelta, type Decision, estimatePrior, intents, learn, rebuild, undo, understand } from './index.ts'
import type { BrandDelta } from './delta.ts'

const plain = (delta: BrandDelta): object => ({ ...delta, rows: [...delta.rows].map(([hash, row]) => [hash, [...row]]) })
const words = ['colis', 'retard', 'merci', 'bonjour', 'cassé', 'super', 'horaires', 'zorglub', 'facture', '?', '😡']
const decision = (id: string): fc.Arbitrary<Decision> =>
  fc.record(
    {
      id: fc.constant(id),
      text: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(' ')),
      at: fc.integer({ min: 0, max: 1e12 }),
      by: fc.constantFrom('léa', 'paul'),
      intent: fc.constantFrom(...intents),
      urgent: fc.boolean(),
      toxic: fc.boolean(),
    },
    { requiredKeys: ['id', 'text', 'at', 'by'] },
  )
const decisions = fc.integer({ min: 1, max: 7 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => decision(`d${i}`))))

describe('what a team decides', () => {
  it('is undone to the last bit', () => {
    fc.assert(
      fc.property(decisions, fc.nat(), (made, n) => {
        const gone = made[n % made.length]?.id ?? ''
        const all = rebuild(made)
        expect(plain(undo(all, gone))).toEqual(plain(rebuild(made.filter(({ id }) => id !== gone))))
      }),
      { numRuns: 30 },
    )
  })

  it.each(['vous êtes ouverts dimanche ?', 'Merci à toute l’équipe, accueil parfait', 'Votre colis est arrivé cassé, c’est honteux'])(
    'holds for the next message of its kind, however sure the model was: %s',
    (text) => {
      const before = understand(text, { reasons: false })
      const decided = before.intent.value === 'suggestion' ? 'request' : 'suggestion'
      const delta = learn(createDelta(), { id: 'a', text, at: 0, by: 'léa', intent: decided })
      expect(understand(text, { brandDelta: delta, reasons: false }).intent.value).toBe(decided)
      expect(understand(`${text} svp`, { brandDelta: delta, reasons: false }).intent.value).toBe(decided)
      expect(understand('Je voudrais un rendez-vous mardi', { brandDelta: delta, reasons: false }).intent.value).toBe('request')
    },
  )

  it('is the same rebuilt as learnt, and leaves the delta before as it was', () => {
    fc.assert(
      fc.property(decisions, (made) => {
        let delta = createDelta()
        for (const one of made) {
          const before = JSON.stringify(plain(delta))
          const next = learn(delta, one)
          expect(JSON.stringify(plain(delta))).toBe(before)
          delta = next
        }
        expect(plain(delta)).toEqual(plain(rebuild(made)))
      }),
      { numRuns: 20 },
    )
  })

  it('brings a word of the house nearer to what was decided of it', () => {
    const text = 'encore un zorglub ce matin'
    const untaught = understand('zorglub numéro 9', { reasons: false })
    // Whatever the model would say by itself is not what the team decides here.
    const intent = untaught.intent.value === 'complaint' ? 'suggestion' : 'complaint'
    const urgent = !untaught.urgent.value
    let delta = createDelta()
    for (let i = 0; i < 6; i += 1) delta = learn(delta, { id: `${i}`, text: `zorglub numéro ${i}`, at: i, by: 'léa', intent, urgent })
    const alike = { reasons: false, brandDelta: delta }
    const likely = ({ urgent: said }: { urgent: { value: boolean; p: number } }) => (said.value === urgent ? said.p : 1 - said.p)
    expect(likely(understand(text, alike))).toBeGreaterThan(likely(understand(text, { reasons: false })))
    expect(understand('zorglub numéro 9', alike).intent.value).toBe(intent)
    expect(understand('zorglub numéro 9', alike).urgent.value).toBe(urgent)
  })

  it('leaves what it never touched nearly as it was', () => {
    let delta = createDelta()
    for (let i = 0; i < 20; i += 1) delta = learn(delta, { id: `${i}`, text: `zorglub ${i}`, at: i, by: 'léa', intent: 'suggestion' })
    const text = 'Merci beaucoup, accueil formidable'
    expect(understand(text, { reasons: false, brandDelta: delta }).intent.value).toBe(understand(text, { reasons: false }).intent.value)
  })

  it('keeps an account of itself; the same id replaces', () => {
    const first: Decision = { id: 'a', text: 'où est mon colis', at: 5, by: 'léa', intent: 'request' }
    const delta = learn(learn(createDelta(), first), { ...first, intent: 'complaint', by: 'paul', at: 6 })
    expect(delta.decisions).toHaveLength(1)
    expect(delta.audit).toHaveLength(1)
    expect(delta.audit[0]).toMatchObject({ id: 'a', by: 'paul', at: 6 })
    const change = delta.audit[0]?.changes[0]
    expect(change?.decided).toBe('complaint')
    expect(change?.pAfter).toBeGreaterThan(change?.pBefore ?? 1)
  })

  it('gives the prior of a channel, between what was counted and what was learnt', () => {
    const made = Array.from({ length: 400 }, (_, i): Decision => ({ id: `${i}`, text: 'x', at: i, by: 'a', toxic: i < 8, intent: 'chat' }))
    const prior = estimatePrior(made)
    expect(prior.toxic).toBeGreaterThan(0.015)
    expect(prior.toxic).toBeLessThan(0.1)
    expect(prior.intent?.chat).toBeGreaterThan(0.85)
    expect(prior.urgent).toBeUndefined()
    const sum = Object.values(prior.intent ?? {}).reduce((all, share) => all + share, 0)
    expect(sum).toBeCloseTo(1, 6)
  })
})
