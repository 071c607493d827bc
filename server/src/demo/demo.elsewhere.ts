import { NetworkFailure, type Connected, type NetworkId } from '@pupitre/networks'
import type { Sandbox } from '@pupitre/sandbox'
import { and, eq, inArray } from 'drizzle-orm'
import { v7 as uuid } from 'uuid'
import type { Desk } from '../app.ts'
import { sealContext } from '../channels/channels.public.ts'
import { channel } from '../channels/channels.tables.ts'
import { house } from './demo.words.ts'

/** Where the brand stands beside its shops: one account on every other simulated network, connected as anybody would. */
const elsewhere = [
  'instagram',
  'facebook',
  'tiktok',
  'linkedin',
  'youtube',
  'pinterest',
  'threads',
  'x',
  'telegram',
  'discord',
  'slack',
] as const satisfies readonly NetworkId[]

const username = 'maisonlevain'

/** As the house writes its name; a username has no capitals. */
function nameThem({ facebook, linkedin, pinterest, telegram, x, youtube }: Sandbox): void {
  facebook.store.page(username).name = house.brand
  linkedin.store.page(username, 'levain').localizedName = house.brand
  pinterest.store.pinner(username).businessName = house.brand
  telegram.store.channel(username).channel.title = house.brand
  x.store.user(username).name = house.brand
  youtube.store.channel(username).title = house.brand
}

async function connect(desk: Desk, sandbox: Sandbox, network: NetworkId): Promise<Connected | null> {
  const fields = sandbox.accounts[network]?.(username)
  const withSecret = desk.connectorOf(network).connect.withSecret
  if (!fields || !withSecret) return null
  const signal = AbortSignal.timeout(10_000)
  const context = {
    fetch: desk.fetch,
    now: () => new Date(),
    signal,
    redirectUri: desk.settings.url,
    clientId: null,
    clientName: 'Pupitre',
  }
  try {
    return await withSecret(context, fields)
  } catch (cause) {
    if (!(cause instanceof NetworkFailure)) throw cause
    desk.log.error('demo.not_connected', cause, { network })
    return null
  }
}

const stands = ({ account, credentials }: Connected) => ({
  accountId: account.id,
  handle: account.handle,
  profileUrl: account.profileUrl,
  server: credentials.server,
})

/** Connects the brand everywhere else. Returns the new channels, in their order. */
export async function connectElsewhere(desk: Desk, sandbox: Sandbox, brandId: string, position: number): Promise<string[]> {
  nameThem(sandbox)
  const made: string[] = []
  for (const network of elsewhere) {
    const connected = await connect(desk, sandbox, network)
    if (!connected) continue
    const id = uuid()
    const connector = desk.connectorOf(network)
    await desk.db.system.insert(channel).values({
      ...stands(connected),
      id,
      brandId,
      network,
      name: house.brand,
      sealed: desk.seal.seal(JSON.stringify(connected.credentials), sealContext({ brandId, id })),
      limits: { ...connector.documentedLimits, mediaAddress: true },
      position: position + made.length,
      importState: 'done',
    })
    made.push(id)
  }
  return made
}

/** After a restart the networks know the accounts again, perhaps by other keys and on another port. */
export async function reconnectElsewhere(desk: Desk, sandbox: Sandbox, brandId: string): Promise<void> {
  nameThem(sandbox)
  const { system } = desk.db
  const rows = await system
    .select()
    .from(channel)
    .where(and(eq(channel.brandId, brandId), inArray(channel.network, [...elsewhere])))
  for (const row of rows.filter((one) => !one.assisted && one.disconnectedAt === null)) {
    const connected = await connect(desk, sandbox, row.network)
    if (!connected) continue
    const sealed = desk.seal.seal(JSON.stringify(connected.credentials), sealContext(row))
    await system
      .update(channel)
      .set({ ...stands(connected), sealed, health: 'ok', trouble: null })
      .where(eq(channel.id, row.id))
  }
}
