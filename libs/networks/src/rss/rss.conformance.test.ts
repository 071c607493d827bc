import { DomUtils, parseDocument } from 'htmlparser2'
import { testConnector, type World } from '../conformance.ts'
import type { Connected, Connector, Served } from '../contract.ts'
import { rss } from './connector.ts'

/** What a desk keeps of what was sent, by feed and by item, newest last. */
const kept = new Map<string, Map<string, Served>>()

/** The connector in a house that keeps its receipts, as the ledger does: posts stand until they are deleted, edits take their place. */
const housed: Connector = {
  ...rss,
  send: async (ctx, step) => {
    const receipt = await rss.send(ctx, step)
    const feed = kept.get(ctx.account.id) ?? new Map<string, Served>()
    kept.set(ctx.account.id, feed)
    const { act } = step
    const ref = receipt.ref
    if (!ref) return receipt
    const before = feed.get(ref.id)
    if (act.kind === 'post') feed.set(ref.id, { ref, at: receipt.at, editedAt: null, item: act.item, options: act.options })
    if (act.kind === 'edit' && before) feed.set(ref.id, { ...before, editedAt: receipt.at, item: act.item, options: act.options })
    if (act.kind === 'delete') feed.delete(ref.id)
    return receipt
  },
}

/** What a feed reader shows: the document itself, read by a library that is not ours. */
function shownBy({ account }: Connected) {
  const posts = [...(kept.get(account.id)?.values() ?? [])].toReversed()
  const place = { self: 'https://desk.example/feed', media: (id: string) => `https://desk.example/feed/${id}` }
  const document = parseDocument(rss.serve?.show(account, posts, place) ?? '', { xmlMode: true })
  return DomUtils.getElementsByTagName('item', document).map((item) => {
    const said = (name: string) => DomUtils.getElementsByTagName(name, item).map(DomUtils.textContent)[0] ?? ''
    const body = parseDocument(said('content:encoded'))
    const imageUrls = DomUtils.getElementsByTagName('img', body).map(({ attribs }) => ({
      url: attribs['src'] ?? '',
      alt: attribs['alt'] ?? '',
    }))
    const title = said('title')
    return {
      id: said('guid'),
      title: title === '' ? null : title,
      text: [title, wordsOf(said('description'))].filter(Boolean).join('\n\n'),
      imageUrls,
    }
  })
}

/** Paragraphs and line ends as they were written. */
function wordsOf(html: string): string {
  const paragraphs = parseDocument(html.replaceAll('<br>', '\n')).children
  return paragraphs.map((one) => DomUtils.textContent(one)).join('\n\n')
}

const world: World = {
  local: true,
  fetch: () => Promise.reject(new Error('a feed asks nobody')),
  fields: async (name) => ({ title: `Le journal ${name}`, site: 'www.maisonlevain.fr' }),
  person: async (name) => {
    const silent = () => Promise.reject(new Error('nobody answers a feed'))
    return { handle: name, reply: silent, mention: silent, like: async () => undefined }
  },
  settle: async () => undefined,
  countPosts: async (connected, text) => shownBy(connected).filter((item) => item.text === text).length,
  posts: async (connected) =>
    shownBy(connected).map(({ id, text, imageUrls }) => ({
      ref: { id, version: null, url: null },
      text,
      format: imageUrls.length > 0 ? 'image' : 'text',
      imageUrls,
      parent: null,
    })),
  titleOf: async ({ id }, connected) => shownBy(connected).find((item) => item.id === id)?.title ?? null,
  textOf: (length) => {
    const awkward = '👩‍👩‍👧‍👦 🇫🇷 e\u0301 خبز <b>gras</b> ]]> https://exemple.fr/?a=1&b=2 fin '
    return awkward + 'ï'.repeat(length - rss.measure(`${awkward}.`).length + 1)
  },
  image: () => ({ bytes: new Uint8Array(70), mimeType: 'image/png', width: 1, height: 1 }),
}

testConnector(housed, world)
