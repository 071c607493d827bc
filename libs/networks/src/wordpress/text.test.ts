import { describe, expect, it } from 'vitest'
import { sampleFilm, sampleImage, sampleVariant, testText, type TextCase } from '../conformance/text.ts'
import type { ReplyTarget, Variant } from '../contract.ts'
import { htmlToText } from '../html.ts'
import { check, documentedLimits } from './limits.ts'
import { messageOf, placeOf, wordsOf } from './map.ts'
import { blocksOf, filesIn, marked, measure, partsOf, split, textOf } from './text.ts'

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
  ['white space around does not count', '  pain \n', 4, []],
  ['narrow no-break space', 'Oui\u202F!', 5, []],
  ['markup counts as it is read', '<b>&amp;</b>', 12, []],
  ['quotation marks', '« "pain" »', 10, []],
  ['a title does not count', 'Pain\n\nSeigle', 6, []],
  ['a title with spaces in the empty line', 'Pain\n  \nSeigle', 6, []],
  ['one line end makes no title', 'Pain\nSeigle', 11, []],
  ['a long first paragraph is no title', `${'é'.repeat(121)}\n\nSeigle`, 129, []],
  ['a link counts in full', 'https://a.fr', 12, ['link:https://a.fr']],
  ['link then full stop', 'Voir https://a.fr/x.', 20, ['link:https://a.fr/x']],
  ['link then comma', 'https://a.fr/x, oui', 19, ['link:https://a.fr/x']],
  ['link in brackets', '(https://a.fr/x)', 16, ['link:https://a.fr/x']],
  ['brackets of the link’s own', 'https://a.fr/Pain_(aliment)', 27, ['link:https://a.fr/Pain_(aliment)']],
  ['link in guillemets', '«https://a.fr»', 14, ['link:https://a.fr']],
  ['link then question mark', 'Vu https://a.fr/x ?', 19, ['link:https://a.fr/x']],
  ['link with query and fragment', 'https://a.fr/?q=é&x=1#là', 24, ['link:https://a.fr/?q=é&x=1#là']],
  ['a name with accents', 'https://été.fr', 14, ['link:https://été.fr']],
  ['http', 'http://a.fr', 11, ['link:http://a.fr']],
  ['two links', 'https://a.fr https://b.fr', 25, ['link:https://a.fr', 'link:https://b.fr']],
  ['no dot, no link', 'https://localhost/x', 19, []],
  ['a bare name is text', 'a.fr', 4, []],
  ['a script is no link', 'javascript:alert(1)', 19, []],
  ['a mail address is text', 'lea@exemple.fr', 14, []],
  ['a mention is text', '@lea merci', 10, []],
  ['a hashtag is text', '#pain', 5, []],
  ['a quotation mark ends a link', 'https://a.fr/x"y', 16, ['link:https://a.fr/x']],
  ['everything together', 'Été\n\n🥐 @lea voir https://a.fr/é #miam !', 34, ['link:https://a.fr/é']],
]

testText('wordpress', {
  cases: CASES,
  measure,
  split,
  limits: { ...documentedLimits, text: { ...documentedLimits.text, max: 300 } },
  words: ['<p>', '&nbsp;'],
  hostile: ['a\n \n'.repeat(10_000), '&'.repeat(20_000)],
})

describe('wordpress writes', () => {
  it.each([
    ['Pain', { title: '', content: 'Pain' }],
    ['Pain\n\nSeigle\n\nFigues', { title: 'Pain', content: 'Seigle\n\nFigues' }],
    [`${'é'.repeat(120)}\n\nSeigle`, { title: 'é'.repeat(120), content: 'Seigle' }],
    [`${'é'.repeat(121)}\n\nSeigle`, { title: '', content: `${'é'.repeat(121)}\n\nSeigle` }],
    ['Pain\n\n', { title: '', content: 'Pain' }],
  ])('title and content of %j', (words, parts) => {
    expect(partsOf(words)).toEqual(parts)
    expect(partsOf(textOf(parts))).toEqual(parts)
  })

  it('nothing of a text as markup', () => {
    expect(marked('<script>alert("x")</script> & <b>')).toBe('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &lt;b&gt;')
    expect(marked('a https://a.fr/?x=1&y="b')).toBe('a <a href="https://a.fr/?x=1&amp;y=">https://a.fr/?x=1&amp;y=</a>&quot;b')
    expect(marked('<!-- wp:html -->')).not.toContain('<!--')
  })

  it('blocks that read back as the words', () => {
    const words = 'Un <em>pain</em>\nde seigle\n\nVoir https://a.fr/x.\n\n&amp; fin'
    const kept = { mediaId: 7, url: 'https://s.fr/a.jpg', alt: 'Une "miche"', film: false }
    const html = blocksOf(words, null, [kept])
    expect(html.match(/<!-- wp:paragraph -->/g)).toHaveLength(3)
    expect(htmlToText(html)).toBe(words)
    expect(filesIn(html)).toHaveLength(1)
    expect(filesIn(html)[0]).toContain('alt="Une &quot;miche&quot;"')
  })

  it('a card as a last paragraph', () => {
    const card = { url: 'https://a.fr/x', title: 'Le pain', description: 'Cuit ce matin', thumb: null }
    expect(htmlToText(blocksOf('Bonjour', card, []))).toBe('Bonjour\n\nLe pain\nCuit ce matin')
  })
})

const reply: ReplyTarget = {
  parent: { id: 'comments/3', version: null, url: null },
  root: { id: 'posts/1', version: null, url: null },
  visibility: 'public',
  mention: null,
}

describe('wordpress refuses beforehand', () => {
  it.each<[string, Variant, string[]]>([
    ['an article', sampleVariant('Bonjour'), []],
    ['a picture without words', sampleVariant('', [sampleImage()]), []],
    ['nothing at all', sampleVariant(''), ['text_empty']],
    [
      'twenty pictures',
      sampleVariant(
        'x',
        Array.from({ length: 20 }, () => sampleImage()),
      ),
      [],
    ],
    [
      'twenty-one pictures',
      sampleVariant(
        'x',
        Array.from({ length: 21 }, () => sampleImage()),
      ),
      ['too_many_images'],
    ],
    ['a film', sampleVariant('x', [sampleFilm()]), []],
    ['a film that is too large', sampleVariant('x', [sampleFilm({ bytes: 33 * 1024 * 1024 })]), ['video_too_large']],
    ['a picture of an unknown kind', sampleVariant('x', [sampleImage({ mimeType: 'image/heic' })]), ['image_type']],
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
    ['closed comments', sampleVariant('x', [], { whoMayReply: 'nobody' }), []],
    ['answers of some', sampleVariant('x', [], { whoMayReply: 'mentioned' }), ['option_not_accepted']],
    ['a story', sampleVariant('x', [], { placement: 'story' }), ['option_not_accepted']],
    ['a warning', sampleVariant('x', [], { contentWarning: 'gluten' }), ['option_not_accepted']],
    ['a poll', sampleVariant('x', [], { poll: { options: ['a', 'b'], multiple: false, seconds: 60 } }), ['option_not_accepted']],
  ])('%s', (_what, variant, codes) => {
    expect(check(variant, documentedLimits).map(({ code }) => code)).toEqual(codes)
  })

  it('files in a comment, and a comment that is too long', () => {
    expect(check(sampleVariant('Merci'), documentedLimits, reply)).toEqual([])
    expect(check(sampleVariant('Merci', [sampleImage()]), documentedLimits, reply).map(({ code }) => code)).toEqual(['option_not_accepted'])
    expect(check(sampleVariant('é'.repeat(65_001)), documentedLimits, reply).map(({ code }) => code)).toEqual(['text_too_long'])
  })
})

describe('wordpress reads', () => {
  const comment = {
    id: 5,
    post: 2,
    parent: 0,
    author: 0,
    author_name: 'Léa &amp; Tom',
    author_email: 'lea@exemple.fr',
    date_gmt: '2026-11-28T09:00:00',
    content: { raw: 'Bravo <script>x</script><b>!</b>' },
    status: 'hold',
    type: 'comment',
  }

  it('a comment that waits, without the mail address of who wrote it', () => {
    const message = messageOf(comment, 'https://s.fr')
    expect(message).toMatchObject({
      id: 's.fr/comments/5',
      text: 'Bravo !',
      sentAt: '2026-11-28T09:00:00.000Z',
      held: true,
      canReply: true,
    })
    expect(JSON.stringify(message)).not.toContain('exemple.fr')
    expect(messageOf({ ...comment, author_name: 'Autre' }, 'https://s.fr')?.author.id).toBe(message?.author.id)
    expect(messageOf({ ...comment, status: 'approved' }, 'https://s.fr')).not.toHaveProperty('held')
  })

  it.each([
    ['comment', 'reply'],
    ['', 'reply'],
    ['review', 'review'],
    ['pingback', 'mention'],
    ['trackback', 'mention'],
    ['note', undefined],
    ['order_note', undefined],
  ])('a comment of the kind %j as %s', (type, kind) => {
    expect(messageOf({ ...comment, type }, 'https://s.fr')?.kind).toBe(kind)
  })

  it('titles with entities, and refuses an address that is none', () => {
    expect(wordsOf({ title: { raw: 'Pain &amp; vin' }, content: { raw: '<p>a</p>\n\n<p>b</p>' } })).toBe('Pain & vin\n\na\n\nb')
    expect(placeOf({ id: 'comments/12', version: null, url: null })).toEqual({ kind: 'comments', id: 12 })
    for (const id of ['12', 'users/1', 'posts/../users/1', 'posts/']) {
      expect(() => placeOf({ id, version: null, url: null })).toThrow('not an address')
    }
  })
})
