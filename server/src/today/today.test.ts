import { createTestConnector } from '@pupitre/sandbox'
import { expect, it } from 'vitest'
import { networkOf, openWorld } from '../testing/world.ts'
import type { TodayView } from './today.schema.ts'

it('however many people wait, Today still tells of an approval that is asked for', async () => {
  const world = await openWorld()
  const brand = `/api/v1/brands/${world.owner.brandId}`
  const channelId = await world.connect('key')
  await world.call('PATCH', brand, { approvalNeeded: true })
  const localTime = '2031-05-03T09:00'
  const content = (
    await world.call('POST', `${brand}/contents`, { items: [{ text: 'À valider', media: [] }], channelIds: [channelId], localTime })
  ).body as { id: string; version: number }
  await world.call('POST', `${brand}/contents/${content.id}/schedule`, { localTime, version: content.version })
  await world.desk.db.ownerPool.query(
    `WITH one AS (
       INSERT INTO person (id, brand_id, network, network_id, handle, name) SELECT gen_random_uuid(), $1, 'plain-key', 'p' || n, 'p' || n, 'P' || n FROM generate_series(1, 60) n RETURNING id
     ) INSERT INTO conversation (id, brand_id, channel_id, network, person_id, thread_key, kind, last_at, waiting_since)
       SELECT gen_random_uuid(), $1, $2, 'plain-key', id, id, 'reply', now(), now() - interval '9 hours' FROM one`,
    [world.owner.brandId, channelId],
  )
  const view = (await world.call('GET', `${brand}/today`)).body as TodayView
  expect(view.rows).toHaveLength(40)
  expect(view.rows.filter(({ kind }) => kind === 'approve')).toHaveLength(1)
  expect(view.more).toBe(21)
  await world.close()
})

it('tells two months before that an interface ends by which a channel is spoken to, and when', async () => {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const ends = { key: inDays(30), readable: inDays(300), recordKey: inDays(-1), blind: inDays(10) }
  const world = await openWorld({
    known: (url) => {
      const made = (['key', 'readable', 'recordKey', 'blind'] as const).map((kind) => ({
        ...createTestConnector(kind, url),
        version: { name: `v-${kind}`, readAt: '2026-11-22', endsAt: ends[kind] },
      }))
      const connectors = new Map(made.map((one) => [one.id, one]))
      return { networks: [...connectors.keys()], connectorOf: (network) => connectors.get(network) ?? createTestConnector('key', url) }
    },
  })
  const brand = `/api/v1/brands/${world.owner.brandId}`
  const told = async () =>
    ((await world.call('GET', `${brand}/today`)).body as TodayView).rows
      .filter(({ kind }) => kind === 'version_ends')
      .map(({ network, when, urgency, sentence }) => ({ network, when: when?.slice(0, 10), urgency, ...sentence }))
  expect(await told(), 'nobody is spoken to yet').toEqual([])
  for (const kind of ['readable', 'key'] as const) await world.connect(kind)
  await world.connect('key', 'another')
  const coming = { network: networkOf('key'), when: ends.key, urgency: 'day', channel: 'levain-key', version: 'v-key' }
  expect(await told()).toEqual([coming])
  for (const kind of ['recordKey', 'blind'] as const) await world.connect(kind)
  expect(await told()).toMatchObject([
    { network: networkOf('recordKey'), urgency: 'late' },
    { network: networkOf('blind'), urgency: 'now' },
    coming,
  ])
  await world.close()
})
