import { describe, expect, it } from 'vitest'
import { sampleFilm, sampleImage, sampleVariant, testText, type TextCase } from '../conformance/text.ts'
import type { Variant } from '../contract.ts'
import { refusedBy } from '../meta/errors.ts'
import { whatsapp } from './connector.ts'
import { check, documentedLimits } from './limits.ts'
import { placeOf, signalOf } from './map.ts'
import { measure, split } from './text.ts'

const CASES: readonly TextCase[] = [
  ['nothing', '', 0, []],
  ['plain words', 'Du pain', 7, []],
  ['accents composed', 'été', 3, []],
  ['accents combining', 'e\u0301te\u0301', 5, []],
  ['an emoji', '🥐', 1, []],
  ['a family joined by ZWJ', '👩‍👩‍👧‍👦', 7, []],
  ['a flag', '🇫🇷', 2, []],
  ['two flags', '🇫🇷🇧🇪', 4, []],
  ['skin tone', '👍🏽', 2, []],
  ['keycap', '1️⃣', 3, []],
  ['tag flag of Scotland', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', 7, []],
  ['heart with its selector', '❤️', 2, []],
  ['right to left', 'خبز طازج', 8, []],
  ['Hebrew with points', 'לֶחֶם', 5, []],
  ['Chinese', '面包店', 3, []],
  ['Japanese', 'パン屋', 3, []],
  ['Devanagari conjunct', 'नि', 2, []],
  ['Hangul jamo', '\u1112\u1161\u11AB', 3, []],
  ['line end', 'a\nb', 3, []],
  ['empty lines stay', 'a\n\n\nb', 5, []],
  ['narrow no-break space', 'Oui\u202F!', 5, []],
  ['bold counts with its signs', '*gras*', 6, []],
  ['slanted counts with its signs', '_fin_', 5, []],
  ['struck counts with its signs', '~non~', 5, []],
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
  ['a hashtag is text', '#pain', 5, []],
  ['a telephone number is text', '+33 4 72 00 00 00', 17, []],
  ['hash inside a link is the link’s', 'https://a.fr/#pain', 18, ['link:https://a.fr/#pain']],
  ['everything together', 'Été 🥐 voir https://a.fr/é #miam !', 33, ['link:https://a.fr/é']],
]

testText('whatsapp', {
  cases: CASES,
  measure,
  split,
  limits: { ...documentedLimits, text: { ...documentedLimits.text, max: 300 } },
  words: ['*gras*', '@lea'],
})

const ref = { id: 'dm/33600000001/wamid.HBgL', version: null, url: null }
const reply = { parent: ref, root: ref, visibility: 'direct', mention: null } as const
const codes = (given: Variant, to: typeof reply | null = reply) => check(given, documentedLimits, to).map(({ code }) => code)

describe('whatsapp refuses beforehand', () => {
  it.each<[string, Variant, string[]]>([
    ['words', sampleVariant('Bonjour'), []],
    ['nothing', sampleVariant(''), ['text_empty']],
    ['4,096 letters', sampleVariant('é'.repeat(4_096)), []],
    ['one more', sampleVariant('é'.repeat(4_097)), ['text_too_long']],
    ['1,025 letters below a picture', sampleVariant('é'.repeat(1_025), [sampleImage()]), ['text_too_long']],
    ['a picture without words or description', sampleVariant('', [sampleImage({ alt: { kind: 'missing' } })]), []],
    ['two pictures', sampleVariant('x', [sampleImage(), sampleImage()]), ['too_many_images']],
    ['a WebP', sampleVariant('x', [sampleImage({ mimeType: 'image/webp' })]), ['image_type']],
    ['a heavy picture', sampleVariant('x', [sampleImage({ bytes: 6_000_000 })]), ['image_too_large']],
    ['a film', sampleVariant('x', [sampleFilm()]), []],
    ['a heavy film', sampleVariant('x', [sampleFilm({ bytes: 17_000_000 })]), ['video_too_large']],
    ['a poll', sampleVariant('x', [], { poll: { options: ['a', 'b'], multiple: false, seconds: 3_600 } }), ['option_not_accepted']],
    ['a quote', sampleVariant('x', [], { quoteOf: ref }), ['option_not_accepted']],
    ['a story', sampleVariant('x', [sampleImage()], { placement: 'story' }), ['option_not_accepted']],
    ['a first comment', sampleVariant('x', [], { firstComment: 'y' }), ['option_not_accepted']],
  ])('%s', (_what, given, found) => expect(codes(given)).toEqual(found))

  it('what answers nobody', () => expect(codes(sampleVariant('Bonjour à tous'), null)).toEqual(['option_not_accepted']))
})

const now = new Date('2026-11-28T18:00:00.000Z')
const names = new Map([['33600000001', 'Léa']])
const said = (more: Record<string, unknown>) =>
  signalOf({ from: '33600000001', id: 'wamid.HBgL', timestamp: '1795888800', ...more }, names, now)

describe('what whatsapp tells', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['words', { type: 'text', text: { body: 'Bonjour' } }, 'Bonjour'],
    ['a picture with words', { type: 'image', image: { id: '5', caption: 'Regardez' } }, 'Regardez'],
    ['a picture without', { type: 'image', image: { id: '5' } }, '[image]'],
    ['a voice', { type: 'audio', audio: { id: '5', voice: true } }, '[audio]'],
    ['a document by its name', { type: 'document', document: { id: '5', filename: 'facture.pdf' } }, 'facture.pdf'],
    [
      'a place',
      { type: 'location', location: { latitude: 45.7, longitude: 4.8, name: 'Place Bellecour' } },
      '📍 Place Bellecour 45.7, 4.8',
    ],
    ['a contact', { type: 'contacts', contacts: [{ name: { formatted_name: 'Karim' } }] }, 'Karim'],
    ['a button', { type: 'button', button: { text: 'Oui', payload: 'x' } }, 'Oui'],
    [
      'an answer of a list',
      { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: '1', title: 'Seigle' } } },
      'Seigle',
    ],
    ['what nobody knows yet', { type: 'unsupported', errors: [{ code: 131051 }] }, '[unsupported]'],
  ])('%s', (_what, message, text) => {
    expect(said(message)).toMatchObject({
      kind: 'message',
      message: { text, author: { name: 'Léa', handle: '+33600000001' }, sentAt: now.toISOString() },
    })
  })

  it('where a file is asked for, and what is answered', () => {
    const answered = { type: 'image', image: { id: '5' }, context: { from: '33472000000', id: 'wamid.XYZ' } }
    expect(said(answered)).toMatchObject({
      message: { attachments: [{ kind: 'image', url: 'https://graph.facebook.com/5' }], parent: { id: 'dm/33600000001/wamid.XYZ' } },
    })
  })

  it('an edit, a message taken back, and what is no message', () => {
    const edit = { type: 'edit', edit: { original_message_id: 'wamid.A', message: { type: 'text', text: { body: 'Bonsoir' } } } }
    expect(said(edit)).toMatchObject({ kind: 'edited', id: 'dm/wamid.A', text: 'Bonsoir' })
    expect(said({ type: 'revoke', revoke: { original_message_id: 'wamid.A' } })).toMatchObject({ kind: 'deleted', id: 'dm/wamid.A' })
    for (const type of ['reaction', 'system']) expect(said({ type })).toBeNull()
    expect(said({ type: 'text', id: 'no-message' })).toBeNull()
    expect(said({ type: 'text', from: '../x' })).toBeNull()
  })

  it('somebody who hides their number', () => {
    const message = { from: undefined, user_id: 'FR.1234abc', type: 'text', text: { body: 'Bonjour' } }
    expect(said(message)).toMatchObject({
      message: { author: { id: 'FR.1234abc', profileUrl: null }, ref: { id: 'dm/FR.1234abc/wamid.HBgL' } },
    })
  })

  it.each([
    ['dm/33600000001/wamid.HBgL+/=', { person: '33600000001', message: 'wamid.HBgL+/=' }],
    ['dm/33600000001/conversation', { person: '33600000001', message: null }],
    ['dm/../x', null],
    ['61_71', null],
  ])('the place %s', (id, place) => expect(placeOf({ id, version: null, url: null })).toEqual(place))
})

describe('what an answer does not wait for', () => {
  it.each([131000, 131016, 131057])('%i: WhatsApp is unwell, and nobody knows', (code) => {
    expect(refusedBy({ status: 400, error: { code, message: 'x' }, effect: true, wait: null, codes: [], raw: '' })).toMatchObject({
      kind: 'unavailable',
      sent: 'unknown',
    })
  })
  it('is one act, with its file before it', () => {
    expect(whatsapp.plan(sampleVariant('x', [sampleImage()]), reply).map(({ kind }) => kind)).toEqual(['media', 'post'])
  })
})
