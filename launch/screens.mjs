// npm run -s screens: the dialog that connects each network, as it is, in both languages, for docs/connections. A desk is started for it.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import sharp from 'sharp'
import { buildWeb, install, root, say } from './install.mjs'

install(true)
await buildWeb()
const port = 4390
const url = `http://localhost:${port}`
const dataDir = mkdtempSync(join(tmpdir(), 'pupitre-screens-'))
const shots = join(root, 'docs/connections/shots')
mkdirSync(shots, { recursive: true })
const desk = spawn(process.execPath, [join(root, 'server/src/main.ts')], {
  env: { ...process.env, PORT: String(port), PUPITRE_DATA: dataDir, PUPITRE_LOG: 'warn' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
await new Promise((resolve) => desk.stdout.on('data', (text) => String(text).includes('Pupitre : ') && resolve()))
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const headers = { 'x-pupitre': '1', origin: url }

/** The dialog of each network, by the way in which most people connect it. */
async function take(language) {
  const context = await browser.newContext({ viewport: { width: 900, height: 1100 }, locale: language })
  const page = await context.newPage()
  await context.request.post(`${url}/api/v1/demo/enter`, { headers })
  await context.request.patch(`${url}/api/v1/me`, { headers, data: { language } })
  const networks = await (await context.request.get(`${url}/api/v1/networks`)).json()
  const me = await (await context.request.get(`${url}/api/v1/me`)).json()
  for (const [at, { id }] of networks.entries()) {
    await page.goto(`${url}/settings/channels?brand=${me.brands[0].id}`)
    await page
      .getByRole('button', { name: /Connecter un compte|Connect an account/ })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('listitem').nth(at).getByRole('button').click()
    await page.waitForTimeout(300)
    const picture = await dialog.screenshot()
    await sharp(picture)
      .webp({ quality: 80 })
      .toFile(join(shots, `${id}.${language}.webp`))
  }
  await context.close()
  say(`${networks.length} ${language}`)
}

try {
  await take('fr')
  await take('en')
} finally {
  await browser.close()
  desk.kill('SIGTERM')
  await new Promise((done) => desk.once('exit', done))
  rmSync(dataDir, { recursive: true, force: true })
}
process.exit(0)
