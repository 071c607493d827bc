import { expect, it } from 'vitest'
import { openWorld } from '../testing/world.ts'
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
