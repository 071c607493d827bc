import { describe, expect, it } from 'vitest'
import { sampleFilm, sampleImage, sampleVariant, testText, type TextCase } from '../conformance/text.ts'
import type { Variant } from '../contract.ts'
import { threads } from './connector.ts'
import { check, documentedLimits, quotasOf } from './limits.ts'
import { formatOf, messageOf } from './map.ts'
import { measure, split } from './text.ts'

const CASES: readonly TextCase[] = [
  ['nothing', '', 0, []],
  ['plain words', 'Du pain', 7, []],
  ['accents composed', 'été', 3, []],
  ['accents combining', 'e\u0301te\u0301', 5, []],
  ['an emoji counts as its bytes', '🥐', 4, []],
  ['a family joined by ZWJ', '👩‍👩‍👧‍👦', 25, []],
  ['a flag', '🇫🇷', 8, []],
  ['two flags', '🇫🇷🇧🇪', 16, []],
  ['skin tone', '👍🏽', 8, []],
  ['keycap', '1️⃣', 7, []],
  ['heart with its selector', '❤️', 6, []],
  ['an emoji among words', 'Du pain 🥐 !', 14, []],
  ['a digit is none', '12', 2, []],
  ['the sign of copyright is none', '© ®', 3, []],
  ['a star is one', '⭐', 3, []],
  ['right to left', 'خبز طازج', 8, []],
  ['Hebrew with points', 'לֶחֶם', 5, []],
  ['Chinese', '面包店', 3, []],
  ['Devanagari conjunct', 'नि', 2, []],
  ['Hangul jamo', '\u1112\u1161\u11AB', 3, []],
  ['line end', 'a\nb', 3, []],
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
  ['a mail address is no mention', 'lea@exemple.fr', 14, []],
  ['a hashtag', '#pain', 5, ['hashtag:pain']],
  ['hashtag with accent', '#Boulangerie_élégante', 21, ['hashtag:Boulangerie_élégante']],
  ['digits alone are no hashtag', '#2026', 5, []],
  ['digits and letters are', '#14juillet', 10, ['hashtag:14juillet']],
  ['hashtag ends at a hyphen', '#Croix-Rousse', 13, ['hashtag:Croix']],
  ['hashtag in Arabic', '#خبز', 4, ['hashtag:خبز']],
  ['hash inside a link is the link’s', 'https://a.fr/#pain', 18, ['link:https://a.fr/#pain']],
  ['at sign inside a link is the link’s', 'https://m.fr/@lea/1', 19, ['link:https://m.fr/@lea/1']],
  ['everything together', '🥐 @lea https://a.fr/é #miam !', 32, ['mention:lea', 'link:https://a.fr/é', 'hashtag:miam']],
]

testText('threads', {
  cases: CASES,
  measure,
  split,
  limits: documentedLimits,
  words: ['🥐', '@maison.levain', '🇫🇷'],
  hostile: ['🥐'.repeat(10_000)],
})

const film = sampleFilm()
const ref = { id: '18', version: null, url: null }
const poll = { options: ['Seigle', 'Blé'], multiple: false, seconds: 86_400 }
const card = { url: 'https://a.fr/carte', title: '', description: '', thumb: null }
const saying = (text: string, more: Partial<Variant> = {}) => sampleVariant(text, [], more)
const links = (n: number) => Array.from({ length: n }, (_, i) => `https://a.fr/${i}`).join(' ')

describe('threads refuses beforehand', () => {
  it.each<[string, Variant, string[]]>([
    ['words', saying('Bonjour'), []],
    ['nothing', saying(''), ['text_empty']],
    ['500 letters', saying('é'.repeat(500)), []],
    ['one more', saying('é'.repeat(501)), ['text_too_long']],
    ['125 emoji', saying('🥐'.repeat(125)), []],
    ['126', saying('🥐'.repeat(126)), ['text_too_long']],
    ['five links', saying(links(5)), []],
    ['six', saying(links(6)), ['text_too_long']],
    ['five and a card of another', saying(links(5), { card }), ['text_too_long']],
    ['five and a card of one of them', saying(links(5), { card: { ...card, url: 'https://a.fr/0' } }), []],
    ['a carousel of both', sampleVariant('x', [sampleImage(), film]), []],
    [
      'twenty pictures',
      sampleVariant(
        'x',
        Array.from({ length: 20 }, () => sampleImage()),
      ),
      [],
    ],
    [
      'twenty-one',
      sampleVariant(
        'x',
        Array.from({ length: 21 }, () => sampleImage()),
      ),
      ['too_many_images'],
    ],
    [
      'eleven of each',
      sampleVariant('x', [...Array.from({ length: 11 }, () => sampleImage()), ...Array.from({ length: 11 }, () => film)]),
      ['too_many_images'],
    ],
    ['a heavy picture', sampleVariant('x', [sampleImage({ bytes: 9_000_000 })]), ['image_too_large']],
    ['a WebP', sampleVariant('x', [sampleImage({ mimeType: 'image/webp' })]), ['image_type']],
    ['a ribbon', sampleVariant('x', [sampleImage({ width: 3000, height: 200 })]), ['ratio_not_accepted']],
    ['a film of six minutes', sampleVariant('x', [{ ...film, seconds: 360 }]), ['video_too_long']],
    [
      'a thread',
      {
        ...saying('un'),
        items: [
          { text: 'un', media: [] },
          { text: 'deux', media: [sampleImage()] },
        ],
      },
      [],
    ],
    ['a poll', saying('Lequel ?', { poll }), []],
    ['a poll of five', saying('x', { poll: { ...poll, options: ['a', 'b', 'c', 'd', 'e'] } }), ['poll_options']],
    ['a long answer', saying('x', { poll: { ...poll, options: ['a', 'b'.repeat(26)] } }), ['poll_option_too_long']],
    ['a poll of a week', saying('x', { poll: { ...poll, seconds: 604_800 } }), ['poll_duration']],
    ['a poll with several answers', saying('x', { poll: { ...poll, multiple: true } }), ['option_not_accepted']],
    ['a poll with a picture', sampleVariant('x', [sampleImage()], { poll }), ['poll_with_media']],
    ['a poll with a card', saying('x', { poll, card }), ['option_not_accepted']],
    ['a card with a picture', sampleVariant('x', [sampleImage()], { card }), ['option_not_accepted']],
    ['a quote', saying('x', { quoteOf: ref }), []],
    ['answers of those who are followed', saying('x', { whoMayReply: 'followed' }), []],
    ['answers of nobody', saying('x', { whoMayReply: 'nobody' }), ['option_not_accepted']],
    ['followers only', saying('x', { visibility: 'followers' }), ['option_not_accepted']],
    ['a message', saying('x', { visibility: 'direct' }), ['option_not_accepted']],
    ['a story', sampleVariant('x', [sampleImage()], { placement: 'story' }), ['option_not_accepted']],
    ['a warning', saying('x', { contentWarning: 'gluten' }), ['option_not_accepted']],
  ])('%s', (_what, given, codes) => expect(check(given, documentedLimits).map(({ code }) => code)).toEqual(codes))

  it('media where nobody can fetch them, words not', () => {
    const unreachable = { ...documentedLimits, mediaAddress: false }
    expect(check(sampleVariant('x', [film]), unreachable).map(({ code }) => code)).toEqual(['media_needs_public_address'])
    expect(check(saying('x'), unreachable)).toEqual([])
  })
})

describe('the acts of a version', () => {
  it('words are one act; media make a container, which continues the thread', () => {
    const acts = threads.plan(
      {
        ...saying('un'),
        items: [
          { text: 'un', media: [] },
          { text: 'deux', media: [sampleImage()] },
        ],
      },
      null,
    )
    expect(acts.map(({ kind }) => kind)).toEqual(['post', 'media', 'post'])
    const first = { ref: { id: '1', version: null, url: null }, at: '', data: {} }
    expect(threads.complete(acts, 1, [first])).toMatchObject({ whole: { item: { text: 'deux' }, reply: { parent: { id: '1' } } } })
    expect(() => threads.complete(acts, 1, [{ ...first, ref: null }])).toThrow(RangeError)
  })
})

describe('what threads shows', () => {
  it.each([
    [{ media_type: 'TEXT_POST' }, 'text'],
    [{ media_type: 'TEXT_POST', link_attachment_url: 'https://a.fr' }, 'link'],
    [{ media_type: 'TEXT_POST', poll_attachment: {} }, 'poll'],
    [{ media_type: 'CAROUSEL_ALBUM' }, 'carousel'],
    [{ media_type: 'VIDEO' }, 'video'],
  ])('the kind of %j', (post, format) => expect(formatOf(post)).toBe(format))

  it('who wrote by the name alone', () => {
    const shown = messageOf(
      { id: '18', username: 'lea', text: 'Merci', replied_to: { id: '17' }, root_post: { id: '16' } },
      'reply',
      new Date(0),
    )
    expect(shown).toMatchObject({
      author: { id: 'lea', profileUrl: 'https://www.threads.net/@lea' },
      parent: { id: '17' },
      root: { id: '16' },
    })
  })

  it('what is left of a day', () => {
    const config = { quota_total: 250, quota_duration: 86_400 }
    expect(quotasOf({ quota_usage: 3, config, reply_quota_usage: 1 })).toEqual([{ what: 'post', used: 3, max: 250, seconds: 86_400 }])
  })
})
