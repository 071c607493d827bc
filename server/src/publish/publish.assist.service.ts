import { sitesOf, type Connector } from '@pupitre/networks'
import { findChannel, type ChannelRow } from '../channels/channels.public.ts'
import type { Grant } from '../platform/access.ts'
import type { Db, Tx } from '../platform/db.ts'
import { notFound, type Language } from '../platform/errors.ts'
import type { Happened, Listener } from '../platform/events.ts'
import type { Log } from '../platform/log.ts'
import type { Ringing } from '../platform/push.ts'
import { colleaguesOf, ringPeople, type DeviceDeps } from '../team/team.public.ts'
import { rightsOf, type Role } from '../team/team.schema.ts'
import { linkElsewhere } from './publish.errors.ts'
import { deliveryMoved } from './publish.events.ts'
import type { PackView } from './publish.schema.ts'
import { findDelivery, presentDelivery, type DeliveryRow } from './publish.store.ts'

type PostAct = Extract<NonNullable<DeliveryRow['sealed']>['acts'][number], { kind: 'post' }>

const postOf = (row: DeliveryRow): PostAct | undefined => row.sealed?.acts.find((act): act is PostAct => act.kind === 'post')

const packOf = ({ item, options }: PostAct) => ({
  texts: item.text === '' ? [] : [item.text],
  media: item.media.map(({ id, mimeType, alt }) => ({ id, mimeType, alt: alt.kind === 'text' ? alt.text : null })),
  placement: options.placement ?? null,
  firstComment: options.firstComment ?? null,
  link: options.card?.url ?? null,
  poll: options.poll?.options ?? null,
})

/** Everything of a delivery that a person needs to put it up by hand: exactly what was sealed. */
export function readPack(deps: { db: Db }, grant: Grant<'read'>, id: string): Promise<PackView> {
  return deps.db.readBrands(grant.brands, async (tx) => {
    const row = await findDelivery(tx, id)
    const channel = row ? await findChannel(tx, row.channelId) : null
    const act = row ? postOf(row) : undefined
    if (!row || !channel || !act) throw notFound()
    return {
      ...packOf(act),
      delivery: presentDelivery(row),
      network: channel.network,
      channel: channel.name,
      handle: channel.handle,
      profileUrl: channel.profileUrl,
    }
  })
}

const hostOf = ({ hostname }: URL): string => hostname.toLowerCase().replace(/^(www|m|mobile)\./, '')
const isUnder = (host: string, sites: readonly string[]): boolean => sites.some((site) => host === site || host.endsWith(`.${site}`))

/** The home page and the profile lead to every post and to none. A site's own software may name a post in the query of its home (`/?p=12`). */
function isOnePost(there: URL, profile: URL): boolean {
  const pathOf = ({ pathname }: URL) => pathname.replace(/\/$/, '')
  return pathOf(there) === '' ? there.search !== '' && pathOf(profile) === '' : pathOf(there) !== pathOf(profile)
}

/** The link of a post put up by hand leads to that network, by its own short addresses too, and to more than the profile. */
export function mustLeadThere({ profileUrl }: ChannelRow, link: string, connector: Pick<Connector, 'otherHosts' | 'profileExample'>): void {
  const [there, profile] = [new URL(link), new URL(profileUrl)]
  const isThere = isUnder(hostOf(there), [hostOf(profile), ...sitesOf(connector)])
  const isPlain = /^https?:$/.test(there.protocol) && there.username === '' && there.password === ''
  if (!isThere || !isPlain || !isOnePost(there, profile)) throw linkElsewhere(hostOf(profile))
}

/** Whoever promised it; where they are gone, everybody who may promise in this brand. */
async function whoPublishes(tx: Tx, row: DeliveryRow): Promise<string[]> {
  const people = await colleaguesOf(tx, row.brandId)
  const able = people.filter(({ role }) => rightsOf[role as Role].includes('schedule')).map(({ id }) => id)
  return able.includes(row.createdBy ?? '') ? able.filter((id) => id === row.createdBy) : able
}

function ringingOf(row: DeliveryRow, channel: ChannelRow): (language: Language) => Ringing {
  const place = new URL(channel.profileUrl).hostname.replace(/^www\./, '')
  const title = { fr: `À publier maintenant sur ${place}`, en: `To publish now on ${place}` }
  const body = `${channel.name} · ${postOf(row)?.item.text.replaceAll(/\s+/g, ' ').slice(0, 140) ?? ''}`
  return (language) => ({ title: title[language], body, url: `/assist/${row.id}?brand=${row.brandId}`, topic: row.id.replaceAll('-', '') })
}

/** At its hour, a post that is put up by hand rings whoever puts it up. */
async function ring(deps: DeviceDeps & { log: Log }, { payload }: Happened): Promise<void> {
  if (payload['state'] !== 'unknown') return
  const { system } = deps.db
  const row = await findDelivery(system, String(payload['deliveryId']))
  const channel = row?.state === 'unknown' && row.cause?.kind === 'by_hand' ? await findChannel(system, row.channelId) : null
  if (!row || !channel) return
  const rang = await ringPeople(deps, await whoPublishes(system, row), ringingOf(row, channel))
  if (rang === 0) deps.log.warn('publish.nobody_rang', { deliveryId: row.id })
}

export function assistListener(deps: DeviceDeps & { log: Log }): Listener {
  return { name: 'publish.assist', hears: [deliveryMoved], hear: (happened) => ring(deps, happened) }
}
