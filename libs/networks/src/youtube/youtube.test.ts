import { describe, expect, it } from 'vitest'
import { sampleFilm, sampleImage, sampleVariant, testText, type TextCase } from '../conformance/text.ts'
import type { Media, ReplyTarget, Variant } from '../contract.ts'
import { numberIn, secondsToMidnightPacific } from '../google/api.ts'
import { youtube } from './connector.ts'
import { check, documentedLimits, limits } from './limits.ts'
import { channelOf, commentRef, isVideo, messageOf, threadOf, uploadsOf, videoRef } from './map.ts'
import { measure, partsOf, split, tagsOf, textOf } from './text.ts'

const below = (text: string) => `Titre\n${text}`

/** [what, text, bytes of the description, spans as `kind:value`] */
const CASES: readonly TextCase[] = [
  ['nothing', '', 0, []],
  ['one line is a title', 'Du pain', 0, []],
  ['a hundred signs are a title', 'a'.repeat(100), 0, []],
  ['a hundred and one are not', 'a'.repeat(101), 101, []],
  ['plain words', below('Du pain'), 7, []],
  ['an empty line between', 'Titre\n\nDu pain', 7, []],
  ['accents composed', below('été'), 5, []],
  ['accents combining', below('e\u0301te\u0301'), 7, []],
  ['an emoji', below('🥐'), 4, []],
  ['a family joined by ZWJ', below('👩‍👩‍👧‍👦'), 25, []],
  ['a flag', below('🇫🇷'), 8, []],
  ['skin tone', below('👍🏽'), 8, []],
  ['keycap', below('1️⃣'), 7, []],
  ['heart with its selector', below('❤️'), 6, []],
  ['right to left', below('خبز طازج'), 15, []],
  ['Hebrew with points', below('לֶחֶם'), 10, []],
  ['Chinese', below('面包店'), 9, []],
  ['Devanagari conjunct', below('नि'), 6, []],
  ['Hangul jamo', below('\u1112\u1161\u11AB'), 9, []],
  ['line end', below('a\nb'), 3, []],
  ['white space around does not count', below('  pain \n'), 4, []],
  ['narrow no-break space', below('Oui\u202F!'), 7, []],
  ['a link counts in full', below('https://a.fr'), 12, ['link:https://a.fr']],
  ['a link in the title', 'https://a.fr', 0, ['link:https://a.fr']],
  ['link then full stop', below('Voir https://a.fr/x.'), 20, ['link:https://a.fr/x']],
  ['link then comma', below('https://a.fr/x, oui'), 19, ['link:https://a.fr/x']],
  ['link in brackets', below('(https://a.fr/x)'), 16, ['link:https://a.fr/x']],
  ['brackets of the link’s own', below('https://a.fr/Pain_(aliment)'), 27, ['link:https://a.fr/Pain_(aliment)']],
  ['link in guillemets', below('«https://a.fr»'), 16, ['link:https://a.fr']],
  ['a name with accents', below('https://été.fr'), 16, ['link:https://été.fr']],
  ['no dot, no link', below('https://localhost/x'), 19, []],
  ['a bare name is text', below('a.fr'), 4, []],
  ['a mention', below('@lea.pain merci'), 15, ['mention:lea.pain']],
  ['a mention with accents', below('@léa'), 5, ['mention:léa']],
  ['a mail address is no mention', below('lea@exemple.fr'), 14, []],
  ['a name of two letters is none', below('@ab'), 3, []],
  ['a hashtag', below('#pain'), 5, ['hashtag:pain']],
  ['hashtag with accent', below('#Boulangerie_élégante'), 23, ['hashtag:Boulangerie_élégante']],
  ['digits alone are no hashtag', below('#2026'), 5, []],
  ['digits and letters are', below('#14juillet'), 10, ['hashtag:14juillet']],
  ['hashtag ends at a hyphen', below('#Croix-Rousse'), 13, ['hashtag:Croix']],
  ['hash inside a link is the link’s', below('https://a.fr/#pain'), 18, ['link:https://a.fr/#pain']],
  ['at sign inside a link is the link’s', below('https://m.fr/@lea/1'), 19, ['link:https://m.fr/@lea/1']],
  ['everything together', below('🥐 @lea https://a.fr/é #miam !'), 33, ['mention:lea', 'link:https://a.fr/é', 'hashtag:miam']],
]

testText('youtube', {
  cases: CASES,
  measure,
  split,
  limits: { ...documentedLimits, text: { ...documentedLimits.text, max: 300 } },
  words: ['#miam', '@lea'],
})

describe('title, description and tags', () => {
  const long = `${'Le pain '.repeat(20)}\nSuite`
  it.each<[string, ReturnType<typeof partsOf>]>([
    ['Pain', { title: 'Pain', description: '' }],
    ['Pain\nSeigle', { title: 'Pain', description: 'Seigle' }],
    ['Pain\n\nSeigle\n\nFigues', { title: 'Pain', description: 'Seigle\n\nFigues' }],
    [long, { title: `${'Le pain '.repeat(12)}Le…`, description: long.trim() }],
    ['x'.repeat(150), { title: `${'x'.repeat(99)}…`, description: 'x'.repeat(150) }],
  ])('of %j', (text, parts) => {
    expect(partsOf(text)).toEqual(parts)
    expect(partsOf(textOf(parts))).toEqual(parts)
    expect(parts.title.length).toBeLessThanOrEqual(100)
  })

  it('tags are the hashtags, each once, as many as fit', () => {
    expect(tagsOf('#pain #Levain #pain')).toEqual(['pain', 'Levain'])
    const many = Array.from({ length: 80 }, (_, n) => `#boulangerie${n}`).join(' ')
    expect(tagsOf(many).join(',').length).toBeLessThanOrEqual(500)
  })
})

const film = (more: Partial<Media> = {}) => sampleFilm(more)
const saying = (text: string, more: Partial<Variant> = {}) => sampleVariant(text, [film()], more)
const ref = { id: 'dQw4w9WgXcQ', version: null, url: null }
const reply: ReplyTarget = { parent: ref, root: ref, visibility: 'public', mention: null }

describe('youtube refuses beforehand', () => {
  it.each<[string, Variant, string[]]>([
    ['a film', saying('Le levain'), []],
    ['a film without a title', saying(' '), ['text_empty']],
    ['words alone', sampleVariant('Le levain'), ['media_missing']],
    ['a picture alone', sampleVariant('Le levain', [sampleImage()]), ['media_missing']],
    ['a film with its cover', sampleVariant('Le levain', [film(), sampleImage()]), []],
    ['a film with two covers', sampleVariant('Le levain', [film(), sampleImage(), sampleImage()]), ['too_many_images']],
    ['a heavy cover', sampleVariant('Le levain', [film(), sampleImage({ bytes: 3_000_000 })]), ['image_too_large']],
    ['a cover of another kind', sampleVariant('Le levain', [film(), sampleImage({ mimeType: 'image/webp' })]), ['image_type']],
    ['a description of 5,000 bytes', saying(below('é'.repeat(2_500))), []],
    ['a description of 5,001 bytes', saying(below(`${'é'.repeat(2_500)}a`)), ['text_too_long']],
    ['a sign that YouTube does not take', saying('Pain <3'), ['option_not_accepted']],
    ['two films', sampleVariant('x', [film(), film()]), ['video_not_accepted']],
    ['a film of another kind', sampleVariant('x', [film({ mimeType: 'video/x-flv' })]), ['video_not_accepted']],
    ['a film of thirteen hours', sampleVariant('x', [film({ seconds: 13 * 3_600 })]), ['video_too_long']],
    ['a Short', saying('x', { placement: 'reel' }), []],
    ['a long Short', sampleVariant('x', [film({ seconds: 181 })], { placement: 'reel' }), ['video_too_long']],
    ['a Short that lies down', sampleVariant('x', [film({ width: 1920, height: 1080 })], { placement: 'reel' }), ['ratio_not_accepted']],
    ['a square Short', sampleVariant('x', [film({ width: 1080, height: 1080 })], { placement: 'reel' }), []],
    ['a story', saying('x', { placement: 'story' }), ['option_not_accepted']],
    ['not listed', saying('x', { visibility: 'unlisted' }), []],
    ['followers only', saying('x', { visibility: 'followers' }), ['option_not_accepted']],
    ['who may answer', saying('x', { whoMayReply: 'nobody' }), ['option_not_accepted']],
    ['a poll', saying('x', { poll: { options: ['a', 'b'], multiple: false, seconds: 3_600 } }), ['option_not_accepted']],
    ['a quote', saying('x', { quoteOf: ref }), ['option_not_accepted']],
    ['a card', saying('x', { card: { url: 'https://a.fr', title: 'a', description: '', thumb: null } }), ['option_not_accepted']],
    ['a content warning', saying('x', { contentWarning: 'gluten' }), ['option_not_accepted']],
    ['a long first comment', saying('x', { firstComment: 'é'.repeat(10_001) }), ['text_too_long']],
    ['a thread', { ...saying('un'), items: [...saying('un').items, ...saying('deux').items] }, ['thread_not_accepted']],
  ])('%s', (_what, given, codes) => expect(check(given, documentedLimits).map(({ code }) => code)).toEqual(codes))

  it.each<[string, Variant, string[]]>([
    ['words', sampleVariant('Merci <3'), []],
    ['nothing', sampleVariant(''), ['text_empty']],
    ['a picture', sampleVariant('x', [sampleImage()]), ['too_many_images']],
    ['10,001 letters', sampleVariant('é'.repeat(10_001)), ['text_too_long']],
  ])('as a comment: %s', (_what, given, codes) => expect(check(given, documentedLimits, reply).map(({ code }) => code)).toEqual(codes))

  it('says without refusing that a project without audit publishes for its owner alone', async () => {
    const credentials = { server: '', secret: {}, expiresAt: null, scopes: [] }
    const unaudited = await limits({ credentials })
    expect(check(saying('x'), unaudited)).toEqual([{ code: 'only_owner_sees', blocking: false, item: 0, data: {} }])
    expect(check(sampleVariant('x'), unaudited, reply)).toEqual([])
    expect(await limits({ credentials: { ...credentials, secret: { audited: 'yes' } } })).toBe(documentedLimits)
  })
})

describe('youtube plans', () => {
  it('a session with everything the film will say, the film, the first comment', () => {
    const acts = youtube.plan(saying('Titre\nSuite', { firstComment: 'Ici' }), null)
    expect(acts.map(({ kind }) => kind)).toEqual(['media', 'post', 'post'])
    expect(acts[0]).toMatchObject({ whole: { item: { text: 'Titre\nSuite' }, options: { language: 'fr' }, parts: [] } })
  })
  it('no step for a cover', () => {
    const acts = youtube.plan(sampleVariant('Titre', [sampleImage(), film()]), null)
    expect(acts.map(({ kind }) => kind)).toEqual(['media', 'post'])
    expect(acts[0]).toMatchObject({ media: { mimeType: 'video/mp4' } })
  })
  it('a comment in one act', () => expect(youtube.plan(sampleVariant('Merci'), reply).map(({ kind }) => kind)).toEqual(['post']))
})

describe('what youtube names', () => {
  it('films and comments by their own kinds of number', () => {
    expect([isVideo('dQw4w9WgXcQ'), isVideo('UgxKREWxIgDrw8w2e_Z4AaABAg')]).toEqual([true, false])
    expect(videoRef('dQw4w9WgXcQ').url).toBe('https://www.youtube.com/watch?v=dQw4w9WgXcQ')
    expect(() => videoRef('<script>')).toThrow(/bad_answer/)
    expect(threadOf('UgxKREWxIgDrw8w2e_Z4AaABAg.8zQ1')).toBe('UgxKREWxIgDrw8w2e_Z4AaABAg')
    expect(commentRef('UgxKREWxIgDrw8w2e_Z4AaABAg', 'dQw4w9WgXcQ').url).toContain('&lc=Ugx')
    expect(() => commentRef('../x', null)).toThrow(/bad_answer/)
  })

  it('the channel, whose uploads have a number of their own', () => {
    const id = 'UC_x5XG1OV2P6uZZ5FSM9Ttw'
    const told = {
      id,
      snippet: { title: 'Levain', customUrl: '@levain' },
      statistics: { subscriberCount: '31', hiddenSubscriberCount: false },
    }
    expect(channelOf(told)).toMatchObject({ handle: 'levain', followers: 31, profileUrl: 'https://www.youtube.com/@levain' })
    expect(channelOf({ ...told, statistics: { subscriberCount: '31', hiddenSubscriberCount: true } }).followers).toBeNull()
    expect(uploadsOf({ id })).toBe('UU_x5XG1OV2P6uZZ5FSM9Ttw')
    expect(() => channelOf({ id: 'x' })).toThrow(/bad_answer/)
  })

  it('an answer hangs on the comment its number begins with', () => {
    const id = 'UgxKREWxIgDrw8w2e_Z4AaABAg.8zQ1'
    const snippet = {
      textOriginal: 'Oui',
      authorDisplayName: '@lea',
      authorChannelId: { value: 'UC1' },
      publishedAt: '2026-11-28T10:00:00Z',
    }
    expect(messageOf({ id, snippet }, 'dQw4w9WgXcQ', true)).toMatchObject({
      author: { handle: 'lea', id: 'UC1' },
      parent: { id: 'UgxKREWxIgDrw8w2e_Z4AaABAg' },
      root: { id: 'dQw4w9WgXcQ' },
      sentAt: '2026-11-28T10:00:00.000Z',
    })
  })

  it.each([
    ['12', 12],
    [12, 12],
    ['-1', null],
    ['many', null],
    [undefined, null],
  ])('the figure %j', (value, figure) => expect(numberIn(value)).toBe(figure))

  it('midnight in California', () => {
    expect(secondsToMidnightPacific(new Date('2026-11-28T07:59:00.000Z'))).toBe(60)
    expect(secondsToMidnightPacific(new Date('2026-11-28T08:00:00.000Z'))).toBe(86_400)
    expect(secondsToMidnightPacific(new Date('2026-07-01T06:00:00.000Z'))).toBe(3_600)
  })
})
