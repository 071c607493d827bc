import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Act, Media, ReplyTarget, Variant } from '../contract.ts'
import { rateLimitOf } from './api.ts'
import { check, documentedLimits } from './limits.ts'
import { messageOf, snowflakeAt, textOf } from './map.ts'
import { oauth1Header, signatureBase } from './oauth1.ts'
import { costOf, PRICES } from './prices.ts'
import { measure, split } from './text.ts'

/** [what, text, weight as twitter-text 3.1.0 gives it, spans as `kind:value`] */
const CASES: readonly [string, string, number, string[]][] = [
  ['nothing', '', 0, []],
  ['plain words', 'Du pain', 7, []],
  ['accents composed', 'été', 3, []],
  ['accents combining are composed first', 'e\u0301te\u0301', 3, []],
  ['a combining mark that composes with nothing', 'x\u0301', 2, []],
  ['an emoji', '🥐', 2, []],
  ['two emoji', '🥐🥖', 4, []],
  ['a family joined by ZWJ', '👩‍👩‍👧‍👦', 2, []],
  ['an artist with a skin tone', '👨🏽‍🎤', 2, []],
  ['a ZWJ sequence nobody draws falls apart', '👩‍🥐', 5, []],
  ['a flag', '🇫🇷', 2, []],
  ['two flags', '🇫🇷🇧🇪', 4, []],
  ['half a flag', '🇫', 2, []],
  ['tag flag of Scotland', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', 2, []],
  ['skin tone', '👍🏽', 2, []],
  ['keycap', '1️⃣', 2, []],
  ['heart with its selector', '❤️', 2, []],
  ['heart without', '❤', 2, []],
  ['copyright is a letter', '©', 1, []],
  ['copyright as a picture', '©️', 2, []],
  ['Chinese', '面包店', 6, []],
  ['Japanese', 'パン屋', 6, []],
  ['Korean', '빵집', 4, []],
  ['right to left', 'خبز طازج', 8, []],
  ['Hebrew with points', 'לֶחֶם', 5, []],
  ['Cyrillic', 'хлеб', 4, []],
  ['Devanagari', 'रोटी', 4, []],
  ['typographic quotes', '« “pain” ’', 10, []],
  ['an ellipsis is heavy', 'a…', 3, []],
  ['a euro is heavy', '3 €', 4, []],
  ['narrow no-break space is heavy', 'Oui\u202F!', 6, []],
  ['line end', 'a\nb', 3, []],
  ['a short link costs 23', 'https://a.fr', 23, ['link:https://a.fr']],
  ['a long link costs 23', `https://example.com/${'x'.repeat(200)}`, 23, [`link:https://example.com/${'x'.repeat(200)}`]],
  ['two links', 'https://a.fr https://b.fr', 47, ['link:https://a.fr', 'link:https://b.fr']],
  ['link then full stop', 'Voir https://a.fr/x.', 29, ['link:https://a.fr/x']],
  ['link then comma', 'https://a.fr/x, oui', 28, ['link:https://a.fr/x']],
  ['link in brackets', '(https://a.fr/x)', 25, ['link:https://a.fr/x']],
  ['brackets of the link’s own', 'https://fr.wikipedia.org/wiki/Pain_(aliment)', 23, ['link:https://fr.wikipedia.org/wiki/Pain_(aliment)']],
  ['link in guillemets', '«https://a.fr»', 25, ['link:https://a.fr']],
  ['a query ends before an accent', 'https://a.fr/?q=é', 24, ['link:https://a.fr/?q=']],
  ['a path holds accents', 'https://a.fr/été', 23, ['link:https://a.fr/été']],
  ['a path ends before Chinese', 'https://a.fr/面', 25, ['link:https://a.fr/']],
  ['a name with accents', 'https://été.fr', 23, ['link:https://été.fr']],
  ['link with port', 'https://a.fr:8080/x', 23, ['link:https://a.fr:8080/x']],
  ['a bare name is a link here', 'a.fr', 23, ['link:https://a.fr']],
  ['a bare name with a path', 'Voir exemple.com/carte.', 29, ['link:https://exemple.com/carte']],
  ['a missing space may make a link', 'C’est fini.Le pain', 18, []],
  ['where the word is an ending', 'fini.Restaurant', 23, ['link:https://fini.Restaurant']],
  ['no known ending, no link', 'https://a.boulangerie', 21, []],
  ['a mail address is no link', 'lea@exemple.fr', 14, []],
  ['a mention', '@lea merci', 10, ['mention:lea']],
  ['a mention ends before a full stop', 'Merci @lea.', 11, ['mention:lea']],
  ['an accent after the name, no mention', '@léa', 4, []],
  ['two mentions', '@a_1 @b', 7, ['mention:a_1', 'mention:b']],
  ['glued to a letter it is text', 'x@lea', 5, []],
  ['a hashtag with accents', '#Boulangerie_élégante', 21, ['hashtag:Boulangerie_élégante']],
  ['digits alone are no hashtag', '#2026', 5, []],
  ['digits and letters are', '#14juillet', 10, ['hashtag:14juillet']],
  ['hashtag ends at a hyphen', '#Croix-Rousse', 13, ['hashtag:Croix']],
  ['hashtag in Arabic', '#خبز', 4, ['hashtag:خبز']],
  ['hash inside a link is the link’s', 'https://a.fr/#pain', 23, ['link:https://a.fr/#pain']],
  ['at sign inside a link is the link’s', 'https://m.fr/@lea/1', 23, ['link:https://m.fr/@lea/1']],
  ['everything together', '🥐 @lea voir https://a.fr/été #miam !', 44, ['mention:lea', 'link:https://a.fr/été', 'hashtag:miam']],
]

describe('x weighs as twitter-text does', () => {
  it.each(CASES)('%s', (_what, text, length, spans) => {
    const measured = measure(text)
    expect(measured.length).toBe(length)
    expect(measured.spans.map(({ kind, value }) => `${kind}:${value}`)).toEqual(spans)
  })

  it('never overlaps spans, whatever is typed', () => {
    const piece = fc.constantFrom('https://a.fr/', 'a.fr', '@lea', '#', 'é', '🥐', '面', ' ', '.', ')', '(', '\n', 'http', '://', '_', '-')
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

  it('splits into pieces of 280, losing nothing but white space', () => {
    const word = fc.constantFrom(
      'pain',
      'levain.',
      'https://exemple.fr/longue/adresse',
      '👩‍👩‍👧‍👦',
      '面'.repeat(90),
      'é'.repeat(200),
      '\n\n',
      'Oui !',
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const text = words.join(' ')
        const pieces = split(text, documentedLimits)
        for (const piece of pieces) expect(measure(piece).length).toBeLessThanOrEqual(280)
        expect(pieces.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''))
      }),
      { numRuns: 60 },
    )
  })

  it('reads hostile texts in no time', () => {
    for (const bad of [
      'é.'.repeat(4_000),
      'https://'.repeat(2_000),
      'https://a.fr/('.repeat(1_000),
      'a-'.repeat(5_000),
      '@a'.repeat(5_000),
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
const ref = { id: '1', version: null, url: null }
const reply: ReplyTarget = { parent: ref, root: ref, visibility: 'public', mention: 'lea' }
const poll = (more: Partial<NonNullable<Variant['poll']>> = {}) => ({ options: ['a', 'b'], multiple: false, seconds: 3_600, ...more })
const withMedia = (...media: Media[]) => variant({ items: [{ text: 'x', media }] })
const gif = (more: Partial<Media> = {}) => image({ mimeType: 'image/gif', ...more })
const card = { url: 'https://a.fr/x', title: 'a', description: '', thumb: null }

describe('x refuses beforehand', () => {
  it.each<[string, Variant, string[], ReplyTarget?]>([
    ['a plain post', variant(), []],
    ['nothing at all', variant({ items: [{ text: ' ', media: [] }] }), ['text_empty']],
    ['281 letters', variant({ items: [{ text: 'é'.repeat(281), media: [] }] }), ['text_too_long']],
    ['141 ideograms', variant({ items: [{ text: '面'.repeat(141), media: [] }] }), ['text_too_long']],
    ['140 families', variant({ items: [{ text: '👩‍👩‍👧‍👦'.repeat(140), media: [] }] }), []],
    ['five pictures', withMedia(image(), image(), image(), image(), image()), ['too_many_images']],
    ['a heavy picture', withMedia(image({ bytes: 6_000_000 })), ['image_too_large']],
    ['a picture of another kind', withMedia(image({ mimeType: 'image/avif' })), ['image_type']],
    ['picture and video', withMedia(image(), image({ mimeType: 'video/mp4' })), ['mixed_media']],
    ['a video of another kind', withMedia(image({ mimeType: 'video/webm' })), ['video_not_accepted']],
    ['a moving picture of 14 MB', withMedia(gif({ bytes: 14_000_000 })), []],
    ['a moving picture of 16 MB', withMedia(gif({ bytes: 16_000_000 })), ['image_too_large']],
    ['a moving picture that is too wide', withMedia(gif({ width: 2_000, height: 2_000 })), ['image_too_large']],
    ['a moving picture beside a still one', withMedia(gif(), image()), ['mixed_media']],
    ['no description', withMedia(image({ alt: { kind: 'missing' } })), ['alt_missing']],
    ['a long description', withMedia(image({ alt: { kind: 'text', text: 'a'.repeat(1_001) } })), ['alt_too_long']],
    ['a poll', variant({ poll: poll() }), []],
    ['a poll with a picture', variant({ items: [{ text: 'x', media: [image()] }], poll: poll() }), ['poll_with_media']],
    ['a poll of one', variant({ poll: poll({ options: ['a'] }) }), ['poll_options']],
    ['a poll of five', variant({ poll: poll({ options: ['a', 'b', 'c', 'd', 'e'] }) }), ['poll_options']],
    ['a long option', variant({ poll: poll({ options: ['a', 'b'.repeat(26)] }) }), ['poll_option_too_long']],
    ['a poll of a month', variant({ poll: poll({ seconds: 2_592_000 }) }), ['poll_duration']],
    ['several answers', variant({ poll: poll({ multiple: true }) }), ['option_not_accepted']],
    ['nobody may answer', variant({ whoMayReply: 'nobody' }), ['option_not_accepted']],
    ['who is named may answer', variant({ whoMayReply: 'mentioned' }), []],
    ['an answer cannot say who may answer', variant({ whoMayReply: 'mentioned' }), ['option_not_accepted'], reply],
    ['followers only', variant({ visibility: 'followers' }), ['option_not_accepted']],
    ['a private message to nobody', variant({ visibility: 'direct' }), ['option_not_accepted']],
    ['a private answer', variant({ visibility: 'direct' }), [], reply],
    ['a private answer may be long', variant({ visibility: 'direct', items: [{ text: 'é'.repeat(9_000), media: [] }] }), [], reply],
    [
      'a private answer has an end',
      variant({ visibility: 'direct', items: [{ text: 'é'.repeat(10_001), media: [] }] }),
      ['text_too_long'],
      reply,
    ],
    ['a private answer without files', { ...withMedia(image()), visibility: 'direct' }, ['option_not_accepted'], reply],
    ['a content warning', variant({ contentWarning: 'gluten' }), ['option_not_accepted']],
    ['a quote with a picture', { ...withMedia(image()), quoteOf: ref }, ['option_not_accepted']],
    ['a card that the text does not name', variant({ card }), ['option_not_accepted']],
    ['a card that it names', variant({ card, items: [{ text: 'Voir https://a.fr/x.', media: [] }] }), []],
  ])('%s', (_what, given, codes, to) => expect(check(given, documentedLimits, to ?? null).map(({ code }) => code)).toEqual(codes))
})

describe('x takes money', () => {
  const post = (text: string): Act => ({
    kind: 'post',
    item: { text, media: [] },
    options: { ...variant(), card: null },
    media: [],
    reply: null,
  })
  it.each<[string, Act, number]>([
    ['a post', post('Bonjour'), 0.015],
    ['a post with an address', post('Voir https://a.fr'), 0.2],
    ['a post with a bare address', post('Voir a.fr'), 0.2],
    ['a deletion', { kind: 'delete', target: ref, of: 'post' }, 0.01],
    ['a like', { kind: 'like', target: ref }, 0],
  ])('%s', (_what, act, usd) => expect(costOf(act)).toBe(usd))

  it('says on what day each price was read', () => {
    for (const { usd, asOf } of PRICES) expect([usd > 0, Number.isNaN(Date.parse(asOf))]).toEqual([true, false])
  })
})

describe('OAuth 1.0a signs as X’s documentation shows', () => {
  const secret = {
    clientId: 'xvz1evFS4wEEPTGEFPHBog',
    clientSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
    accessToken: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
    tokenSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
  }
  const query = `include_entities=true&status=${encodeURIComponent('Hello Ladies + Gentlemen, a signed OAuth request!')}`
  it('the example of the page « Creating a signature »', () => {
    const header = oauth1Header({
      method: 'POST',
      url: `https://api.x.com/1.1/statuses/update.json?${query}`,
      secret,
      now: new Date(1_318_622_958_000),
      nonce: 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg',
    })
    expect(header).toContain('oauth_signature="Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D"')
  })

  it('sorts by name and then by value, and escapes twice', () =>
    expect(signatureBase('get', 'https://a.fr/x?b=2&a=z&a=é !', { oauth_token: "t'" })).toBe(
      'GET&https%3A%2F%2Fa.fr%2Fx&a%3D%25C3%25A9%2520%2521%26a%3Dz%26b%3D2%26oauth_token%3Dt%2527',
    ))
})

describe('what X shows becomes what was written', () => {
  const url = (short: string, written: string, more = {}) => ({ url: short, expanded_url: written, ...more })
  it.each<[string, Record<string, unknown>, string]>([
    ['entities of markup', { text: 'a &amp; b &lt;c&gt; &amp;lt;' }, 'a & b <c> &lt;'],
    [
      'short addresses',
      { text: 'Voir https://t.co/1', entities: { urls: [url('https://t.co/1', 'https://a.fr/x?y=1&z=2')] } },
      'Voir https://a.fr/x?y=1&z=2',
    ],
    [
      'its own address of a picture',
      {
        text: 'Le four https://t.co/2',
        entities: { urls: [url('https://t.co/2', 'https://x.com/a/status/1/photo/1', { media_key: '3_1' })] },
      },
      'Le four',
    ],
    [
      'its own address of a quoted post',
      { text: 'Vrai https://t.co/3', entities: { urls: [url('https://t.co/3', 'https://twitter.com/lea/status/9')] } },
      'Vrai',
    ],
    ['names before an answer', { text: '@lea @karim Merci @lea', referenced_tweets: [{ type: 'replied_to', id: '1' }] }, 'Merci @lea'],
    ['the newer name of what is answered', { text: '@lea Merci', referenced_posts: [{ type: 'replied_to', id: '1' }] }, 'Merci'],
    ['a long post', { text: 'Début…', note_tweet: { text: 'Début, suite et fin' } }, 'Début, suite et fin'],
    ['nothing', {}, ''],
  ])('%s', (_what, post, text) => expect(textOf(post)).toBe(text))

  it('tells an answer to us from a mention in an answer to somebody else', () => {
    const none = { users: new Map(), media: new Map() }
    const post = { id: '12', text: 'x', author_id: '3', referenced_tweets: [{ type: 'replied_to', id: '11' }] }
    const kind = (to: string) => messageOf({ ...post, in_reply_to_user_id: to }, none, '7', new Date(0)).kind
    expect([kind('7'), kind('8')]).toEqual(['reply', 'mention'])
  })

  it('dates an id', () => expect(snowflakeAt(new Date('2026-11-22T10:00:00.000Z'))).toBe((1_795_341_600_000n - 1_288_834_974_657n) << 22n))

  it('reads its limits from the headers', () => {
    const headers = new Headers({ 'x-rate-limit-limit': '100', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '1795341600' })
    expect(rateLimitOf(headers)).toEqual({ limit: 100, remaining: 0, resetAt: '2026-11-22T10:00:00.000Z' })
    expect(rateLimitOf(new Headers({ 'x-rate-limit-reset': 'soon' }))).toEqual({ limit: null, remaining: null, resetAt: null })
  })
})
