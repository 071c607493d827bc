import type { z } from 'zod'
import { listChannels } from '../channels/channels.public.ts'
import type { BrandGrant } from '../platform/access.ts'
import type { Tx } from '../platform/db.ts'
import { announce } from '../platform/events.ts'
import { findUser, recordAudit } from '../team/team.public.ts'
import { freezeChanged } from './publish.events.ts'
import type { freezeView } from './publish.schema.ts'
import type { ScheduleDeps } from './publish.schedule.service.ts'
import { countIn, deliveriesIn, presentDelivery, readFreeze, resumeHeld, sentAround, setFreeze, type DeliveryRow } from './publish.store.ts'

type FreezeView = z.infer<typeof freezeView>

const longest = 80

/** The first words a person would know it by; what has none (a like) is told by its kind. */
function wordsOf(row: DeliveryRow): string {
  const said = row.sealed?.acts.find((act) => act.kind === 'post' || act.kind === 'edit')
  const text = said && 'item' in said ? said.item.text : ''
  return text.length > longest ? `${text.slice(0, longest).trimEnd()}…` : text
}

async function presentFreeze(tx: Tx, brandId: string): Promise<FreezeView> {
  const row = await readFreeze(tx, brandId)
  const waiting = await countIn(tx, brandId, ['scheduled', 'held', 'awaiting'])
  if (!row?.active || !row.since) return { active: false, reason: '', by: null, since: null, sending: [], sent: [], waiting }
  const channels = new Map((await listChannels(tx, [brandId])).map((channel) => [channel.id, channel.name]))
  const present = (one: DeliveryRow) => ({ ...presentDelivery(one), words: wordsOf(one), channel: channels.get(one.channelId) ?? '' })
  return {
    active: true,
    reason: row.reason,
    by: (row.by && (await findUser(tx, row.by))?.name) || null,
    since: row.since.toISOString(),
    sending: (await deliveriesIn(tx, brandId, ['sending'])).map(present),
    sent: (await sentAround(tx, brandId, row.since)).map(present),
    waiting,
  }
}

export function seeFreeze(deps: Pick<ScheduleDeps, 'db'>, grant: BrandGrant<'read'>): Promise<FreezeView> {
  return deps.db.inBrands(grant.brands, (tx) => presentFreeze(tx, grant.brandId))
}

/**
 * Stops everything, or goes on. When this answers, nothing that is not on its list will leave. Going on sends what is still in time;
 * what has become too late asks a person.
 */
export function changeFreeze(
  deps: Pick<ScheduleDeps, 'db'>,
  grant: BrandGrant<'freeze'>,
  body: { active: boolean; reason: string },
): Promise<FreezeView> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    await setFreeze(tx, grant.brandId, { ...body, by: grant.actor.userId })
    const went = body.active ? {} : await resumeHeld(tx, grant.brandId, grant.actor.userId)
    await recordAudit(tx, grant, body.active ? 'publish.freeze' : 'publish.release', grant.brandId, { reason: body.reason, ...went })
    await announce(tx, grant.brandId, freezeChanged, { active: body.active })
    return presentFreeze(tx, grant.brandId)
  })
}
