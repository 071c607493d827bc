import { createHmac } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Media, Variant } from '../contract.ts'
import { channelIdOf } from './auth.ts'
import { check, documentedLimits } from './limits.ts'
import { messageOf, placeOf, tsAt } from './map.ts'
import { escape, loose, measure, plainOf, split } from './text.ts'
import { verifySlack } from './webhook.ts'

/** [what, text, code points after escaping, spans as `kind:value`] */
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
  ['an emoji by name counts as written', ':croissant:', 11, []],
  ['right to left', 'خبز طازج', 8, []],
  ['Chinese', '面包店', 3, []],
  ['Devanagari conjunct', 'नि', 2, []],
  ['line end', 'a\nb', 3, []],
  ['narrow no-break space', 'Oui\u202F!', 5, []],
  ['an ampersand is five', 'Pain & beurre', 17, []],
  ['less than is four', '1 < 2', 8, []],
  ['greater than is four', '2 > 1', 8, []],
  ['an entity is escaped again', '&amp;', 9, []],
  ['marks are counted', '*gras* _penché_ ~non~', 21, []],
  ['a link counts in full', 'https://a.fr/été', 16, ['link:https://a.fr/été']],
  ['an ampersand in a link too', 'https://a.fr/?a=1&b=2', 25, ['link:https://a.fr/?a=1&b=2']],
  ['two links', 'https://a.fr http://b.fr', 24, ['link:https://a.fr', 'link:http://b.fr']],
  ['link then full stop', 'Voir https://a.fr/x.', 20, ['link:https://a.fr/x']],
  ['link then comma', 'https://a.fr/x, oui', 19, ['link:https://a.fr/x']],
  ['link in brackets', '(https://a.fr/x)', 16, ['link:https://a.fr/x']],
  ['brackets of the link’s own', 'https://fr.wikipedia.org/wiki/Pain_(x)', 38, ['link:https://fr.wikipedia.org/wiki/Pain_(x)']],
  ['link in bold', '*https://a.fr/x*', 16, ['link:https://a.fr/x']],
  ['link behind words', '<https://a.fr/x|la carte>', 25, ['link:https://a.fr/x']],
  ['link in angles', '<https://a.fr>', 14, ['link:https://a.fr']],
  ['only a scheme', 'https://', 8, []],
  ['bare name is text', 'a.fr', 4, []],
  ['link in code is text', '`https://a.fr`', 14, []],
  ['link in a block is text', '```https://a.fr```', 18, []],
  ['a person', '<@U012ABCDEF> merci', 19, ['mention:U012ABCDEF']],
  ['a channel', '<#C012ABCDEF>', 13, ['mention:C012ABCDEF']],
  ['who is here', '<!here> bonjour', 15, ['mention:here']],
  ['a group', '<!subteam^S012ABCDEF>', 21, ['mention:subteam^S012ABCDEF']],
  ['a sign that is none is escaped', '<@lea>', 12, []],
  ['a script is escaped', '<script>', 14, []],
  ['an address that is none is escaped', '<javascript:alert(1)|x>', 29, []],
  ['a name is no mention', '@lea merci', 10, []],
  ['a mail address is no mention', 'lea@example.com', 15, []],
  ['there are no hashtags', '#pain', 5, []],
  ['a mention in code is text', '`<@U012ABCDEF>`', 15, []],
  ['everything together', '🥐 <@U012ABCDEF> & vous : https://a.fr/é !', 45, ['mention:U012ABCDEF', 'link:https://a.fr/é']],
]

describe('slack counts code points after escaping', () => {
  it.each(CASES)('%s', (_what, text, length, spans) => {
    const measured = measure(text)
    expect(measured.length).toBe(length)
    expect(measured.spans.map(({ kind, value }) => `${kind}:${value}`)).toEqual(spans)
    for (const { start, end, value } of measured.spans) expect(text.slice(start, end)).toContain(value)
  })

  it('splits into pieces that fit, and loses nothing but white space', () => {
    const word = fc.constantFrom('pain', '& beurre', '<3', 'https://exemple.fr/tres/longue/adresse', '👩‍👩‍👧‍👦', 'é'.repeat(90), '\n\n', 'Oui !')
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
    for (const bad of [
      '<'.repeat(100_000),
      '<@U'.repeat(33_000),
      '`'.repeat(100_000),
      '&'.repeat(100_000),
      `https://${'('.repeat(99_000)}`,
    ]) {
      const start = performance.now()
      measure(bad)
      loose(bad)
      expect(performance.now() - start).toBeLessThan(2_000)
    }
  })
})

describe('slack is sent nothing but its own signs', () => {
  it.each([
    ['Pain & beurre', 'Pain &amp; beurre'],
    ['<b>gras</b>', '&lt;b&gt;gras&lt;/b&gt;'],
    ['<@U012ABCDEF>', '<@U012ABCDEF>'],
    ['<!channel> & <!date^1^x|y>', '<!channel> &amp; &lt;!date^1^x|y&gt;'],
    ['<https://a.fr/?a=1&b=2|ici>', '<https://a.fr/?a=1&amp;b=2|ici>'],
    ['<mailto:a@b.fr|x>', '&lt;mailto:a@b.fr|x&gt;'],
    ['&lt;', '&amp;lt;'],
  ])('%s', (text, sent) => expect(escape(text)).toBe(sent))

  it('gives back what was written, whatever that was', () => {
    const piece = fc.constantFrom('&', '<', '>', '&amp;', '&lt;', 'a', ' ', '|', '!', '@', '#', 'é')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('')
        expect(plainOf(escape(text), () => null)).toBe(text)
      }),
    )
  })
})

describe('what stands in slack becomes plain text', () => {
  const nameOf = (id: string) => (id === 'U012ABCDEF' ? 'Léa' : null)
  it.each([
    ['<@U012ABCDEF> bonjour', '@Léa bonjour'],
    ['<@U99999999|karim>', '@karim'],
    ['<@U99999999>', '@U99999999'],
    ['<#C012ABCDEF|annonces>', '#annonces'],
    ['<!here> <!channel|channel>', '@here @channel'],
    ['<!subteam^S012ABCDEF|@boulangers>', '@boulangers'],
    ['<!date^1392734382^{date}|18 février 2014>', '18 février 2014'],
    ['<https://a.fr>', 'https://a.fr'],
    ['<https://a.fr|a.fr>', 'https://a.fr'],
    ['<https://a.fr/x|la carte>', 'la carte (https://a.fr/x)'],
    ['<mailto:a@b.fr|a@b.fr>', 'a@b.fr'],
    ['1 &lt; 2 &amp;&amp; 3 &gt; 2', '1 < 2 && 3 > 2'],
    ['&amp;lt;', '&lt;'],
  ])('%s', (text, plain) => expect(plainOf(text, nameOf)).toBe(plain))

  it.each([
    ['Du pain 🥐 !', 'Du pain :croissant: !'],
    ['Voir https://a.fr/?a=1&b=2', 'Voir <https://a.fr/?a=1&amp;b=2>'],
    ['👍🏽 👩‍👩‍👧‍👦 🇫🇷 1️⃣ ok', ':+1::skin-tone-4: :woman-woman-girl-boy: :flag-fr: :one: ok'],
    ['e\u0301te\u0301  \n fin', 'été fin'],
  ])('is the same as what was sent: %s', (sent, stands) => expect(loose(stands)).toBe(loose(escape(sent))))
  it('is not the same as something else', () => expect(loose('Du pain')).not.toBe(loose('Du vin')))
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
const card = { url: 'https://a.fr', title: 'Le pain', description: '', thumb: null }

describe('slack refuses beforehand', () => {
  const withMedia = (...media: Media[]) => variant({ items: [{ text: 'x', media }] })
  it.each<[string, Variant, string[]]>([
    ['nothing at all', variant({ items: [{ text: ' ', media: [] }] }), ['text_empty']],
    ['4,000 emoji', variant({ items: [{ text: '🥐'.repeat(4_000), media: [] }] }), []],
    ['4,001', variant({ items: [{ text: '🥐'.repeat(4_001), media: [] }] }), ['text_too_long']],
    ['801 ampersands', variant({ items: [{ text: '&'.repeat(801), media: [] }] }), ['text_too_long']],
    ['ten files of both kinds', withMedia(...Array.from({ length: 9 }, () => image()), image({ mimeType: 'video/mp4' })), []],
    [
      'eleven of both kinds',
      withMedia(...Array.from({ length: 10 }, () => image()), image({ mimeType: 'video/mp4' })),
      ['too_many_images'],
    ],
    ['a picture of another kind', withMedia(image({ mimeType: 'image/tiff' })), ['image_type']],
    ['a long description', withMedia(image({ alt: { kind: 'text', text: 'a'.repeat(1_001) } })), ['alt_too_long']],
    ['a card and a picture', { ...withMedia(image()), card }, ['option_not_accepted']],
    ['a card with its own picture', variant({ card: { ...card, thumb: image() } }), ['option_not_accepted']],
    ['a card', variant({ card }), []],
    ['a long title of a card', variant({ card: { ...card, title: 'x'.repeat(301) } }), ['text_too_long']],
    ['a poll', variant({ poll: { options: ['a', 'b'], multiple: false, seconds: 3_600 } }), ['option_not_accepted']],
    ['who may answer', variant({ whoMayReply: 'nobody' }), ['option_not_accepted']],
    ['who may read', variant({ visibility: 'direct' }), ['option_not_accepted']],
    ['a warning', variant({ contentWarning: 'gluten' }), ['option_not_accepted']],
    ['a quote', variant({ quoteOf: { id: 'C1/2', version: null, url: null } }), ['option_not_accepted']],
  ])('%s', (_what, given, codes) => expect(check(given, documentedLimits).map(({ code }) => code)).toEqual(codes))
})

describe('names and numbers of slack', () => {
  it.each([
    ['https://maisonlevain.slack.com/archives/C012ABCDEF', 'C012ABCDEF'],
    ['https://maisonlevain.slack.com/archives/C012ABCDEF/p1764324000000100', 'C012ABCDEF'],
    ['https://levain.enterprise.slack.com/archives/G012ABCDEF', 'G012ABCDEF'],
    [' C012ABCDEF ', 'C012ABCDEF'],
  ])('the channel of %s', (given, id) => expect(channelIdOf(given)).toBe(id))
  it.each(['', '#annonces', 'D012ABCDEF', 'https://evil.example/archives/C012ABCDEF'])('refuses %s', (given) =>
    expect(() => channelIdOf(given)).toThrow(/not_found/),
  )

  it('makes time stamps that sort, and reads places', () => {
    expect(tsAt(Date.UTC(2026, 10, 28, 10, 0, 0, 7))).toBe('1795860000.007000')
    expect(placeOf({ id: 'C012ABCDEF/1795860000.007000' })).toEqual({ channel: 'C012ABCDEF', ts: '1795860000.007000' })
    expect(() => placeOf({ id: 'C012ABCDEF/7' })).toThrow(/not_found/)
  })

  it('tells an answer to the app from other words in its channel', () => {
    const house = { channel: 'C012ABCDEF', teamUrl: 'https://levain.slack.com/', botUserId: 'U0BOT', botId: 'B0BOT' }
    const author = { id: 'U1', handle: 'lea', name: 'Léa', avatarUrl: null, profileUrl: null, followers: null }
    const base = { ts: '1795860000.007000', text: 'x', user: 'U1' }
    const thread = { thread_ts: '1795859000.000100' }
    const read = (more: Record<string, unknown>) => messageOf({ ...base, ...more }, author, house, () => null)
    expect(read({ ...thread, parent_user_id: 'U0BOT' })).toMatchObject({
      kind: 'reply',
      parent: { id: 'C012ABCDEF/1795859000.000100', url: 'https://levain.slack.com/archives/C012ABCDEF/p1795859000000100' },
      ref: { url: 'https://levain.slack.com/archives/C012ABCDEF/p1795860000007000?thread_ts=1795859000.000100&cid=C012ABCDEF' },
    })
    expect(read({ ...thread, parent_user_id: 'U2' })).toMatchObject({ kind: 'mention' })
    expect(read({ thread_ts: base.ts })).toMatchObject({ kind: 'mention', parent: null })
  })
})

describe('a request that says it comes from slack', () => {
  const secret = '8f742231b10e8888abcd99yyyzzz85a5'
  const now = new Date('2026-11-28T10:00:00Z')
  const timestamp = String(now.getTime() / 1000)
  const body = Buffer.from('token=x&text=%F0%9F%A5%90')
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body.toString()}`).digest('hex')}`
  const request = { signature, timestamp, body }

  it('is believed when it is signed', () => expect(verifySlack(secret, request, now)).toBe(true))
  // From https://docs.slack.dev/authentication/verifying-requests-from-slack.
  it('is believed as in the documentation', () => {
    const documented = {
      signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
      timestamp: '1531420618',
      body: Buffer.from(
        'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
      ),
    }
    expect(verifySlack(secret, documented, new Date(1531420618_000))).toBe(true)
  })
  it.each([
    ['another body', { ...request, body: Buffer.from('token=y') }],
    ['another time', { ...request, timestamp: String(Number(timestamp) + 1) }],
    ['another signature', { ...request, signature: `${signature.slice(0, -2)}${signature.endsWith('00') ? '11' : '00'}` }],
    ['another version', { ...request, signature: signature.replace('v0', 'v1') }],
    ['no signature', { ...request, signature: '' }],
    ['no time', { ...request, timestamp: '' }],
  ])('is refused with %s', (_what, forged) => expect(verifySlack(secret, forged, now)).toBe(false))
  it('is refused when it is sent again later, and with another secret', () => {
    expect(verifySlack(secret, request, new Date(now.getTime() + 301_000))).toBe(false)
    expect(verifySlack('another', request, now)).toBe(false)
    expect(verifySlack('', request, now)).toBe(false)
  })
})
