import { describe, expect, it } from 'vitest'
import { sampleFilm, sampleImage, sampleVariant, testText, type TextCase } from '../conformance/text.ts'
import type { Media, ReplyTarget, Variant } from '../contract.ts'
import { pageNamed } from './auth.ts'
import { linkedin } from './connector.ts'
import { check, documentedLimits } from './limits.ts'
import { authorOf, commentRef, formatOf, ownPostOf, placeOf, postRef } from './map.ts'
import { fromLittle, measure, pollWords, split, toLittle } from './text.ts'
import { endOf, version } from './version.ts'

const page = '@[Maison Levain](urn:li:organization:42)'

/** [what, text, length in UTF-16 units of what is seen, spans as `kind:value`] */
const CASES: readonly TextCase[] = [
  ['nothing', '', 0, []],
  ['plain words', 'Du pain', 7, []],
  ['accents composed', 'été', 3, []],
  ['accents combining', 'e\u0301te\u0301', 5, []],
  ['an emoji is two', '🥐', 2, []],
  ['a family joined by ZWJ', '👩‍👩‍👧‍👦', 11, []],
  ['a flag', '🇫🇷', 4, []],
  ['skin tone', '👍🏽', 4, []],
  ['keycap', '1️⃣', 3, []],
  ['heart with its selector', '❤️', 2, []],
  ['right to left', 'خبز طازج', 8, []],
  ['Hebrew with points', 'לֶחֶם', 5, []],
  ['Chinese', '面包店', 3, []],
  ['Devanagari conjunct', 'नि', 2, []],
  ['Hangul jamo', '\u1112\u1161\u11AB', 3, []],
  ['line end', 'a\nb', 3, []],
  ['narrow no-break space', 'Oui\u202F!', 5, []],
  ['an escape is none of the reader’s', 'a_b (c) [d]', 11, []],
  ['every sign that means something', '\\|{}@[]()<>#*_~', 15, []],
  ['a link counts in full', 'https://a.fr', 12, ['link:https://a.fr']],
  ['link with an underscore', 'https://a.fr/x_y', 16, ['link:https://a.fr/x_y']],
  ['link then full stop', 'Voir https://a.fr/x.', 20, ['link:https://a.fr/x']],
  ['link in brackets', '(https://a.fr/x)', 16, ['link:https://a.fr/x']],
  ['brackets of the link’s own', 'https://a.fr/Pain_(aliment)', 27, ['link:https://a.fr/Pain_(aliment)']],
  ['link in guillemets', '«https://a.fr»', 14, ['link:https://a.fr']],
  ['link with query and fragment', 'https://a.fr/?q=é&x=1#là', 24, ['link:https://a.fr/?q=é&x=1#là']],
  ['a name with accents', 'https://été.fr', 14, ['link:https://été.fr']],
  ['no dot, no link', 'https://localhost/x', 19, []],
  ['a bare name is text', 'a.fr', 4, []],
  ['a mention counts by its name', `Avec ${page} !`, 20, ['mention:[Maison Levain](urn:li:organization:42)']],
  ['a member', '@[Léa](urn:li:person:aB_c-1)', 3, ['mention:[Léa](urn:li:person:aB_c-1)']],
  [
    'two mentions',
    `${page} et ${page}`,
    30,
    ['mention:[Maison Levain](urn:li:organization:42)', 'mention:[Maison Levain](urn:li:organization:42)'],
  ],
  ['an at sign is no mention', '@lea merci', 10, []],
  ['a mention of something else is text', '@[x](urn:li:share:1)', 20, []],
  ['a mail address is no mention', 'lea@exemple.fr', 14, []],
  ['a hashtag', '#pain', 5, ['hashtag:pain']],
  ['hashtag with accent and underscore', '#Boulangerie_élégante', 21, ['hashtag:Boulangerie_élégante']],
  ['hashtag of combining marks', '#e\u0301te\u0301', 6, ['hashtag:e\u0301te\u0301']],
  ['digits alone are no hashtag', '#2026', 5, []],
  ['digits and letters are', '#14juillet', 10, ['hashtag:14juillet']],
  ['hashtag ends at a hyphen', '#Croix-Rousse', 13, ['hashtag:Croix']],
  ['hash inside a link is the link’s', 'https://a.fr/#pain', 18, ['link:https://a.fr/#pain']],
  ['at sign inside a link is the link’s', 'https://m.fr/@lea/1', 19, ['link:https://m.fr/@lea/1']],
  [
    'everything together',
    `🥐 ${page} https://a.fr/é #miam !`,
    39,
    ['mention:[Maison Levain](urn:li:organization:42)', 'link:https://a.fr/é', 'hashtag:miam'],
  ],
]

testText('linkedin', {
  cases: CASES,
  measure,
  split,
  limits: { ...documentedLimits, text: { ...documentedLimits.text, max: 300 } },
  words: ['(levain)', 'a_b', '#miam'],
  hostile: ['@['.repeat(10_000), `@[${'a'.repeat(300)}](`.repeat(60)],
})

describe('little text', () => {
  it.each([
    ['a_b', 'a\\_b'],
    ['\\o/ (oui) [non] {x} <3 *a* ~b | c', '\\\\o/ \\(oui\\) \\[non\\] \\{x\\} \\<3 \\*a\\* \\~b \\| c'],
    ['#pain_bio', '{hashtag|\\#|pain\\_bio}'],
    ['n° #1', 'n° \\#1'],
    ['@lea', '\\@lea'],
    [page, '@[Maison Levain](urn:li:organization:42)'],
    ['@[Le (bon) pain](urn:li:person:a-1)', '@[Le \\(bon\\) pain](urn:li:person:a-1)'],
    ['https://a.fr/x_(y)', 'https://a.fr/x\\_\\(y\\)'],
  ])('%j is sent as %j', (text, little) => expect(toLittle(text)).toBe(little))

  it.each(CASES.map(([what, text]) => [what, text] as const))('reads back: %s', (_what, text) => {
    expect(fromLittle(toLittle(text))).toBe(text.replace(/@\[([^\]]+)\]\(urn:li:(?:person|organization):[\w-]+\)/g, '$1'))
  })

  it('leaves no sign unescaped that would cut the text', () => {
    const bare = toLittle(CASES.map(([, text]) => text).join(' '))
      .replace(/\{hashtag\|\\#\|(?:\\.|[^}\\])+\}|@\[(?:\\.|[^\]\\])+\]\(urn:li:[\w:-]+\)/g, '')
      .replace(/\\./g, '')
    expect(bare).not.toMatch(/[\\|{}@[\]()<>#*_~]/)
  })

  it.each([
    ['Quel pain ?', { question: 'Quel pain ?', commentary: '' }],
    ['Quel pain ?\n\nDites tout.', { question: 'Quel pain ?', commentary: 'Dites tout.' }],
  ])('question and words of %j', (text, words) => expect(pollWords(text)).toEqual(words))
})

const saying = (text: string) => sampleVariant(text)
const withMedia = (...media: Media[]) => sampleVariant('x', media)
const pdf = (more: Partial<Media> = {}) => sampleImage({ mimeType: 'application/pdf', ...more })
const card = { url: 'https://a.fr/x', title: 'a', description: '', thumb: null }
const poll = { options: ['a', 'b'], multiple: false, seconds: 86_400 }
const ref = { id: 'urn:li:share:1', version: null, url: null }
const reply: ReplyTarget = { parent: ref, root: ref, visibility: 'public', mention: null }
const twenty = Array.from({ length: 20 }, () => sampleImage())

describe('linkedin refuses beforehand', () => {
  it.each<[string, Variant, string[]]>([
    ['a post', saying('Bonjour'), []],
    ['nothing', saying(' '), ['text_empty']],
    ['3,000 letters', saying('é'.repeat(3_000)), []],
    ['3,001 letters', saying('é'.repeat(3_001)), ['text_too_long']],
    ['3,000 signs that are escaped', saying('_'.repeat(3_000)), []],
    ['twenty pictures', withMedia(...twenty), []],
    ['twenty-one pictures', withMedia(...twenty, sampleImage()), ['too_many_images']],
    ['a picture of too many pixels', withMedia(sampleImage({ width: 10_000, height: 4_000 })), ['image_too_large']],
    ['a picture of another kind', withMedia(sampleImage({ mimeType: 'image/webp' })), ['image_type']],
    ['a film', withMedia(sampleFilm()), []],
    ['a short film', withMedia(sampleFilm({ seconds: 2 })), ['video_too_short']],
    ['a long film', withMedia(sampleFilm({ seconds: 1_801 })), ['video_too_long']],
    ['a heavy film', withMedia(sampleFilm({ bytes: 600_000_000 })), ['video_too_large']],
    ['picture and film', withMedia(sampleImage(), sampleFilm()), ['mixed_media']],
    ['a document', withMedia(pdf()), []],
    ['a heavy document', withMedia(pdf({ bytes: 200_000_000 })), ['image_too_large']],
    ['a document of another kind', withMedia(pdf({ mimeType: 'application/zip' })), ['image_type']],
    ['two documents', withMedia(pdf(), pdf()), ['mixed_media']],
    ['a document and a picture', withMedia(pdf(), sampleImage()), ['mixed_media']],
    ['no description', withMedia(sampleImage({ alt: { kind: 'missing' } })), ['alt_missing']],
    ['a card', sampleVariant('x', [], { card }), []],
    ['a card without a title', sampleVariant('x', [], { card: { ...card, title: ' ' } }), ['option_not_accepted']],
    ['a card and a picture', sampleVariant('x', [sampleImage()], { card }), ['option_not_accepted']],
    ['a poll', sampleVariant('Quel pain ?', [], { poll }), []],
    ['a poll of two days', sampleVariant('Quel ?', [], { poll: { ...poll, seconds: 2 * 86_400 } }), ['poll_duration']],
    ['a poll of five answers', sampleVariant('Quel ?', [], { poll: { ...poll, options: ['a', 'b', 'c', 'd', 'e'] } }), ['poll_options']],
    ['a long answer', sampleVariant('Quel ?', [], { poll: { ...poll, options: ['a', 'b'.repeat(31)] } }), ['poll_option_too_long']],
    ['a long question', sampleVariant('é'.repeat(141), [], { poll }), ['text_too_long']],
    ['a poll with a picture', sampleVariant('Quel ?', [sampleImage()], { poll }), ['poll_with_media']],
    ['several answers at once', sampleVariant('Quel ?', [], { poll: { ...poll, multiple: true } }), ['option_not_accepted']],
    ['a shared post', sampleVariant('x', [], { quoteOf: ref }), []],
    ['a shared post with a picture', sampleVariant('x', [sampleImage()], { quoteOf: ref }), ['option_not_accepted']],
    ['a long first comment', sampleVariant('x', [], { firstComment: 'é'.repeat(1_251) }), ['text_too_long']],
    ['nobody may answer', sampleVariant('x', [], { whoMayReply: 'nobody' }), []],
    ['only who is followed may', sampleVariant('x', [], { whoMayReply: 'followed' }), ['option_not_accepted']],
    ['followers only', sampleVariant('x', [], { visibility: 'followers' }), ['option_not_accepted']],
    ['a content warning', sampleVariant('x', [], { contentWarning: 'gluten' }), ['option_not_accepted']],
    ['a story', sampleVariant('x', [sampleImage()], { placement: 'story' }), ['option_not_accepted']],
    ['a thread', { ...saying('un'), items: [...saying('un').items, ...saying('deux').items] }, ['thread_not_accepted']],
  ])('%s', (_what, given, codes) => expect(check(given, documentedLimits).map(({ code }) => code)).toEqual(codes))

  it.each<[string, Variant, string[]]>([
    ['1,250 letters', saying('é'.repeat(1_250)), []],
    ['1,251 letters', saying('é'.repeat(1_251)), ['text_too_long']],
    ['two pictures', withMedia(sampleImage(), sampleImage()), ['too_many_images']],
    ['a card', sampleVariant('x', [], { card }), ['option_not_accepted']],
  ])('as a comment: %s', (_what, given, codes) => expect(check(given, documentedLimits, reply).map(({ code }) => code)).toEqual(codes))
})

describe('linkedin plans', () => {
  it('files first, then the post, then the gate, then the first comment', () => {
    const variant = sampleVariant('x', [sampleImage()], { whoMayReply: 'nobody', firstComment: 'Le lien' })
    expect(linkedin.plan(variant, null).map(({ kind }) => kind)).toEqual(['media', 'post', 'gate', 'post'])
  })
})

describe('the version', () => {
  it('ends a year after its month, and says so', () => {
    expect(endOf('202512')).toBe('2026-12-01')
    expect(version.endsAt).toBe(endOf(version.name))
    expect(Date.parse(version.endsAt ?? '')).toBeGreaterThan(Date.parse(version.readAt))
  })
})

describe('what linkedin names', () => {
  it.each([
    ['https://www.linkedin.com/company/maison-levain/', 'maison-levain'],
    ['https://fr.linkedin.com/company/maison-levain/posts/?x=1', 'maison-levain'],
    ['showcase/pains', 'pains'],
    ['42', '42'],
    ['https://www.linkedin.com/in/claire/', null],
    ['', null],
  ])('the account %j', (given, name) => expect(pageNamed(given)).toBe(name))
  it.each(['a b c', 'company/<x>'])('no page: %j', (given) => expect(() => pageNamed(given)).toThrow(/not_found/))

  it('places of comments', () => {
    const id = 'urn:li:comment:(urn:li:activity:6631349431612559360,6636062862760562688)'
    expect(placeOf(id)).toEqual({ entity: 'urn:li:activity:6631349431612559360', number: '6636062862760562688' })
    expect(placeOf('urn:li:share:1')).toBeNull()
    expect(commentRef(id, null).url).toContain('/feed/update/urn:li:activity:6631349431612559360/?commentUrn=urn%3Ali')
    expect(() => commentRef('urn:li:comment:(x,y)', null)).toThrow(/bad_answer/)
    expect(() => postRef('urn:li:person:1')).toThrow(/bad_answer/)
  })

  it('people by their names where it tells them, else by their number', () => {
    expect(authorOf('urn:li:person:a1', null)).toMatchObject({ handle: 'a1', name: 'a1', profileUrl: null })
    const told = { localizedFirstName: 'Léa', localizedLastName: 'Pain', vanityName: 'lea' }
    expect(authorOf('urn:li:person:a1', told)).toMatchObject({
      handle: 'lea',
      name: 'Léa Pain',
      profileUrl: 'https://www.linkedin.com/in/lea/',
    })
  })

  it.each([
    [{ media: { id: 'urn:li:image:1' } }, 'image'],
    [{ media: { id: 'urn:li:video:1' } }, 'video'],
    [{ media: { id: 'urn:li:document:1' } }, 'document'],
    [{ multiImage: { images: [] } }, 'carousel'],
    [{ poll: {} }, 'poll'],
    [{ article: {} }, 'link'],
    [undefined, 'text'],
  ])('the kind of %j', (content, format) => expect(formatOf(content)).toBe(format))

  it('a post without a moment keeps that of its reading', () => {
    const now = new Date('2026-11-28T18:00:00.000Z')
    expect(ownPostOf({ id: 'urn:li:share:1', commentary: 'a\\_b' }, new Map(), now)).toMatchObject({ text: 'a_b', at: now.toISOString() })
  })
})
