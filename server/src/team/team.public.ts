import { v7 as uuid } from 'uuid'
import type { Grant } from '../platform/access.ts'
import type { Tx } from '../platform/db.ts'
import { insertAudit } from './team.store.ts'

/** Writes down who did what, in the transaction that does it. */
export async function recordAudit(
  tx: Tx,
  grant: Grant & { brandId: string },
  action: string,
  subject: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await insertAudit(tx, { id: uuid(), brandId: grant.brandId, actor: grant.actor.userId, action, subject, detail })
}

export { ringPeople, type DeviceDeps } from './team.devices.service.ts'
export { colleaguesOf, findBrand, findBrands, findUser } from './team.store.ts'
export { demoEmail, isSetupNeeded, makeBrand, makeOrganization, makePerson, removeDemonstration } from './team.service.ts'
