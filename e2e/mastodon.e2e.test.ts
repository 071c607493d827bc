import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kill, startWorker } from '../server/src/testing/kill.ts'
import { openWorld, until, type World } from '../server/src/testing/world.ts'
import { openBrowser, scheduleIn, signedIn } from './support.ts'

/** The main job on a server that speaks Mastodon, from the page where one agrees to the answer under the answer. */
const words = 'La miche du lundi sort à 8 h, encore chaude. #Lyon'
const alt = 'Une miche ronde, grigne en épi'
const answer = 'Oui, dès 6 h 45 à la Croix-Rousse.'

let world: World
let browser: Browser
let page: Page
let lea: string
/** As the desk calls itself: the network brings back to this address. */
let desk: string

async function account(username: string, displayName: string): Promise<string> {
  const made = await fetch(`${world.sandbox.url}/_control/mastodon/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, displayName }),
  })
  return ((await made.json()) as { token: string }).token
}

const standing = (text: string) => world.sandbox.oracle().filter((one) => one.text.includes(text))
const state = (where: string) =>
  world.desk.db.systemPool.query<{ state: string; due_at: Date }>(`SELECT state, due_at FROM delivery WHERE ${where}`)

beforeAll(async () => {
  world = await openWorld({ works: true })
  desk = world.desk.settings.url
  await account('levain', 'Maison Levain')
  lea = await account('lea', 'Léa Martin')
  browser = await openBrowser()
  page = await (await signedIn(browser, world)).newPage()
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await world?.close()
})

describe('the main job on a Mastodon server', () => {
  it('connects by the page on which the network asks for consent', { timeout: 60_000 }, async () => {
    await page.goto(`${desk}/settings/channels`)
    await page
      .getByRole('button', { name: /Connecter un compte/ })
      .first()
      .click()
    await page.getByRole('button', { name: /Mastodon/ }).click()
    await page.getByLabel('Serveur').fill(world.sandbox.url)
    await page.getByRole('button', { name: 'Continuer sur le réseau' }).click()
    await page.getByRole('button', { name: 'Autoriser comme @levain' }).click()
    await page.getByRole('heading', { level: 1, name: 'Canaux' }).waitFor()
    await page.getByText('Maison Levain').first().waitFor()
  })

  it(
    '[S1-24][S2-21] composes with an image and its description, is due in twenty seconds, and the state changes without reload',
    { timeout: 120_000 },
    async () => {
      const [channel] = (await world.call('GET', `/api/v1/brands/${world.owner.brandId}/channels`)).body as unknown as { id: string }[]
      await page.goto(`${desk}/studio/new?channel=${channel?.id}`)
      await page.getByRole('region', { name: 'L’idée, pour tous les canaux' }).getByRole('textbox').first().fill(words)
      const picture = await readFile(join(import.meta.dirname, '../web/public/icon-512.png'))
      await page.locator('input[type=file]').first().setInputFiles({ name: 'IMG_0042.png', mimeType: 'image/png', buffer: picture })
      await page.getByLabel('Description').fill(alt)
      await page.getByRole('button', { name: 'Terminé' }).click()
      await scheduleIn(page, 20)
      await page.getByText('programmée', { exact: false }).first().waitFor()
      expect(standing('miche du lundi')).toHaveLength(0)
      await page.getByText('publiée', { exact: false }).first().waitFor({ timeout: 60_000 })
      const [post] = standing('miche du lundi')
      expect(standing('miche du lundi')).toHaveLength(1)
      const [row] = (await state("kind = 'post'")).rows
      expect(Date.parse(post?.at ?? '')).toBeGreaterThanOrEqual(row?.due_at.getTime() ?? Number.POSITIVE_INFINITY)
      const read = await fetch(`${world.sandbox.url}/api/v1/statuses/${post?.id}`, { headers: { authorization: `Bearer ${lea}` } })
      const seen = (await read.json()) as { media_attachments: { description: string }[] }
      expect(seen.media_attachments.map((media) => media.description)).toEqual([alt])
    },
  )

  it(
    '[S1-25] somebody replies, the reply is answered by keyboard, and the answer stands on the network',
    { timeout: 120_000 },
    async () => {
      const [post] = standing('miche du lundi')
      await page.goto(`${desk}/inbox`)
      await fetch(`${world.sandbox.url}/api/v1/statuses`, {
        method: 'POST',
        headers: { authorization: `Bearer ${lea}`, 'content-type': 'application/json' },
        body: JSON.stringify({ status: '@levain Vous ouvrez à quelle heure samedi ?', in_reply_to_id: post?.id }),
      })
      await page.getByRole('link', { name: /quelle heure samedi/ }).waitFor({ timeout: 60_000 })
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      // The words stand in the list as well: the thread is there once its answer can be written.
      await page.getByRole('textbox', { name: 'Votre réponse' }).waitFor()
      await page.keyboard.press('r')
      await page.keyboard.type(answer)
      await page.keyboard.press('Control+Enter')
      await until(
        'the answer is published',
        () => state("kind = 'reply'"),
        (found) => found.rows[0]?.state === 'published',
        60_000,
      )
      const answers = standing(answer)
      expect(answers).toHaveLength(1)
      expect(answers[0]?.target).toBe(standing('quelle heure samedi')[0]?.id)
    },
  )

  it('[S1-24][S2-04] the worker is killed between acceptance and storing: exactly one post exists', { timeout: 120_000 }, async () => {
    const killed = await openWorld({ works: false })
    const made = await fetch(`${killed.sandbox.url}/_control/mastodon/accounts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'levain', displayName: 'Maison Levain' }),
    })
    const { token } = (await made.json()) as { token: string }
    const path = `/api/v1/brands/${killed.owner.brandId}`
    const fields = { server: killed.sandbox.url, token }
    const channel = (await killed.call('POST', `${path}/channels`, { network: 'mastodon', fields })).body as unknown as { id: string }
    const text = 'Une fournée, une seule'
    const content = (await killed.call('POST', `${path}/contents`, { title: text, items: [{ text, media: [] }], channelIds: [channel.id] }))
      .body as unknown as { id: string; version: number }
    await killed.desk.db.access.execute('update brand set undo_seconds = 1')
    await killed.call('POST', `${path}/contents/${content.id}/schedule`, { localTime: null, version: content.version })
    await startWorker(killed, { crashAt: 'after:body' }).died
    // The body had left when the worker died; the network takes its own time to store what it accepted.
    const standing = () => killed.sandbox.oracle().filter((one) => one.text === text).length
    await until('accepted', standing, (count) => count === 1)
    const worker = startWorker(killed)
    const after = () => killed.desk.db.systemPool.query<{ state: string }>('SELECT state FROM delivery WHERE content_id = $1', [content.id])
    await until('published', after, (found) => found.rows[0]?.state === 'published', 90_000)
    await kill(worker)
    expect(standing()).toBe(1)
    await killed.close()
  })
})
