import { createHmac } from 'node:crypto'
import { connectorOf } from '@pupitre/networks'
import { whatsAppFailed, whatsAppTold } from '@pupitre/sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, until, type World } from '../testing/world.ts'
import type { ConversationView, InboxPage } from './engage.schema.ts'

/* WhatsApp on the sandbox: it says yes to an answer, and afterwards that nobody got it. */

let world: World
let channelId: string
const path = (rest: string) => `/api/v1/brands/${world.owner.brandId}${rest}`
const whatsApp = () => world.sandbox.whatsapp
const error = {
  code: 131049,
  title: 'Not delivered',
  details: 'In order to maintain a healthy ecosystem engagement, it was not delivered.',
}

async function tell(said: unknown): Promise<void> {
  const body = JSON.stringify(said)
  const signature = createHmac('sha256', world.sandbox.facebook.store.app.clientSecret).update(body).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }
  const answer = await fetch(`${world.url}/api/v1/hooks/${channelId}`, { method: 'POST', headers, body })
  expect(answer.status).toBe(200)
}

async function conversation(words: string): Promise<ConversationView> {
  const { items } = (await world.call('GET', path('/inbox?limit=100'))).body as InboxPage
  const row = items.find(({ firstLine }) => firstLine === words)
  if (!row) throw new Error(`no conversation: ${words}`)
  return (await world.call('GET', path(`/conversations/${row.id}`))).body as ConversationView
}

/** A person writes, and is told of. */
async function ask(words: string) {
  const { store, actions } = whatsApp()
  const numberId = store.number('maison').id
  await tell(whatsAppTold(store, [actions.write({ numberId, personId: store.person(`p${words.length}`).id, text: words })]))
  return until(
    'heard',
    () => conversation(words).catch(() => null),
    (view) => view !== null,
  )
}

async function answer(view: ConversationView | null, text: string): Promise<void> {
  const sent = await world.call('POST', path(`/conversations/${view?.conversation.id}/reply`), { text, media: [] })
  expect(sent.status, JSON.stringify(sent.body)).toBeLessThan(300)
}
const standing = (text: string) => [...whatsApp().store.memory.messages.values()].find((one) => one.isOurs && one.text === text)

beforeAll(async () => {
  world = await openWorld({ works: true, known: () => ({ networks: ['whatsapp'], connectorOf }) })
  await world.desk.db.access.execute('update brand set undo_seconds = 1')
  const { store } = whatsApp()
  const { businessId, shown } = store.number('maison')
  const fields = {
    server: world.sandbox.url,
    businessId,
    handle: shown,
    token: store.tokenFor('maison'),
    ...world.sandbox.facebook.store.app,
  }
  const made = await world.call('POST', path('/channels'), { network: 'whatsapp', fields })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  channelId = (made.body as { id: string }).id
})
afterAll(() => world.close())

describe('an answer that was taken and never brought', () => {
  it('says so in its thread, in the ledger and in Today, once however often it is told', { timeout: 60_000 }, async () => {
    const asked = await ask('Avez-vous du seigle ?')
    await answer(asked, 'Oui, dès 7 h.')
    const settled = await until(
      'answered',
      () => conversation('Avez-vous du seigle ?'),
      (view) => view.messages.at(-1)?.delivery?.state === 'published',
    )
    expect(settled.conversation.waitingSince).toBeNull()
    const message = standing('Oui, dès 7 h.')
    if (!message) throw new Error('nothing stands')
    await tell(whatsAppFailed(whatsApp().store, message, error))
    const view = await until(
      'told',
      () => conversation('Avez-vous du seigle ?'),
      (found) => found.messages.at(-1)?.undelivered !== null,
    )
    expect(view.messages.at(-1)).toMatchObject({ delivery: { state: 'published' }, undelivered: { said: error.details } })
    expect(view.conversation.waitingSince).toBe(asked?.conversation.waitingSince)
    const today = await world.call('GET', path('/today'))
    expect(JSON.stringify(today.body)).toContain('Avez-vous du seigle')
    await tell({ ...whatsAppFailed(whatsApp().store, message, error), again: true })
    const lines = () =>
      world.desk.db.systemPool.query("SELECT detail FROM delivery_line WHERE detail ? 'undelivered'").then(({ rows: found }) => found)
    await until(
      'heard twice',
      async () => (await world.desk.db.systemPool.query('SELECT 1 FROM hook_event WHERE done_at IS NULL')).rowCount,
      (count) => count === 0,
    )
    expect(await lines()).toEqual([{ detail: { undelivered: error.details } }])
  })

  it('is heard also when the network tells it before the desk knows where its answer stands', { timeout: 60_000 }, async () => {
    const asked = await ask('Et de l’épeautre ?')
    await answer(asked, 'Le samedi.')
    const message = await until(
      'taken',
      () => standing('Le samedi.'),
      (found) => found !== undefined,
    )
    if (!message) throw new Error('nothing stands')
    // As it is between the network's yes and the ledger's line of it.
    const { systemPool } = world.desk.db
    const kept = async () => (await systemPool.query("SELECT delivery_id, network_id, ref FROM message WHERE text = 'Le samedi.'")).rows[0]
    const row = await until('kept', kept, (found) => found?.network_id != null)
    await systemPool.query("UPDATE message SET ref = NULL, network_id = NULL WHERE text = 'Le samedi.'")
    await systemPool.query('UPDATE delivery SET network_id = NULL WHERE id = $1', [row.delivery_id])
    await tell(whatsAppFailed(whatsApp().store, { ...message, at: Date.now() }, error))
    await new Promise((wake) => setTimeout(wake, 2_500))
    expect((await conversation('Et de l’épeautre ?')).messages.at(-1)?.undelivered).toBeNull()
    await systemPool.query("UPDATE message SET ref = $1, network_id = $2 WHERE text = 'Le samedi.'", [
      JSON.stringify(row.ref),
      row.network_id,
    ])
    await until(
      'told',
      () => conversation('Et de l’épeautre ?'),
      (found) => found.messages.at(-1)?.undelivered?.said === error.details,
      30_000,
    )
  })
})
