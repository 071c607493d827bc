import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, until, type World } from '../testing/world.ts'

let world: World
let channelId: string

beforeAll(async () => {
  world = await openWorld({ works: true, settleSeconds: 1 })
  channelId = await world.connect('key')
})
afterAll(() => world.close())

const brandPath = () => `/api/v1/brands/${world.owner.brandId}`
const ask = async (approvalNeeded: boolean) => expect((await world.call('PATCH', brandPath(), { approvalNeeded })).status).toBe(200)

type Content = { id: string; version: number; variants: { delivery: { id: string; state: string } }[] }
const read = async (id: string) => (await world.call('GET', `${brandPath()}/contents/${id}`)).body as Content
const deliveryOf = async (id: string) => (await read(id)).variants[0]?.delivery

async function promise(text: string): Promise<string> {
  const localTime = '2031-05-03T09:00'
  const made = await world.call('POST', `${brandPath()}/contents`, { items: [{ text, media: [] }], channelIds: [channelId], localTime })
  const { id, version } = made.body as Content
  await world.call('POST', `${brandPath()}/contents/${id}/schedule`, { localTime, version })
  return id
}
const becomes = (id: string, wanted: string) =>
  until(
    wanted,
    async () => (await deliveryOf(id))?.state,
    (state) => state === wanted,
  )
/** Approves what waits, through the list of those who approve. */
async function approve(id: string): Promise<void> {
  const delivery = await deliveryOf(id)
  const listed = (await world.call('GET', `${brandPath()}/approvals`)).body as { items: { deliveryId: string; hash: string }[] }
  const item = listed.items.find((one) => one.deliveryId === delivery?.id)
  expect(item, 'it is among what waits for a yes').toBeDefined()
  const path = `${brandPath()}/deliveries/${item?.deliveryId}/decision`
  expect((await world.call('POST', path, { hash: item?.hash, verdict: 'approved', comment: '' })).status).toBe(200)
}

describe('a brand that begins, or ceases, to ask for approvals', () => {
  it('takes what is scheduled without a yes back among what waits for one, and leaves what was approved', async () => {
    const before = await promise('Programmé avant la règle')
    expect((await deliveryOf(before))?.state).toBe('scheduled')
    await ask(true)
    await becomes(before, 'awaiting')
    await approve(before)
    await becomes(before, 'scheduled')
    await ask(false)
    const mistaken = await promise('Programmé juste avant une erreur')
    await ask(true)
    await becomes(mistaken, 'awaiting')
    await ask(false)
    await becomes(mistaken, 'scheduled')
    await ask(true)
    const after = await promise('Programmé ensuite')
    await becomes(after, 'awaiting')
    expect((await deliveryOf(before))?.state, 'its yes still counts').toBe('scheduled')
  })

  it('what waits when the rule is lifted goes on waiting, and a yes still sends it on its way', async () => {
    await ask(true)
    const waiting = await promise('En attente quand la règle tombe')
    await ask(false)
    expect((await deliveryOf(waiting))?.state).toBe('awaiting')
    await approve(waiting)
    await becomes(waiting, 'scheduled')
  })

  it('is written down: who, what stood there, what stands there now', async () => {
    await ask(true)
    await ask(true)
    await ask(false)
    const found = await world.desk.db.ownerPool.query<{ actor: string; detail: unknown }>(
      "SELECT actor, detail FROM audit WHERE action = 'team.brand_changed' ORDER BY at DESC, id DESC LIMIT 2",
    )
    expect(found.rows.map(({ detail }) => detail)).toEqual([
      { before: { approvalNeeded: true }, now: { approvalNeeded: false } },
      { before: { approvalNeeded: false }, now: { approvalNeeded: true } },
    ])
    expect(found.rows[0]?.actor).not.toBe('desk')
  })
})
