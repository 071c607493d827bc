import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import type { World } from '../server/src/testing/world.ts'

/** A browser of one's own, closed with the test that opened it. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })

/** Where the owner of this world is signed in, at the address the desk calls its own. */
export async function signedIn(browser: Browser, world: World): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'fr-FR', timezoneId: 'Europe/Paris' })
  const cookies = world.owner.cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: world.desk.settings.url }
  })
  await context.addCookies(cookies)
  return context
}

/** Fills the hour of the composer with one so many seconds from now, on the brand's wall clock, and schedules. */
export async function scheduleIn(page: Page, seconds: number): Promise<void> {
  const [date = '', time = ''] = new Date(Date.now() + seconds * 1000).toLocaleString('sv-SE', { timeZone: 'Europe/Paris' }).split(' ')
  await page.getByLabel('Date', { exact: true }).fill(date)
  await page.getByLabel('Heure', { exact: true }).fill(time)
  await page.getByLabel('Heure', { exact: true }).press('Enter')
  await page.getByRole('button', { name: 'Programmer', exact: true }).click()
}
