import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDelta, emotions, intents, learn, sentiments, understand, understandMany } from './index.ts'
import { judgeOf } from './judge.ts'
import { loadModel } from './model.ts'

const plain = { reasons: false } as const
const logit = (p: number): number => Math.log(p / (1 - p))

describe('understand', () => {
  it.each([
    ['vous êtes ouverts dimanche ?', 'fr', 'question'],
    ['Merci à toute l’équipe, accueil parfait, on a passé un super moment', 'fr', 'praise'],
    ['Gagnez 500 euros par jour depuis chez vous, cliquez sur le lien en bio http', 'fr', 'spam'],
    ['What time do you open on Sunday?', 'en', 'question'],
    ['Thank you so much, lovely staff and great food!', 'en', 'praise'],
  ])('%s', (text, lang, intent) => {
    const found = understand(text, plain)
    expect(found.lang.value).toBe(lang)
    expect(found.intent.value).toBe(intent)
    expect(found.urgent.value).toBe(false)
    expect(found.toxic.value).toBe(false)
  })

  it('hears mood', () => {
    expect(understand('Je suis vraiment déçu, service nul et personnel désagréable', plain).sentiment.value).toBe('negative')
    expect(understand('J’adore ce magasin, magnifique, bravo à toute l’équipe', plain).sentiment.value).toBe('positive')
  })

  it('hears an insult, and none where there is none', () => {
    expect(understand('sale connard, ferme ta gueule', plain).toxic.value).toBe(true)
    expect(understand('Bonjour, avez-vous reçu mon colis ?', plain).toxic.value).toBe(false)
  })

  it('is never overruled by the model where a rule fired', () => {
    const found = understand('ça sent le gaz dans tout le magasin, il y a des clients partout')
    expect(found.urgent).toMatchObject({ value: true, abstain: false })
    expect(found.urgent.p).toBeGreaterThanOrEqual(0.97)
    expect(found.urgent.reasons[0]).toMatchObject({
      rule: 'danger',
      fr: expect.stringContaining('secours'),
      en: expect.stringContaining('emergency'),
    })
    let delta = createDelta()
    for (let i = 0; i < 5; i += 1)
      delta = learn(delta, { id: String(i), text: 'ça sent le gaz dans tout le magasin', at: i, by: 'a', urgent: false })
    expect(understand('ça sent le gaz dans tout le magasin', { brandDelta: delta, channelPrior: { urgent: 0.001 } }).urgent.value).toBe(
      true,
    )
  })

  it('hears no joy in a farewell that gives thanks', () => {
    const found = understand('je veux mourir, personne ne m’aime, merci, vous êtes le seul compte qui répond, bisous')
    expect(found.sentiment.value).toBe('negative')
    expect(['joy', 'gratitude']).not.toContain(found.emotion.value)
  })

  it('gives reasons whose effect is what the answer loses without the word', () => {
    const text = 'Service lamentable, personne ne répond et mon colis est cassé'
    const model = loadModel()
    const { sentiment } = understand(text)
    expect(sentiment.reasons.length).toBeGreaterThan(0)
    expect(sentiment.reasons.length).toBeLessThanOrEqual(3)
    const judge = judgeOf(model)
    for (const reason of sentiment.reasons) {
      if (!('word' in reason)) throw new Error('no rule was expected')
      const place = sentiments.indexOf(sentiment.value)
      judge.judge(text)
      const before = logit(judge.p.sentiment[place] ?? 0)
      judge.judge(text.replace(new RegExp(`(?<!\\p{L})${reason.word}(?!\\p{L})`, 'u'), ''))
      expect(reason.effect).toBeCloseTo(before - logit(judge.p.sentiment[place] ?? 0), 2)
    }
  })

  it('answers many as it answers one', () => {
    const texts = ['Bonjour', 'quelle honte ce service', '', '😍😍', 'merci !']
    expect(understandMany(texts)).toEqual(texts.map((text) => understand(text)))
  })

  it('never throws, and every answer is a label with a probability', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 80 })), (text) => {
        const found = understand(text, plain)
        expect(intents).toContain(found.intent.value)
        expect(sentiments).toContain(found.sentiment.value)
        expect(emotions).toContain(found.emotion.value)
        for (const { p } of [found.lang, found.intent, found.sentiment, found.emotion, found.toxic, found.attacksTeam, found.urgent]) {
          expect(p).toBeGreaterThanOrEqual(0)
          expect(p).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('reads lone halves of emoji, endless words and novels', () => {
    for (const text of ['\ud83d', 'a'.repeat(100_000), 'mot '.repeat(20_000), '\u0000\u200d\ufe0f', '@'.repeat(5000), 'é'.repeat(4100)]) {
      expect(() => understand(text)).not.toThrow()
    }
  })

  it('knows another language by its script', () => {
    expect(understand('Когда вы открываетесь в воскресенье?', plain).lang.value).toBe('ru')
    expect(understand('日曜日は開いていますか', plain).lang.value).toBe('ja')
  })

  it('tells what a message is about', () => {
    expect(understand('Bonjour, ma livraison #SNCFPanne est arrivée avec la tondeuse cassée', plain).subjects).toEqual(
      expect.arrayContaining(['livraison', 'SNCFPanne', 'tondeuse']),
    )
  })

  it('expects of a channel what it is told', () => {
    const text = 'vous êtes des incapables'
    const rare = understand(text, { ...plain, channelPrior: { toxic: 0.01 } }).toxic
    const often = understand(text, { ...plain, channelPrior: { toxic: 0.6 } }).toxic
    const pOf = ({ value, p }: { value: boolean; p: number }): number => (value ? p : 1 - p)
    expect(pOf(rare)).toBeLessThan(pOf(often))
  })
})

describe('a message in which nothing is said', () => {
  it.each(['@levain', '@levain @chloe', 'https://exemple.fr/x', '', '   ', '???', '42', '@levain !!!'])(
    '%j is left to a person',
    (text) => {
      const found = understand(text)
      expect([found.intent.value, found.emotion.value, found.toxic.value, found.urgent.value]).toEqual(['chat', 'none', false, false])
      for (const answer of [found.intent, found.sentiment, found.emotion, found.toxic, found.attacksTeam, found.urgent])
        expect(answer).toMatchObject({ abstain: true, reasons: [] })
    },
  )

  it.each(['❤️', '@levain merci', '@levain 🤬'])('%j says something', (text) => {
    expect(understand(text).emotion.reasons.length + understand(text).sentiment.reasons.length).toBeGreaterThan(0)
  })
})
