import type { FaultKind } from '@pupitre/sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hurry, workerOf, type WorkHere } from '../testing/ledger.ts'
import { kinds, openWorld, type Kind, type World } from '../testing/world.ts'

const networks = [...kinds, 'mastodon'] as const satisfies readonly Kind[]
const pathOf = (kind: Kind) => (kind === 'mastodon' ? '/api/v1/statuses' : `/plain/${kind}/posts`)
const items = 4

let world: World
let work: WorkHere
const channels = new Map<Kind, string>()

beforeAll(async () => {
  world = await openWorld({ settleSeconds: 1 })
  work = workerOf(world)
  await world.call('PATCH', brandPath(), { undoSeconds: 0 })
  for (const kind of networks) channels.set(kind, await world.connect(kind))
})
afterAll(() => world.close())

const brandPath = () => `/api/v1/brands/${world.owner.brandId}`

type Thread = { id: string; kind: Kind; contentId: string; variantId: string; name: string }
type Content = { id: string; version: number; variants: { id: string; version: number; delivery: { id: string; state: string } }[] }
let serial = 0

const read = async (thread: Thread): Promise<Content> => (await world.call('GET', `${brandPath()}/contents/${thread.contentId}`)).body
const stateOf = async (thread: Thread) => (await read(thread)).variants[0]?.delivery.state
const schedule = async (thread: Thread) =>
  world.call('POST', `${brandPath()}/contents/${thread.contentId}/schedule`, { localTime: null, version: (await read(thread)).version })

async function write(kind: Kind): Promise<Thread> {
  const name = `fil ${(serial += 1)}`
  const texts = Array.from({ length: items }, (_, index) => ({ text: `${name} ${index}`, media: [] }))
  const made = (await world.call('POST', `${brandPath()}/contents`, { items: texts, channelIds: [channels.get(kind)] })).body as Content
  const [variant] = made.variants
  return { id: variant?.delivery.id ?? '', kind, contentId: made.id, variantId: variant?.id ?? '', name }
}

/** Written, scheduled and tried once, with a fault that lets `k` posts pass. */
async function tried(kind: Kind, k: number, fault: { kind: FaultKind; status?: number; retryAfterSeconds?: number }): Promise<Thread> {
  const thread = await write(kind)
  expect((await schedule(thread)).status).toBe(200)
  world.sandbox.faults.add({ ...fault, method: 'POST', path: pathOf(kind), after: k })
  await work.deliver([thread])
  expect(world.sandbox.faults.list()).toEqual([])
  return thread
}

/** Texts of the thread as they stand, in their order, each below the one before. */
function standing(thread: Thread): string[] {
  const found = world.sandbox.oracle().filter((entry) => entry.text.startsWith(`${thread.name} `))
  found.forEach((entry, index) => expect(entry.target, entry.text).toBe(index === 0 ? null : (found[index - 1]?.id ?? '')))
  return found.map((entry) => entry.text.slice(thread.name.length + 1))
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => String(index))

/** What waits is asked about and tried again, until nothing moves any more. */
async function settle(thread: Thread): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await hurry(world, [thread])
    await work.recover()
    await work.deliver([thread])
  }
}

const change = async (thread: Thread, texts: string[]) => {
  const version = (await read(thread)).variants[0]?.version
  const body = { version, items: texts.map((text) => ({ text: `${thread.name} ${text}`, media: [] })) }
  return world.call('PATCH', `${brandPath()}/variants/${thread.variantId}`, body)
}
const act = (thread: Thread, name: string, body: object) => world.call('POST', `${brandPath()}/deliveries/${thread.id}/${name}`, body)

const places = networks.flatMap((kind) => [1, 2, 3].map((k): [Kind, number] => [kind, k]))

describe('a thread that is cut', () => {
  it.each(places)('[T-P11] %s refuses post %i: what stands is never posted again, the rest follows once mended', async (kind, k) => {
    const thread = await tried(kind, k, { kind: 'error_before', status: 422 })
    expect(await stateOf(thread)).toBe('failed')
    expect(standing(thread)).toEqual(upTo(k))
    const mended = [...upTo(k), 'autrement', ...upTo(items).slice(k + 1)]
    expect((await change(thread, ['réécrit', ...mended.slice(1)])).status).toBe(200)
    expect((await schedule(thread)).body, 'what stands does not change').toMatchObject({ error: { code: 'publish.partly_sent' } })
    expect((await change(thread, mended)).status).toBe(200)
    expect((await schedule(thread)).status).toBe(200)
    await work.deliver([thread])
    expect(await stateOf(thread)).toBe('published')
    expect(standing(thread)).toEqual(mended)
  })

  it.each(places)('[T-P11] %s accepts post %i and its answer is lost: asked about, and the rest follows', async (kind, k) => {
    const thread = await tried(kind, k, { kind: 'lost_answer' })
    expect(await stateOf(thread)).toBe('unknown')
    expect(standing(thread)).toEqual(upTo(k + 1))
    if (kind === 'blind') return byPerson(thread, k + 1)
    await settle(thread)
    expect(await stateOf(thread)).toBe('published')
    expect(standing(thread)).toEqual(upTo(items))
  })

  it.each(places)('[T-P11] %s never sees post %i: asked about, and the rest follows', async (kind, k) => {
    const thread = await tried(kind, k, { kind: 'reset_before' })
    expect(await stateOf(thread)).toBe('unknown')
    expect(standing(thread)).toEqual(upTo(k))
    if (kind === 'blind') expect((await act(thread, 'settle', { answer: 'not_there' })).status).toBe(200)
    await settle(thread)
    expect(await stateOf(thread)).toBe('published')
    expect(standing(thread)).toEqual(upTo(items))
  })

  it.each(networks)('[T-P11] %s asks to wait in the middle: it goes on where it was', async (kind) => {
    const thread = await tried(kind, 2, { kind: 'rate_limited', retryAfterSeconds: 1 })
    expect(await stateOf(thread)).toBe('scheduled')
    await settle(thread)
    expect(await stateOf(thread)).toBe('published')
    expect(standing(thread)).toEqual(upTo(items))
  })

  it.each(networks)('[T-P11] %s: what stands may be all of it, when a person says so', async (kind) => {
    const thread = await tried(kind, 2, { kind: 'error_before', status: 422 })
    expect((await change(thread, upTo(2))).status).toBe(200)
    expect((await schedule(thread)).status).toBe(200)
    await work.deliver([thread])
    expect(await stateOf(thread)).toBe('published')
    expect(standing(thread)).toEqual(upTo(2))
  })
})

/** Where nothing can be read a person has looked, and says what becomes of the rest. */
async function byPerson(thread: Thread, count: number): Promise<void> {
  await settle(thread)
  expect(await stateOf(thread)).toBe('unknown')
  const last = world.sandbox.oracle().findLast((entry) => entry.text.startsWith(`${thread.name} `))
  const link = `${world.sandbox.url}/plain/blind/posts/${last?.id}`
  expect((await act(thread, 'settle', { answer: 'there', link })).status).toBe(200)
  if (count === items) {
    expect(await stateOf(thread)).toBe('published')
    return
  }
  const { body } = await act(thread, 'release', { choice: 'drop' })
  expect(body).toMatchObject({ state: 'cancelled' })
  await settle(thread)
  expect(standing(thread)).toEqual(upTo(count))
}

describe('a thread a person has looked at', () => {
  it('[T-P11] says that one post is there: the rest waits for a word, then follows without repeating it', async () => {
    const thread = await tried('blind', 1, { kind: 'lost_answer' })
    const link = 'https://reseau.example/posts/1'
    const { body } = await act(thread, 'settle', { answer: 'there', link })
    expect(body).toMatchObject({ state: 'held', heldReason: 'partly' })
    await settle(thread)
    expect(world.sandbox.oracle().filter((entry) => entry.text.startsWith(`${thread.name} `))).toHaveLength(2)
    await act(thread, 'release', { choice: 'publish' })
    await work.deliver([thread])
    expect(await stateOf(thread)).toBe('published')
    const texts = world.sandbox.oracle().flatMap((entry) => (entry.text.startsWith(`${thread.name} `) ? entry.text.split(' ').at(-1) : []))
    expect(texts).toEqual(upTo(items))
  })
})
