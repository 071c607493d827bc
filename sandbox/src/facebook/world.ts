import { connectorOf, type ConnectContext, type Connector } from '@pupitre/networks'
import type { World } from '@pupitre/networks/conformance'
import { afterAll, beforeAll } from 'vitest'
import { startSandbox, type Sandbox } from '../index.ts'
import { benchOf, PIXEL, refTo } from '../meta/bench.ts'
import { reportHeld, type Held } from '../specification.ts'
import { holdToFacebook } from './specification.ts'
import type { FacebookMemory } from './store.ts'

/** Facebook for the tests of one file, every request held to Meta's lists. */

/** Asked for on purpose, to see it refused: no kind of thing has this number. */
const onPurpose = /nobody|\/x: not in the lists/

export function facebookWorld(report: string) {
  let sandbox: Sandbox
  let held: Held | null = null
  const connector = connectorOf('facebook')
  const unwanted = () => (held?.faults ?? []).filter((fault) => !onPurpose.test(fault))
  beforeAll(async () => {
    sandbox = await startSandbox({ seed: 7 })
    held = holdToFacebook(
      () => sandbox.facebook.store,
      (input, init) => globalThis.fetch(input, init),
    )
  })
  afterAll(() => {
    reportHeld(report, held && { ...held, faults: unwanted() })
    return sandbox.close()
  })
  const store = () => sandbox.facebook.store
  const memory = () => store().memory
  const actions = () => sandbox.facebook.actions
  const fetching: NonNullable<World['fetch']> = (input, init) => (held?.fetch ?? globalThis.fetch)(input, init)
  const fields = async (name: string) => {
    store().page(name)
    return { server: sandbox.url, handle: name, token: store().tokenFor(name) }
  }
  const bench = benchOf({ connector, fetch: fetching, now: () => sandbox.clock.now(), fields })
  const person: World['person'] = async (name) => {
    const { id } = store().person(name)
    return {
      id,
      handle: name,
      reply: async (to, _root, text) => refTo(actions().comment(id, to.id, text).id),
      mention: async (handle, text) => {
        const tags = [store().page(handle).id]
        return refTo(actions().post({ pageId: id, authorId: id, message: text, tags }).id)
      },
      like: async (target) => void memory().posts.get(target.id)?.likes.add(id),
    }
  }
  const world = worldOf({ connector, fetching, fields, person, memory, connecting: bench.connecting })
  const withApp = () => ({ clientId: store().app.clientId, clientSecret: store().app.clientSecret })
  return { connector, world, store, memory, actions, withApp, unwanted, ...bench, sandbox: () => sandbox, held: () => held }
}

type Made = Pick<World, 'fields' | 'person'> & {
  connector: Connector
  fetching: NonNullable<World['fetch']>
  memory: () => FacebookMemory
  connecting: () => ConnectContext
}

function worldOf({ connector, fetching, fields, person, memory, connecting }: Made): World {
  return {
    fetch: fetching,
    fields,
    person,
    settle: async () => undefined,
    countPosts: async (connected, text) => {
      const all = [...memory().posts.values(), ...memory().comments.values()]
      return all.filter((one) => one.authorId === connected.account.id && one.message === text).length
    },
    posts: async (connected) => {
      const ctx = { ...connecting(), ...connected, onCredentials: async () => undefined }
      const comments = [...memory().comments.values()].filter(({ authorId }) => authorId === connected.account.id)
      const shown = comments.map((one) => ({
        ref: refTo(one.id),
        text: one.message,
        format: 'text' as const,
        imageUrls: [],
        parent: refTo(one.parentId ?? one.postId),
      }))
      return [...(await connector.history(ctx, null)).items, ...shown]
    },
    isPinned: async ({ id }) => memory().posts.get(id)?.isPinned === true,
    isBlocked: async (id, { account }) => memory().blocked.has(`${account.id}/${id}`),
    unread: ['pin'],
    textOf: (length) => {
      const awkward = '👩‍👩‍👧‍👦 🇫🇷 e\u0301 خبز https://exemple.fr/une/adresse?avec=des&parametres #été fin '
      return awkward + 'ï'.repeat(length - connector.measure(awkward).length)
    },
    image: () => ({ bytes: PIXEL, mimeType: 'image/png', width: 1, height: 1 }),
  }
}
