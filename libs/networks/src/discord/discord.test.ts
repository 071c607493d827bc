import { generateKeyPairSync, sign } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Media, Variant } from '../contract.ts'
import { rateLimitOf } from './api.ts'
import { channelIdOf } from './auth.ts'
import { check, documentedLimits } from './limits.ts'
import { timeOf } from './map.ts'
import { nonceOf } from './send.ts'
import { measure, plainOf, split } from './text.ts'
import { verifyDiscord } from './webhook.ts'

/** [what, text, code points, spans as `kind:value`] */
const CASES: readonly [string, string, number, string[]][] = [
  ['nothing', '', 0, []],
  ['plain words', 'Du pain', 7, []],
  ['accents composed', 'été', 3, []],
  ['accents combining count twice', 'e\u0301te\u0301', 5, []],
  ['an emoji is one', '🥐', 1, []],
  ['a family joined by ZWJ is seven', '👩‍👩‍👧‍👦', 7, []],
  ['a flag is two', '🇫🇷', 2, []],
  ['skin tone is two', '👍🏽', 2, []],
  ['keycap is three', '1️⃣', 3, []],
  ['tag flag of Scotland is seven', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', 7, []],
  ['a lone surrogate is one', 'a\uD83Eb', 3, []],
  ['Hangul jamo', '\u1112\u1161\u11AB', 3, []],
  ['Devanagari conjunct', 'नि', 2, []],
  ['right to left', 'خبز طازج', 8, []],
  ['Chinese', '面包店', 3, []],
  ['line end', 'a\nb', 3, []],
  ['narrow no-break space', 'Oui\u202F!', 5, []],
  ['a link counts in full', 'https://a.fr/été', 16, ['link:https://a.fr/été']],
  ['two links', 'https://a.fr http://b.fr', 24, ['link:https://a.fr', 'link:http://b.fr']],
  ['link then full stop', 'Voir https://a.fr/x.', 20, ['link:https://a.fr/x']],
  ['link then comma', 'https://a.fr/x, oui', 19, ['link:https://a.fr/x']],
  ['link then question mark', 'https://a.fr/x?', 15, ['link:https://a.fr/x']],
  ['link in brackets', '(https://a.fr/x)', 16, ['link:https://a.fr/x']],
  ['brackets of the link’s own', 'https://fr.wikipedia.org/wiki/Pain_(x)', 38, ['link:https://fr.wikipedia.org/wiki/Pain_(x)']],
  ['link without a card', '<https://a.fr>', 14, ['link:https://a.fr']],
  ['link behind words', '[le pain](https://a.fr/x)', 25, ['link:https://a.fr/x']],
  ['link in bold', '**https://a.fr/x**', 18, ['link:https://a.fr/x']],
  ['link with query and fragment', 'https://a.fr/?q=é&x=1#là', 24, ['link:https://a.fr/?q=é&x=1#là']],
  ['only a scheme', 'https://', 8, []],
  ['bare name is text', 'a.fr', 4, []],
  ['link in code is text', '`https://a.fr`', 14, []],
  ['link in a block is text', '```\nhttps://a.fr\n```', 20, []],
  ['an open back quote holds nothing', '`https://a.fr', 13, ['link:https://a.fr']],
  ['a person', '<@80351110224678912> merci', 26, ['mention:80351110224678912']],
  ['a person, old notation', '<@!80351110224678912>', 21, ['mention:80351110224678912']],
  ['a role', '<@&80351110224678912>', 21, ['mention:80351110224678912']],
  ['a channel', 'dans <#80351110224678912>.', 26, ['mention:80351110224678912']],
  ['everyone', '@everyone bonjour', 17, ['mention:everyone']],
  ['who is there', 'Bonjour @here !', 15, ['mention:here']],
  ['a mention in code is text', '`@everyone`', 11, []],
  ['a name is no mention', '@lea merci', 10, []],
  ['a mail address is no mention', 'lea@example.com', 15, []],
  ['too short a number', '<@12>', 5, []],
  ['there are no hashtags', '#pain', 5, []],
  ['a heading is text', '# Le pain', 9, []],
  ['an emoji of the server', '<:pain:80351110224678912>', 25, []],
  ['everything together', '🥐 <@80351110224678912> voir https://a.fr/é !', 44, ['mention:80351110224678912', 'link:https://a.fr/é']],
]

describe('discord counts code points', () => {
  it.each(CASES)('%s', (_what, text, length, spans) => {
    const measured = measure(text)
    expect(measured.length).toBe(length)
    expect(measured.spans.map(({ kind, value }) => `${kind}:${value}`)).toEqual(spans)
    for (const { start, end, value } of measured.spans) expect(text.slice(start, end)).toContain(value)
  })

  it('never overlaps spans, whatever is typed', () => {
    const piece = fc.constantFrom(
      'https://a.fr/',
      '<@80351110224678912>',
      '@here',
      '`',
      '```',
      '(',
      ')',
      '<',
      '>',
      '*',
      '🥐',
      ' ',
      '.',
      '\n',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('')
        let last = 0
        for (const { start, end } of measure(text).spans) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          last = end
        }
        expect(last).toBeLessThanOrEqual(text.length)
      }),
    )
  })

  it('splits into pieces that fit, and loses nothing but white space', () => {
    const word = fc.constantFrom('pain', 'levain.', 'https://exemple.fr/tres/longue/adresse', '👩‍👩‍👧‍👦', 'é'.repeat(90), '\n\n', 'Oui !')
    const limits = { ...documentedLimits, text: { ...documentedLimits.text, max: 80 } }
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const pieces = split(words.join(' '), limits)
        for (const piece of pieces) expect(measure(piece).length).toBeLessThanOrEqual(80)
        expect(pieces.join('').replace(/\s/gu, '')).toBe(words.join('').replace(/\s/gu, ''))
      }),
      { numRuns: 60 },
    )
  })

  it('reads hostile text of 100,000 characters in no time', () => {
    for (const bad of ['`'.repeat(100_000), 'https://a'.repeat(10_000), '<@'.repeat(50_000), `https://${'('.repeat(99_000)}`]) {
      const start = performance.now()
      measure(bad)
      expect(performance.now() - start).toBeLessThan(1_500)
    }
  })
})

describe('what people write becomes plain text', () => {
  const nameOf = (id: string) => (id === '80351110224678912' ? 'Léa' : null)
  it.each([
    ['<@80351110224678912> bonjour', '@Léa bonjour'],
    ['<@!80351110224678912>', '@Léa'],
    ['<@11111111111111111>', '@11111111111111111'],
    ['<@&22222222222222222>', '@22222222222222222'],
    ['dans <#33333333333333333>', 'dans #33333333333333333'],
    ['<:pain:44444444444444444> <a:miam:44444444444444444>', ':pain: :miam:'],
    ['</commande prendre:55555555555555555>', '/commande prendre'],
    ['<t:1764345600:R>', '2025-11-28T16:00:00.000Z'],
    ['<t:1764345600>', '2025-11-28T16:00:00.000Z'],
    ['<t:9999999999999:F>', '<t:9999999999999:F>'],
    ['1 < 2 et <b>gras</b>', '1 < 2 et <b>gras</b>'],
  ])('%s', (content, plain) => expect(plainOf(content, nameOf)).toBe(plain))
})

const image = (more: Partial<Media> = {}): Media => ({
  id: 'm',
  mimeType: 'image/jpeg',
  bytes: 1000,
  width: 100,
  height: 100,
  alt: { kind: 'text', text: 'Une miche' },
  focus: { x: 0, y: 0 },
  ...more,
})
const variant = (more: Partial<Variant> = {}): Variant => ({
  items: [{ text: 'Bonjour', media: [] }],
  card: null,
  poll: null,
  language: 'fr',
  contentWarning: null,
  visibility: 'public',
  whoMayReply: 'everyone',
  quoteOf: null,
  ...more,
})
const poll = (more: Partial<NonNullable<Variant['poll']>> = {}) => ({ options: ['a', 'b'], multiple: false, seconds: 3_600, ...more })
const card = { url: 'https://a.fr', title: 'Le pain', description: '', thumb: null }

describe('discord refuses beforehand', () => {
  const withMedia = (...media: Media[]) => variant({ items: [{ text: 'x', media }] })
  const asking = (text: string) => ({ items: [{ text, media: [] }], poll: poll() })
  it.each<[string, Variant, string[]]>([
    ['nothing at all', variant({ items: [{ text: ' ', media: [] }] }), ['text_empty']],
    ['2,000 emoji are accepted', variant({ items: [{ text: '🥐'.repeat(2_000), media: [] }] }), []],
    ['2,001 are not', variant({ items: [{ text: '🥐'.repeat(2_001), media: [] }] }), ['text_too_long']],
    ['ten files of both kinds', withMedia(...Array.from({ length: 9 }, () => image()), image({ mimeType: 'video/mp4' })), []],
    [
      'eleven of both kinds',
      withMedia(...Array.from({ length: 10 }, () => image()), image({ mimeType: 'video/mp4' })),
      ['too_many_images'],
    ],
    ['eleven pictures', withMedia(...Array.from({ length: 11 }, () => image())), ['too_many_images']],
    ['a heavy picture', withMedia(image({ bytes: 10_485_761 })), ['image_too_large']],
    ['a heavy film', withMedia(image({ mimeType: 'video/mp4', bytes: 10_485_761 })), ['video_too_large']],
    ['a picture of another kind', withMedia(image({ mimeType: 'image/tiff' })), ['image_type']],
    ['a long description', withMedia(image({ alt: { kind: 'text', text: 'a'.repeat(1_025) } })), ['alt_too_long']],
    ['a question of 301', variant(asking('x'.repeat(301))), ['text_too_long']],
    ['a question of 300', variant(asking('x'.repeat(300))), []],
    ['a poll with a picture', variant({ items: [{ text: 'x', media: [image()] }], poll: poll() }), ['poll_with_media']],
    ['a poll with a card', variant({ poll: poll(), card }), ['option_not_accepted']],
    ['a poll of one', variant({ poll: poll({ options: ['a'] }) }), ['poll_options']],
    ['a poll of eleven', variant({ poll: poll({ options: Array.from({ length: 11 }, String) }) }), ['poll_options']],
    ['a long option', variant({ poll: poll({ options: ['a', 'b'.repeat(56)] }) }), ['poll_option_too_long']],
    ['half an hour', variant({ poll: poll({ seconds: 1_800 }) }), ['poll_duration']],
    ['an hour and a half', variant({ poll: poll({ seconds: 5_400 }) }), ['poll_duration']],
    ['33 days', variant({ poll: poll({ seconds: 33 * 86_400 }) }), ['poll_duration']],
    ['a long title of a card', variant({ card: { ...card, title: 'x'.repeat(257) } }), ['text_too_long']],
    ['who may answer', variant({ whoMayReply: 'nobody' }), ['option_not_accepted']],
    ['who may read', variant({ visibility: 'followers' }), ['option_not_accepted']],
    ['a warning', variant({ contentWarning: 'gluten' }), ['option_not_accepted']],
    ['a quote', variant({ quoteOf: { id: '1/2', version: null, url: null } }), ['option_not_accepted']],
  ])('%s', (_what, given, codes) => expect(check(given, documentedLimits).map(({ code }) => code)).toEqual(codes))
})

describe('names and numbers of discord', () => {
  it.each([
    ['https://discord.com/channels/80351110224678912/90351110224678912', '90351110224678912'],
    ['https://ptb.discord.com/channels/80351110224678912/90351110224678912/', '90351110224678912'],
    [' 90351110224678912 ', '90351110224678912'],
  ])('the channel of %s', (given, id) => expect(channelIdOf(given)).toBe(id))

  it.each(['', '#annonces', 'https://discord.gg/levain', 'https://evil.example/channels/80351110224678912/90351110224678912'])(
    'refuses %s',
    (given) => expect(() => channelIdOf(given)).toThrow(/not_found/),
  )

  it('reads the time out of an id', () => {
    expect(new Date(timeOf('175928847299117063')).toISOString()).toBe('2016-04-30T11:18:25.796Z')
  })

  it('makes nonces of at most 25 characters, the same for the same key', () => {
    const key = '6f1c6c8e-7a5d-4c6e-9b0a-2f4a4d1c9e11'
    expect(nonceOf(key)).toMatch(/^[\w-]{24}$/)
    expect(nonceOf(key)).toBe(nonceOf(key))
    expect(nonceOf(key)).not.toBe(nonceOf(`${key}x`))
  })

  it('reads the limits that come with an answer', () => {
    const headers = new Headers({ 'x-ratelimit-bucket': 'abcd', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '1.25' })
    expect(rateLimitOf(headers)).toEqual({ bucket: 'abcd', remaining: 0, resetAfterSeconds: 1.25, scope: null })
    expect(rateLimitOf(new Headers({ 'x-ratelimit-global': 'true' })).scope).toBe('global')
    expect(rateLimitOf(new Headers({ 'x-ratelimit-scope': 'shared', 'x-ratelimit-remaining': 'x' }))).toMatchObject({
      remaining: null,
      scope: 'shared',
    })
  })
})

describe('a request that says it comes from discord', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const hex = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')
  const now = new Date('2026-11-28T10:00:00Z')
  const timestamp = String(now.getTime() / 1000)
  const body = Buffer.from('{"type":1,"é":"🥐"}')
  const signature = sign(null, Buffer.concat([Buffer.from(timestamp), body]), privateKey).toString('hex')
  const request = { signature, timestamp, body }

  it('is believed when it is signed', () => expect(verifyDiscord(hex, request, now)).toBe(true))
  it.each([
    ['another body', { ...request, body: Buffer.from('{"type":2}') }],
    ['another time', { ...request, timestamp: String(Number(timestamp) + 1) }],
    ['another signature', { ...request, signature: `${signature.startsWith('0') ? '1' : '0'}${signature.slice(1)}` }],
    ['no signature', { ...request, signature: '' }],
    ['a signature that is none', { ...request, signature: 'z'.repeat(128) }],
    ['no time', { ...request, timestamp: '' }],
  ])('is refused with %s', (_what, forged) => expect(verifyDiscord(hex, forged, now)).toBe(false))
  it('is refused when it is sent again later', () => {
    expect(verifyDiscord(hex, request, new Date(now.getTime() + 301_000))).toBe(false)
  })
  it('is refused with the key of another', () => {
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')
    expect(verifyDiscord(other, request, now)).toBe(false)
    expect(verifyDiscord('short', request, now)).toBe(false)
  })
})
