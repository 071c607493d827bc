import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kinds, openWorld, type World } from '../testing/world.ts'

let world: World
const handles = kinds.map((kind) => `levain-${kind}`)

beforeAll(async () => {
  world = await openWorld()
  for (const kind of kinds) await world.connect(kind)
})
afterAll(() => world.close())

const brandPath = () => `/api/v1/brands/${world.owner.brandId}`

describe('[S2-21] the reach of one press of a button', () => {
  it('asks for the name of each account beyond the brand’s number of channels, and takes no other name for it', async () => {
    const channels = (await world.call('GET', `${brandPath()}/channels`)).body as { id: string }[]
    const made = await world.call('POST', `${brandPath()}/contents`, {
      items: [{ text: 'Partout à la fois', media: [] }],
      channelIds: channels.map((channel) => channel.id),
    })
    const { id, version } = made.body as { id: string; version: number }
    const schedule = (more: object) =>
      world.call('POST', `${brandPath()}/contents/${id}/schedule`, { localTime: '2031-05-04T09:00', version, ...more })
    const refused = await schedule({})
    expect(refused.body).toMatchObject({ error: { code: 'publish.confirm_names', data: { names: handles } } })
    expect((await schedule({ confirmedNames: handles.slice(1) })).status).toBe(422)
    expect((await schedule({ confirmedNames: [...handles.slice(1), 'levain-autre'] })).status).toBe(422)
    const three = channels.slice(0, 3).map((channel) => channel.id)
    expect((await schedule({ channelIds: three })).status, 'three are within the number').toBe(200)
  })

  it('a channel of another brand is never among those served', async () => {
    const other = await world.call('POST', `/api/v1/organizations/${world.owner.organizationId}/brands`, {
      name: 'Café du Port',
      zone: 'Europe/Paris',
    })
    const { id: otherId } = other.body as { id: string }
    const [channel] = (await world.call('GET', `${brandPath()}/channels`)).body as { id: string }[]
    const wrong = await world.call('POST', `/api/v1/brands/${otherId}/contents`, {
      items: [{ text: 'Mauvais compte', media: [] }],
      channelIds: [channel?.id],
    })
    expect(wrong.status).toBe(404)
    const made = (await world.call('POST', `/api/v1/brands/${otherId}/contents`, { items: [{ text: 'Chez nous', media: [] }] })).body as {
      id: string
      version: number
    }
    const body = { localTime: '2031-05-04T09:00', version: made.version, channelIds: [channel?.id] }
    expect((await world.call('POST', `/api/v1/brands/${otherId}/contents/${made.id}/schedule`, body)).status).toBe(422)
    expect((await world.call('POST', `${brandPath()}/contents/${made.id}/schedule`, body)).status).toBe(404)
  })
})
