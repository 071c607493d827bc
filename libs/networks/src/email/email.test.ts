import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleFilm, sampleImage, sampleVariant, testText, type TextCase } from '../conformance/text.ts'
import type { ReplyTarget, Variant } from '../contract.ts'
import { addressIn } from './auth.ts'
import { imapFailure, smtpFailure } from './connect.ts'
import { email } from './connector.ts'
import { mailToText } from './html.ts'
import { check, documentedLimits } from './limits.ts'
import { idsIn, messageIdOf, messageOf, readLetter } from './map.ts'
import { cutQuotes } from './quote.ts'
import { serverOf, written } from './servers.ts'
import { measure, split } from './text.ts'

const CASES: TextCase[] = [
  ['nothing', '', 0, []],
  ['plain words', 'Du pain', 7, []],
  ['accents composed', 'été', 3, []],
  ['accents combining', 'e\u0301te\u0301', 5, []],
  ['an emoji', '🥐', 1, []],
  ['a family joined by ZWJ', '👩‍👩‍👧‍👦', 7, []],
  ['a flag', '🇫🇷', 2, []],
  ['skin tone', '👍🏽', 2, []],
  ['keycap', '1️⃣', 3, []],
  ['right to left', 'خبز طازج', 8, []],
  ['Hebrew with points', 'לֶחֶם', 5, []],
  ['Chinese', '面包店', 3, []],
  ['Devanagari', 'नि', 2, []],
  ['Hangul jamo', '\u1112\u1161\u11AB', 3, []],
  ['line end', 'a\nb', 3, []],
  ['paragraphs', 'a\n\nb', 4, []],
  ['white space around does not count', '  pain \n', 4, []],
  ['narrow no-break space', 'Oui\u202F!', 5, []],
  ['markup is text', '<b>&amp;</b>', 12, []],
  ['a quoted line is text', '> oui', 5, []],
  ['a line of one dot', '.', 1, []],
  ['a signature mark', '-- ', 2, []],
  ['an encoded word is text', '=?utf-8?q?=C3=A9?=', 18, []],
  ['a link counts in full', 'https://a.fr', 12, ['link:https://a.fr']],
  ['link then full stop', 'Voir https://a.fr/x.', 20, ['link:https://a.fr/x']],
  ['link then comma', 'https://a.fr/x, oui', 19, ['link:https://a.fr/x']],
  ['link in brackets', '(https://a.fr/x)', 16, ['link:https://a.fr/x']],
  ['link in angles', '<https://a.fr/x>', 16, ['link:https://a.fr/x']],
  ['brackets of the link’s own', 'https://a.fr/Pain_(aliment)', 27, ['link:https://a.fr/Pain_(aliment)']],
  ['link in guillemets', '«https://a.fr»', 14, ['link:https://a.fr']],
  ['link then question mark', 'Vu https://a.fr/x ?', 19, ['link:https://a.fr/x']],
  ['link with query and fragment', 'https://a.fr/?q=é&x=1#là', 24, ['link:https://a.fr/?q=é&x=1#là']],
  ['a name with accents', 'https://été.fr', 14, ['link:https://été.fr']],
  ['two links', 'https://a.fr https://b.fr', 25, ['link:https://a.fr', 'link:https://b.fr']],
  ['no dot, no link', 'https://localhost/x', 19, []],
  ['a bare name is text', 'a.fr', 4, []],
  ['a script is no link', 'javascript:alert(1)', 19, []],
  ['a mail address is text', 'lea@exemple.fr', 14, []],
  ['a mention is text', '@lea merci', 10, []],
  ['a hashtag is text', '#pain', 5, []],
  ['everything together', '🥐 @lea voir https://a.fr/é #miam !', 34, ['link:https://a.fr/é']],
]

testText('email', {
  cases: CASES,
  measure,
  split,
  limits: { ...documentedLimits, text: { ...documentedLimits.text, max: 300 } },
  words: ['> cité', '-- '],
})

describe('email apart from what was quoted', () => {
  it.each<[string, string, string]>([
    ['Merci !', 'Merci !', ''],
    ['Merci !\n-- \nLéa\n06…', 'Merci !', '-- \nLéa\n06…'],
    [
      'Merci !\n\nLe 28 nov. 2026 à 10:00, Levain a écrit :\n> Oui\n> Non',
      'Merci !',
      'Le 28 nov. 2026 à 10:00, Levain a écrit :\n> Oui\n> Non',
    ],
    [
      'Merci !\n\nLe sam. 28 nov. 2026 à 10:00, Maison Levain\n<contact@levain.fr> a écrit :\n\n> Oui',
      'Merci !',
      'Le sam. 28 nov. 2026 à 10:00, Maison Levain\n<contact@levain.fr> a écrit :\n\n> Oui',
    ],
    [
      'Thanks\n\nOn Sat, Nov 28, 2026 at 10:00 AM Levain <a@b.fr> wrote:\n> Yes',
      'Thanks',
      'On Sat, Nov 28, 2026 at 10:00 AM Levain <a@b.fr> wrote:\n> Yes',
    ],
    ['Danke\n\nAm 28.11.2026 um 10:00 schrieb Levain:\n> Ja', 'Danke', 'Am 28.11.2026 um 10:00 schrieb Levain:\n> Ja'],
    [
      'Oui\n\nDe : Levain\nEnvoyé : samedi\nÀ : Léa\nObjet : Pain\n\nBonjour',
      'Oui',
      'De : Levain\nEnvoyé : samedi\nÀ : Léa\nObjet : Pain\n\nBonjour',
    ],
    ['Yes\n\n-----Original Message-----\nFrom: Levain\n\nHello', 'Yes', '-----Original Message-----\nFrom: Levain\n\nHello'],
    ['Oui\n\nEnvoyé de mon iPhone', 'Oui', 'Envoyé de mon iPhone'],
    ['Oui\n\nSent from my phone\n\n> Bonjour', 'Oui', 'Sent from my phone\n\n> Bonjour'],
    ['Oui\n\n> Bonjour\n> Léa', 'Oui', '> Bonjour\n> Léa'],
    // Answers between the lines stay where they are.
    ['Le 28, Levain a écrit :\n> Quand ?\nDemain\n> Où ?\nIci', 'Le 28, Levain a écrit :\n> Quand ?\nDemain\n> Où ?\nIci', ''],
    ['> Quand ?\nDemain', '> Quand ?\nDemain', ''],
    // What is all quotation is shown.
    ['> Bonjour', '> Bonjour', ''],
    // Ordinary words that look alike.
    ['On est là à 10:00 et Jean wrote :\nvoilà', 'On est là à 10:00 et Jean wrote :\nvoilà', ''],
    ['De quoi parle-t-on ?\nDe : rien', 'De quoi parle-t-on ?\nDe : rien', ''],
    ['Liste :\n-- un\n-- deux', 'Liste :\n-- un\n-- deux', ''],
  ])('%j', (text, shown, rest) => {
    expect(cutQuotes(text)).toEqual({ shown, rest })
  })

  it('loses nothing, whatever is written', () => {
    const line = fc.constantFrom(
      'Oui',
      '> cité',
      '>> deux fois',
      '',
      '-- ',
      '--',
      'Le 28 nov., Levain a écrit :',
      'De : a',
      'Objet : b',
      'Envoyé de mon iPhone',
      'On Monday, Jim wrote:',
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
        const { shown, rest } = cutQuotes(lines.join('\n'))
        expect(`${shown}${rest}`.replace(/\s/g, '')).toBe(lines.join('').replace(/\s/g, ''))
        if (lines.join('').trim() !== '') expect(shown).not.toBe('')
      }),
      { numRuns: 500 },
    )
  })
})

describe('email in HTML', () => {
  it.each([
    ['<p>Bonjour&nbsp;!</p><p>Du <b>pain</b><br>frais</p>', 'Bonjour\u00A0!\n\nDu pain\nfrais'],
    ['<div>a</div><div>b</div>', 'a\nb'],
    ['<ul><li>un</li><li>deux</li></ul>', '- un\n- deux'],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
    ['Oui<blockquote>Quand ?<blockquote>Où ?</blockquote></blockquote>', 'Oui\n\n> Quand ?\n>\n>> Où ?'],
    ['<a href="https://a.fr/x">ici</a>', 'ici <https://a.fr/x>'],
    ['<a href="https://a.fr/">a.fr</a>', 'a.fr'],
    ['<a href="https://mechant.example/">https://banque.example</a>', 'https://banque.example <https://mechant.example/>'],
    ['<a href="javascript:alert(1)">clic</a>', 'clic'],
    ['<img src="https://espion.example/p.gif" alt=""><img alt="Le four">', '[Le four]'],
    ['<style>p{}</style><script>alert(1)</script><title>t</title>vu', 'vu'],
    ['<div style="display:none">caché</div><span hidden>aussi</span>vu', 'vu'],
    ['&lt;script&gt;x&lt;/script&gt;', '<script>x</script>'],
    ['<p>a<p>b', 'a\n\nb'],
    ['  beaucoup \n\n d’espace  ', 'beaucoup d’espace'],
    ['<!--x--><![CDATA[y]]>z', 'z'],
  ])('%j', (html, text) => {
    expect(mailToText(html).replace(/^y?/, '')).toBe(text)
  })

  it('ends on hostile markup', () => {
    for (const bad of [
      '<div>'.repeat(100_000),
      '<blockquote>a'.repeat(20_000),
      '<a href="x">'.repeat(50_000),
      '&'.repeat(200_000),
      '<p style="' + 'a'.repeat(500_000),
    ]) {
      const start = performance.now()
      mailToText(bad)
      expect(performance.now() - start).toBeLessThan(3_000)
    }
  })
})

const letterOf = (lines: readonly string[]) => readLetter(Buffer.from(lines.join('\r\n')), 7, new Date('2026-11-28T18:00:00Z'))

/** A mail in a mail in a mail, deeper than anybody takes apart. */
function nested(depth: number): string[] {
  const head = (level: number) => ['MIME-Version: 1.0', `Content-Type: multipart/mixed; boundary="b${level}"`]
  const opened = Array.from({ length: depth }, (_, level) => [...(level === 0 ? [] : head(level)), '', `--b${level}`])
  return [
    'Message-ID: <poupee@example.com>',
    'From: Lea <lea@example.com>',
    'Subject: =?utf-8?q?Br=C3=BBl=C3=A9e?=',
    'Date: Sat, 28 Nov 2026 17:00:00 +0000',
    ...head(0),
    ...opened.flat(),
    'Content-Type: text/plain',
    '',
    'tout au fond',
  ]
}

describe('a mail that is built too deep to be taken apart', () => {
  it('is not lost: its head says who wrote and about what', async () => {
    const message = messageOf(await letterOf(nested(80)))
    expect(message).toMatchObject({ id: 'poupee@example.com', author: { id: 'lea@example.com' }, text: 'Br\u00fbl\u00e9e', canReply: true })
    expect(message.sentAt).toBe('2026-11-28T17:00:00.000Z')
  })
})
const head = [
  'From: =?utf-8?Q?L=C3=A9a?= <Lea@Exemple.fr>',
  'To: contact@levain.fr',
  'Subject: =?utf-8?B?w6l0w6k=?=',
  'Date: Sat, 28 Nov 2026 17:00:00 +0000',
]

describe('email read', () => {
  it('in any of its alphabets, with the subject before the words that begin a thread', async () => {
    const letter = await letterOf([
      ...head,
      'Message-ID: <a@b.fr>',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Caf=E9',
    ])
    expect(messageOf(letter)).toMatchObject({
      id: 'a@b.fr',
      text: 'été\n\nCafé',
      author: { id: 'lea@exemple.fr', name: 'Léa' },
      sentAt: '2026-11-28T17:00:00.000Z',
      visibility: 'direct',
    })
  })

  it('with its files by name and size, and the plain words rather than the HTML', async () => {
    const letter = await letterOf([
      ...head,
      'In-Reply-To: <p@levain.fr>',
      'References: <r@levain.fr> <p@levain.fr>',
      'Content-Type: multipart/mixed; boundary=x',
      '',
      '--x',
      'Content-Type: multipart/alternative; boundary=y',
      '',
      '--y',
      'Content-Type: text/plain',
      '',
      'Voir la facture',
      '--y',
      'Content-Type: text/html',
      '',
      '<b>Voir</b>',
      '--y--',
      '--x',
      'Content-Type: application/pdf; name=facture.pdf',
      'Content-Disposition: attachment; filename=facture.pdf',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.alloc(3_000).toString('base64'),
      '--x--',
    ])
    expect(messageOf(letter)).toMatchObject({
      text: 'Voir la facture\n\n📎 facture.pdf (3 ko)',
      parent: { id: 'p@levain.fr' },
      root: { id: 'r@levain.fr' },
    })
  })

  it('known again where it has no id, and dated by its arrival where it says it comes from the future', async () => {
    const lines = [...head.slice(0, 3), 'Date: Sat, 28 Nov 2099 17:00:00 +0000', '', 'x']
    const [one, again] = [await letterOf(lines), await letterOf(lines)]
    expect(messageIdOf(one)).toBe(messageIdOf(again))
    expect(messageIdOf(one)).toMatch(/@without-id\.invalid$/)
    expect(messageOf(one).sentAt).toBe('2026-11-28T18:00:00.000Z')
  })

  it.each<[string, boolean]>([
    ['X-Mailer: Thunderbird', false],
    ['Auto-Submitted: no', false],
    ['Auto-Submitted: auto-replied; owner=x', true],
    ['Auto-Submitted: auto-generated', true],
    ['Precedence: bulk', true],
    ['Precedence: list', true],
    ['Precedence: normal', false],
    ['List-Id: <pain.exemple.fr>', true],
    ['List-Unsubscribe: <https://a.fr/u>', true],
    ['List-Unsubscribe-Post: List-Unsubscribe=One-Click', true],
    ['X-Autoreply: yes', true],
    ['Return-Path: <>', true],
    ['Return-Path: <lea@exemple.fr>', false],
    ['Content-Type: multipart/report; report-type=delivery-status; boundary=x', true],
  ])('%s: by a machine is %s', async (line, automatic) => {
    expect(messageOf(await letterOf([...head, line, '', 'x'])).automatic ?? false).toBe(automatic)
  })

  it('answers nobody who cannot be answered', async () => {
    expect(messageOf(await letterOf(['Subject: x', '', 'y']))).toMatchObject({ canReply: false, author: { id: 'unknown@invalid' } })
    expect(messageOf(await letterOf([...head, 'Return-Path: <>', '', 'x'])).canReply).toBe(false)
    expect(messageOf(await letterOf(['From: noreply@a.fr', '', 'x'])).automatic).toBe(true)
  })

  it('to its end, whatever it is made of', async () => {
    for (const bad of [
      Array.from({ length: 5_000 }, (_, n) => `References: <${n}@a.fr>`),
      [`References: ${'<a@b> '.repeat(50_000)}`],
      [`From: ${'"'.repeat(20_000)}`],
      [`Content-Type: multipart/mixed; boundary=x`, '', '--x\r\n'.repeat(20_000)],
    ]) {
      const start = performance.now()
      await letterOf([...bad, '', 'x']).then(messageOf, () => null)
      expect(performance.now() - start).toBeLessThan(3_000)
    }
    expect(idsIn('<a@b> <c@d>\r\n <e@f> nonsense <no>')).toEqual(['a@b', 'c@d', 'e@f'])
  })
})

describe('email connects', () => {
  it.each([
    ['imap.a.fr', 'imap', 'imaps://imap.a.fr:993'],
    ['imap.a.fr:143', 'imap', 'imap+starttls://imap.a.fr:143'],
    ['imaps://imap.a.fr:1993', 'imap', 'imaps://imap.a.fr:1993'],
    ['imap://imap.a.fr', 'imap', 'imap+starttls://imap.a.fr:993'],
    ['smtp.a.fr', 'smtp', 'smtps://smtp.a.fr:465'],
    ['smtp.a.fr:587', 'smtp', 'smtp+starttls://smtp.a.fr:587'],
    ['[2001:db8::1]:465', 'smtp', 'smtps://[2001:db8::1]:465'],
  ] as const)('to %s for %s as %s', (given, kind, address) => {
    expect(written(serverOf(given, kind), kind)).toBe(address)
    expect(serverOf(address, kind)).toEqual(serverOf(given, kind))
  })

  it.each(['', 'https://a.fr', 'a.fr:0', 'a.fr:99999', 'a b', 'smtps://a.fr'])('to no %j', (given) => {
    expect(() => serverOf(given, 'imap')).toThrow('not the name of a mail server')
  })

  it('with an address, named or not', () => {
    expect(addressIn(' Contact@Levain.fr ')).toEqual({ address: 'contact@levain.fr', name: '' })
    expect(addressIn('"Maison Levain" <contact@levain.fr>')).toEqual({ address: 'contact@levain.fr', name: 'Maison Levain' })
    for (const bad of ['', 'levain', 'a@b', 'a b@c.fr', 'a@b.fr\r\nBcc: x@y.fr', '<a@b.fr> <c@d.fr>'])
      expect(() => addressIn(bad)).toThrow('not a mail address')
  })

  it.each<[Record<string, unknown>, 'before' | 'handing_over', string, string]>([
    [{ code: 'EAUTH', responseCode: 535, command: 'AUTH PLAIN' }, 'before', 'unauthorized', 'no'],
    [{ code: 'EENVELOPE', responseCode: 550, command: 'RCPT TO' }, 'before', 'not_found', 'no'],
    [{ code: 'EENVELOPE', responseCode: 450, command: 'RCPT TO' }, 'before', 'unavailable', 'no'],
    [{ code: 'EENVELOPE', responseCode: 552, command: 'MAIL FROM' }, 'before', 'media_refused', 'no'],
    [{ code: 'EMESSAGE', responseCode: 554, command: 'DATA' }, 'handing_over', 'rejected_content', 'no'],
    [{ code: 'EMESSAGE', responseCode: 421, command: 'DATA' }, 'handing_over', 'unavailable', 'no'],
    [{ code: 'ECONNECTION' }, 'handing_over', 'timeout', 'unknown'],
    [{ code: 'ETIMEDOUT' }, 'before', 'unreachable', 'no'],
    [{ code: 'ETLS' }, 'before', 'unreachable', 'no'],
  ])('and says of %j %s the mail was handed over: %s, sent %s', (more, stage, kind, sent) => {
    expect(smtpFailure(Object.assign(new Error('x'), more), stage)).toMatchObject({ kind, sent })
  })

  it('and says of a mailbox that does not open that nothing was done', () => {
    expect(imapFailure(Object.assign(new Error('x'), { authenticationFailed: true }))).toMatchObject({
      kind: 'unauthorized',
      nextStep: 'reconnect',
    })
    expect(imapFailure(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))).toMatchObject({ kind: 'unreachable', sent: 'no' })
    expect(imapFailure(new Error('NO [INUSE]'))).toMatchObject({ kind: 'unavailable', nextStep: 'wait', sent: 'no' })
  })
})

const reply: ReplyTarget = {
  parent: { id: 'a@b.fr', version: null, url: null },
  root: { id: 'a@b.fr', version: null, url: null },
  visibility: 'direct',
  mention: 'lea@exemple.fr',
}

describe('email refuses beforehand', () => {
  it.each<[string, Variant, string[]]>([
    ['an answer', sampleVariant('Bonjour'), []],
    ['a picture', sampleVariant('', [sampleImage()]), []],
    ['a picture and a film', sampleVariant('x', [sampleImage(), sampleFilm()]), []],
    ['nothing', sampleVariant(''), ['text_empty']],
    ['too much together', sampleVariant('x', [sampleImage({ bytes: 9e6 }), sampleImage({ bytes: 9e6 })]), ['image_too_large']],
    ['a poll', sampleVariant('x', [], { poll: { options: ['a', 'b'], multiple: false, seconds: 60 } }), ['option_not_accepted']],
    [
      'a thread',
      {
        ...sampleVariant('x'),
        items: [
          { text: 'a', media: [] },
          { text: 'b', media: [] },
        ],
      },
      ['thread_not_accepted'],
    ],
  ])('%s', (_what, variant, codes) => {
    expect(check(variant, documentedLimits, reply).map(({ code }) => code)).toEqual(codes)
  })

  it('what answers nobody', () => {
    expect(check(sampleVariant('Bonjour à tous'), documentedLimits).map(({ code }) => code)).toEqual(['option_not_accepted'])
    expect(email.capabilities.acts.post).toEqual({ can: false, why: 'network_has_none' })
  })
})
