import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWordpressPeer, type WordpressPeer } from '../../../../peers/wordpress/peer.ts'
import { testConnector, type World } from '../conformance.ts'
import { openDesk, stepOf, unique, variantOf, type Desk } from '../conformance/world.ts'
import type { InboundMessage, OwnPost, Receipt, RemoteRef } from '../contract.ts'
import { htmlToText } from '../html.ts'
import { list, record, text, type Json } from '../json.ts'
import { wordpress } from './connector.ts'

/** A real WordPress (peers/wordpress): readers write by its own forms, as on any site. */
let peer: WordpressPeer
beforeAll(async () => {
  peer = await startWordpressPeer()
}, 600_000)
afterAll(() => peer.stop())

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

async function admin(path: string, body?: Json): Promise<unknown> {
  const authorization = `Basic ${Buffer.from(`${peer.user}:${peer.password}`).toString('base64')}`
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(`${peer.url}/wp-json/wp/v2${path}`, {
    ...init,
    headers: { authorization, 'content-type': 'application/json' },
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

const numberIn = ({ id }: RemoteRef) => id.replace(/^\w+\//, '')
const wordsIn = (thing: Json, field: string) => htmlToText(text(record(thing[field])['raw'], 1_000_000), 200_000)

const form = (path: string, fields: Record<string, string>) =>
  fetch(`${peer.url}${path}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })

/** The comment form of the site; where it sends the reader names the comment. */
async function comment(name: string, to: RemoteRef, root: RemoteRef, words: string): Promise<RemoteRef> {
  const parent = to.id.startsWith('comments/') ? numberIn(to) : '0'
  const fields = { author: name, email: `${name}@example.org`, comment: words, comment_post_ID: numberIn(root), comment_parent: parent }
  const answer = await form('/wp-comments-post.php', fields)
  const location = answer.headers.get('location') ?? ''
  const id = /#comment-(\d+)/.exec(location)?.[1]
  if (id === undefined) throw new Error(`the comment was not taken: ${location} ${await answer.text()}`)
  return { id: `comments/${id}`, version: null, url: null }
}

let pings = 0
/** A trackback of another site to the newest article (its first sentences, 252 characters at most). */
async function trackback(name: string, words: string): Promise<RemoteRef> {
  const [newest] = list(await admin('/posts?per_page=1&_fields=id'))
  const fields = { title: 'Vu ailleurs', excerpt: words, url: `https://exemple.org/${++pings}`, blog_name: name, charset: 'UTF-8' }
  const answer = await (await form(`/wp-trackback.php?/${String(record(newest)['id'])}`, fields)).text()
  if (!answer.includes('<error>0</error>')) throw new Error(answer)
  return { id: 'comments/0', version: null, url: null }
}

async function articles(): Promise<Json[]> {
  return list(await admin('/posts?context=edit&status=publish&per_page=100&orderby=id')).map(record)
}

const world: World = {
  fields: async () => ({ site: peer.url, handle: peer.user, secret: peer.password.replace(/(.{4})/g, '$1 ') }),
  person: async (name) => ({
    handle: name,
    reply: (to, root, words) => comment(name, to, root, words),
    mention: (_handle, words) => trackback(name, words),
    like: async () => undefined,
  }),
  settle: async () => undefined,
  countPosts: async (_connected, words) => (await articles()).filter((post) => wordsIn(post, 'content') === words).length,
  posts: async ({ account, credentials }) => {
    const { items } = await wordpress.history({ ...idle, account, credentials }, null)
    const comments = list(await admin('/comments?context=edit&status=all&per_page=100&orderby=id')).map(record)
    return [...items, ...comments.map(ownComment)]
  },
  isPinned: async (target) => record(await admin(`/posts/${numberIn(target)}`))['sticky'] === true,
  titleOf: async (target) => wordsIn(record(await admin(`/posts/${numberIn(target)}?context=edit`)), 'title') || null,
  textOf: (length) => {
    const awkward = '👩‍👩‍👧‍👦 🇫🇷 e\u0301 <b>&amp;</b> "خبز" https://exemple.fr/une/adresse?avec=des&parametres fin '
    return awkward + 'ï'.repeat(length - wordpress.measure(awkward + 'ï').length + 1)
  },
  image: () => ({ bytes: PIXEL, mimeType: 'image/png', width: 1, height: 1 }),
}

const idle = {
  fetch: globalThis.fetch,
  now: () => new Date(),
  signal: AbortSignal.timeout(3_600_000),
  onCredentials: async () => undefined,
}

function ownComment(one: Json): OwnPost {
  const above = one['parent'] === 0 ? `posts/${String(one['post'])}` : `comments/${String(one['parent'])}`
  const parent = { id: above, version: null, url: null }
  const ref = { id: `comments/${String(one['id'])}`, version: null, url: null }
  return { ref, text: wordsIn(one, 'content'), at: '', format: 'text', imageUrls: [], parent }
}

testConnector(wordpress, world)

describe('comments of a real site', () => {
  let desk: Desk
  let article: RemoteRef
  let cursor: string | null = null
  beforeAll(async () => {
    desk = await openDesk(wordpress, world, 'moderation')
    const [act] = wordpress.plan(variantOf(unique('Un billet')), null)
    if (!act) throw new Error('no act')
    const { ref } = await wordpress.send(desk.ctx, stepOf(wordpress, act))
    if (!ref) throw new Error('no article')
    article = ref
    cursor = (await wordpress.inbox(desk.ctx, null)).cursor
  })

  const news = async (): Promise<InboundMessage[]> => {
    const page = await wordpress.inbox(desk.ctx, cursor)
    cursor = page.cursor
    return page.items.flatMap((signal) => (signal.kind === 'message' ? [signal.message] : []))
  }
  const seenByAll = async (ref: RemoteRef) => {
    const everybody = await fetch(`${peer.url}/wp-json/wp/v2/comments?post=${numberIn(article)}&per_page=100&_fields=id`)
    return list(await everybody.json()).some((one) => String(record(one)['id']) === numberIn(ref))
  }

  it('holds a comment back, shows it in the inbox, approves, answers and hides it', async () => {
    await admin('/settings', { default_comment_status: 'open' })
    const words = unique('Première fois ici : votre pain au seigle https://a.example https://b.example https://c.example')
    const theirs = await comment('nina', article, article, words)
    const [message] = await news()
    expect(message).toMatchObject({ text: words, held: true, kind: 'reply', author: { handle: 'nina' }, parent: { id: article.id } })
    expect(JSON.stringify(message)).not.toContain('nina@example.org')
    expect(await seenByAll(theirs)).toBe(false)

    const target = message?.ref ?? theirs
    const moderate = (hidden: boolean, spam?: true) =>
      wordpress.send(desk.ctx, stepOf(wordpress, { kind: 'hide', target, root: article, hidden, ...(spam && { spam }) }))
    await moderate(false)
    expect(await seenByAll(theirs)).toBe(true)

    const reply = { parent: target, root: article, visibility: 'public', mention: 'nina' } as const
    const answer = unique('Merci Nina ! Un <b>seigle</b> & du levain')
    const [act] = wordpress.plan(variantOf(answer), reply)
    if (!act) throw new Error('no act')
    const step = stepOf(wordpress, act)
    const since = new Date(Date.now() - 2_000)
    expect((await wordpress.reconcile(desk.ctx, step, since)).kind).toBe('not_there')
    const { ref } = await wordpress.send(desk.ctx, step)
    expect(await wordpress.reconcile(desk.ctx, step, since)).toMatchObject({ kind: 'there', receipt: { ref: { id: ref?.id } } })
    expect((await wordpress.replies(desk.ctx, article)).map((one) => one.text)).toEqual([words])
    expect(await news()).toEqual([])

    await moderate(true)
    expect(await seenByAll(theirs)).toBe(false)
    await moderate(true, true)
    expect(record(await admin(`/comments/${numberIn(target)}?context=edit`))['status']).toBe('spam')
  })

  it('says a comment that was sent twice is there already, and deletes it', async () => {
    const answer = unique('Deux fois')
    const reply = { parent: article, root: article, visibility: 'public', mention: null } as const
    const [act] = wordpress.plan(variantOf(answer), reply)
    if (!act) throw new Error('no act')
    const { ref } = await wordpress.send(desk.ctx, stepOf(wordpress, act))
    await expect(wordpress.send(desk.ctx, stepOf(wordpress, act))).rejects.toMatchObject({ kind: 'duplicate', nextStep: 'reconcile' })
    if (!ref) throw new Error('no comment')
    const taking = stepOf(wordpress, { kind: 'delete', target: ref, of: 'post' })
    await wordpress.send(desk.ctx, taking)
    expect((await wordpress.reconcile(desk.ctx, taking, new Date())).kind).toBe('there')
    expect((await wordpress.send(desk.ctx, taking)).data).toEqual({ wasGone: true })
    expect(await seenByAll(ref)).toBe(false)
  })

  it('puts an article on top of the others, and back', async () => {
    const pin = (pinned: boolean) => stepOf(wordpress, { kind: 'pin', target: article, pinned })
    await wordpress.send(desk.ctx, pin(true))
    expect((await wordpress.reconcile(desk.ctx, pin(true), new Date())).kind).toBe('there')
    await wordpress.send(desk.ctx, pin(false))
    expect((await wordpress.reconcile(desk.ctx, pin(true), new Date())).kind).toBe('not_there')
  })

  it('keeps the pictures of an article when its words change', async () => {
    const media = ['un', 'deux'].map((alt) => ({
      id: alt,
      mimeType: 'image/png',
      bytes: PIXEL.length,
      width: 1,
      height: 1,
      alt: { kind: 'text', text: alt } as const,
      focus: { x: 0, y: 0 },
    }))
    const acts = wordpress.plan(variantOf('', { items: [{ text: unique('Album'), media }], firstComment: 'Et vous ?' }), null)
    const receipts: Receipt[] = []
    for (const index of acts.keys())
      receipts.push(await wordpress.send(desk.ctx, stepOf(wordpress, wordpress.complete(acts, index, receipts))))
    const target = receipts.at(-2)?.ref
    if (!target) throw new Error('no article')
    expect(receipts.at(-1)?.ref?.id).toMatch(/^comments\//)
    const { items: _items, ...options } = variantOf('')
    const words = `${unique('Titre')}\n\nDes mots neufs`
    await wordpress.send(desk.ctx, stepOf(wordpress, { kind: 'edit', target, item: { text: words, media: [] }, options, media: [] }))
    const [post] = (await wordpress.history(desk.ctx, null)).items
    expect(post).toMatchObject({ text: words, format: 'carousel', imageUrls: [{ alt: 'un' }, { alt: 'deux' }] })
  })

  it('refuses a user who may not do what the desk does, and a site that is none', async () => {
    await admin('/users', { username: 'lectrice', email: 'lectrice@example.org', password: 'motdepasse-lectrice' })
    const [reader] = list(await admin('/users?search=lectrice&context=edit')).map(record)
    const made = record(await admin(`/users/${String(reader?.['id'])}/application-passwords`, { name: 'Pupitre' }))
    const fields = { site: peer.url, handle: 'lectrice', secret: String(made['password']) }
    const connecting = { ...idle, redirectUri: 'http://127.0.0.1:4399/callback', clientId: null, clientName: 'Pupitre' }
    await expect(wordpress.connect.withSecret?.(connecting, fields)).rejects.toMatchObject({ kind: 'forbidden', nextStep: 'ask_person' })
    const page: typeof fetch = async () => new Response('<h1>Bienvenue</h1>', { headers: { 'content-type': 'text/html' } })
    await expect(wordpress.connect.withSecret?.({ ...connecting, fetch: page }, fields)).rejects.toMatchObject({ kind: 'not_found' })
  })

  it('finds the site whose addresses are the plain ones', async () => {
    await fetch(`${peer.url}/wp-json/`)
    const plain: typeof fetch = (input, init) =>
      typeof input === 'string' && input.includes('/wp-json/')
        ? Promise.resolve(new Response('<h1>404</h1>', { status: 404 }))
        : fetch(input, init)
    const connecting = { ...idle, fetch: plain, redirectUri: 'http://127.0.0.1:4399/callback', clientId: null, clientName: 'Pupitre' }
    const connected = await wordpress.connect.withSecret?.(connecting, await world.fields('plain'))
    expect(connected?.credentials.secret['root']).toBe('/?rest_route=/')
    expect(connected?.account).toMatchObject({ handle: new URL(peer.url).host, profileUrl: peer.url })
    if (!connected) throw new Error('not connected')
    expect((await wordpress.history({ ...idle, ...connected, fetch: plain }, null)).items.length).toBeGreaterThan(0)
  })

  it('asks the site itself for a password, and takes it from the way back', async () => {
    const connecting = { ...idle, redirectUri: 'https://pupitre.example/callback', clientId: null, clientName: 'Pupitre' }
    const started = await wordpress.connect.start?.(connecting, { site: peer.url })
    if (!started) throw new Error('no start')
    const asked = new URL(started.url)
    expect([asked.pathname, asked.searchParams.get('app_name')]).toEqual(['/wp-admin/authorize-application.php', 'Pupitre'])
    const back = new URL(asked.searchParams.get('success_url') ?? '')
    expect(back.searchParams.get('state')).toBe(started.pending.state)
    back.searchParams.set('user_login', peer.user)
    back.searchParams.set('password', peer.password)
    const connected = await wordpress.connect.finish?.(connecting, started.pending, back.searchParams)
    expect(connected?.account.handle).toBe(new URL(peer.url).host)
    const refused = new URL(asked.searchParams.get('reject_url') ?? '').searchParams
    await expect(wordpress.connect.finish?.(connecting, started.pending, refused)).rejects.toMatchObject({ kind: 'forbidden' })
    back.searchParams.set('state', 'another')
    await expect(wordpress.connect.finish?.(connecting, started.pending, back.searchParams)).rejects.toMatchObject({ kind: 'forbidden' })
  })
})
