import { connectorOf, NetworkFailure, type ConnectContext, type NetworkId, type SendContext, type Step } from '@pupitre/networks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FAULT_KINDS, startSandbox, type FaultKind, type Sandbox } from './index.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ seed: 5 })
})
afterAll(() => sandbox.close())

/** Where an account of this name is made, and the fields that connect it. */
const FIELDS: Partial<Record<NetworkId, (name: string) => Record<string, string>>> = {
  mastodon: (name) => {
    const { store } = sandbox.mastodon
    return { token: store.tokenFor(store.createAccount({ username: name }).id) }
  },
  discord: (name) => ({ handle: sandbox.discord.store.channel(name).id, token: sandbox.discord.store.tokenFor(name) }),
  telegram: (name) => ({ handle: `@${name}`, token: sandbox.telegram.store.channel(name).token }),
  linkedin: (name) => ({
    handle: sandbox.linkedin.store.page(name, 'levain').vanityName,
    token: sandbox.linkedin.store.tokenFor('levain'),
  }),
  google_business: (name) => ({
    handle: sandbox.google_business.store.place(name, name).title,
    token: sandbox.google.store.refreshTokenFor(name, ['https://www.googleapis.com/auth/business.manage']),
    ...sandbox.google.store.app,
  }),
  webhook: (name) => sandbox.webhook.store.fieldsFor(name),
  facebook: (name) => ({ handle: sandbox.facebook.store.page(name).id, token: sandbox.facebook.store.tokenFor(name) }),
  threads: (name) => ({ token: sandbox.threads.store.tokenFor(name) }),
  slack: (name) => ({ handle: sandbox.slack.store.channel(name).id, token: sandbox.slack.store.tokenFor(name) }),
}

async function open(network: NetworkId, name: string): Promise<SendContext> {
  const connector = connectorOf(network)
  const connecting: ConnectContext = {
    fetch: globalThis.fetch,
    now: () => sandbox.clock.now(),
    signal: AbortSignal.timeout(20_000),
    redirectUri: 'http://127.0.0.1:4399/callback',
    clientId: null,
    clientName: 'Pupitre',
  }
  const connected = await connector.connect.withSecret?.(connecting, { server: sandbox.url, ...FIELDS[network]?.(name) })
  if (!connected) throw new Error('not connected')
  const base = { ...connecting, ...connected, onCredentials: async () => undefined }
  return { ...base, readMedia: async () => new Uint8Array(), onRequest: () => undefined, limits: connector.documentedLimits }
}

const options = {
  card: null,
  poll: null,
  language: 'fr',
  contentWarning: null,
  visibility: 'public',
  whoMayReply: 'everyone',
  quoteOf: null,
} as const
const posting = (text: string): Step => ({
  key: crypto.randomUUID(),
  recordKey: null,
  act: { kind: 'post', item: { text, media: [] }, options, media: [], reply: null },
})

const MS = 60
const settle = () => new Promise((resolve) => setTimeout(resolve, 4 * MS))

/** What the desk does with a step: again where it was surely not sent, reading back where nobody knows, and never blindly. */
async function deliver(network: NetworkId, ctx: SendContext, step: Step): Promise<'sent' | 'asked'> {
  const connector = connectorOf(network)
  const since = sandbox.clock.now()
  const failure: unknown = await connector.send(ctx, step).then(
    () => null,
    (reason: unknown) => reason,
  )
  if (failure === null) return 'sent'
  if (!(failure instanceof NetworkFailure)) throw failure
  await settle()
  const found = failure.sent === 'no' ? { kind: 'not_there' } : await connector.reconcile(ctx, step, since)
  if (found.kind === 'cannot_know') return 'asked'
  if (found.kind === 'not_there') await connector.send(ctx, step)
  return 'sent'
}

/** Before these a request has no effect, and each says so. */
const REFUSALS: readonly FaultKind[] = ['rate_limited', 'token_expired', 'duplicate_refused', 'redirect']

describe.each(Object.keys(FIELDS) as NetworkId[])('%s under every fault of the board', (network) => {
  it.each(FAULT_KINDS)('%s: one post stands, whatever happened', async (kind) => {
    const ctx = await open(network, `fautes_${kind}`)
    const text = `Sous ${kind} ${crypto.randomUUID().slice(0, 8)}`
    sandbox.faults.add({ kind, method: 'POST', ms: MS, retryAfterSeconds: 3 })
    const outcome = await deliver(network, ctx, posting(text))
    await settle()
    expect(sandbox.faults.struck()[kind]).toBe(1)
    sandbox.faults.clear()
    const standing = sandbox.oracle().filter((entry) => entry.network === network && entry.text === text).length
    const isBlind = connectorOf(network).capabilities.once.kind === 'blind'
    if (REFUSALS.includes(kind)) expect(outcome).toBe('sent')
    if (outcome === 'sent') expect(standing).toBe(1)
    else expect({ isBlind, twice: standing > 1 }).toEqual({ isBlind: true, twice: false })
  })
})
