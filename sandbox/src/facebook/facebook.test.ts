import { testConnector } from '@pupitre/networks/conformance'
import { describe, expect, it } from 'vitest'
import { agreed } from '../meta/bench.ts'
import { specificationOf } from '../specification.ts'
import { facebookWorld } from './world.ts'

const { connector, world, store, memory, withApp, unwanted, connecting, open, sandbox, held } = facebookWorld('facebook')
const file = specificationOf('facebook-instagram/specs/Page.json')

testConnector(connector, world)

describe('connecting a Page', () => {
  it('goes the whole way, and knows what was agreed to and until when', async () => {
    store().page('boulangerie-du-port')
    const fields = { server: sandbox().url, handle: 'https://www.facebook.com/boulangerie-du-port', ...withApp() }
    const begun = await connector.connect.start?.(connecting(), fields)
    if (!begun) throw new Error('not begun')
    expect(new URL(begun.url).searchParams.get('scope')?.split(',')).toContain('pages_manage_engagement')
    const connected = await connector.connect.finish?.(connecting(), begun.pending, await agreed(begun.url))
    if (!connected) throw new Error('not connected')
    expect(connected.account).toMatchObject({ handle: 'boulangerie-du-port', id: store().page('boulangerie-du-port').id })
    const credentials = connected.credentials
    expect(credentials.scopes).toContain('pages_messaging')
    expect(credentials.secret).toMatchObject(withApp())
    const days = (Date.parse(credentials.expiresAt ?? '') - Date.now()) / 86_400_000
    expect(Math.round(days)).toBe(90)
    const ctx = { ...connecting(), ...connected, onCredentials: async () => undefined }
    expect(await connector.whoAmI(ctx)).toMatchObject({ handle: 'boulangerie-du-port' })
  })

  it('asks which Page where there are several, and refuses an answer to another request', async () => {
    store().page('une')
    store().page('autre')
    const begun = await connector.connect.start?.(connecting(), { server: sandbox().url, handle: '', ...withApp() })
    if (!begun) throw new Error('not begun')
    const query = await agreed(begun.url)
    await expect(connector.connect.finish?.(connecting(), begun.pending, query)).rejects.toMatchObject({
      kind: 'not_found',
      nextStep: 'fix_content',
    })
    await expect(connector.connect.finish?.(connecting(), { ...begun.pending, state: 'x' }, query)).rejects.toMatchObject({
      kind: 'forbidden',
    })
    await expect(
      connector.connect.finish?.(connecting(), begun.pending, new URLSearchParams({ error: 'access_denied' })),
    ).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(connector.connect.finish?.(connecting(), begun.pending, query)).rejects.toMatchObject({ sent: 'no' })
  })

  it('refuses a token of nobody, and tells a Page that is gone', async () => {
    await expect(open('porte', { token: 'EAAnobody-ever-had-this' })).rejects.toMatchObject({ kind: 'unauthorized', nextStep: 'reconnect' })
    const ctx = await open('disparue')
    memory().pages.delete(ctx.account.id)
    store().page('reste')
    memory().access.set(ctx.credentials.secret['accessToken'] ?? '', {
      pageId: store().page('reste').id,
      personId: null,
      scopes: ['pages_read_engagement'],
      endsAt: Infinity,
    })
    await expect(connector.whoAmI({ ...ctx, fetch: globalThis.fetch })).rejects.toMatchObject({
      kind: 'account_gone',
      nextStep: 'ask_person',
    })
  })
})

describe('the lists of the Graph', () => {
  it.runIf(file)('asked and answered nothing that they do not know', () => {
    expect(unwanted()).toEqual([])
    expect(held()?.operations.size).toBeGreaterThanOrEqual(15)
    process.stdout.write(`facebook: ${held()?.operations.size} operations, ${held()?.fields.size} fields held to Meta’s lists\n`)
  })
})

if (!file) process.stdout.write('facebook: skipped, Meta’s lists are not beside the repository (PUPITRE_SPECS)\n')
