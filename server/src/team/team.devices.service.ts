import { v7 as uuid } from 'uuid'
import type { Actor } from '../platform/access.ts'
import { sha256, type Seal } from '../platform/crypto.ts'
import type { Db } from '../platform/db.ts'
import { notFound, type Language } from '../platform/errors.ts'
import type { Push, PushSubscription, Ringing } from '../platform/push.ts'
import { deviceSilent } from './team.errors.ts'
import { deleteDevice, devicesOf, languagesOf, noteRang, upsertDevice, type DeviceRow } from './team.devices.store.ts'
import type { DevicesView } from './team.schema.ts'

export type DeviceDeps = { db: Db; seal: Seal; push: Push }

const contextOf = (id: string): string => `device:${id}`

export async function listDevices({ db, push }: DeviceDeps, actor: Actor): Promise<DevicesView> {
  const rows = await devicesOf(db.access, [actor.userId])
  return {
    publicKey: push.publicKey,
    devices: rows.map(({ id, name, createdAt, rangAt }) => ({
      id,
      name,
      createdAt: createdAt.toISOString(),
      rangAt: rangAt?.toISOString() ?? null,
    })),
  }
}

export async function addDevice(
  { db, seal }: DeviceDeps,
  actor: Actor,
  { name, subscription }: { name: string; subscription: PushSubscription },
): Promise<{ id: string }> {
  const id = uuid()
  const sealed = seal.seal(JSON.stringify(subscription), contextOf(id))
  await upsertDevice(db.access, { id, userId: actor.userId, sealed, digest: sha256(subscription.endpoint), name })
  return { id }
}

export async function removeDevice({ db }: DeviceDeps, actor: Actor, id: string): Promise<void> {
  if (!(await deleteDevice(db.access, id, actor.userId))) throw notFound()
}

async function ringDevice({ db, seal, push }: DeviceDeps, row: DeviceRow, ringing: Ringing): Promise<'rang' | 'gone' | 'failed'> {
  const subscription = JSON.parse(seal.open(row.sealed, contextOf(row.id))) as PushSubscription
  const result = await push.ring(subscription, ringing)
  if (result === 'rang') await noteRang(db.access, row.id)
  if (result === 'gone') await deleteDevice(db.access, row.id, row.userId)
  return result
}

/** Lets a person hear that a device of theirs rings. */
export async function tryDevice(deps: DeviceDeps, actor: Actor, id: string): Promise<void> {
  const row = (await devicesOf(deps.db.access, [actor.userId])).find((one) => one.id === id)
  if (!row) throw notFound()
  const words = { fr: ['Pupitre', 'Cet appareil sonne.'], en: ['Pupitre', 'This device rings.'] }[actor.language]
  const result = await ringDevice(deps, row, { title: words[0] ?? '', body: words[1] ?? '', url: '/settings/account', topic: 'essai' })
  if (result !== 'rang') throw deviceSilent(result === 'gone')
}

/** Rings every device of these people, each in their own language. Returns how many rang. */
export async function ringPeople(deps: DeviceDeps, userIds: readonly string[], say: (language: Language) => Ringing): Promise<number> {
  if (userIds.length === 0) return 0
  const languages = await languagesOf(deps.db.access, userIds)
  let rang = 0
  for (const row of await devicesOf(deps.db.access, userIds)) {
    const result = await ringDevice(deps, row, say(languages.get(row.userId) === 'en' ? 'en' : 'fr'))
    if (result === 'rang') rang += 1
  }
  return rang
}
