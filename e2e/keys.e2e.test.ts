import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, until, type World } from '../server/src/testing/world.ts'
import { openBrowser, signedIn } from './support.ts'

/** What a person who never touches the mouse types, and what must not happen instead. */
const question = 'Vous ouvrez à quelle heure samedi ?'
const text = 'Une fournée au clavier'

let world: World
let browser: Browser
let page: Page
let desk: string
let channelId: string

const deliveries = async () =>
  (await world.desk.db.systemPool.query<{ state: string; local_time: string | null }>('SELECT state, local_time FROM delivery')).rows

beforeAll(async () => {
  world = await openWorld({ works: true })
  desk = world.desk.settings.url
  channelId = await world.connect('mastodon', 'levain')
  browser = await openBrowser()
  page = await (await signedIn(browser, world)).newPage()
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await world?.close()
})

describe('by keyboard', () => {
  it(
    'a date typed digit by digit is kept whole, and Ctrl Enter schedules though another button has the focus',
    { timeout: 90_000 },
    async () => {
      const broken: string[] = []
      page.on('response', (answer) => answer.status() >= 500 && broken.push(`${answer.status()} ${answer.url()}`))
      await page.goto(`${desk}/studio/new?channel=${channelId}`)
      await page.getByRole('region', { name: 'L’idée, pour tous les canaux' }).getByRole('textbox').first().fill(text)
      await page.getByLabel('Date', { exact: true }).focus()
      // Day and month are the same, so that the order in which a browser asks for them does not matter.
      await page.keyboard.type('05052031', { delay: 60 })
      await until('the date is noted', deliveries, (rows) => rows[0]?.local_time?.startsWith('2031-05-05') === true)
      // As saving words does, before the page has heard of it.
      await world.desk.db.systemPool.query('UPDATE delivery SET version = version + 1')
      await page.getByLabel('Heure', { exact: true }).fill('10:00')
      await page.keyboard.press('Tab')
      await until('noted', deliveries, (rows) => rows[0]?.local_time === '2031-05-05T10:00:00')
      await page.reload()
      expect(await page.getByLabel('Date', { exact: true }).inputValue()).toBe('2031-05-05')
      await page.getByRole('button', { name: /Publier maintenant/ }).focus()
      await page.keyboard.press('Control+Enter')
      await until('scheduled', deliveries, (rows) => rows[0]?.state === 'scheduled')
      expect(await deliveries()).toEqual([{ state: 'scheduled', local_time: '2031-05-05T10:00:00' }])
      expect(broken).toEqual([])
    },
  )

  it('`r` in Today opens the answer, and what is typed stands in it', { timeout: 90_000 }, async () => {
    const { store } = world.sandbox.mastodon
    const lea = store.createAccount({ username: 'lea' })
    const headers = { authorization: `Bearer ${store.tokenFor(lea.id)}`, 'content-type': 'application/json' }
    await fetch(`${world.sandbox.url}/api/v1/statuses`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ status: `@levain ${question}` }),
    })
    await page.goto(`${desk}/today`)
    await page.getByText(question.slice(0, 20)).first().waitFor({ timeout: 60_000 })
    await page.keyboard.press('r')
    const box = page.getByRole('textbox', { name: 'Votre réponse' })
    await box.waitFor()
    await page.keyboard.type('Je suis là dès 7 h')
    await until(
      'written',
      () => box.inputValue(),
      (value) => value === 'Je suis là dès 7 h',
    )
  })
})
