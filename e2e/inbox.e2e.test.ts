import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, until, type World } from '../server/src/testing/world.ts'
import { openBrowser, signedIn } from './support.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

let world: World
let browser: Browser
let context: BrowserContext
let page: Page
let channelId: string

async function account(username: string, displayName: string): Promise<string> {
  const answer = await fetch(`${world.sandbox.url}/_control/mastodon/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, displayName }),
  })
  return ((await answer.json()) as { token: string }).token
}

async function say(token: string, status: string, more: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(`${world.sandbox.url}/api/v1/statuses`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ status, ...more }),
  })
  return ((await answer.json()) as { id: string }).id
}

const api = (path: string) => `/api/v1/brands/${world.owner.brandId}${path}`
const standing = (words: string) => world.sandbox.oracle().filter((one) => one.text.includes(words))

const rows = () => page.locator('[role=list] a')
const row = (words: string) => rows().filter({ hasText: words })

let chloe: string
let postId: string

beforeAll(async () => {
  world = await openWorld({ works: true })
  const brand = await account('levain', 'Maison Levain')
  chloe = await account('chloe', 'Chloé Perrin')
  const fields = { server: world.sandbox.url, token: brand }
  channelId = ((await world.call('POST', api('/channels'), { network: 'mastodon', fields })).body as { id: string }).id
  await world.desk.db.access.execute('update brand set undo_seconds = 2')
  const items = [{ text: 'La miche du lundi est sortie du four', media: [] }]
  const content = (await world.call('POST', api('/contents'), { title: 'La miche du lundi', items, channelIds: [channelId] })).body as {
    id: string
    version: number
  }
  await world.call('POST', api(`/contents/${content.id}/schedule`), { localTime: null, version: content.version })
  const [post] = await until(
    'the post stands',
    () => standing('sortie du four'),
    (found) => found.length === 1,
  )
  postId = post?.id ?? ''
  browser = await openBrowser()
  context = await signedIn(browser, world)
  page = await context.newPage()
  await page.goto(`${world.desk.settings.url}/inbox?view=team`)
  await page.getByRole('heading', { level: 1, name: 'Messages' }).waitFor()
  await page.getByText('vu il y a').waitFor({ timeout: 60_000 })
}, 180_000)

afterAll(async () => {
  await browser?.close()
  await world?.close()
})

describe('the inbox in a browser', () => {
  it('[S0-20] what somebody writes appears without a reload, within ten seconds, and the channel says when it was heard', async () => {
    const asked = Date.now()
    await say(chloe, '@levain Deux miches dures comme de la pierre', { in_reply_to_id: postId })
    await row('Chloé Perrin').waitFor()
    expect(Date.now() - asked).toBeLessThan(10_000)
    expect(await page.getByText(/vu il y a \d+\u202Fs/).count()).toBe(1)
  })

  it('[S1-25] is answered by keyboard alone, under the message it answers, once', async () => {
    await page.keyboard.press('j')
    await page.getByRole('heading', { level: 2, name: 'Chloé Perrin' }).waitFor()
    await page.getByText('Sous «\u202FLa miche du lundi\u202F»').waitFor()
    await page.keyboard.press('r')
    await page.locator('textarea:focus').waitFor()
    await page.keyboard.type('Pardon Chloé, on les remplace aujourd’hui.')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Part dans').first().waitFor()
    await until(
      'the answer stands',
      () => standing('on les remplace'),
      (found) => found.length === 1,
    )
    await page.getByRole('link', { name: 'Voir sur le réseau' }).nth(1).waitFor()
    const theirs = standing('comme de la pierre')[0]?.id
    const context = await fetch(`${world.sandbox.url}/api/v1/statuses/${postId}/context`, { headers: { authorization: `Bearer ${chloe}` } })
    const { descendants } = (await context.json()) as { descendants: { content: string; in_reply_to_id: string }[] }
    expect(descendants.find((one) => one.content.includes('remplace'))?.in_reply_to_id).toBe(theirs)
    expect(standing('on les remplace')).toHaveLength(1)
  })

  it('[S1-25] an answer in private goes to the person alone; a private message offers no public answer', async () => {
    await say(chloe, '@levain J’ai gardé le ticket', { visibility: 'direct' })
    await row('J’ai gardé le ticket').click()
    await page.getByRole('radio', { name: 'Message privé' }).waitFor()
    expect(await page.getByRole('radio', { name: 'Réponse publique' }).count()).toBe(0)
    expect(await page.getByText('C’est la première.').count()).toBe(0)
  })

  it('an answer stopped in time never leaves, and its words come back', async () => {
    await world.desk.db.access.execute('update brand set undo_seconds = 20')
    await row('comme de la pierre').click()
    await page.getByRole('radio', { name: 'Réponse publique' }).waitFor()
    await page.keyboard.press('r')
    await page.locator('textarea:focus').waitFor()
    await page.keyboard.type('Une réponse regrettée')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Part dans').first().waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('u')
    await page.getByText('votre texte est revenu').first().waitFor()
    expect(await page.getByRole('textbox', { name: 'Votre réponse' }).inputValue()).toBe('Une réponse regrettée')
    expect(standing('regrettée')).toHaveLength(0)
    await page.getByRole('textbox', { name: 'Votre réponse' }).fill('')
  })

  it('puts away, brings back, and keeps a note in the house', async () => {
    const before = await rows().count()
    await page.getByRole('textbox', { name: 'Votre réponse' }).press('Escape')
    await page.keyboard.press('e')
    await until(
      'one less',
      () => rows().count(),
      (count) => count === before - 1,
    )
    await page.keyboard.press('u')
    await until(
      'back again',
      () => rows().count(),
      (count) => count === before,
    )
    await rows().first().click()
    await page.getByRole('radio', { name: 'Note' }).click()
    await page.getByRole('textbox', { name: 'Votre note' }).fill('Vu avec Hugo')
    await page.getByRole('textbox', { name: 'Votre note' }).press('Control+Enter')
    await page.getByText('Note de Ana Ferreira').waitFor()
    expect(standing('Hugo')).toHaveLength(0)
  })

  it('what a message is stands beside it, is corrected with c by keyboard, and undone with u', async () => {
    await rows().first().click()
    const panel = page.getByRole('complementary', { name: 'Autour de la conversation' })
    await panel.getByRole('heading', { name: 'Analyse' }).waitFor()
    const before = await panel.locator('dl').first().innerText()
    await page.keyboard.press('Escape')
    await page.keyboard.press('c')
    const dialog = page.getByRole('dialog', { name: 'Qu’est-ce que ce message' })
    await dialog.getByRole('checkbox', { name: 'À voir tout de suite' }).press('Space')
    await dialog.getByRole('button', { name: 'Corriger' }).press('Enter')
    await panel.getByText('Corrigé par Ana Ferreira').waitFor()
    await rows().first().getByText('Urgent').waitFor()
    await page.keyboard.press('u')
    await panel.getByText('Corrigé par').waitFor({ state: 'detached' })
    expect(await panel.locator('dl').first().innerText()).toBe(before)
    await rows().first().getByText('Urgent').waitFor({ state: 'detached' })
  })

  it('a draft outlives the page, and nothing in it breaks a rule of accessibility', async () => {
    await page.getByRole('radio', { name: 'Note' }).click()
    await page.getByRole('textbox', { name: 'Votre note' }).fill('À demi écrit')
    await page.reload()
    await until(
      'the draft is back',
      () => page.getByRole('textbox').last().inputValue(),
      (text) => text === 'À demi écrit',
    )
    await page.evaluate(axe)
    const found = await page.evaluate(
      (tags) => (globalThis as never as { axe: { run: Function } }).axe.run(document, { runOnly: tags }),
      wcag,
    )
    expect((found as { violations: { id: string }[] }).violations.map((one) => one.id)).toEqual([])
  })

  it('[S1-33] shows its first view in less than five seconds at 400 kbit/s and 400 ms', async () => {
    const slow = await signedIn(browser, world)
    const tab = await slow.newPage()
    const line = await slow.newCDPSession(tab)
    await line.send('Network.enable')
    await line.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 400,
      downloadThroughput: 50_000,
      uploadThroughput: 50_000,
    })
    await tab.goto(`${world.desk.settings.url}/inbox`, { waitUntil: 'commit' })
    await tab.getByText('Chloé Perrin').first().waitFor()
    await tab.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
    const paint = await tab.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN)
    expect(paint).toBeLessThan(5000)
    await slow.close()
  })
})
