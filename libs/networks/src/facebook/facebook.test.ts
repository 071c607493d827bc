import { describe, expect, it } from 'vitest'
import { sampleFilm, sampleImage, sampleVariant, testText, type TextCase } from '../conformance/text.ts'
import type { Variant } from '../contract.ts'
import { facebook } from './connector.ts'
import { check, documentedLimits } from './limits.ts'
import { commentOf, formatOf, imagesOf, linkOf, pageNameOf, reviewOf } from './map.ts'
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
  ['tag flag of Scotland', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', 7, []],
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
  ['link then comma', 'https://a.fr/x, oui', 19, ['link:https://a.fr/x']],
  ['link in brackets', '(https://a.fr/x)', 16, ['link:https://a.fr/x']],
  ['brackets of the link’s own', 'https://a.fr/Pain_(aliment)', 27, ['link:https://a.fr/Pain_(aliment)']],
  ['link in guillemets', '«https://a.fr»', 14, ['link:https://a.fr']],
  ['link then question mark', 'Vu https://a.fr/x ?', 19, ['link:https://a.fr/x']],
  ['link with query and fragment', 'https://a.fr/?q=é&x=1#là', 24, ['link:https://a.fr/?q=é&x=1#là']],
  ['two links', 'https://a.fr https://b.fr', 25, ['link:https://a.fr', 'link:https://b.fr']],
  ['a name with accents', 'https://été.fr', 14, ['link:https://été.fr']],
  ['no dot, no link', 'https://localhost/x', 19, []],
  ['a bare name is text', 'a.fr', 4, []],
  ['a name with its sign is text', '@lea merci', 10, []],
  ['a mail address is text', 'lea@exemple.fr', 14, []],
  ['a hashtag', '#pain', 5, ['hashtag:pain']],
  ['hashtag with accent', '#Boulangerie_élégante', 21, ['hashtag:Boulangerie_élégante']],
  ['hashtag of combining marks', '#e\u0301te\u0301', 6, ['hashtag:e\u0301te\u0301']],
  ['digits alone are no hashtag', '#2026', 5, []],
  ['digits and letters are', '#14juillet', 10, ['hashtag:14juillet']],
  ['hashtag ends at a hyphen', '#Croix-Rousse', 13, ['hashtag:Croix']],
  ['hashtag in Arabic', '#خبز', 4, ['hashtag:خبز']],
  ['hash inside a link is the link’s', 'https://a.fr/#pain', 18, ['link:https://a.fr/#pain']],
  ['hash inside a word', 'a#pain', 6, []],
  ['everything together', 'Été 🥐 voir https://a.fr/é #miam !', 33, ['link:https://a.fr/é', 'hashtag:miam']],
]

const small = { ...documentedLimits, text: { ...documentedLimits.text, max: 300 } }
testText('facebook', { cases: CASES, measure, split, limits: small, words: ['#pain', '@lea'] })

const film = sampleFilm()
const card = { url: 'https://a.fr/x', title: 'a', description: '', thumb: null }
const ref = { id: '61_71', version: null, url: null }
const reply = { parent: ref, root: ref, visibility: 'public', mention: null } as const
const saying = (text: string, more: Partial<Variant> = {}) => sampleVariant(text, [], more)

describe('facebook refuses beforehand', () => {
  it.each<[string, Variant, string[]]>([
    ['words', saying('Bonjour'), []],
    ['nothing', saying(''), ['text_empty']],
    ['a link without words', saying('', { card }), []],
    ['63,206 letters', saying('é'.repeat(63_206)), []],
    ['one more', saying('é'.repeat(63_207)), ['text_too_long']],
    [
      'ten pictures',
      sampleVariant(
        'x',
        Array.from({ length: 10 }, () => sampleImage()),
      ),
      [],
    ],
    [
      'eleven',
      sampleVariant(
        'x',
        Array.from({ length: 11 }, () => sampleImage()),
      ),
      ['too_many_images'],
    ],
    ['a heavy picture', sampleVariant('x', [sampleImage({ bytes: 5_000_000 })]), ['image_too_large']],
    ['a picture of another kind', sampleVariant('x', [sampleImage({ mimeType: 'image/avif' })]), ['image_type']],
    ['no description', sampleVariant('x', [sampleImage({ alt: { kind: 'missing' } })]), ['alt_missing']],
    ['a film', sampleVariant('x', [sampleFilm({ alt: { kind: 'decorative' } })]), []],
    ['picture and film', sampleVariant('x', [sampleImage(), sampleFilm({ alt: { kind: 'decorative' } })]), ['mixed_media']],
    ['pictures and a link card', sampleVariant('x', [sampleImage()], { card }), ['option_not_accepted']],
    [
      'a thread',
      {
        ...saying('un'),
        items: [
          { text: 'un', media: [] },
          { text: 'deux', media: [] },
        ],
      },
      ['thread_not_accepted'],
    ],
    ['a poll', saying('x', { poll: { options: ['a', 'b'], multiple: false, seconds: 3_600 } }), ['option_not_accepted']],
    ['a quote', saying('x', { quoteOf: ref }), ['option_not_accepted']],
    ['followers only', saying('x', { visibility: 'followers' }), ['option_not_accepted']],
    ['a message to nobody', saying('x', { visibility: 'direct' }), ['option_not_accepted']],
    ['who may answer', saying('x', { whoMayReply: 'nobody' }), ['option_not_accepted']],
    ['a content warning', saying('x', { contentWarning: 'gluten' }), ['option_not_accepted']],
  ])('%s', (_what, given, codes) => expect(check(given, documentedLimits).map(({ code }) => code)).toEqual(codes))

  const upright = { ...film, alt: { kind: 'decorative' as const } }
  it.each<[string, Variant, string[]]>([
    ['a reel', sampleVariant('x', [upright], { placement: 'reel', firstComment: '#pain' }), []],
    ['a reel of a picture', sampleVariant('x', [sampleImage()], { placement: 'reel' }), ['too_many_images']],
    ['a reel of nothing', sampleVariant('x', [], { placement: 'reel' }), ['media_missing']],
    ['a long reel', sampleVariant('x', [{ ...upright, seconds: 91 }], { placement: 'reel' }), ['video_too_long']],
    ['a short reel', sampleVariant('x', [{ ...upright, seconds: 2 }], { placement: 'reel' }), ['video_too_short']],
    ['a wide reel', sampleVariant('x', [{ ...upright, width: 1920, height: 1080 }], { placement: 'reel' }), ['ratio_not_accepted']],
    ['a story of a film', sampleVariant('', [upright], { placement: 'story' }), []],
    ['a story of a picture', sampleVariant('', [sampleImage()], { placement: 'story' }), []],
    ['a story of two', sampleVariant('', [sampleImage(), sampleImage()], { placement: 'story' }), ['too_many_images']],
    ['a story of 61 seconds', sampleVariant('', [{ ...upright, seconds: 61 }], { placement: 'story' }), ['video_too_long']],
    ['a story with a comment', sampleVariant('', [sampleImage()], { placement: 'story', firstComment: 'x' }), ['option_not_accepted']],
  ])('%s', (_what, given, codes) => expect(check(given, documentedLimits).map(({ code }) => code)).toEqual(codes))

  it('says that the words of a story are shown nowhere, and lets them pass', () => {
    expect(check(sampleVariant('x', [sampleImage()], { placement: 'story' }), documentedLimits)).toMatchObject([
      { code: 'option_not_accepted', blocking: false, data: { option: 'text' } },
    ])
  })

  it('knows the lengths of comments and messages', () => {
    const codes = (text: string, to: typeof reply | (Omit<typeof reply, 'visibility'> & { visibility: 'direct' })) =>
      check(saying(text), documentedLimits, to).map(({ code, data }) => [code, data['max']])
    expect(codes('é'.repeat(8_001), reply)).toEqual([['text_too_long', 8_000]])
    expect(codes('é'.repeat(2_001), { ...reply, visibility: 'direct' })).toEqual([['text_too_long', 2_000]])
    expect(codes('é'.repeat(2_000), { ...reply, visibility: 'direct' })).toEqual([])
  })
})

describe('the acts of a version', () => {
  it('a film knows what it is for; the first comment comes last', () => {
    const acts = facebook.plan(sampleVariant('Le four', [film], { placement: 'reel', firstComment: '#pain' }), null)
    expect(acts.map(({ kind }) => kind)).toEqual(['media', 'post', 'post'])
    expect(acts[0]).toMatchObject({ whole: { options: { placement: 'reel' }, item: { text: 'Le four' } } })
    expect(acts[2]).toMatchObject({ item: { text: '#pain', media: [] } })
  })
})

describe('the name of a Page', () => {
  it.each([
    ['https://www.facebook.com/maisonlevain', 'maisonlevain'],
    ['https://www.facebook.com/maisonlevain/?locale=fr_FR', 'maisonlevain'],
    ['https://www.facebook.com/profile.php?id=61550000000001', '61550000000001'],
    ['https://www.facebook.com/people/Maison-Levain/61550000000001/', '61550000000001'],
    ['https://www.facebook.com/Maison-Levain-105000000000001/', '105000000000001'],
    ['@maisonlevain', 'maisonlevain'],
    ['61550000000001', '61550000000001'],
    ['', ''],
  ])('%s', (given, name) => expect(pageNameOf(given)).toBe(name))
  it('refuses an address without a name', () => expect(() => pageNameOf('https://www.facebook.com/')).toThrow(/not_found/))
})

const now = new Date('2026-11-28T18:00:00.000Z')
const photo = (id: string) => ({ type: 'photo', media_type: 'photo', media: { image: { src: `https://a.fr/${id}` } }, target: { id } })

describe('what facebook shows', () => {
  it.each([
    [{}, 'text'],
    [{ attachments: { data: [{ media_type: 'photo' }] } }, 'image'],
    [{ attachments: { data: [{ media_type: 'album' }] } }, 'carousel'],
    [{ attachments: { data: [{ type: 'video_inline' }] } }, 'video'],
    [{ attachments: { data: [{ media_type: 'link' }] } }, 'link'],
  ])('the kind of %j', (post, format) => expect(formatOf(post)).toBe(format))

  it('every picture of an album, and none that no browser may open', () => {
    const album = { attachments: { data: [{ media_type: 'album', subattachments: { data: [photo('1'), photo('2')] } }] } }
    expect(imagesOf(album).map(({ url }) => url)).toEqual(['https://a.fr/1', 'https://a.fr/2'])
    expect(imagesOf({ attachments: { data: [{ ...photo('1'), media: { image: { src: 'javascript:alert(1)' } } }] } })).toEqual([])
  })

  it('where a link leads, not where Facebook sends it', () => {
    expect(linkOf({ attachments: { data: [{ url: 'https://l.facebook.com/l.php?u=x', unshimmed_url: 'https://a.fr/x' }] } })).toBe(
      'https://a.fr/x',
    )
  })

  it('a comment of somebody whom the app may not know', () => {
    const shown = commentOf({ id: '71_72', message: 'Merci', created_time: '2026-11-28T17:00:00+0000' }, '61_71', now)
    expect(shown).toMatchObject({
      author: { id: 'unknown/71_72', profileUrl: null },
      sentAt: '2026-11-28T17:00:00.000Z',
      parent: { id: '61_71' },
    })
  })

  it('an answer to a comment hangs on it', () => {
    expect(commentOf({ id: '71_73', parent: { id: '71_72' } }, '61_71', now)).toMatchObject({
      parent: { id: '71_72' },
      root: { id: '61_71' },
    })
  })

  it.each([
    [{ recommendation_type: 'positive' }, 5],
    [{ recommendation_type: 'negative' }, 1],
    [{ rating: 3 }, 3],
    [{ rating: 9 }, 5],
  ])('the stars of %j', (review, rating) => expect(reviewOf({ ...review, open_graph_story: { id: '1' } }, now)?.rating).toBe(rating))
  it('a review that nobody could answer is none', () => expect(reviewOf({ rating: 3 }, now)).toBeNull())
})
