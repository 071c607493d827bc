import * as fc from 'fast-check'
import { parseDocument, parseFeed } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import { sampleFilm, sampleImage, sampleVariant, testText, type TextCase } from '../conformance/text.ts'
import type { Account, SendContext, Served, Step, Variant } from '../contract.ts'
import { rss } from './connector.ts'
import { feedOf } from './feed.ts'
import { check, documentedLimits } from './limits.ts'
import { escape, htmlOf, measure, partsOf, split } from './text.ts'

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
  ['the end of a CDATA section', ']]>', 3, []],
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
  ['everything together', 'Été\n\n🥐 @lea voir https://a.fr/é #miam !', 34, ['link:https://a.fr/é']],
]

testText('rss', {
  cases: CASES,
  measure,
  split,
  limits: { ...documentedLimits, text: { ...documentedLimits.text, max: 300 } },
  words: ['<p>', ']]>'],
  hostile: ['a\n \n'.repeat(10_000)],
})

const account: Account = {
  id: 'f',
  handle: 'https://www.maisonlevain.fr/',
  name: 'Le journal de « Levain » & Cie',
  avatarUrl: null,
  profileUrl: 'https://www.maisonlevain.fr/',
  followers: null,
}
const place = { self: 'https://desk.example/feeds/f', media: (id: string) => `https://desk.example/feeds/f/media/${id}` }

const served = (n: number, variant: Variant): Served => {
  const { items, ...options } = variant
  const [item = { text: '', media: [] }] = items
  const at = new Date(Date.UTC(2026, 10, 28, 9, n)).toISOString()
  return {
    ref: { id: `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`, version: null, url: null },
    at,
    editedAt: null,
    item,
    options,
  }
}

type Element = { name: string; attribs: Record<string, string>; children: Element[]; data?: string; type: string }
const below = (element: Element, name: string) => element.children.filter((child) => child.name === name)
const words = (element: Element | undefined): string => (element?.children ?? []).map((child) => child.data ?? words(child)).join('')

/** The rules of the specification and of the profile, on a feed as it was written. */
function hold(xml: string): Element[] {
  expect(xml.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n')).toBe(true)
  const document = parseDocument(xml, { xmlMode: true, decodeEntities: true }) as unknown as Element
  const [root, ...moreRoots] = document.children.filter(({ type }) => type === 'tag')
  expect([root?.name, root?.attribs['version'], moreRoots.length]).toEqual(['rss', '2.0', 0])
  const [channel, ...more] = root ? below(root, 'channel') : []
  if (!channel) throw new Error('no channel')
  expect(more).toEqual([])
  for (const name of ['title', 'link', 'description']) expect(below(channel, name).map((one) => words(one) !== '')).toEqual([true])
  for (const name of ['language', 'lastBuildDate', 'ttl', 'generator', 'docs']) expect(below(channel, name).length).toBeLessThanOrEqual(1)
  const [self] = below(channel, 'atom:link')
  expect(self?.attribs).toEqual({ href: place.self, rel: 'self', type: 'application/rss+xml' })
  const items = below(channel, 'item')
  const guids = items.map((item) => words(below(item, 'guid')[0]))
  expect(new Set(guids).size).toBe(items.length)
  for (const item of items) holdItem(item)
  return items
}

const DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d \+0000$/

function holdItem(item: Element): void {
  for (const name of ['title', 'link', 'description', 'guid', 'pubDate', 'enclosure', 'content:encoded'])
    expect(below(item, name).length).toBeLessThanOrEqual(1)
  expect(below(item, 'title').length + below(item, 'description').length).toBeGreaterThan(0)
  expect(below(item, 'guid')[0]?.attribs).toEqual({ isPermaLink: 'false' })
  expect(words(below(item, 'pubDate')[0])).toMatch(DATE)
  for (const { attribs } of below(item, 'enclosure')) {
    expect(Object.keys(attribs).sort()).toEqual(['length', 'type', 'url'])
    expect(attribs['url']).toMatch(/^https?:\/\//)
    expect(attribs['length']).toMatch(/^\d+$/)
  }
}

describe('the feed', () => {
  it('keeps to the rules, and another reader reads it back', () => {
    const card = { url: 'https://a.fr/?a=1&b=2', title: 'Le <pain>', description: 'Cuit & chaud', thumb: null }
    const xml = feedOf(
      account,
      [
        served(
          3,
          sampleVariant('Titre & <b>gras</b>\n\nUn mot "cité"\nici https://a.fr/x?a=1&b=2.\n\nFin ]]>', [
            sampleImage({ id: 'a' }),
            sampleImage({ id: 'b' }),
          ]),
        ),
        served(2, sampleVariant('Un lien', [], { card })),
        served(1, sampleVariant('', [sampleFilm({ id: 'film', bytes: 1234 })])),
      ],
      place,
    )
    const items = hold(xml)
    expect(items).toHaveLength(3)
    const feed = parseFeed(xml)
    expect(feed).toMatchObject({ type: 'rss', title: account.name, link: account.handle, description: account.name })
    expect(feed?.items[0]).toMatchObject({ title: 'Titre & <b>gras</b>', pubDate: new Date('2026-11-28T09:03:00.000Z') })
    expect(feed?.items[0]?.description).toBe(
      '<p>Un mot &quot;cité&quot;<br>ici <a href="https://a.fr/x?a=1&amp;b=2">https://a.fr/x?a=1&amp;b=2</a>.</p><p>Fin ]]&gt;</p>',
    )
    expect(words(items[0] && below(items[0], 'content:encoded')[0])).toContain('media/b" alt="Une miche" width="1000" height="1500"')
    expect(feed?.items[1]).toMatchObject({ link: 'https://a.fr/?a=1&b=2' })
    expect(items[2] && below(items[2], 'enclosure')[0]?.attribs).toEqual({ url: place.media('film'), length: '1234', type: 'video/mp4' })
  })

  it('is a feed also when nothing was published', () => {
    expect(hold(feedOf(account, [], place))).toEqual([])
  })

  it('says when it was last edited', () => {
    const post = { ...served(1, sampleVariant('x')), editedAt: '2026-11-28T12:00:00.000Z' }
    expect(feedOf(account, [post, served(0, sampleVariant('y'))], place)).toContain(
      '<lastBuildDate>Sat, 28 Nov 2026 12:00:00 +0000</lastBuildDate>',
    )
  })

  it('holds its rules for any text, and says it back', () => {
    const odd = fc.constantFrom(
      '<',
      '>',
      '&',
      '"',
      "'",
      ']]>',
      '<![CDATA[',
      '&amp;',
      '\0',
      '\u0008',
      '\uD800',
      '\uFFFE',
      '🥐',
      'é',
      ' ',
      '\n',
      '\n\n',
      '<script>',
    )
    fc.assert(
      fc.property(fc.array(odd, { maxLength: 30 }), (list) => {
        const text = list.join('')
        const [item] = hold(feedOf(account, [served(1, sampleVariant(`x${text}x`))], place))
        const shown = parseDocument(words(item && below(item, 'description')[0])) as unknown as Element
        const kept = partsOf(`x${text}x`)
          .content.toWellFormed()
          .replace(/[\p{Cc}\uFFFE\s]/gu, '')
        expect(words(shown).replace(/\s/gu, '')).toBe(kept)
      }),
      { numRuns: 300 },
    )
  })

  it('builds no markup from words', () => {
    expect(htmlOf('<img src=x onerror=alert(1)>', null)).toBe('<p>&lt;img src=x onerror=alert(1)&gt;</p>')
    expect(escape('a\u0000b\u000Bc\uFFFFd')).toBe('abcd')
  })
})

describe('rss refuses beforehand', () => {
  it.each<[string, Variant, string[]]>([
    ['an item', sampleVariant('Bonjour'), []],
    ['a picture alone', sampleVariant('', [sampleImage()]), []],
    ['nothing', sampleVariant(''), ['text_empty']],
    [
      'eleven pictures',
      sampleVariant(
        'x',
        Array.from({ length: 11 }, () => sampleImage()),
      ),
      ['too_many_images'],
    ],
    ['a film', sampleVariant('x', [sampleFilm()]), []],
    ['a poll', sampleVariant('x', [], { poll: { options: ['a', 'b'], multiple: false, seconds: 60 } }), ['option_not_accepted']],
    ['a first comment', sampleVariant('x', [], { firstComment: 'y' }), ['option_not_accepted']],
    ['a post for some', sampleVariant('x', [], { visibility: 'followers' }), ['option_not_accepted']],
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
    expect(check(variant, documentedLimits).map(({ code }) => code)).toEqual(codes)
  })
})

describe('the connector', () => {
  const connecting = {
    fetch: () => Promise.reject(new Error('nobody is asked')),
    now: () => new Date('2026-11-28T18:00:00.000Z'),
    signal: AbortSignal.timeout(20_000),
    redirectUri: 'https://desk.example/api/v1/connect/rss/callback',
    clientId: null,
    clientName: 'Pupitre',
  }
  const open = async (): Promise<SendContext> => {
    const connected = await rss.connect.withSecret?.(connecting, { title: ' Le journal ', site: 'www.maisonlevain.fr' })
    if (!connected) throw new Error('not connected')
    const base = { ...connecting, ...connected, onCredentials: async () => undefined, onRequest: () => undefined }
    return { ...base, readMedia: async () => new Uint8Array(), limits: documentedLimits }
  }
  const step = (act: Step['act']): Step => ({ key: 'key', recordKey: rss.newRecordKey(new Date(), act), act })
  const [posting] = rss.plan(sampleVariant('Bonjour'), null)
  if (!posting) throw new Error('no act')

  it('names the feed and its site', async () => {
    const { account: made } = await open()
    expect(made).toMatchObject({
      name: 'Le journal',
      handle: 'https://www.maisonlevain.fr',
      profileUrl: 'https://www.maisonlevain.fr',
    })
    for (const fields of [
      { title: '', site: 'a.fr' },
      { title: 'x', site: '' },
      { title: 'x', site: 'javascript:alert(1)' },
    ])
      await expect(rss.connect.withSecret?.(connecting, fields)).rejects.toMatchObject({ nextStep: 'fix_content' })
  })

  it('names an item before it is sent, and the same one every time', async () => {
    const ctx = await open()
    const one = step(posting)
    const [first, again] = [await rss.send(ctx, one), await rss.send(ctx, one)]
    expect(first.ref?.id).toBe(`urn:uuid:${one.recordKey}`)
    expect(again.ref).toEqual(first.ref)
    expect((await rss.send(ctx, step(posting))).ref?.id).not.toBe(first.ref?.id)
    expect(await rss.reconcile(ctx, one, new Date())).toEqual({ kind: 'not_there' })
  })

  it('edits and deletes what it named, asks nobody for anything, and refuses the rest', async () => {
    const ctx = await open()
    const target = { id: 'urn:uuid:x', version: null, url: null }
    expect((await rss.send(ctx, step({ kind: 'delete', of: 'post', target }))).ref).toEqual(target)
    await expect(rss.send(ctx, step({ kind: 'like', target }))).rejects.toMatchObject({ kind: 'not_supported', sent: 'no' })
    await expect(rss.send({ ...ctx, signal: AbortSignal.abort() }, step(posting))).rejects.toMatchObject({ kind: 'timeout', sent: 'no' })
    const nothing = { items: [], cursor: null, more: false }
    expect([await rss.inbox(ctx, null), await rss.history(ctx, null)]).toEqual([nothing, nothing])
    expect([await rss.replies(ctx, target), (await rss.postMetrics(ctx, [target])).get(target.id), (await rss.whoAmI(ctx)).id]).toEqual([
      [],
      [{ code: 'impressions', name: null, value: null }],
      ctx.account.id,
    ])
  })
})
