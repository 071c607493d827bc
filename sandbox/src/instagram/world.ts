import { connectorOf, type Connected, type Connector, type Context } from '@pupitre/networks'
import type { World } from '@pupitre/networks/conformance'
import { afterAll, beforeAll } from 'vitest'
import { startSandbox, type Sandbox } from '../index.ts'
import { benchOf, PIXEL, refTo } from '../meta/bench.ts'
import { hash } from '../random.ts'
import { reportHeld, type Held } from '../specification.ts'
import { holdToInstagram } from './specification.ts'
import type { InstagramMemory } from './store.ts'

/** Instagram for the tests of one file, every request held to Meta's lists. */

const onPurpose = /nobody|\/x: not in the lists/

export function instagramWorld(report: string) {
  let sandbox: Sandbox
  let held: Held | null = null
  const connector = connectorOf('instagram')
  const unwanted = () => (held?.faults ?? []).filter((fault) => !onPurpose.test(fault))
  beforeAll(async () => {
    sandbox = await startSandbox({ seed: 8 })
    const facebookApp = () => sandbox.facebook.store.app.clientId
    held = holdToInstagram(
      () => sandbox.instagram.store,
      facebookApp,
      (input, init) => globalThis.fetch(input, init),
    )
  })
  afterAll(() => {
    reportHeld(report, held && { ...held, operations: held.operations, fields: held.fields, faults: unwanted() })
    return sandbox.close()
  })
  const store = () => sandbox.instagram.store
  const memory = () => store().memory
  const actions = () => sandbox.instagram.actions
  const fetching: NonNullable<World['fetch']> = (input, init) => (held?.fetch ?? globalThis.fetch)(input, init)

  const linkedTo = (name: string) => linkPage(sandbox, name)
  const own = async (name: string) => {
    store().user(name, true)
    return { server: sandbox.url, token: store().tokenFor(name) }
  }
  const setting = { connector, fetch: fetching, now: () => sandbox.clock.now() }
  const bench = benchOf({ ...setting, fields: own })
  const linked = benchOf({ ...setting, fields: async (name) => linkedTo(name) })
  const person: World['person'] = async (name) => {
    const { id } = store().user(name)
    return {
      id,
      handle: name,
      reply: async (to, _root, text) => refTo(actions().comment(id, to.id, text).id),
      mention: async (handle, text) => refTo(actions().post(id, text, [store().user(handle, true).id]).id),
      like: async (target) => void memory().media.get(target.id)?.likes.add(id),
    }
  }
  const countPosts = async ({ account }: Connected, text: string) => {
    const media = [...memory().media.values()].filter((one) => one.userId === account.id && one.caption === text)
    return media.length + [...memory().comments.values()].filter((one) => one.userId === account.id && one.text === text).length
  }
  const isBlocked = async (id: string) => memory().blocked.has(id)
  const told: Pick<World, 'isBlocked' | 'unread'> = { isBlocked, unread: ['block'] }
  const asked = { fetch: fetching, fields: async (name: string) => linkedTo(name), person, countPosts }
  const posts: World['posts'] = (connected) =>
    standing(connector, memory(), { ...bench.connecting(), ...connected, onCredentials: async () => undefined })
  const world: World = { ...asked, posts, ...told, ...SHAPES(connector.measure) }
  const withApp = () => ({ clientId: store().app.clientId, clientSecret: store().app.clientSecret })
  const shown = { connector, world, store, memory, actions, withApp, unwanted, linked, linkedTo }
  return { ...shown, ...bench, sandbox: () => sandbox, held: () => held }
}

/** Posts as the connector reads them, and comments as they are remembered. */
async function standing(connector: Connector, memory: InstagramMemory, ctx: Context): ReturnType<NonNullable<World['posts']>> {
  const comments = [...memory.comments.values()].filter(({ userId }) => userId === ctx.account.id)
  const shown = comments.map((one) => ({
    ref: refTo(one.id),
    text: one.text,
    format: 'text' as const,
    imageUrls: [],
    parent: refTo(one.parentId ?? one.mediaId),
  }))
  return [...(await connector.history(ctx, null)).items, ...shown]
}

const SHAPES = (measure: (text: string) => { length: number }): Pick<World, 'settle' | 'textOf' | 'image' | 'mediaAddress'> => ({
  settle: async () => undefined,
  mediaAddress: (id) => `https://levain.example/media/${id}`,
  textOf: (length) => {
    const awkward = '👩‍👩‍👧‍👦 🇫🇷 e\u0301 خبز @maison.levain https://exemple.fr/une/adresse #été fin '
    return awkward + 'ï'.repeat(length - measure(awkward).length)
  },
  image: () => ({ bytes: PIXEL, mimeType: 'image/jpeg', width: 1, height: 1 }),
})

/** A Page of Facebook that is linked to an account of this name, and a person's token with which it is found. */
function linkPage(sandbox: Sandbox, name: string): Record<string, string> {
  const { id, username, followers } = sandbox.instagram.store.user(name, true)
  const pageId = `16${String(hash(`page of ${name}`)).padStart(10, '0')}`
  const instagram = { id, username, name: username, profile_picture_url: 'https://scontent.example/x.jpg', followers_count: followers }
  const { memory: facebook } = sandbox.facebook.store
  facebook.pages.set(pageId, { id: pageId, username: `page-${name}`, name: `Page ${name}`, followers, instagram })
  const scopes = ['pages_show_list', 'instagram_basic']
  facebook.access.set('EAAuser-lea', { pageId: null, personId: sandbox.facebook.store.person('lea').id, scopes, endsAt: Infinity })
  return { server: sandbox.url, handle: name, token: 'EAAuser-lea' }
}
