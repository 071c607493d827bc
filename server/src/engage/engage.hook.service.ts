import type { Connector, Credentials, HookReading, HookRequest, NetworkId } from '@pupitre/networks'
import { v7 as uuid } from 'uuid'
import {
  accountOf,
  channelsOfAccount,
  credentialsBefore,
  credentialsOf,
  findChannel,
  findChannels,
  type ChannelDeps,
  type ChannelRow,
} from '../channels/channels.public.ts'
import { sha256 } from '../platform/crypto.ts'
import type { Log } from '../platform/log.ts'
import { createBatcher, inParallel } from '../platform/lanes.ts'
import { notOfTheNetwork } from './engage.errors.ts'
import { channelsWithEvents, endEvents, keepEvents, takeEvents, type KeptEvent } from './engage.hook.store.ts'
import { isTooEarly, type Understand } from './engage.ingest.service.ts'
import { storeAlone } from './engage.listen.service.ts'

export type HookDeps = ChannelDeps & { log: Log; understand: Understand }

type News = Extract<HookReading, { kind: 'news' }>['news']

const mostAtOnce = 100
const channelsAtOnce = 4

const hookOf = (deps: ChannelDeps, row: ChannelRow): Connector['hook'] => (row.assisted ? undefined : deps.connectorOf(row.network).hook)

/** With what is kept now, and for a while with what was kept before a new connection. */
function read(deps: ChannelDeps, row: ChannelRow, request: HookRequest): HookReading {
  const hook = hookOf(deps, row)
  const known = [credentialsOf(deps, row), credentialsBefore(deps, row)].filter((one): one is Credentials => one !== null)
  let reading: HookReading = { kind: 'refused', why: 'signature' }
  for (const credentials of hook ? known : []) {
    reading = hook?.receive(request, credentials, accountOf(row), new Date()) ?? reading
    if (reading.kind !== 'refused') return reading
  }
  return reading
}

/** One application may speak of several accounts at one address: each must know the same secret to be told. */
async function addressees(deps: ChannelDeps, row: ChannelRow, account: string | null, request: HookRequest): Promise<ChannelRow[]> {
  if (account === null || account === row.accountId) return [row]
  const found = await channelsOfAccount(deps.db.system, row.network as NetworkId, account)
  return found.filter((one) => one.sealed !== null && read(deps, one, request).kind === 'news')
}

type Arrived = { id: string; row: ChannelRow; request: HookRequest; news: News }

async function eventsOf(deps: HookDeps, { id: first, row, request, news }: Arrived): Promise<KeptEvent[]> {
  const digest = sha256(request.body)
  const rows: KeptEvent[] = []
  for (const { account, signals, look } of news) {
    for (const { id, brandId } of await addressees(deps, row, account, request)) {
      rows.push({ id: rows.length === 0 ? first : uuid(), brandId, channelId: id, digest: `${digest} ${rows.length}`, signals, look })
    }
  }
  return rows
}

export type Receiver = (channelId: string, request: HookRequest) => Promise<{ status: number; contentType: string; body: string }>

/**
 * What the network hears. Nothing is read from a request before it has proved to be the network's, nothing is told of why not, and
 * nothing is acknowledged before it is kept. Requests that come at once share their statements: a network that catches up tells a
 * thousand things a second.
 */
export function createReceiver(deps: HookDeps): Receiver {
  const { system } = deps.db
  const channelOf = createBatcher(async (ids: string[]) => {
    const rows = new Map((await findChannels(system, [...new Set(ids)])).map((row) => [row.id, row]))
    return (id) => rows.get(id)
  })
  const keep = createBatcher(async (events: KeptEvent[][]) => {
    await keepEvents(system, events.flat())
    return () => undefined
  })
  return async (channelId, request) => {
    // Made on arrival: what is stored later is stored in this order.
    const id = uuid()
    const row = await channelOf(channelId)
    const reading = row?.sealed ? read(deps, row, request) : null
    if (!row || !reading || reading.kind === 'refused') throw notOfTheNetwork()
    if (reading.kind === 'answer') return reading
    await keep(await eventsOf(deps, { id, row, request, news: reading.news }))
    return { status: 200, contentType: 'text/plain', body: '' }
  }
}

/** Stores what requests said, in the order in which they came, and reads the channels of which they only said that there is something. */
export async function workHooks(deps: HookDeps, readChannel: (channelId: string) => Promise<void>): Promise<void> {
  await inParallel(await channelsWithEvents(deps.db.system), channelsAtOnce, (channelId) =>
    workChannel(deps, channelId, readChannel).catch((cause: unknown) => deps.log.error('engage.hook_failed', cause, { channelId })),
  )
}

async function workChannel(deps: HookDeps, channelId: string, readChannel: (channelId: string) => Promise<void>): Promise<void> {
  const row = await findChannel(deps.db.system, channelId)
  const look = await deps.db.system.transaction(async (tx) => {
    const taken = await takeEvents(tx, channelId, mostAtOnce)
    const events: typeof taken = []
    for (const event of taken) {
      const early = await Promise.all(event.signals.map((signal) => isTooEarly(tx, channelId, signal)))
      if (!early.includes(true)) events.push(event)
    }
    for (const signal of row?.sealed ? events.flatMap(({ signals }) => signals) : []) if (row) await storeAlone(deps, tx, row, signal)
    await endEvents(
      tx,
      events.map(({ id }) => id),
    )
    return row?.sealed !== null && events.some((event) => event.look)
  })
  if (look) await readChannel(channelId)
}
