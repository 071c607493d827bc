import {
  assisted,
  NetworkFailure,
  type Connected,
  type ConnectContext,
  type Connector,
  type NetworkId,
  type PendingConnection,
} from '@pupitre/networks'
import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import type { BrandGrant, BrandId } from '../platform/access.ts'
import { sha256 } from '../platform/crypto.ts'
import { addressesFor, type PublicMedia } from '../platform/media-address.ts'
import { announce } from '../platform/events.ts'
import type { Log } from '../platform/log.ts'
import { notFound } from '../platform/errors.ts'
import { recordAudit } from '../team/team.public.ts'
import { connectionLost, connectionRefused, linkedElsewhere, notAProfile, refusedByPerson, unknownNetwork } from './channels.errors.ts'
import { channelConnected } from './channels.events.ts'
import { connectorFor, contextOf, noteHealth, sealContext, type ChannelDeps } from './channels.public.ts'
import { hookAddress, registerHook } from './channels.hook.service.ts'
import { areLimitsDue, renewLimits } from './channels.limits.service.ts'
import type { ChannelView, connectBody } from './channels.schema.ts'
import {
  disconnect,
  findAccount,
  findChannel,
  insertPending,
  isHeldElsewhere,
  listChannels,
  nextPosition,
  setChannel,
  takePending,
  upsertChannel,
  type ChannelRow,
} from './channels.store.ts'

/** `networks`: those that can be connected here. */
export type ServiceDeps = ChannelDeps & { url: string; networks: readonly NetworkId[]; publicMedia: PublicMedia; log: Log }

const callSeconds = 30
const warnDays = 7

function pickConnector(deps: ServiceDeps, network: string): Connector {
  const id = deps.networks.find((known) => known === network)
  if (!id) throw unknownNetwork()
  return deps.connectorOf(id)
}

const isSecure = ({ url }: Pick<ServiceDeps, 'url'>): boolean => url.startsWith('https://')

/** Where networks send the browser back. They take http for the machine itself only, and by its number. */
export function redirectUriOf(deps: Pick<ServiceDeps, 'url'>, network: NetworkId): string {
  const base = isSecure(deps) ? deps.url : deps.url.replace('//localhost', '//127.0.0.1')
  return `${base}/api/v1/connect/${network}/callback`
}

function connectContext(deps: ServiceDeps, network: NetworkId): ConnectContext {
  return {
    fetch: deps.fetch,
    connect: deps.connect,
    now: () => new Date(),
    signal: AbortSignal.timeout(callSeconds * 1000),
    redirectUri: redirectUriOf(deps, network),
    clientId: isSecure(deps) ? `${deps.url}/api/v1/connect/${network}/client-metadata.json` : null,
    clientName: 'Pupitre',
  }
}

/** A network's refusal becomes a sentence; anything else is ours and stays an error. */
async function orSentence<T>(work: Promise<T>, sentence: (failure: NetworkFailure) => Error = connectionRefused): Promise<T> {
  try {
    return await work
  } catch (cause) {
    if (cause instanceof NetworkFailure) throw sentence(cause)
    throw cause
  }
}

async function keep(
  deps: ServiceDeps,
  grant: BrandGrant<'channels'>,
  connector: Connector,
  { assisted: byHand, ...connected }: Connected & { assisted: boolean },
): Promise<string> {
  const { account, credentials } = connected
  const held = { network: connector.id, accountId: account.id, server: credentials.server }
  if (!byHand && (await isHeldElsewhere(deps.db.system, grant.brandId, held))) throw linkedElsewhere()
  return deps.db.inBrands(grant.brands, async (tx) => {
    const known = await findAccount(tx, grant.brandId, connector.id, account.id)
    const id = known?.id ?? uuid()
    await upsertChannel(tx, {
      id,
      brandId: grant.brandId,
      network: connector.id,
      accountId: account.id,
      handle: account.handle,
      name: account.name,
      avatarUrl: account.avatarUrl,
      profileUrl: account.profileUrl,
      server: credentials.server,
      sealed: deps.seal.seal(JSON.stringify(credentials), sealContext({ brandId: grant.brandId, id })),
      credentialsExpireAt: credentials.expiresAt ? new Date(credentials.expiresAt) : null,
      limits: known?.limits ?? connector.documentedLimits,
      assisted: byHand,
      capabilities: connector.capabilitiesOf?.(account, credentials) ?? null,
      position: known?.position ?? (await nextPosition(tx, grant.brandId)),
      importState: 'none',
    })
    await recordAudit(tx, grant, known ? 'channels.reconnect' : 'channels.connect', id, { network: connector.id, handle: account.handle })
    await announce(tx, grant.brandId, channelConnected, { channelId: id, again: known !== null })
    return id
  })
}

async function keepAndRead(
  deps: ServiceDeps,
  grant: BrandGrant<'channels'>,
  connector: Connector,
  connected: Connected & { assisted: boolean },
): Promise<string> {
  const id = await keep(deps, grant, connector, connected)
  const row = await deps.db.inBrands(grant.brands, (tx) => findChannel(tx, id))
  if (row) await renewLimits(deps, connector, row, addressesFor(deps.publicMedia, row) !== null)
  if (row && !row.assisted) await registerHook(deps, connector, row)
  return id
}

const exampleOf = ({ connect }: Connector): string => connect.methods[0]?.fields.find(({ name }) => name === 'profile')?.example ?? ''

export async function connectWithSecret(
  deps: ServiceDeps,
  grant: BrandGrant<'channels'>,
  { network, fields, assisted: byHand }: z.infer<typeof connectBody>,
): Promise<string> {
  const known = pickConnector(deps, network)
  const connector = byHand ? assisted(known) : known
  if (!connector.connect.withSecret) throw unknownNetwork()
  const connected = await orSentence(connector.connect.withSecret(connectContext(deps, connector.id), fields), (failure) =>
    byHand ? notAProfile(exampleOf(connector)) : connectionRefused(failure),
  )
  return keepAndRead(deps, grant, connector, { ...connected, assisted: byHand })
}

export async function startConnection(
  deps: ServiceDeps,
  grant: BrandGrant<'channels'>,
  network: string,
  fields: Record<string, string>,
): Promise<{ url: string }> {
  const connector = pickConnector(deps, network)
  const { sessionId, userId } = grant.actor
  if (!connector.connect.start || !sessionId) throw unknownNetwork()
  const { url, pending } = await orSentence(connector.connect.start(connectContext(deps, connector.id), fields))
  const id = uuid()
  await deps.db.inBrands(grant.brands, (tx) =>
    insertPending(tx, {
      id,
      brandId: grant.brandId,
      userId,
      sessionId,
      network: connector.id,
      stateHash: sha256(pending.state),
      sealed: deps.seal.seal(JSON.stringify(pending), `pending:${id}`),
      expiresAt: new Date(Date.now() + 900_000),
    }),
  )
  return { url }
}

/** The network sends the browser back. The state is good once, in the session that began it, for that brand. */
export async function finishConnection(deps: ServiceDeps, grant: BrandGrant<'channels'>, query: URLSearchParams): Promise<string> {
  const taken = await deps.db.inBrands(grant.brands, (tx) => takePending(tx, sha256(query.get('state') ?? '')))
  if (!taken || taken.sessionId !== grant.actor.sessionId || taken.brandId !== grant.brandId) throw connectionLost()
  if (query.get('error')) throw refusedByPerson()
  const connector = pickConnector(deps, taken.network)
  if (!connector.connect.finish) throw unknownNetwork()
  const pending = JSON.parse(deps.seal.open(taken.sealed, `pending:${taken.id}`)) as PendingConnection
  const connected = await orSentence(connector.connect.finish(connectContext(deps, connector.id), pending, query))
  return keepAndRead(deps, grant, connector, { ...connected, assisted: false })
}

export function presentChannel(deps: ServiceDeps, row: ChannelRow): ChannelView {
  const { capabilities, version, prices, hook, serve } = connectorFor(deps, row)
  const abilities = (record: Record<string, { can: boolean; why?: string }>) =>
    Object.fromEntries(Object.entries(record).map(([name, ability]) => [name, ability.can ? true : ability.why])) as ChannelView['acts']
  return {
    id: row.id,
    brandId: row.brandId,
    network: row.network,
    handle: row.handle,
    name: row.name,
    avatarUrl: row.avatarUrl,
    profileUrl: row.profileUrl,
    server: row.server,
    health: row.health,
    trouble: row.trouble ?? null,
    checkedAt: row.checkedAt?.toISOString() ?? null,
    heardAt: row.heardAt?.toISOString() ?? null,
    credentialsExpireAt: row.credentialsExpireAt?.toISOString() ?? null,
    freshnessSeconds: capabilities.freshness.seconds,
    position: row.position,
    assisted: row.assisted,
    formats: capabilities.formats,
    version: version ?? null,
    prices: [...(prices ?? [])],
    limits: row.limits,
    hookUrl: hook ? hookAddress(deps.url, row.id) : null,
    feedUrl: serve ? `${deps.url}/feeds/${row.accountId}` : null,
    acts: abilities(capabilities.acts),
    reads: abilities(capabilities.reads),
    import: { state: row.importState, posts: row.importedPosts },
    connected: row.disconnectedAt === null,
  }
}

export async function listBrandChannels(deps: ServiceDeps, brands: readonly BrandId[]): Promise<ChannelView[]> {
  const rows = await deps.db.inBrands(brands, (tx) => listChannels(tx, brands))
  return rows.filter((row) => row.disconnectedAt === null).map((row) => presentChannel(deps, row))
}

export async function disconnectChannel(deps: ChannelDeps, grant: BrandGrant<'channels'>, id: string): Promise<void> {
  await deps.db.inBrands(grant.brands, async (tx) => {
    const row = await findChannel(tx, id)
    if (!row) throw notFound()
    await disconnect(tx, id)
    await recordAudit(tx, grant, 'channels.disconnect', id, { network: row.network, handle: row.handle })
  })
}

/** Asks the network how the account is, renews what ends soon and once a day the limits, and says so in the row. */
export async function checkChannel(deps: ChannelDeps, row: ChannelRow): Promise<void> {
  const connector = connectorFor(deps, row)
  try {
    const credentials = await connector.refresh(contextOf(deps, row, AbortSignal.timeout(callSeconds * 1000)))
    const fresh = (await findChannel(deps.db.system, row.id)) ?? row
    const account = await connector.whoAmI(contextOf(deps, fresh, AbortSignal.timeout(callSeconds * 1000)))
    await setChannel(deps.db.system, row.id, {
      handle: account.handle,
      name: account.name,
      avatarUrl: account.avatarUrl,
      profileUrl: account.profileUrl,
      capabilities: connector.capabilitiesOf?.(account, credentials) ?? null,
    })
    if (areLimitsDue(fresh)) await renewLimits(deps, connector, fresh)
    const endsSoon = credentials.expiresAt !== null && Date.parse(credentials.expiresAt) - Date.now() < warnDays * 86_400_000
    await noteHealth(deps.db.system, row, endsSoon && !canRenew(credentials.secret) ? 'expiring' : 'ok', null)
  } catch (cause) {
    if (!(cause instanceof NetworkFailure)) throw cause
    const health = cause.nextStep === 'reconnect' ? 'refused' : 'unreachable'
    await noteHealth(deps.db.system, row, health, { kind: cause.kind, said: cause.said, at: new Date().toISOString() })
  }
}

/** What renews itself does not need a warning. */
const canRenew = (secret: Record<string, string>): boolean => Object.keys(secret).some((name) => /refresh/i.test(name))
