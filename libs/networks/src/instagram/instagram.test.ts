import { describe, expect, it } from 'vitest'
import { sampleFilm, sampleImage, sampleVariant, testText, type TextCase } from '../conformance/text.ts'
import type { Variant } from '../contract.ts'
import { instagram } from './connector.ts'
import { check, documentedLimits, quotaOf } from './limits.ts'
import { commentOf, formatOf, mentionIn, mentionRef } from './map.ts'
import { measure, split } from './text.ts'

const CASES: readonly TextCase[] = [
  ['nothing', '', 0, []],
  ['plain words', 'Du pain', 7, []],
  ['accents composed', 'été', 3, []],
  ['accents combining', 'e\u0301te\u0301', 5, []],
  ['an emoji', '🥐', 1, []],
  ['a family joined by ZWJ', '👩‍👩‍👧‍👦', 7, []],
  ['a flag', '🇫🇷', 2, []],
  ['skin tone', '👍🏽', 2, []],
  ['keycap', '1️⃣', 3, []],
  ['heart with its selector', '❤️', 2, []],
  ['right to left', 'خبز طازج', 8, []],
  ['Hebrew with points', 'לֶחֶם', 5, []],
  ['Chinese', '面包店', 3, []],
  ['Devanagari conjunct', 'नि', 2, []],
  ['Hangul jamo', '\u1112\u1161\u11AB', 3, []],
  ['line end', 'a\nb', 3, []],
  ['empty lines stay', 'a\n\n\nb', 5, []],
  ['narrow no-break space', 'Oui\u202F!', 5, []],
  ['a link counts in full', 'https://a.fr', 12, ['link:https://a.fr']],
  ['link then full stop', 'Voir https://a.fr/x.', 20, ['link:https://a.fr/x']],
  ['link in brackets', '(https://a.fr/x)', 16, ['link:https://a.fr/x']],
  ['link in guillemets', '«https://a.fr»', 14, ['link:https://a.fr']],
  ['link with query and fragment', 'https://a.fr/?q=é&x=1#là', 24, ['link:https://a.fr/?q=é&x=1#là']],
  ['no dot, no link', 'https://localhost/x', 19, []],
  ['a bare name is text', 'a.fr', 4, []],
  ['a mention', '@lea merci', 10, ['mention:lea']],
  ['dots and underscores of a name', '@maison.levain_69', 17, ['mention:maison.levain_69']],
  ['the sentence’s full stop is none of the name', 'Merci @lea.', 11, ['mention:lea']],
  ['a mention in brackets', '(@lea)', 6, ['mention:lea']],
  ['two mentions', '@lea @karim', 11, ['mention:lea', 'mention:karim']],
  ['a mail address is no mention', 'lea@exemple.fr', 14, []],
  ['an accent ends no name', '@léa', 4, []],
  ['a name of one sign', '@a', 2, ['mention:a']],
  ['a hashtag', '#pain', 5, ['hashtag:pain']],
  ['hashtag with accent', '#Boulangerie_élégante', 21, ['hashtag:Boulangerie_élégante']],
  ['hashtag of combining marks', '#e\u0301te\u0301', 6, ['hashtag:e\u0301te\u0301']],
  ['digits alone are no hashtag', '#2026', 5, []],
  ['digits and letters are', '#14juillet', 10, ['hashtag:14juillet']],
  ['hashtag ends at a hyphen', '#Croix-Rousse', 13, ['hashtag:Croix']],
  ['hashtag in Arabic', '#خبز', 4, ['hashtag:خبز']],
  ['hash inside a link is the link’s', 'https://a.fr/#pain', 18, ['link:https://a.fr/#pain']],
  ['at sign inside a link is the link’s', 'https://m.fr/@lea/1', 19, ['link:https://m.fr/@lea/1']],
  ['everything together', '🥐 @lea https://a.fr/é #miam !', 29, ['mention:lea', 'link:https://a.fr/é', 'hashtag:miam']],
]

testText('instagram', {
  cases: CASES,
  measure,
  split,
  limits: { ...documentedLimits, text: { ...documentedLimits.text, max: 300 } },
  words: ['#pain', '@maison.levain'],
  hostile: ['@a.'.repeat(10_000)],
})

const square = sampleImage({ width: 1080, height: 1080 })
const film = sampleFilm({ alt: { kind: 'decorative' } })
const one = (text: string, more: Partial<Variant> = {}) => sampleVariant(text, [square], more)
const ref = { id: '179', version: null, url: null }
const reply = { parent: { ...ref, id: '178' }, root: ref, visibility: 'public', mention: null } as const
const codes = (given: Variant, limits = documentedLimits) => check(given, limits).map(({ code }) => code)

describe('instagram refuses beforehand', () => {
  it.each<[string, Variant, string[]]>([
    ['a picture', one('Bonjour'), []],
    ['a picture without words', one(''), []],
    ['words alone', sampleVariant('Bonjour'), ['media_missing']],
    ['2,200 letters', one('é'.repeat(2_200)), []],
    ['one more', one('é'.repeat(2_201)), ['text_too_long']],
    ['thirty hashtags', one('#pain '.repeat(30)), []],
    ['thirty-one', one('#pain '.repeat(31)), ['text_too_long']],
    ['twenty-one names', one('@lea '.repeat(21)), ['text_too_long']],
    ['thirty-one hashtags in the first comment', one('x', { firstComment: '#pain '.repeat(31) }), ['text_too_long']],
    ['a PNG', sampleVariant('x', [sampleImage({ mimeType: 'image/png', width: 1, height: 1 })]), ['image_type']],
    ['a heavy picture', sampleVariant('x', [{ ...square, bytes: 9_000_000 }]), ['image_too_large']],
    ['a tall picture', sampleVariant('x', [sampleImage({ width: 1080, height: 1920 })]), ['ratio_not_accepted']],
    ['a wide picture', sampleVariant('x', [sampleImage({ width: 2000, height: 1000 })]), ['ratio_not_accepted']],
    ['a carousel of both', sampleVariant('x', [square, film]), []],
    [
      'ten pictures',
      sampleVariant(
        'x',
        Array.from({ length: 10 }, () => square),
      ),
      [],
    ],
    [
      'eleven',
      sampleVariant(
        'x',
        Array.from({ length: 11 }, () => square),
      ),
      ['too_many_images'],
    ],
    [
      'six and five films',
      sampleVariant('x', [...Array.from({ length: 6 }, () => square), ...Array.from({ length: 5 }, () => film)]),
      ['too_many_images'],
    ],
    ['a link card', one('x', { card: { url: 'https://a.fr', title: '', description: '', thumb: null } }), ['option_not_accepted']],
    ['a poll', one('x', { poll: { options: ['a', 'b'], multiple: false, seconds: 3_600 } }), ['option_not_accepted']],
    ['a quote', one('x', { quoteOf: ref }), ['option_not_accepted']],
    ['a reel', sampleVariant('x', [film], { placement: 'reel' }), []],
    ['a reel of a picture', sampleVariant('x', [square], { placement: 'reel' }), ['too_many_images', 'media_missing']],
    ['a reel of sixteen minutes', sampleVariant('x', [{ ...film, seconds: 960 }], { placement: 'reel' }), ['video_too_long']],
    ['a story', sampleVariant('', [sampleImage({ width: 1080, height: 1920 })], { placement: 'story' }), []],
    ['a story of two minutes', sampleVariant('', [{ ...film, seconds: 120 }], { placement: 'story' }), ['video_too_long']],
    ['a story with a comment', sampleVariant('', [square], { placement: 'story', firstComment: 'x' }), ['option_not_accepted']],
  ])('%s', (_what, given, found) => expect(codes(given)).toEqual(found))

  it('what nobody can fetch; a film may be brought by Facebook’s login', () => {
    const unreachable = { ...documentedLimits, mediaAddress: false }
    expect(codes(one('x'), unreachable)).toEqual(['media_needs_public_address'])
    expect(codes(sampleVariant('x', [film]), unreachable)).toEqual(['media_needs_public_address'])
    const linked = { ...unreachable, video: unreachable.video && { ...unreachable.video, byBytes: true as const } }
    expect(codes(sampleVariant('x', [film]), linked)).toEqual([])
    expect(codes(one('x'), linked)).toEqual(['media_needs_public_address'])
  })

  it('knows the lengths of comments and messages', () => {
    const at = (text: string, visibility: 'public' | 'direct') =>
      check(sampleVariant(text), documentedLimits, { ...reply, visibility }).map(({ code }) => code)
    expect(at('é'.repeat(300), 'public')).toEqual([])
    expect(at('é'.repeat(301), 'public')).toEqual(['text_too_long'])
    expect(at('é'.repeat(500), 'direct')).toEqual([])
    expect(at('é'.repeat(501), 'direct')).toEqual(['text_too_many_bytes'])
  })
})

describe('the acts of a version', () => {
  it.each<[string, Variant, string[]]>([
    ['one picture: the whole, and the call that publishes', one('x'), ['whole', 'post']],
    ['three: each, the whole, the call', sampleVariant('x', [square, square, film]), ['part', 'part', 'part', 'whole', 'post']],
    ['a first comment comes last', one('x', { firstComment: '#pain' }), ['whole', 'post', 'post']],
  ])('%s', (_what, given, kinds) => {
    expect(instagram.plan(given, null).map((act) => (act.kind !== 'media' ? act.kind : act.whole ? 'whole' : 'part'))).toEqual(kinds)
  })

  it('the whole learns its parts; the post its container', () => {
    const acts = instagram.plan(sampleVariant('x', [square, square]), null)
    const receipts = ['1', '2', '3'].map((containerId) => ({ ref: null, at: '', data: { containerId } }))
    expect(instagram.complete(acts, 2, receipts.slice(0, 2))).toMatchObject({
      whole: { parts: [{ data: { containerId: '1' } }, { data: { containerId: '2' } }] },
    })
    expect(instagram.complete(acts, 3, receipts)).toMatchObject({ media: [{}, {}, { data: { containerId: '3' } }] })
    expect(() => instagram.complete(acts, 2, receipts.slice(0, 1))).toThrow(RangeError)
  })

  it('an answer is words alone', () => {
    expect(instagram.plan(one('Merci'), reply).map(({ kind }) => kind)).toEqual(['post'])
  })
})

describe('what instagram shows', () => {
  it.each([
    [{ media_type: 'IMAGE', media_product_type: 'FEED' }, 'image'],
    [{ media_type: 'CAROUSEL_ALBUM', media_product_type: 'FEED' }, 'carousel'],
    [{ media_type: 'VIDEO', media_product_type: 'REELS' }, 'reel'],
    [{ media_type: 'VIDEO', media_product_type: 'FEED' }, 'video'],
    [{ media_type: 'IMAGE', media_product_type: 'STORY' }, 'story'],
  ])('the kind of %j', (media, format) => expect(formatOf(media)).toBe(format))

  it.each([
    [
      { quota_usage: 2, config: { quota_total: 50, quota_duration: 86_400 } },
      { what: 'post', used: 2, max: 50, seconds: 86_400 },
    ],
    [{ quota_usage: 2 }, null],
    [{}, null],
  ])('what is left of a day: %j', (told, quota) => expect(quotaOf(told)).toEqual(quota))

  it('a comment by the name alone', () => {
    const shown = commentOf({ id: '178', text: 'Merci', username: 'lea', timestamp: '2026-11-28T17:00:00+0000' }, ref, new Date(0))
    expect(shown).toMatchObject({ author: { id: 'lea', handle: 'lea' }, parent: { id: '179' }, sentAt: '2026-11-28T17:00:00.000Z' })
  })

  it.each([
    [mentionRef('1', null), { mediaId: '1', commentId: null }],
    [mentionRef('1', '2'), { mediaId: '1', commentId: '2' }],
    [ref, null],
  ])('where it was named: %j', (given, found) => expect(mentionIn(given)).toEqual(found))
})
