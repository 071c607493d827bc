import { describe, expect, it } from 'vitest'
import { sampleFilm, sampleImage, sampleVariant, testText, type TextCase } from '../conformance/text.ts'
import type { Media, Variant } from '../contract.ts'
import { tiktok } from './connector.ts'
import { check, documentedLimits } from './limits.ts'
import { accountOf, isVideo, ownPostOf, publishIdOf, readingsOf, refOf } from './map.ts'
import { piecesOf } from './send.ts'
import { measure, partsOf, split } from './text.ts'

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
  ['a title counts too', 'Pain\n\nSeigle', 12, []],
  ['a link counts in full', 'https://a.fr', 12, ['link:https://a.fr']],
  ['link then full stop', 'Voir https://a.fr/x.', 20, ['link:https://a.fr/x']],
  ['link then comma', 'https://a.fr/x, oui', 19, ['link:https://a.fr/x']],
  ['link in brackets', '(https://a.fr/x)', 16, ['link:https://a.fr/x']],
  ['brackets of the link’s own', 'https://a.fr/Pain_(aliment)', 27, ['link:https://a.fr/Pain_(aliment)']],
  ['link in guillemets', '«https://a.fr»', 14, ['link:https://a.fr']],
  ['a name with accents', 'https://été.fr', 14, ['link:https://été.fr']],
  ['no dot, no link', 'https://localhost/x', 19, []],
  ['a bare name is text', 'a.fr', 4, []],
  ['a mention', '@lea merci', 10, ['mention:lea']],
  ['a mention with dots and lines', '@lea.pain_1', 11, ['mention:lea.pain_1']],
  ['a mail address is no mention', 'lea@exemple.fr', 14, []],
  ['a name of one letter is none', '@a', 2, []],
  ['a hashtag', '#pain', 5, ['hashtag:pain']],
  ['hashtag with accent', '#Boulangerie_élégante', 21, ['hashtag:Boulangerie_élégante']],
  ['digits alone are no hashtag', '#2026', 5, []],
  ['digits and letters are', '#14juillet', 10, ['hashtag:14juillet']],
  ['hashtag ends at a hyphen', '#Croix-Rousse', 13, ['hashtag:Croix']],
  ['hashtag in Arabic', '#خبز', 4, ['hashtag:خبز']],
  ['hash inside a link is the link’s', 'https://a.fr/#pain', 18, ['link:https://a.fr/#pain']],
  ['at sign inside a link is the link’s', 'https://m.fr/@lea/1', 19, ['link:https://m.fr/@lea/1']],
  ['everything together', '🥐 @lea https://a.fr/é #miam !', 30, ['mention:lea', 'link:https://a.fr/é', 'hashtag:miam']],
]

testText('tiktok', {
  cases: CASES,
  measure,
  split,
  limits: { ...documentedLimits, text: { ...documentedLimits.text, max: 300 } },
  words: ['#miam', '@lea'],
})

describe('title and description of photos', () => {
  it.each([
    ['Pain', { title: '', description: 'Pain' }],
    ['Pain\n\nSeigle', { title: 'Pain', description: 'Seigle' }],
    [`${'é'.repeat(91)}\n\nSeigle`, { title: '', description: `${'é'.repeat(91)}\n\nSeigle` }],
  ])('of %j', (text, parts) => expect(partsOf(text)).toEqual(parts))
})

const photo = (more: Partial<Media> = {}) => sampleImage(more)
const film = (more: Partial<Media> = {}) => sampleFilm(more)
const withPhotos = (n: number) =>
  sampleVariant(
    'x',
    Array.from({ length: n }, () => photo()),
  )

describe('tiktok refuses beforehand', () => {
  it.each<[string, Variant, string[]]>([
    ['a photo', withPhotos(1), []],
    ['35 photos', withPhotos(35), []],
    ['36 photos', withPhotos(36), ['too_many_images']],
    ['a photo without words', sampleVariant('', [photo()]), []],
    ['a PNG', sampleVariant('x', [photo({ mimeType: 'image/png' })]), ['image_type']],
    ['a heavy photo', sampleVariant('x', [photo({ bytes: 22_000_000 })]), ['image_too_large']],
    ['4,000 letters below photos', sampleVariant('é'.repeat(4_000), [photo()]), []],
    ['4,001 letters below photos', sampleVariant('é'.repeat(4_001), [photo()]), ['text_too_long']],
    ['a film', sampleVariant('x', [film()]), []],
    ['2,200 letters below a film', sampleVariant('é'.repeat(2_200), [film()]), []],
    ['2,201 letters below a film', sampleVariant('é'.repeat(2_201), [film()]), ['text_too_long']],
    ['a short film', sampleVariant('x', [film({ seconds: 2 })]), ['video_too_short']],
    ['a long film', sampleVariant('x', [film({ seconds: 601 })]), ['video_too_long']],
    ['a film of another kind', sampleVariant('x', [film({ mimeType: 'video/mpeg' })]), ['video_not_accepted']],
    ['two films', sampleVariant('x', [film(), film()]), ['video_not_accepted']],
    ['photo and film', sampleVariant('x', [photo(), film()]), ['mixed_media']],
    ['words alone', sampleVariant('x'), ['media_missing']],
    ['a reel', sampleVariant('x', [film()], { placement: 'reel' }), []],
    ['a story', sampleVariant('x', [film()], { placement: 'story' }), ['option_not_accepted']],
    ['followers only', sampleVariant('x', [film()], { visibility: 'followers' }), []],
    ['not listed', sampleVariant('x', [film()], { visibility: 'unlisted' }), ['option_not_accepted']],
    ['nobody may answer', sampleVariant('x', [film()], { whoMayReply: 'nobody' }), []],
    ['only who is mentioned may', sampleVariant('x', [film()], { whoMayReply: 'mentioned' }), ['option_not_accepted']],
    ['a first comment', sampleVariant('x', [film()], { firstComment: 'Le lien' }), ['option_not_accepted']],
    [
      'a card',
      sampleVariant('x', [film()], { card: { url: 'https://a.fr', title: 'a', description: '', thumb: null } }),
      ['option_not_accepted'],
    ],
    ['a thread', { ...withPhotos(1), items: [...withPhotos(1).items, ...withPhotos(1).items] }, ['thread_not_accepted']],
  ])('%s', (_what, given, codes) => expect(check(given, documentedLimits).map(({ code }) => code)).toEqual(codes))

  it('photos where the desk cannot be reached, not films', () => {
    const closed = { ...documentedLimits, mediaAddress: false }
    expect(check(withPhotos(1), closed).map(({ code }) => code)).toEqual(['media_needs_public_address'])
    expect(check(sampleVariant('x', [film()]), closed)).toEqual([])
  })

  it('nothing more before the audit, and says who sees it', () => {
    const findings = check(withPhotos(1), { ...documentedLimits, onlyOwnerSees: true })
    expect(findings).toEqual([{ code: 'only_owner_sees', blocking: false, item: 0, data: {} }])
  })
})

describe('tiktok plans', () => {
  it('photos in one act, a film in two', () => {
    expect(tiktok.plan(withPhotos(3), null).map(({ kind }) => kind)).toEqual(['post'])
    const acts = tiktok.plan(sampleVariant('Titre', [film()]), null)
    expect(acts.map(({ kind }) => kind)).toEqual(['media', 'post'])
    expect(acts[0]).toMatchObject({ whole: { item: { text: 'Titre' } } })
  })

  it.each([
    [1_000, 1_000, 1],
    [10 * 1024 * 1024 - 1, 10 * 1024 * 1024 - 1, 1],
    [20 * 1024 * 1024, 5 * 1024 * 1024, 4],
    [37 * 1024 * 1024, 5 * 1024 * 1024, 7],
    [4_096 * 1024 * 1024, 5 * 1024 * 1024, 819],
  ])('a film of %d bytes in pieces', (size, chunkSize, count) => {
    expect(piecesOf(size)).toEqual({ chunkSize, count })
    expect(size - chunkSize * (count - 1)).toBeLessThanOrEqual(128_000_000)
  })
})

describe('what tiktok names', () => {
  it('posts by their number, or by what they were announced with', () => {
    expect([isVideo('7123456789012345678'), isVideo('p_pub_url~v2.71234567890')]).toEqual([true, false])
    expect(refOf('7123456789012345678', 'p_pub~1.x', 'lea').url).toBe('https://www.tiktok.com/@lea/video/7123456789012345678')
    expect(refOf('p_pub_url~v2.71234567890', null, 'lea')).toEqual({ id: 'p_pub_url~v2.71234567890', version: null, url: null })
    expect(() => publishIdOf('<x>')).toThrow(/bad_answer/)
  })

  it('the account', () => {
    const told = { open_id: '_000abc', username: 'lea', display_name: 'Léa', follower_count: 3, avatar_url: 'javascript:x' }
    expect(accountOf(told)).toEqual({
      id: '_000abc',
      handle: 'lea',
      name: 'Léa',
      avatarUrl: null,
      profileUrl: 'https://www.tiktok.com/@lea',
      followers: 3,
    })
    expect(() => accountOf({})).toThrow(/bad_answer/)
  })

  it('a post, whose figures are null where none are given', () => {
    const told = { id: '7123456789012345678', title: 'a', video_description: 'a\n\nb', create_time: 1_795_000_000, duration: 12 }
    expect(ownPostOf(told, 'lea')).toMatchObject({ text: 'a\n\nb', format: 'video', at: new Date(1_795_000_000_000).toISOString() })
    expect(readingsOf({ view_count: 0 })).toContainEqual({ code: 'views', name: 'view_count', value: 0 })
    expect(readingsOf({})).toContainEqual({ code: 'likes', name: 'like_count', value: null })
  })
})
