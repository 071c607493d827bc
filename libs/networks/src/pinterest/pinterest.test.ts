import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Media, Variant } from '../contract.ts'
import { rateLimitOf } from './api.ts'
import { check, documentedLimits } from './limits.ts'
import { boardNameOf, createdAt, formatOf, imagesOf, slugOf } from './map.ts'
import { measure, partsOf, split, textOf } from './text.ts'

/** [what, text, length of the description in code points, spans as `kind:value`] */
const CASES: readonly [string, string, number, string[]][] = [
  ['nothing', '', 0, []],
  ['plain words', 'Du pain', 7, []],
  ['accents composed', 'été', 3, []],
  ['accents combining', 'e\u0301te\u0301', 5, []],
  ['an emoji', '🥐', 1, []],
  ['a family joined by ZWJ', '👩‍👩‍👧‍👦', 7, []],
  ['a flag', '🇫🇷', 2, []],
  ['two flags', '🇫🇷🇧🇪', 4, []],
  ['skin tone', '👍🏽', 2, []],
  ['keycap', '1️⃣', 3, []],
  ['tag flag of Scotland', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', 7, []],
  ['heart with its selector', '❤️', 2, []],
  ['right to left', 'خبز طازج', 8, []],
  ['Hebrew with points', 'לֶחֶם', 5, []],
  ['Chinese', '面包店', 3, []],
  ['Devanagari conjunct', 'नि', 2, []],
  ['Hangul jamo', '\u1112\u1161\u11AB', 3, []],
  ['line end', 'a\nb', 3, []],
  ['white space around does not count', '  pain \n', 4, []],
  ['narrow no-break space', 'Oui\u202F!', 5, []],
  ['a title does not count', 'Pain\n\nSeigle', 6, []],
  ['a title of one line with spaces between', 'Pain\n  \nSeigle', 6, []],
  ['one line end makes no title', 'Pain\nSeigle', 11, []],
  ['a link counts in full', 'https://a.fr', 12, ['link:https://a.fr']],
  ['link then full stop', 'Voir https://a.fr/x.', 20, ['link:https://a.fr/x']],
  ['link then comma', 'https://a.fr/x, oui', 19, ['link:https://a.fr/x']],
  ['link in brackets', '(https://a.fr/x)', 16, ['link:https://a.fr/x']],
  ['brackets of the link’s own', 'https://a.fr/Pain_(aliment)', 27, ['link:https://a.fr/Pain_(aliment)']],
  ['link in guillemets', '«https://a.fr»', 14, ['link:https://a.fr']],
  ['link then question mark', 'Vu https://a.fr/x ?', 19, ['link:https://a.fr/x']],
  ['link with query and fragment', 'https://a.fr/?q=é&x=1#là', 24, ['link:https://a.fr/?q=é&x=1#là']],
  ['a name with accents', 'https://été.fr', 14, ['link:https://été.fr']],
  ['no dot, no link', 'https://localhost/x', 19, []],
  ['a bare name is text', 'a.fr', 4, []],
  ['a mention', '@lea merci', 10, ['mention:lea']],
  ['a mention ends before a full stop', 'Merci @lea_pain.', 16, ['mention:lea_pain']],
  ['a mail address is no mention', 'lea@exemple.fr', 14, []],
  ['a name of two letters is none', '@ab', 3, []],
  ['a hashtag', '#pain', 5, ['hashtag:pain']],
  ['hashtag with accent', '#Boulangerie_élégante', 21, ['hashtag:Boulangerie_élégante']],
  ['hashtag of combining marks', '#e\u0301te\u0301', 6, ['hashtag:e\u0301te\u0301']],
  ['digits alone are no hashtag', '#2026', 5, []],
  ['digits and letters are', '#14juillet', 10, ['hashtag:14juillet']],
  ['hashtag ends at a hyphen', '#Croix-Rousse', 13, ['hashtag:Croix']],
  ['hashtag in Arabic', '#خبز', 4, ['hashtag:خبز']],
  ['hash inside a link is the link’s', 'https://a.fr/#pain', 18, ['link:https://a.fr/#pain']],
  ['at sign inside a link is the link’s', 'https://m.fr/@lea/1', 19, ['link:https://m.fr/@lea/1']],
  ['everything together', 'Été\n\n🥐 @lea voir https://a.fr/é #miam !', 34, ['mention:lea', 'link:https://a.fr/é', 'hashtag:miam']],
]

describe('pinterest counts code points of the description', () => {
  it.each(CASES)('%s', (_what, text, length, spans) => {
    const measured = measure(text)
    expect(measured.length).toBe(length)
    expect(measured.spans.map(({ kind, value }) => `${kind}:${value}`)).toEqual(spans)
    for (const { start, end, kind, value } of measured.spans)
      expect(text.slice(start, end)).toBe({ link: '', mention: '@', hashtag: '#' }[kind] + value)
  })

  it.each<[string, ReturnType<typeof partsOf>]>([
    ['Pain', { title: null, description: 'Pain' }],
    ['Pain\n\nSeigle\n\nFigues', { title: 'Pain', description: 'Seigle\n\nFigues' }],
    ['Pain\n\n\n\nSeigle', { title: 'Pain', description: 'Seigle' }],
    [`${'é'.repeat(100)}\n\nSeigle`, { title: 'é'.repeat(100), description: 'Seigle' }],
    [`${'é'.repeat(101)}\n\nSeigle`, { title: null, description: `${'é'.repeat(101)}\n\nSeigle` }],
    ['Pain\n\n', { title: null, description: 'Pain' }],
  ])('title and description of %j', (text, parts) => {
    expect(partsOf(text)).toEqual(parts)
    expect(partsOf(textOf(parts))).toEqual(parts)
  })

  it('splits into pieces that fit, and loses nothing but white space', () => {
    const word = fc.constantFrom('pain', 'levain.', 'https://exemple.fr/longue/adresse', '👩‍👩‍👧‍👦', 'é'.repeat(300), '\n\n', 'Oui !')
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const text = words.join(' ')
        const pieces = split(text, documentedLimits)
        for (const piece of pieces) expect(measure(piece).length).toBeLessThanOrEqual(800)
        expect(pieces.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''))
      }),
      { numRuns: 60 },
    )
  })

  it('reads hostile texts in no time', () => {
    for (const bad of [
      '\n'.repeat(20_000),
      'https://a.'.repeat(3_000),
      '#é'.repeat(10_000),
      'a\n \n'.repeat(10_000),
      '@a'.repeat(10_000),
    ]) {
      const start = performance.now()
      measure(bad)
      expect(performance.now() - start).toBeLessThan(1_500)
    }
  })
})

const image = (more: Partial<Media> = {}): Media => ({
  id: 'm',
  mimeType: 'image/jpeg',
  bytes: 1000,
  width: 1000,
  height: 1500,
  alt: { kind: 'text', text: 'Une miche' },
  focus: { x: 0, y: 0 },
  ...more,
})
const variant = (more: Partial<Variant> = {}): Variant => ({
  items: [{ text: 'Bonjour', media: [image()] }],
  card: null,
  poll: null,
  language: 'fr',
  contentWarning: null,
  visibility: 'public',
  whoMayReply: 'everyone',
  quoteOf: null,
  ...more,
})
const saying = (text: string) => variant({ items: [{ text, media: [image()] }] })
const withMedia = (...media: Media[]) => variant({ items: [{ text: 'x', media }] })
const card = { url: 'https://a.fr/x', title: 'a', description: '', thumb: null }
const ref = { id: '1', version: null, url: null }

describe('pinterest refuses beforehand', () => {
  it.each<[string, Variant, string[]]>([
    ['a pin', variant(), []],
    ['a pin without words', saying(''), []],
    ['words without a picture', withMedia(), ['media_missing']],
    ['801 letters', saying('é'.repeat(801)), ['text_too_long']],
    ['800 letters below a title', saying(`Titre\n\n${'é'.repeat(800)}`), []],
    ['with a card the first paragraph counts too', { ...saying(`Titre\n\n${'é'.repeat(800)}`), card }, ['text_too_long']],
    ['five pictures', withMedia(image(), image(), image(), image(), image()), []],
    ['six pictures', withMedia(image(), image(), image(), image(), image(), image()), ['too_many_images']],
    ['a heavy picture', withMedia(image({ bytes: 22_000_000 })), ['image_too_large']],
    ['a picture of another kind', withMedia(image({ mimeType: 'image/webp' })), ['image_type']],
    ['a film', withMedia(image({ mimeType: 'video/mp4' })), []],
    ['picture and film', withMedia(image(), image({ mimeType: 'video/mp4' })), ['mixed_media']],
    ['no description', withMedia(image({ alt: { kind: 'missing' } })), ['alt_missing']],
    ['a long description', withMedia(image({ alt: { kind: 'text', text: 'a'.repeat(501) } })), ['alt_too_long']],
    ['a card', variant({ card }), []],
    ['a long title', variant({ card: { ...card, title: 'a'.repeat(101) } }), ['text_too_long']],
    ['a long link', variant({ card: { ...card, url: `https://a.fr/${'x'.repeat(2_048)}` } }), ['text_too_long']],
    ['a thread', variant({ items: [...saying('un').items, ...saying('deux').items] }), ['thread_not_accepted']],
    ['a poll', variant({ poll: { options: ['a', 'b'], multiple: false, seconds: 3_600 } }), ['option_not_accepted']],
    ['a quote', variant({ quoteOf: ref }), ['option_not_accepted']],
    ['followers only', variant({ visibility: 'followers' }), ['option_not_accepted']],
    ['a first comment', variant({ firstComment: 'Ici' }), ['option_not_accepted']],
    ['who may answer', variant({ whoMayReply: 'nobody' }), ['option_not_accepted']],
    ['a content warning', variant({ contentWarning: 'gluten' }), ['option_not_accepted']],
  ])('%s', (_what, given, codes) => expect(check(given, documentedLimits).map(({ code }) => code)).toEqual(codes))
})

describe('the name of a board', () => {
  it.each([
    ['https://www.pinterest.fr/maisonlevain/nos-pains/', 'nos-pains'],
    ['https://www.pinterest.com/maisonlevain/p%C3%A2tisserie', 'pâtisserie'],
    [' Nos pains ', 'Nos pains'],
    ['549755885175', '549755885175'],
  ])('%s', (given, name) => expect(boardNameOf(given)).toBe(name))
  it.each(['', 'https://www.pinterest.fr/maisonlevain/', 'x'.repeat(201)])('refuses %j', (given) =>
    expect(() => boardNameOf(given)).toThrow(/not_found/),
  )
  it.each([
    ['Nos pains d’été !', 'nos-pains-d-ete'],
    ['Pâtisserie & Cie', 'patisserie-cie'],
    ['面包', '面包'],
    ['🥐 Viennoiseries', 'viennoiseries'],
  ])('as an address: %s', (name, slug) => expect(slugOf(name)).toBe(slug))
})

describe('what pinterest shows', () => {
  it.each([
    ['2026-11-22T10:00:00', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22T10:00:00Z', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22T10:00:00-00:00', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22T11:00:00+01:00', '2026-11-22T10:00:00.000Z'],
    ['soon', null],
  ])('a moment written %s', (written, at) => expect(createdAt({ created_at: written })).toBe(at))

  it.each([
    [{ media: { media_type: 'image' } }, 'image'],
    [{ media: { media_type: 'video' } }, 'video'],
    [{ media: { media_type: 'multiple_mixed' } }, 'carousel'],
    [{}, 'image'],
  ])('the kind of %j', (pin, format) => expect(formatOf(pin)).toBe(format))

  it('takes the widest picture, and none that no browser may open', () => {
    const sizes = (url: string) => ({ '150x150': { url: 'https://a.fr/small' }, '1200x': { url } })
    expect(imagesOf({ alt_text: 'Une miche', media: { media_type: 'image', images: sizes('https://a.fr/wide') } })).toEqual([
      { url: 'https://a.fr/wide', alt: 'Une miche' },
    ])
    expect(imagesOf({ media: { media_type: 'image', images: sizes('javascript:alert(1)') } })).toEqual([])
  })

  it.each([
    [
      { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '42' },
      { limit: 1000, remaining: 0, resetSeconds: 42 },
    ],
    [
      { 'x-ratelimit-limit': '100, 100;w=1', 'x-ratelimit-reset': '0.4' },
      { limit: 100, remaining: null, resetSeconds: 1 },
    ],
    [{ 'x-ratelimit-reset': '1795341630' }, { limit: null, remaining: null, resetSeconds: 30 }],
    [{}, { limit: null, remaining: null, resetSeconds: null }],
  ])('limits in %j', (headers, limit) => expect(rateLimitOf(new Headers(headers), new Date('2026-11-22T10:00:00.000Z'))).toEqual(limit))
})
