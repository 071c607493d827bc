import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Variant } from '../contract.ts'
import { check, documentedLimits } from './limits.ts'
import { isDid, isHandle, isRecordKey, isTid, newTid, parseAtUri, tidDate } from './syntax.ts'
import { facetsOf, measure, split } from './text.ts'

/** [what, text, graphemes, bytes, spans as `kind:value`] */
const CASES: readonly [string, string, number, number, string[]][] = [
  ['nothing', '', 0, 0, []],
  ['plain words', 'Du pain', 7, 7, []],
  ['accents composed', 'été', 3, 5, []],
  ['accents combining', 'e\u0301te\u0301', 3, 7, []],
  ['an emoji', '🥐', 1, 4, []],
  ['a family joined by ZWJ', '👩‍👩‍👧‍👦', 1, 25, []],
  ['a flag', '🇫🇷', 1, 8, []],
  ['skin tone', '👍🏽', 1, 8, []],
  ['keycap', '1️⃣', 1, 7, []],
  ['right to left', 'خبز', 3, 6, []],
  ['Chinese', '面包店', 3, 9, []],
  ['narrow no-break space', 'Oui\u202F!', 5, 7, []],
  ['a link', 'https://a.fr', 12, 12, ['link:https://a.fr']],
  ['a link counts in full', `https://a.fr/${'x'.repeat(50)}`, 63, 63, [`link:https://a.fr/${'x'.repeat(50)}`]],
  ['link then full stop', 'Voir https://a.fr/x.', 20, 20, ['link:https://a.fr/x']],
  ['link then comma', 'https://a.fr/x, oui', 19, 19, ['link:https://a.fr/x']],
  ['link in brackets', '(https://a.fr/x)', 16, 16, ['link:https://a.fr/x']],
  ['brackets of the link’s own', 'https://fr.wikipedia.org/wiki/Pain_(x)', 38, 38, ['link:https://fr.wikipedia.org/wiki/Pain_(x)']],
  ['link with accents', 'https://a.fr/été', 16, 18, ['link:https://a.fr/été']],
  ['link after an emoji', '🥐 https://a.fr', 14, 17, ['link:https://a.fr']],
  ['link at a line start', 'a\nhttps://b.fr', 14, 14, ['link:https://b.fr']],
  ['a bare name', 'maisonlevain.fr', 15, 15, ['link:https://maisonlevain.fr']],
  ['a bare name with path', 'voir maisonlevain.fr/carte.', 27, 27, ['link:https://maisonlevain.fr/carte']],
  ['a bare name with an unknown ending', 'pain.quotidien', 14, 14, []],
  ['an abbreviation is no link', 'M.Dupont', 8, 8, []],
  ['a version is no link', 'v1.2.3', 6, 6, []],
  ['no dot, no link', 'https://localhost', 17, 17, []],
  ['glued to a letter it is text', 'xhttps://a.fr', 13, 13, []],
  ['a mention', '@lea.bsky.social merci', 22, 22, ['mention:lea.bsky.social']],
  ['mention then full stop', 'Merci @lea.bsky.social.', 23, 23, ['mention:lea.bsky.social']],
  ['mention in brackets', '(@lea.fr)', 9, 9, ['mention:lea.fr']],
  ['a first name is no handle', '@lea merci', 10, 10, []],
  ['a mail address is no mention', 'lea@example.com', 15, 15, []],
  ['two mentions', '@a.fr @b.fr', 11, 11, ['mention:a.fr', 'mention:b.fr']],
  ['mention before a comma', '@a.fr, oui', 10, 10, ['mention:a.fr']],
  ['a hashtag', '#pain', 5, 5, ['hashtag:pain']],
  ['hashtag with accent', '#Noël', 5, 6, ['hashtag:Noël']],
  ['hashtag keeps its hyphen', '#Croix-Rousse', 13, 13, ['hashtag:Croix-Rousse']],
  ['hashtag loses its full stop', '#pain.', 6, 6, ['hashtag:pain']],
  ['hashtag of digits is none', '#2026', 5, 5, []],
  ['digits and letters are', '#14juillet', 10, 10, ['hashtag:14juillet']],
  ['hashtag of an emoji', '#🥐', 2, 5, ['hashtag:🥐']],
  ['full-width hash', '＃pain', 5, 7, ['hashtag:pain']],
  ['two glued hashtags are one', '#a#b', 4, 4, ['hashtag:a']],
  ['keycap hash is an emoji', '#️⃣', 1, 7, []],
  ['too long a hashtag', `#${'a'.repeat(65)}`, 66, 66, []],
  ['hash inside a link is the link’s', 'https://a.fr/#pain', 18, 18, ['link:https://a.fr/#pain']],
  ['at sign inside a link is the link’s', 'https://m.fr/@lea.fr', 20, 20, ['link:https://m.fr/@lea.fr']],
  ['everything together', '🥐 @lea.fr #miam https://a.fr/é!', 31, 35, ['mention:lea.fr', 'hashtag:miam', 'link:https://a.fr/é']],
]

describe('bluesky counts graphemes and bytes, and marks by byte', () => {
  it.each(CASES)('%s', (_what, text, length, bytes, spans) => {
    const measured = measure(text)
    expect([measured.length, measured.bytes]).toEqual([length, bytes])
    expect(measured.spans.map(({ kind, value }) => `${kind}:${value}`)).toEqual(spans)
  })

  it('covers by each facet exactly the words it speaks of', () => {
    const piece = fc.constantFrom('🥐', 'é', '@lea.fr', '#Noël', 'https://a.fr/été', ' ', '\n', '(', ')', '.', '👩‍👩‍👧‍👦', 'خبز', 'abc')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('')
        const whole = Buffer.from(text)
        let last = 0
        for (const { index, features } of facetsOf(text, new Map([['lea.fr', 'did:plc:lea']]))) {
          const [feature] = features
          const covered = whole.subarray(index.byteStart, index.byteEnd).toString('utf8')
          const expected = feature?.['uri'] ?? (feature?.['did'] ? '@lea.fr' : `#${feature?.['tag']}`)
          expect([covered, `https://${covered}`]).toContain(expected)
          expect(index.byteStart).toBeGreaterThanOrEqual(last)
          last = index.byteEnd
        }
      }),
    )
  })

  it('leaves a mention of nobody as text', () =>
    expect(facetsOf('@lea.fr @karim.fr', new Map([['karim.fr', 'did:plc:k']]))).toHaveLength(1))

  it('splits into pieces within both limits, losing nothing but white space', () => {
    const word = fc.constantFrom('pain', 'levain.', 'https://exemple.fr/longue/adresse', '👩‍👩‍👧‍👦', 'é'.repeat(200), '\n\n', 'Oui !')
    fc.assert(
      fc.property(fc.array(word, { maxLength: 80 }), (words) => {
        const text = words.join(' ')
        const pieces = split(text, documentedLimits)
        for (const piece of pieces) {
          const { length, bytes } = measure(piece)
          expect(length).toBeLessThanOrEqual(300)
          expect(bytes).toBeLessThanOrEqual(3_000)
        }
        expect(pieces.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''))
      }),
      { numRuns: 60 },
    )
  })
})

describe('bluesky refuses beforehand', () => {
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
  const image = {
    id: 'm',
    mimeType: 'image/png',
    bytes: 10,
    width: 1,
    height: 1,
    alt: { kind: 'text', text: 'x' },
    focus: { x: 0, y: 0 },
  } as const
  const card = { url: 'https://a.fr', title: 'a', description: '', thumb: { ...image, bytes: 1_500_000 } }
  it.each<[string, Variant, string[]]>([
    ['a plain post', variant(), []],
    ['301 graphemes', variant({ items: [{ text: 'é'.repeat(301), media: [] }] }), ['text_too_long']],
    ['300 graphemes of too many bytes', variant({ items: [{ text: '👩‍👩‍👧‍👦'.repeat(121), media: [] }] }), ['text_too_many_bytes']],
    ['five pictures', variant({ items: [{ text: '', media: [image, image, image, image, image] }] }), ['too_many_images']],
    ['three megabytes', variant({ items: [{ text: '', media: [{ ...image, bytes: 3_000_000 }] }] }), ['image_too_large']],
    ['a video of another kind', variant({ items: [{ text: '', media: [{ ...image, mimeType: 'video/webm' }] }] }), ['video_not_accepted']],
    ['a poll', variant({ poll: { options: ['a', 'b'], multiple: false, seconds: 3_600 } }), ['option_not_accepted']],
    ['a content warning', variant({ contentWarning: 'gluten' }), ['option_not_accepted']],
    ['followers only', variant({ visibility: 'followers' }), ['option_not_accepted']],
    ['card and picture', variant({ items: [{ text: '', media: [image] }], card: { ...card, thumb: null } }), ['option_not_accepted']],
    ['a heavy thumb', variant({ card }), ['image_too_large']],
    ['who may answer', variant({ whoMayReply: 'mentioned' }), []],
  ])('%s', (_what, given, codes) => expect(check(given, documentedLimits).map(({ code }) => code)).toEqual(codes))
})

describe('record keys', () => {
  it('sort by time, and give it back', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2020-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }), (now) => {
        const tid = newTid(now)
        expect(isTid(tid)).toBe(true)
        expect(tidDate(tid)).toEqual(now)
        expect(newTid(new Date(now.getTime() + 2)) > tid).toBe(true)
      }),
    )
  })

  it('are not the same twice within a millisecond', () => {
    const now = new Date()
    expect(new Set(Array.from({ length: 500 }, () => newTid(now))).size).toBeGreaterThan(495)
  })

  it.each(['at://did:plc:a/app.bsky.feed.post/3k', 'at://lea.fr/app.bsky.feed.post/3k'])('reads %s', (uri) =>
    expect(parseAtUri(uri)?.rkey).toBe('3k'),
  )
  it.each(['', 'at://x', 'https://a.fr', 'at://did:plc:a/app.bsky.feed.post', 'at://did:plc:a/b/..', 'at://a b/c/d'])('refuses %s', (uri) =>
    expect(parseAtUri(uri)).toBeNull(),
  )
})

const interop = join(
  process.env['PUPITRE_SPECS'] ?? resolve(import.meta.dirname, '../../../../../shared/networks/specs'),
  'bluesky/interop-test-files/syntax',
)

describe.skipIf(!existsSync(interop))('the protocol’s own lists of names (skipped where they are not beside the repository)', () => {
  const lines = (name: string) =>
    readFileSync(join(interop, `${name}.txt`), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
  it.each([
    ['handle', isHandle],
    ['did', isDid],
    ['tid', isTid],
    ['recordkey', isRecordKey],
  ] as const)('%s', (name, accepts) => {
    expect(lines(`${name}_syntax_valid`).filter((line) => !accepts(line))).toEqual([])
    expect(lines(`${name}_syntax_invalid`).filter((line) => accepts(line))).toEqual([])
  })
})
