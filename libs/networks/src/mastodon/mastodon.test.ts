import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Media, Variant } from '../contract.ts'
import { serverOf } from './auth.ts'
import { htmlToText } from '../html.ts'
import { check, documentedLimits } from './limits.ts'
import { measure, split, withMention } from './text.ts'

/** [what, text, length as the server counts it, spans as `kind:value`] */
const CASES: readonly [string, string, number, string[]][] = [
  ['nothing', '', 0, []],
  ['plain words', 'Du pain', 7, []],
  ['accents composed', 'été', 3, []],
  ['accents combining', 'e\u0301te\u0301', 3, []],
  ['an emoji', '🥐', 1, []],
  ['a family joined by ZWJ', '👩‍👩‍👧‍👦', 1, []],
  ['a flag', '🇫🇷', 1, []],
  ['two flags', '🇫🇷🇧🇪', 2, []],
  ['skin tone', '👍🏽', 1, []],
  ['keycap', '1️⃣', 1, []],
  ['tag flag of Scotland', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', 1, []],
  ['Hangul jamo', '한', 1, []],
  ['Devanagari conjunct', 'नि', 1, []],
  ['right to left', 'خبز طازج', 8, []],
  ['Chinese', '面包店', 3, []],
  ['line end', 'a\nb', 3, []],
  ['Windows line end is one', 'a\r\nb', 3, []],
  ['narrow no-break space', 'Oui\u202F!', 5, []],
  ['a short link costs 23', 'https://a.fr', 23, ['link:https://a.fr']],
  ['a long link costs 23', `https://example.com/${'x'.repeat(200)}`, 23, [`link:https://example.com/${'x'.repeat(200)}`]],
  ['two links', 'https://a.fr https://b.fr', 47, ['link:https://a.fr', 'link:https://b.fr']],
  ['link then full stop', 'Voir https://a.fr/x.', 29, ['link:https://a.fr/x']],
  ['link then comma', 'https://a.fr/x, oui', 28, ['link:https://a.fr/x']],
  ['link in brackets', '(https://a.fr/x)', 25, ['link:https://a.fr/x']],
  ['brackets of the link’s own', 'https://fr.wikipedia.org/wiki/Pain_(aliment)', 23, ['link:https://fr.wikipedia.org/wiki/Pain_(aliment)']],
  ['link in guillemets', '«https://a.fr»', 25, ['link:https://a.fr']],
  ['link with query and fragment', 'https://a.fr/?q=é&x=1#là', 23, ['link:https://a.fr/?q=é&x=1#là']],
  ['link with accents in its name', 'https://boulangerie-élan.fr', 23, ['link:https://boulangerie-élan.fr']],
  ['link with port', 'https://a.fr:8080/x', 23, ['link:https://a.fr:8080/x']],
  ['http too', 'http://a.fr', 23, ['link:http://a.fr']],
  ['glued to a letter it is text', 'xhttps://a.fr', 13, []],
  ['bare name is text', 'a.fr', 4, []],
  ['no dot, no link', 'https://localhost/x', 19, []],
  ['only a scheme', 'https://', 8, []],
  ['a local mention', '@lea merci', 10, ['mention:lea']],
  ['of a remote mention only the name counts', '@lea@mastodon.social merci', 10, ['mention:lea@mastodon.social']],
  ['a mail address is no mention', 'lea@example.com', 15, []],
  ['mention in brackets', '(@lea@a.fr)', 6, ['mention:lea@a.fr']],
  ['mention then full stop', 'Merci @lea@a.fr.', 11, ['mention:lea@a.fr']],
  ['two mentions', '@a@x.fr @b@y.fr', 5, ['mention:a@x.fr', 'mention:b@y.fr']],
  ['mention with underscore and dot', '@le_pain.quotidien', 18, ['mention:le_pain.quotidien']],
  ['a hashtag', '#pain', 5, ['hashtag:pain']],
  ['hashtag with accent', '#Boulangerie_élégante', 21, ['hashtag:Boulangerie_élégante']],
  ['hashtag of combining marks', '#e\u0301te\u0301', 4, ['hashtag:e\u0301te\u0301']],
  ['digits alone are no hashtag', '#2026', 5, []],
  ['digits and letters are', '#14juillet', 10, ['hashtag:14juillet']],
  ['hashtag ends at a hyphen', '#Croix-Rousse', 13, ['hashtag:Croix']],
  ['hashtag ends at an apostrophe', '#L’été', 6, ['hashtag:L']],
  ['hashtag in Arabic', '#خبز', 4, ['hashtag:خبز']],
  ['hash inside a link is the link’s', 'https://a.fr/#pain', 23, ['link:https://a.fr/#pain']],
  ['at sign inside a link is the link’s', 'https://m.fr/@lea/1', 23, ['link:https://m.fr/@lea/1']],
  ['everything together', '🥐 @lea@a.fr voir https://a.fr/été #miam !', 43, ['mention:lea@a.fr', 'link:https://a.fr/été', 'hashtag:miam']],
]

describe('mastodon counts as its servers do', () => {
  it.each(CASES)('%s', (_what, text, length, spans) => {
    const measured = measure(text)
    expect(measured.length).toBe(length)
    expect(measured.spans.map(({ kind, value }) => `${kind}:${value}`)).toEqual(spans)
    for (const { start, end, kind, value } of measured.spans)
      expect(text.slice(start, end)).toBe({ link: '', mention: '@', hashtag: '#' }[kind] + value)
  })

  it('never overlaps spans, whatever is typed', () => {
    const piece = fc.constantFrom('https://a.fr/', '@lea', '@a.fr', '#', 'é', '🥐', ' ', '.', ')', '(', '\n', 'http', '://', '_', '-')
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
    const word = fc.constantFrom(
      'pain',
      'levain.',
      'https://exemple.fr/tres/longue/adresse',
      '@lea@ailleurs.example',
      '👩‍👩‍👧‍👦',
      'é'.repeat(90),
      '\n\n',
      'Oui !',
    )
    const limits = { ...documentedLimits, text: { ...documentedLimits.text, max: 80 } }
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const text = words.join(' ')
        const pieces = split(text, limits)
        for (const piece of pieces) expect(measure(piece).length).toBeLessThanOrEqual(80)
        expect(pieces.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''))
      }),
      { numRuns: 60 },
    )
  })

  it('splits at sentences', () => {
    const limits = { ...documentedLimits, text: { ...documentedLimits.text, max: 30 } }
    expect(split('Le pain est prêt. La brioche aussi. Venez !', limits)).toEqual(['Le pain est prêt.', 'La brioche aussi. Venez !'])
  })
})

describe('mastodon answers by name', () => {
  const reply = (mention: string | null) => ({
    parent: { id: '1', version: null, url: null },
    root: { id: '1', version: null, url: null },
    visibility: 'public' as const,
    mention,
  })
  it.each([
    ['Merci', 'lea@a.fr', '@lea@a.fr Merci'],
    ['@lea@a.fr merci', 'lea@a.fr', '@lea@a.fr merci'],
    ['Merci @Lea@A.fr', '@lea@a.fr', 'Merci @Lea@A.fr'],
    ['Merci', null, 'Merci'],
  ])('%s to %s', (text, mention, expected) => expect(withMention(text, reply(mention))).toBe(expected))
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

describe('mastodon refuses beforehand', () => {
  const withMedia = (...media: Media[]) => variant({ items: [{ text: 'x', media }] })
  it.each<[string, Variant, string[]]>([
    ['nothing at all', variant({ items: [{ text: ' ', media: [] }] }), ['text_empty']],
    ['a picture alone is something', variant({ items: [{ text: '', media: [image()] }] }), []],
    ['text and warning together', variant({ items: [{ text: 'x'.repeat(495), media: [] }], contentWarning: 'gluten' }), ['text_too_long']],
    ['five pictures', withMedia(image(), image(), image(), image(), image()), ['too_many_images']],
    ['a heavy picture', withMedia(image({ bytes: 20_000_000 })), ['image_too_large']],
    ['too many pixels', withMedia(image({ width: 9_000, height: 9_000 })), ['image_too_large']],
    ['a picture of another kind', withMedia(image({ mimeType: 'image/tiff' })), ['image_type']],
    ['picture and video', withMedia(image(), image({ mimeType: 'video/mp4' })), ['mixed_media']],
    ['no description', withMedia(image({ alt: { kind: 'missing' } })), ['alt_missing']],
    ['decorative is a decision', withMedia(image({ alt: { kind: 'decorative' } })), []],
    ['a file name as description', withMedia(image({ alt: { kind: 'text', text: 'IMG_2041.JPG' } })), ['alt_is_file_name']],
    ['a long description', withMedia(image({ alt: { kind: 'text', text: 'a'.repeat(1_501) } })), ['alt_too_long']],
    ['a poll with a picture', variant({ items: [{ text: 'x', media: [image()] }], poll: poll() }), ['poll_with_media']],
    ['a poll of one', variant({ poll: poll({ options: ['a'] }) }), ['poll_options']],
    ['a poll of five', variant({ poll: poll({ options: ['a', 'b', 'c', 'd', 'e'] }) }), ['poll_options']],
    ['a poll of twice the same', variant({ poll: poll({ options: ['a', 'a'] }) }), ['poll_options']],
    ['a long option', variant({ poll: poll({ options: ['a', 'b'.repeat(51)] }) }), ['poll_option_too_long']],
    ['a poll of a minute', variant({ poll: poll({ seconds: 60 }) }), ['poll_duration']],
    ['who may answer', variant({ whoMayReply: 'nobody' }), ['option_not_accepted']],
    [
      'the second item of a thread',
      variant({
        items: [
          { text: 'x', media: [] },
          { text: 'y'.repeat(501), media: [] },
        ],
      }),
      ['text_too_long'],
    ],
  ])('%s', (_what, given, codes) => expect(check(given, documentedLimits).map(({ code }) => code)).toEqual(codes))

  it('counts the name of the person answered', () => {
    const reply = {
      parent: { id: '1', version: null, url: null },
      root: { id: '1', version: null, url: null },
      visibility: 'public',
      mention: 'lea@a.fr',
    } as const
    const full = variant({ items: [{ text: 'x'.repeat(500), media: [] }] })
    expect([check(full, documentedLimits), check(full, documentedLimits, reply).map(({ data }) => data['actual'])]).toEqual([[], [505]])
  })
})

describe('HTML of statuses becomes text', () => {
  it.each([
    ['<p>Bonjour<br />à tous</p><p>Merci</p>', 'Bonjour\nà tous\n\nMerci'],
    ['<p><span class="h-card"><a href="https://a.fr/@lea" class="u-url mention">@<span>lea</span></a></span> oui</p>', '@lea oui'],
    [
      '<a href="https://a.fr/x"><span class="invisible">https://</span><span>a.fr/x</span><span class="invisible"></span></a>',
      'https://a.fr/x',
    ],
    ['&lt;b&gt; &amp;amp; &#39;&#x27; &eacute; &nbsp;x', "<b> &amp; '' &eacute; \u00A0x"],
    ['<script>alert(1)</script>Bonjour<style>p{}</style>', 'Bonjour'],
    ['<img src=x onerror="alert(1)">Bonjour', 'Bonjour'],
    ['<p title="a > b">x</p>', 'x'],
    ['1 < 2 et 3 > 2', '1 < 2 et 3 > 2'],
    ['<3', '<3'],
    ['<!-- caché -->vu', 'vu'],
    ['<p>ouvert', 'ouvert'],
    ['<a href="', ''],
    ['<script>jamais fermé', ''],
    ['<p class="quote-inline">RE: https://a.fr/1</p><p>D’accord</p>', 'D’accord'],
    ['<ul><li>un</li><li>deux</li></ul>', '- un\n- deux'],
    ['&#0;&#xD800;&#9999999;x', 'x'],
    ['<scr<script>ipt>x', 'ipt>x'],
  ])('%s', (html, text) => expect(htmlToText(html)).toBe(text))

  it('reads hostile markup of a megabyte in no time', () => {
    for (const bad of [
      '<'.repeat(1_000_000),
      '<a '.repeat(300_000),
      '&#'.repeat(500_000),
      '<script>'.repeat(100_000),
      '<!--'.repeat(200_000),
    ]) {
      const start = performance.now()
      expect(htmlToText(bad).length).toBeLessThanOrEqual(10_000)
      expect(performance.now() - start).toBeLessThan(1_500)
    }
  })
})

describe('the name of a server', () => {
  it.each([
    ['mastodon.social', 'https://mastodon.social'],
    [' https://mastodon.social/ ', 'https://mastodon.social'],
    ['@lea@piaille.fr', 'https://piaille.fr'],
    ['https://social.example:8443/@x', 'https://social.example:8443'],
    ['http://127.0.0.1:4300', 'http://127.0.0.1:4300'],
  ])('%s', (given, origin) => expect(serverOf(given)).toBe(origin))

  it.each(['', 'mastodon', 'http://mastodon.social', 'ftp://a.fr', 'javascript:alert(1)', 'https://'])('refuses %s', (given) =>
    expect(() => serverOf(given)).toThrow(/not_found/),
  )
})
