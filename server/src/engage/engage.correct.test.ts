import { understand } from '@pupitre/language'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeMember } from '../testing/tenants.ts'
import { openWorld, until, type World } from '../testing/world.ts'
import type { ConversationView, InboxPage, MessageView } from './engage.schema.ts'

let world: World

const brandPath = () => `/api/v1/brands/${world.owner.brandId}`
const control = { method: 'POST', headers: { 'content-type': 'application/json' } }
async function account(username: string): Promise<string> {
  const body = JSON.stringify({ username, displayName: username })
  const made = await fetch(`${world.sandbox.url}/_control/mastodon/accounts`, { ...control, body })
  return ((await made.json()) as { token: string }).token
}

beforeAll(async () => {
  world = await openWorld({ works: true })
  await world.call('PATCH', brandPath(), { undoSeconds: 1 })
  const fields = { server: world.sandbox.url, token: await account('levain') }
  expect((await world.call('POST', `${brandPath()}/channels`, { network: 'mastodon', fields })).status).toBe(201)
})
afterAll(() => world.close())

const inbox = async (query = '') => (await world.call('GET', `${brandPath()}/inbox?view=all${query}`)).body as InboxPage
const open = async (id: string) => (await world.call('GET', `${brandPath()}/conversations/${id}`)).body as ConversationView

const asked = (token: string, text: string) => ({
  headers: { ...control.headers, authorization: `Bearer ${token}` },
  body: JSON.stringify({ status: `@levain ${text}` }),
})
async function write(token: string, text: string): Promise<string> {
  const made = await fetch(`${world.sandbox.url}/api/v1/statuses`, { method: 'POST', ...asked(token, text) })
  return ((await made.json()) as { id: string }).id
}

/** Somebody writes to the account; answers their conversation once it is on the desk. */
async function hear(from: string, text: string, say: (token: string) => Promise<unknown> = (token) => write(token, text)): Promise<string> {
  await say(await account(from))
  const page = await until(
    text,
    () => inbox(),
    ({ items }) => items.some((row) => row.firstLine === text),
  )
  return page.items.find((row) => row.firstLine === text)?.id ?? ''
}
const firstOf = async (id: string): Promise<MessageView> => {
  const message = (await open(id)).messages.find(({ direction }) => direction === 'in')
  if (!message) throw new Error('nobody has written')
  return message
}
const correct = (messageId: string, body: object) => world.call('PUT', `${brandPath()}/messages/${messageId}/understanding`, body)
const undo = (messageId: string) => world.call('DELETE', `${brandPath()}/messages/${messageId}/understanding`)

describe('what a message is', () => {
  it('is said on arrival, with its reasons and how sure it is', async () => {
    const text = 'Bonjour, à quelle heure fermez-vous le dimanche ?'
    const { understanding, corrected, text: heard } = await firstOf(await hear('lea', text))
    const said = understand(heard)
    expect(understanding).toMatchObject({
      language: { value: 'fr' },
      intent: { value: said.intent.value, sure: !said.intent.abstain },
      urgent: { value: false },
    })
    expect(corrected).toBeNull()
  })

  it('puts what should be seen at once first, until it is answered', async () => {
    const urgent = await hear('nadia', 'Au secours, mon fils fait une réaction allergique, que faire ?')
    await hear('paul', 'Merci beaucoup, la brioche était parfaite')
    const first = await inbox('&sort=urgent')
    expect(first.items[0]).toMatchObject({ id: urgent, pressing: true, marks: { sure: expect.any(Boolean) } })
    expect((await inbox('&sort=recent')).items[0]?.id).not.toBe(urgent)
    const message = await firstOf(urgent)
    expect(message.understanding?.urgent).toMatchObject({ value: true, sure: true })
    expect(message.understanding?.urgent.reasons[0]).toMatchObject({
      rule: expect.any(String),
      fr: expect.any(String),
      en: expect.any(String),
    })
    const today = (await world.call('GET', `${brandPath()}/today`)).body as { rows: { id: string; pressing: boolean }[] }
    expect(today.rows.find((row) => row.id === `reply ${urgent}`)).toMatchObject({ pressing: true })
    await world.call('POST', `${brandPath()}/conversations/${urgent}/reply`, { text: 'Nous vous appelons tout de suite.' })
    expect((await inbox('&sort=urgent')).items.find((row) => row.id === urgent)).toMatchObject({ pressing: false })
  })

  it('pages by key in the order of urgency, nothing twice and nothing left out', async () => {
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await inbox(`&sort=urgent&limit=1${cursor ? `&cursor=${cursor}` : ''}`)
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.cursor
    }
    const all = await inbox('&sort=urgent&limit=100')
    expect(seen).toEqual(all.items.map(({ id }) => id))
  })
})

describe('a person who knows better', () => {
  it('corrects it, by name; it is remembered for the next such message, and undone with whatever was learnt', async () => {
    const text = 'Le four à bois de la cour chante encore ce matin'
    const id = await hear('theo', text)
    const before = await firstOf(id)
    const wanted = before.understanding?.intent.value === 'suggestion' ? 'request' : 'suggestion'
    expect((await correct(before.id, { intent: wanted, urgent: true })).status).toBe(200)
    const after = await firstOf(id)
    expect(after.understanding?.intent).toEqual({ value: wanted, p: 1, sure: true, reasons: [] })
    expect(after.corrected).toMatchObject({ by: expect.stringMatching(/\w/), heads: expect.arrayContaining(['intent', 'urgent']) })
    expect((await inbox('&sort=urgent')).items[0]).toMatchObject({ id, pressing: true, marks: { intent: wanted } })
    const learnt = await firstOf(await hear('ines', `${text} aussi`))
    expect(learnt.understanding?.intent.value, 'its neighbour is understood alike').toBe(wanted)

    expect((await undo(before.id)).status).toBe(200)
    const again = await firstOf(id)
    expect(again.understanding).toEqual(before.understanding)
    expect(again.corrected).toBeNull()
    expect((await inbox('&sort=urgent')).items.find((row) => row.id === id)).toMatchObject({ pressing: false })
    const fresh = await firstOf(await hear('marc', `${text} encore`))
    const untaught = understand(fresh.text).intent
    expect(fresh.understanding?.intent).toMatchObject({ value: untaught.value, p: Math.round(untaught.p * 1000) / 1000 })
    const audit = await world.desk.db.ownerPool.query('SELECT action FROM audit WHERE subject = $1 ORDER BY at', [before.id])
    expect(audit.rows.map(({ action }) => action)).toEqual(['engage.corrected', 'engage.correction_undone'])
  })

  it('taken back by one, what a colleague had settled holds again', async () => {
    const id = await hear('gaston', 'Votre vendeuse m’a souri, ça change')
    const before = await firstOf(id)
    const wanted = before.understanding?.intent.value === 'suggestion' ? 'request' : 'suggestion'
    const urgent = !before.understanding?.urgent.value
    const { cookie } = await makeMember(world, { role: 'manager' })
    const as = (who: string, body: object) => world.call('PUT', `${brandPath()}/messages/${before.id}/understanding`, body, { cookie: who })
    expect((await as(cookie, { intent: wanted })).status).toBe(200)
    expect((await as(world.owner.cookie, { urgent })).status).toBe(200)
    expect((await undo(before.id)).status).toBe(200)
    const now = await firstOf(id)
    expect([now.understanding?.intent.value, now.understanding?.urgent.value]).toEqual([wanted, !urgent])
    expect((await world.call('DELETE', `${brandPath()}/messages/${before.id}/understanding`, undefined, { cookie })).status).toBe(200)
    expect((await firstOf(id)).understanding).toEqual(before.understanding)
  })

  it('settles one answer after the other, and one undoing takes all back', async () => {
    const id = await hear('zoe', 'Votre vitrine de Noël, on en parle ?')
    const before = await firstOf(id)
    await correct(before.id, { sentiment: 'negative' })
    await correct(before.id, { emotion: 'anger' })
    expect((await firstOf(id)).understanding).toMatchObject({ sentiment: { value: 'negative', p: 1 }, emotion: { value: 'anger', p: 1 } })
    await undo(before.id)
    expect((await firstOf(id)).understanding).toEqual(before.understanding)
    expect((await undo(before.id)).status).toBe(404)
  })

  it('says nothing of our own words, nor nothing at all, nor in another brand', async () => {
    const id = await hear('alix', 'Une question toute simple, vous livrez ?')
    const message = await firstOf(id)
    expect((await correct(message.id, {})).status).toBe(400)
    expect((await correct(message.id, { intent: 'poem' })).status).toBe(400)
    await world.call('POST', `${brandPath()}/conversations/${id}/notes`, { text: 'À voir avec Hugo' })
    const note = (await open(id)).messages.find(({ direction }) => direction === 'note')
    expect((await correct(note?.id ?? '', { urgent: true })).status).toBe(404)
  })

  it('holds for what was settled alone when the author writes other words; the rest is read anew', async () => {
    let status = ''
    let token = ''
    const id = await hear('lou', 'Bonjour, vous ouvrez à quelle heure ?', async (own) => {
      token = own
      status = await write(own, 'Bonjour, vous ouvrez à quelle heure ?')
    })
    const message = await firstOf(id)
    await correct(message.id, { intent: 'request' })
    const words = 'Mon fils fait un choc allergique, il est aux urgences'
    await fetch(`${world.sandbox.url}/api/v1/statuses/${status}`, { method: 'PUT', ...asked(token, words) })
    const edited = await until(
      'the other words',
      () => firstOf(id),
      ({ text }) => text.includes('choc allergique'),
    )
    expect(edited.understanding).toMatchObject({ intent: { value: 'request', p: 1 }, urgent: { value: true } })
    expect((await inbox('&sort=urgent')).items.find((row) => row.id === id)).toMatchObject({ firstLine: words, pressing: true })
    await undo(message.id)
    expect((await firstOf(id)).understanding?.urgent.value, 'of the words that stand').toBe(true)
  })

  it('what is deleted by its author leaves nothing: no first line, nobody who waits, nothing learnt', async () => {
    let status = ''
    let token = ''
    const text = 'Vralamouche kripoutch zorglub'
    const id = await hear('max', text, async (own) => {
      token = own
      status = await write(own, text)
    })
    const { id: messageId } = await firstOf(id)
    await correct(messageId, { intent: 'spam', urgent: true })
    await fetch(`${world.sandbox.url}/api/v1/statuses/${status}`, { method: 'DELETE', ...asked(token, text) })
    await until(
      'it is gone',
      () => firstOf(id),
      ({ removedAt }) => removedAt !== null,
    )
    expect((await inbox()).items.find((row) => row.id === id)).toMatchObject({
      firstLine: '',
      waitingSince: null,
      pressing: false,
      marks: null,
    })
    const again = await firstOf(await hear('nour', text))
    expect(again.understanding?.intent.value).toBe(understand(again.text).intent.value)
    const kept = await world.desk.db.ownerPool.query('SELECT decided, before FROM correction WHERE message_id = $1', [messageId])
    expect(kept.rows).toEqual([{ decided: {}, before: {} }])
  })

  it('half a sign or a NUL in one message keeps no other from the desk', async () => {
    const token = await account('odd')
    await write(token, 'un demi \ud83d signe et un \u0000 zéro')
    await hear('plain', 'Et ceci arrive derrière ?')
    const odd = (await inbox()).items.find((row) => row.firstLine.includes('zéro'))
    expect(odd?.firstLine).toBe('un demi \ufffd signe et un  zéro'.replaceAll(/\s+/g, ' '))
  })
})
