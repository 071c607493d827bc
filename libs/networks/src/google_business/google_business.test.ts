import { describe, expect, it } from 'vitest'
import { sampleFilm, sampleImage, sampleVariant, testText, type TextCase } from '../conformance/text.ts'
import type { ReplyTarget, Variant } from '../contract.ts'
import { googleBusiness } from './connector.ts'
import { check, documentedLimits } from './limits.ts'
import { formatOf, placeOf, postRef, reviewMessage, reviewOf } from './map.ts'
import { wordsOf } from './send.ts'
import { measure, originalOf, split } from './text.ts'

/** [what, text, length in UTF-16 units, spans as `kind:value`] */
const CASES: readonly TextCase[] = [
  ['nothing', '', 0, []],
  ['plain words', 'Du pain', 7, []],
  ['accents composed', 'été', 3, []],
  ['accents combining', 'e\u0301te\u0301', 5, []],
  ['an emoji is two', '🥐', 2, []],
  ['a family joined by ZWJ', '👩‍👩‍👧‍👦', 11, []],
  ['a flag', '🇫🇷', 4, []],
  ['two flags', '🇫🇷🇧🇪', 8, []],
  ['skin tone', '👍🏽', 4, []],
  ['keycap', '1️⃣', 3, []],
  ['tag flag of Scotland', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', 14, []],
  ['heart with its selector', '❤️', 2, []],
  ['right to left', 'خبز طازج', 8, []],
  ['Hebrew with points', 'לֶחֶם', 5, []],
  ['Chinese', '面包店', 3, []],
  ['a rare Chinese sign', '𠮷', 2, []],
  ['Devanagari conjunct', 'नि', 2, []],
  ['Hangul jamo', '\u1112\u1161\u11AB', 3, []],
  ['line end', 'a\nb', 3, []],
  ['white space around does not count', '  pain \n', 4, []],
  ['narrow no-break space', 'Oui\u202F!', 5, []],
  ['a price', '2,40 € le pain', 14, []],
  ['an hour', '7 h – 19 h 30', 13, []],
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
  ['a mail address is text', 'lea@exemple.fr', 14, []],
  ['an at sign is text', '@lea merci', 10, []],
  ['a hashtag is text', '#pain', 5, []],
  ['hashtag with accent is text', '#Boulangerie_élégante', 21, []],
  ['hash inside a link is the link’s', 'https://a.fr/#pain', 18, ['link:https://a.fr/#pain']],
  ['at sign inside a link is the link’s', 'https://m.fr/@lea/1', 19, ['link:https://m.fr/@lea/1']],
  ['two links', 'https://a.fr https://b.fr', 25, ['link:https://a.fr', 'link:https://b.fr']],
  ['everything together', '🥐 @lea https://a.fr/é #miam !', 30, ['link:https://a.fr/é']],
]

testText('google_business', {
  cases: CASES,
  measure,
  split,
  limits: { ...documentedLimits, text: { ...documentedLimits.text, max: 300 } },
  words: ['#miam', '2,40 €'],
})

const saying = (text: string, more: Partial<Variant> = {}) => sampleVariant(text, [], more)
const occasion = { title: 'Portes ouvertes', start: '2026-12-24T18:00', end: '2026-12-24T22:00' }
const card = { url: 'https://a.fr/x', title: 'a', description: '', thumb: null }
const ref = { id: 'accounts/1/locations/2/reviews/a', version: null, url: null }
const reply: ReplyTarget = { parent: ref, root: ref, visibility: 'public', mention: null }

describe('google business refuses beforehand', () => {
  it.each<[string, Variant, string[]]>([
    ['news', saying('Le levain'), []],
    ['nothing', saying(' '), ['text_empty']],
    ['a picture alone', sampleVariant('', [sampleImage()]), ['text_empty']],
    ['1,500 letters', saying('é'.repeat(1_500)), []],
    ['1,501 letters', saying('é'.repeat(1_501)), ['text_too_long']],
    ['a picture', sampleVariant('x', [sampleImage()]), []],
    ['two pictures', sampleVariant('x', [sampleImage(), sampleImage()]), ['too_many_images']],
    ['a heavy picture', sampleVariant('x', [sampleImage({ bytes: 6_000_000 })]), ['image_too_large']],
    ['a picture of another kind', sampleVariant('x', [sampleImage({ mimeType: 'image/webp' })]), ['image_type']],
    ['a film', sampleVariant('x', [sampleFilm()]), ['video_not_accepted']],
    ['a button', saying('x', { card }), []],
    ['an event', saying('x', { occasion }), []],
    ['an event with a button', saying('x', { occasion, card }), []],
    ['an event without a name', saying('x', { occasion: { ...occasion, title: ' ' } }), ['option_not_accepted']],
    ['an event with a long name', saying('x', { occasion: { ...occasion, title: 'a'.repeat(59) } }), ['option_not_accepted']],
    ['an event that ends before it begins', saying('x', { occasion: { ...occasion, end: '2026-12-23T10:00' } }), ['option_not_accepted']],
    ['an event of no day', saying('x', { occasion: { ...occasion, start: 'demain' } }), ['option_not_accepted']],
    ['an offer', saying('x', { occasion: { ...occasion, offer: { code: 'A' } } }), []],
    ['an offer with a button', saying('x', { card, occasion: { ...occasion, offer: { code: 'A' } } }), ['option_not_accepted']],
    ['a poll', saying('x', { poll: { options: ['a', 'b'], multiple: false, seconds: 3_600 } }), ['option_not_accepted']],
    ['a quote', saying('x', { quoteOf: ref }), ['option_not_accepted']],
    ['followers only', saying('x', { visibility: 'followers' }), ['option_not_accepted']],
    ['who may answer', saying('x', { whoMayReply: 'nobody' }), ['option_not_accepted']],
    ['a content warning', saying('x', { contentWarning: 'gluten' }), ['option_not_accepted']],
    ['a first comment', saying('x', { firstComment: 'Ici' }), ['option_not_accepted']],
    ['a story', sampleVariant('x', [sampleImage()], { placement: 'story' }), ['option_not_accepted']],
    ['a thread', { ...saying('un'), items: [...saying('un').items, ...saying('deux').items] }, ['thread_not_accepted']],
  ])('%s', (_what, given, codes) => expect(check(given, documentedLimits).map(({ code }) => code)).toEqual(codes))

  it.each<[string, Variant, string[]]>([
    ['words', saying('Merci'), []],
    ['nothing', saying(''), ['text_empty']],
    ['4,096 bytes', saying('é'.repeat(2_048)), []],
    ['4,098 bytes', saying('é'.repeat(2_049)), ['text_too_many_bytes']],
    ['a picture', sampleVariant('x', [sampleImage()]), ['too_many_images']],
  ])('as an answer: %s', (_what, given, codes) => expect(check(given, documentedLimits, reply).map(({ code }) => code)).toEqual(codes))

  it('a picture where the desk cannot be reached', () => {
    const closed = { ...documentedLimits, mediaAddress: false }
    expect(check(sampleVariant('x', [sampleImage()]), closed).map(({ code }) => code)).toEqual(['media_needs_public_address'])
    expect(check(saying('x'), closed)).toEqual([])
  })
})

describe('what is sent', () => {
  const content = (more: Partial<Variant>) => {
    const { items, ...options } = saying(' Bonjour ', more)
    const [item = { text: '', media: [] }] = items
    return wordsOf({ item, options })
  }
  it.each([
    [{}, { languageCode: 'fr', summary: 'Bonjour', topicType: 'STANDARD' }],
    [{ card }, { topicType: 'STANDARD', callToAction: { actionType: 'LEARN_MORE', url: 'https://a.fr/x' } }],
    [{ occasion }, { topicType: 'EVENT', event: { title: 'Portes ouvertes' } }],
    [
      { occasion: { ...occasion, offer: { code: 'A', url: 'https://a.fr', terms: 'Une fois' } } },
      { topicType: 'OFFER', offer: { couponCode: 'A', redeemOnlineUrl: 'https://a.fr', termsConditions: 'Une fois' } },
    ],
  ])('of %j', (more, body) => expect(content(more)).toMatchObject(body))

  it('is one act, whatever it shows', () => {
    expect(googleBusiness.plan(sampleVariant('x', [sampleImage()], { card: { ...card, thumb: sampleImage() } }), null)).toHaveLength(1)
  })
})

describe('what google tells', () => {
  it.each([
    ['Super pain', 'Super pain'],
    ['(Translated by Google) Great bread\n\n(Original)\nSuper pain', 'Super pain'],
    ['Super pain\n\n(Translated by Google)\nGreat bread', 'Super pain'],
    ['', ''],
  ])('the original of %j', (comment, original) => expect(originalOf(comment)).toBe(original))

  it('names of reviews, of answers, of posts', () => {
    expect(reviewOf('accounts/1/locations/2/reviews/AbF_v-1')).toBe('accounts/1/locations/2/reviews/AbF_v-1')
    expect(reviewOf('accounts/1/locations/2/reviews/AbFv/reply')).toBe('accounts/1/locations/2/reviews/AbFv')
    expect(reviewOf('accounts/1/locations/2/localPosts/3')).toBeNull()
    expect(postRef({ name: 'accounts/1/locations/2/localPosts/3', searchUrl: 'javascript:x' }).url).toBeNull()
    expect(() => postRef({ name: 'accounts/1' })).toThrow(/bad_answer/)
  })

  it('a place', () => {
    const told = { name: 'locations/2', title: 'Levain', metadata: { mapsUri: 'https://maps.example/2' } }
    expect(placeOf('accounts/1', told)).toMatchObject({
      id: 'accounts/1/locations/2',
      handle: '2',
      name: 'Levain',
      profileUrl: 'https://maps.example/2',
    })
    expect(() => placeOf('accounts/x', told)).toThrow(/bad_answer/)
  })

  it('a review with stars, or without any that are known', () => {
    const told = { name: ref.id, starRating: 'FOUR', comment: 'Bien', createTime: '2026-11-28T10:00:00Z', reviewer: { displayName: 'Léa' } }
    expect(reviewMessage(told, 'https://maps.example')).toMatchObject({
      kind: 'review',
      rating: 4,
      text: 'Bien',
      author: { name: 'Léa' },
      parent: null,
    })
    expect(reviewMessage({ ...told, starRating: 'STAR_RATING_UNSPECIFIED' }, '')).not.toHaveProperty('rating')
    expect(() => reviewMessage({ name: 'x' }, '')).toThrow(/bad_answer/)
  })

  it.each([
    [{ media: [{}] }, 'image'],
    [{ callToAction: {} }, 'link'],
    [{}, 'text'],
  ])('the kind of %j', (post, format) => expect(formatOf(post)).toBe(format))
})
