import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Media, Variant } from '../contract.ts'
import { chatOf } from './auth.ts'
import { check, documentedLimits } from './limits.ts'
import { albumOf, signalOf } from './map.ts'
import { measure, parse, split } from './text.ts'
import { verifyTelegram } from './webhook.ts'

/** [what, text, code points after marks, spans as `kind:value`] */
const CASES: readonly [string, string, number, string[]][] = [
  ['nothing', '', 0, []],
  ['plain words', 'Du pain', 7, []],
  ['white space around is not kept', '  Du pain\n', 7, []],
  ['accents composed', 'été', 3, []],
  ['accents combining count twice', 'e\u0301te\u0301', 5, []],
  ['an emoji is one', '🥐', 1, []],
  ['a family joined by ZWJ is seven', '👩‍👩‍👧‍👦', 7, []],
  ['a flag is two', '🇫🇷', 2, []],
  ['skin tone is two', '👍🏽', 2, []],
  ['keycap is three', '1️⃣', 3, []],
  ['right to left', 'خبز طازج', 8, []],
  ['Chinese', '面包店', 3, []],
  ['Devanagari conjunct', 'नि', 2, []],
  ['line end', 'a\nb', 3, []],
  ['bold marks are not counted', '**gras**', 4, []],
  ['an open mark is text', '**gras', 6, []],
  ['a star alone is text', '2 * 3 * 4', 9, []],
  ['marks around a space are text', '** gras **', 10, []],
  ['marks across lines are text', '**un\ndeux**', 11, []],
  ['a name with underscores is text', 'snake__case__x', 14, []],
  ['words behind a link', '[la carte](https://a.fr/x)', 8, ['link:https://a.fr/x']],
  ['brackets that are no link', '[sic](voir)', 11, []],
  ['code', '`a * b`', 5, []],
  ['a block of code', '```js\nlet a\n```', 5, []],
  ['a link counts in full', 'https://a.fr/été', 16, ['link:https://a.fr/été']],
  ['link then full stop', 'Voir https://a.fr/x.', 20, ['link:https://a.fr/x']],
  ['link then comma', 'https://a.fr/x, oui', 19, ['link:https://a.fr/x']],
  ['link in brackets', '(https://a.fr/x)', 16, ['link:https://a.fr/x']],
  ['brackets of the link’s own', 'https://fr.wikipedia.org/wiki/Pain_(x)', 38, ['link:https://fr.wikipedia.org/wiki/Pain_(x)']],
  ['link in guillemets', '«https://a.fr»', 14, ['link:https://a.fr']],
  ['link glued to a letter is text', 'xhttps://a.b', 12, []],
  ['a bare name', 'maisonlevain.fr', 15, ['link:http://maisonlevain.fr']],
  ['a bare name with path', 'voir maisonlevain.fr/carte.', 27, ['link:http://maisonlevain.fr/carte']],
  ['a bare name with an unknown ending', 'pain.quotidien', 14, []],
  ['link in code is text', '`https://a.fr`', 12, []],
  ['a mention', '@maisonlevain merci', 19, ['mention:maisonlevain']],
  ['mention then full stop', 'Merci @lea_b.', 13, ['mention:lea_b']],
  ['too short a name', '@lea', 4, []],
  ['a mail address is no mention', 'lea@maison.levain', 17, []],
  ['a hashtag', '#pain', 5, ['hashtag:pain']],
  ['hashtag with accent', '#Noël', 5, ['hashtag:Noël']],
  ['hashtag ends at a hyphen', '#Croix-Rousse', 13, ['hashtag:Croix']],
  ['hashtag in Arabic', '#خبز', 4, ['hashtag:خبز']],
  ['digits alone are no hashtag', '#2026', 5, []],
  ['hash inside a link is the link’s', 'https://a.fr/#pain', 18, ['link:https://a.fr/#pain']],
  [
    'everything together',
    '🥐 **@maisonlevain** voir https://a.fr/é #miam !',
    43,
    ['mention:maisonlevain', 'link:https://a.fr/é', 'hashtag:miam'],
  ],
]

describe('telegram counts code points after marks', () => {
  it.each(CASES)('%s', (_what, text, length, spans) => {
    const measured = measure(text)
    expect(measured.length).toBe(length)
    expect(measured.spans.map(({ kind, value }) => `${kind}:${value}`)).toEqual(spans)
    for (const { start, end, value } of measured.spans) expect(text.slice(start, end)).toContain(value.replace('http://', ''))
  })

  it('splits into pieces that fit, and loses nothing but white space', () => {
    const word = fc.constantFrom('pain', '**levain**', 'https://exemple.fr/tres/longue/adresse', '👩‍👩‍👧‍👦', 'é'.repeat(90), '\n\n', 'Oui !')
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
})

describe('marks become entities at UTF-16 offsets', () => {
  it.each<[string, string, unknown[]]>([
    ['**gras**', 'gras', [{ type: 'bold', offset: 0, length: 4 }]],
    ['🥐 **gras**', '🥐 gras', [{ type: 'bold', offset: 3, length: 4 }]],
    ['👩‍👩‍👧‍👦__x__', '👩‍👩‍👧‍👦x', [{ type: 'italic', offset: 11, length: 1 }]],
    ['**🇫🇷**', '🇫🇷', [{ type: 'bold', offset: 0, length: 4 }]],
    ['e\u0301 ~~non~~', 'e\u0301 non', [{ type: 'strikethrough', offset: 3, length: 3 }]],
    ['||caché||', 'caché', [{ type: 'spoiler', offset: 0, length: 5 }]],
    ['`a **b**`', 'a **b**', [{ type: 'code', offset: 0, length: 7 }]],
    ['```js\nlet a\n```', 'let a', [{ type: 'pre', offset: 0, length: 5, language: 'js' }]],
    ['```\nlet a\n```', 'let a', [{ type: 'pre', offset: 0, length: 5 }]],
    ['[la carte](https://a.fr/(x))', 'la carte', [{ type: 'text_link', offset: 0, length: 8, url: 'https://a.fr/(x)' }]],
    ['[x](javascript:alert(1))', '[x](javascript:alert(1))', []],
    [
      '**un __deux__**',
      'un deux',
      [
        { type: 'bold', offset: 0, length: 7 },
        { type: 'italic', offset: 3, length: 4 },
      ],
    ],
    ['**خبز**', 'خبز', [{ type: 'bold', offset: 0, length: 3 }]],
    ['  **x**', 'x', [{ type: 'bold', offset: 0, length: 1 }]],
    ['****', '****', []],
  ])('%s', (text, plain, entities) => expect(parse(text)).toEqual({ text: plain, entities }))

  it('never places an entity outside the text, whatever is typed', () => {
    const piece = fc.constantFrom('**', '__', '~~', '||', '`', '```', '[', '](https://a.fr)', '🥐', 'é', ' ', '\n', 'mot', '👩‍👩‍👧‍👦')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const { text, entities } = parse(pieces.join(''))
        for (const { offset, length } of entities) {
          expect(length).toBeGreaterThan(0)
          expect(offset + length).toBeLessThanOrEqual(text.length)
        }
      }),
    )
  })

  it('reads hostile text of 50,000 characters in no time', () => {
    for (const bad of ['**a'.repeat(17_000), '`'.repeat(50_000), '['.repeat(50_000), '||'.repeat(25_000), '__a '.repeat(12_000)]) {
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
  alt: { kind: 'missing' },
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

describe('telegram refuses beforehand', () => {
  const withMedia = (text: string, ...media: Media[]) => variant({ items: [{ text, media }] })
  const asking = (text: string) => ({ items: [{ text, media: [] }], poll: poll() })
  it.each<[string, Variant, string[]]>([
    ['nothing at all', variant({ items: [{ text: ' ', media: [] }] }), ['text_empty']],
    ['4,096 bold emoji', variant({ items: [{ text: `**${'🥐'.repeat(4_096)}**`, media: [] }] }), []],
    ['4,097', variant({ items: [{ text: '🥐'.repeat(4_097), media: [] }] }), ['text_too_long']],
    ['a caption of 1,024', withMedia('é'.repeat(1_024), image()), []],
    ['a caption of 1,025', withMedia('é'.repeat(1_025), image()), ['text_too_long']],
    ['an album of both kinds', withMedia('x', image(), image({ mimeType: 'video/mp4' })), []],
    ['eleven pictures', withMedia('x', ...Array.from({ length: 11 }, () => image())), ['too_many_images']],
    ['six of each', withMedia('x', ...[1, 2, 3, 4, 5, 6].flatMap(() => [image(), image({ mimeType: 'video/mp4' })])), ['too_many_images']],
    ['a heavy picture', withMedia('x', image({ bytes: 10_000_001 })), ['image_too_large']],
    ['too long a side', withMedia('x', image({ width: 9_000, height: 1_001 })), ['image_too_large']],
    ['too narrow', withMedia('x', image({ width: 2_100, height: 100 })), ['image_too_large']],
    ['a heavy film', withMedia('x', image({ mimeType: 'video/mp4', bytes: 50_000_001 })), ['video_too_large']],
    ['a film of another kind', withMedia('x', image({ mimeType: 'video/webm' })), ['video_not_accepted']],
    ['a moving picture', withMedia('x', image({ mimeType: 'image/gif' })), ['image_type']],
    ['a card and a picture', { ...withMedia('x', image()), card }, ['option_not_accepted']],
    ['a question of 301', variant(asking('x'.repeat(301))), ['text_too_long']],
    ['a poll with a picture', variant({ items: [{ text: 'x', media: [image()] }], poll: poll() }), ['poll_with_media']],
    ['a poll of thirteen', variant({ poll: poll({ options: Array.from({ length: 13 }, String) }) }), ['poll_options']],
    ['a long option', variant({ poll: poll({ options: ['a', 'b'.repeat(101)] }) }), ['poll_option_too_long']],
    ['a poll of a second', variant({ poll: poll({ seconds: 1 }) }), ['poll_duration']],
    ['who may answer', variant({ whoMayReply: 'nobody' }), ['option_not_accepted']],
    ['who may read', variant({ visibility: 'followers' }), ['option_not_accepted']],
    ['a warning', variant({ contentWarning: 'gluten' }), ['option_not_accepted']],
    ['a quote', variant({ quoteOf: { id: '1/2', version: null, url: null } }), ['option_not_accepted']],
  ])('%s', (_what, given, codes) => expect(check(given, documentedLimits).map(({ code }) => code)).toEqual(codes))
})

describe('names and numbers of telegram', () => {
  it.each([
    ['@maisonlevain', '@maisonlevain'],
    ['maisonlevain', '@maisonlevain'],
    ['https://t.me/maisonlevain', '@maisonlevain'],
    ['t.me/maisonlevain/', '@maisonlevain'],
    [' -1001234567890 ', '-1001234567890'],
    ['https://t.me/c/1234567890/7', '-1001234567890'],
  ])('the channel of %s', (given, chat) => expect(chatOf(given)).toBe(chat))

  it.each(['', 'Maison Levain', 'https://t.me/+AbCdEf', 'https://evil.example/maisonlevain', '@lea@a.fr', '42'])('refuses %s', (given) =>
    expect(() => chatOf(given)).toThrow(/not_found/),
  )

  it('knows all messages of an album', () => {
    expect(albumOf({ id: '-100/5', version: 'album:5,6,7', url: null })).toEqual([5, 6, 7])
    expect(albumOf({ id: '-100/5', version: null, url: null })).toEqual([5])
  })
})

describe('updates become messages', () => {
  const reader = { channel: -1001, group: -1002, botId: 42, now: new Date('2026-11-28T10:00:00Z') }
  const from = { id: 7, is_bot: false, first_name: 'Léa', last_name: 'B.', username: 'lea_b' }
  const group = { id: -1002, type: 'supergroup', title: 'Discussion' }
  const post = {
    message_id: 3,
    is_automatic_forward: true,
    chat: group,
    forward_origin: { type: 'channel', chat: { id: -1001, username: 'levain' }, message_id: 9 },
  }
  const base = { message_id: 4, date: 1_764_324_000, chat: group, from }
  const read = (message: Record<string, unknown>) => signalOf({ update_id: 1, message: { ...base, ...message } }, reader)

  it('a comment below a post answers the post', () => {
    expect(read({ text: 'Miam', reply_to_message: post })).toMatchObject({
      kind: 'message',
      message: {
        id: '-1002/4',
        kind: 'reply',
        parent: { id: '-1001/9', url: 'https://t.me/levain/9' },
        author: { handle: 'lea_b', name: 'Léa B.' },
      },
    })
  })
  it('an answer to the bot is an answer', () => {
    const answered = { message_id: 8, chat: group, from: { id: 42, is_bot: true } }
    expect(read({ text: 'Ah', reply_to_message: answered })).toMatchObject({ message: { kind: 'reply', parent: { id: '-1002/8' } } })
  })
  it('other words in the group are spoken to the house', () => {
    expect(read({ text: 'Bonjour' })).toMatchObject({ message: { kind: 'mention', visibility: 'public', parent: null } })
  })
  it('what is written to the bot alone is private', () => {
    const chat = { id: 7, type: 'private', first_name: 'Léa' }
    expect(read({ text: 'Entre nous', chat })).toMatchObject({
      message: { kind: 'direct', visibility: 'direct', ref: { id: '7/4', url: null } },
    })
    expect(read({ text: '/start', chat })).toBeNull()
  })
  it.each([
    ['[photo]', { photo: [] }],
    ['[sticker 🥐]', { sticker: { emoji: '🥐' } }],
    ['[video note]', { video_note: {} }],
    ['Sous la photo', { photo: [], caption: 'Sous la photo' }],
  ])('names what has no words: %s', (text, message) => expect(read(message)).toMatchObject({ message: { text } }))
  it.each([
    ['the post carried over', { ...post, text: 'x' }],
    ['the channel’s own voice', { text: 'x', sender_chat: { id: -1001, type: 'channel' } }],
    ['the bot’s own words', { text: 'x', from: { id: 42, is_bot: true } }],
    ['another group', { text: 'x', chat: { id: -1009, type: 'supergroup' } }],
    ['somebody who came in', { new_chat_members: [from] }],
  ])('leaves out %s', (_what, message) => expect(read(message)).toBeNull())
  it('an edited message is told as such', () => {
    const edited = { ...base, text: 'Mieux', edit_date: 1_764_324_060 }
    expect(signalOf({ update_id: 1, edited_message: edited }, reader)).toEqual({
      kind: 'edited',
      id: '-1002/4',
      text: 'Mieux',
      at: '2025-11-28T10:01:00.000Z',
    })
  })
})

describe('a request that says it comes from telegram', () => {
  it.each<[string, string, string | null, boolean]>([
    ['the word agreed on', 'mot-de-passe_1', 'mot-de-passe_1', true],
    ['another word', 'mot-de-passe_1', 'mot-de-passe_2', false],
    ['a longer word', 'mot', 'mot-de-passe', false],
    ['no word', 'mot-de-passe_1', null, false],
    ['an empty word', 'mot-de-passe_1', '', false],
    ['nothing was agreed on', '', '', false],
  ])('%s', (_what, agreed, header, believed) => expect(verifyTelegram(agreed, header)).toBe(believed))
})
