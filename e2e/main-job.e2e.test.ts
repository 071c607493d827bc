import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBlueskyPeer, type BlueskyPeer, type PeerAccount } from '../peers/bluesky/peer.ts'
import { kill, startWorker } from '../server/src/testing/kill.ts'
import { openWorld, until, type World } from '../server/src/testing/world.ts'
import { openBrowser, scheduleIn, signedIn } from './support.ts'

/** The main job, from the browser to a real Bluesky network and back. `PUPITRE_SKIP_PEERS=1` leaves it out where redis-server is absent. */
const canRun = existsSync('/usr/bin/redis-server') && process.env['PUPITRE_SKIP_PEERS'] !== '1'
const words = 'La miche du lundi sort à 8 h, encore chaude. #Lyon'
const alt = 'Une miche ronde, grigne en épi'
const answer = 'Oui, dès 6 h 45 à la Croix-Rousse.'

type Record_ = {
  uri: string
  cid: string
  value: { text: string; embed?: { images?: { alt: string }[] }; reply?: { parent: { uri: string } } }
}

describe.skipIf(!canRun)('the main job on a real Bluesky network', () => {
  let peer: BlueskyPeer
  let world: World
  let browser: Browser
  let page: Page
  let brand: PeerAccount
  let lea: PeerAccount

  async function xrpc<T>(nsid: string, options: { token?: string; body?: unknown; query?: Record<string, string> } = {}): Promise<T> {
    const headers = { 'content-type': 'application/json', ...(options.token ? { authorization: `Bearer ${options.token}` } : {}) }
    const url = `${peer.pds}/xrpc/${nsid}?${new URLSearchParams(options.query).toString()}`
    const reply = await fetch(
      url,
      options.body === undefined
        ? { headers: options.token ? headers : {} }
        : { method: 'POST', headers, body: JSON.stringify(options.body) },
    )
    if (!reply.ok) throw new Error(`${nsid}: ${reply.status} ${await reply.text()}`)
    return (await reply.json()) as T
  }
  const postsOf = async (account: PeerAccount): Promise<Record_[]> =>
    (
      await xrpc<{ records: Record_[] }>('com.atproto.repo.listRecords', {
        query: { repo: account.did, collection: 'app.bsky.feed.post', limit: '100' },
      })
    ).records

  async function open(works: boolean): Promise<World> {
    const opened = await openWorld({ works, bluesky: { plc: peer.plc, resolver: peer.pds, entryway: peer.pds } })
    await opened.desk.db.access.execute('update brand set undo_seconds = 20')
    return opened
  }

  beforeAll(async () => {
    peer = await startBlueskyPeer()
    const [first, second] = peer.accounts
    if (!first || !second) throw new Error('the Bluesky network has no accounts')
    brand = first
    lea = second
    await peer.settle()
    world = await open(true)
    browser = await openBrowser()
    page = await (await signedIn(browser, world)).newPage()
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await world?.close()
    await peer?.stop()
  })

  it('connects with an app password', async () => {
    await page.goto(`${world.desk.settings.url}/settings/channels`)
    await page
      .getByRole('button', { name: /Connecter un compte/ })
      .first()
      .click()
    await page.getByRole('button', { name: /Bluesky/ }).click()
    const byPassword = page.getByText('Avec un mot de passe d’application', { exact: true })
    if (await byPassword.isVisible()) await byPassword.click()
    await page.getByLabel('Nom du compte').fill(brand.handle)
    await page.getByLabel('Mot de passe d’application').fill(brand.appPassword)
    await page.getByRole('button', { name: 'Connecter', exact: true }).click()
    await page.getByText(brand.handle).first().waitFor()
  })

  it(
    '[S1-24][S2-21] composes with an image and its description, is due in twenty seconds, and the state changes without reload',
    { timeout: 120_000 },
    async () => {
      const [channel] = (await world.call('GET', `/api/v1/brands/${world.owner.brandId}/channels`)).body as unknown as { id: string }[]
      await page.goto(`${world.desk.settings.url}/studio/new?channel=${channel?.id}`)
      await page.getByRole('region', { name: 'L’idée, pour tous les canaux' }).getByRole('textbox').first().fill(words)
      const picture = await readFile(join(import.meta.dirname, '../web/public/icon-512.png'))
      await page.locator('input[type=file]').first().setInputFiles({ name: 'IMG_0042.png', mimeType: 'image/png', buffer: picture })
      await page.getByLabel('Description').fill(alt)
      await page.getByRole('button', { name: 'Terminé' }).click()
      await scheduleIn(page, 20)
      const before = await postsOf(brand)
      expect(before.some((post) => post.value.text === words)).toBe(false)
      await page.getByText('publiée', { exact: false }).first().waitFor({ timeout: 60_000 })
      const standing = (await postsOf(brand)).filter((post) => post.value.text === words)
      expect(standing).toHaveLength(1)
      expect(standing[0]?.value.embed?.images?.[0]?.alt).toBe(alt)
    },
  )

  it(
    '[S1-25] somebody replies, the reply is answered by keyboard, and the answer stands on the network',
    { timeout: 120_000 },
    async () => {
      const { accessJwt } = await xrpc<{ accessJwt: string }>('com.atproto.server.createSession', {
        body: { identifier: lea.handle, password: lea.password },
      })
      const post = (await postsOf(brand)).find((one) => one.value.text === words)
      if (!post) throw new Error('the post is gone')
      const target = { uri: post.uri, cid: post.cid }
      const say = (text: string) =>
        xrpc('com.atproto.repo.createRecord', {
          token: accessJwt,
          body: {
            repo: lea.did,
            collection: 'app.bsky.feed.post',
            record: { $type: 'app.bsky.feed.post', text, createdAt: new Date().toISOString(), reply: { root: target, parent: target } },
          },
        })
      await page.goto(`${world.desk.settings.url}/inbox`)
      await say('Vous ouvrez à quelle heure samedi ?')
      await peer.settle()
      const row = page.getByRole('link', { name: /quelle heure samedi/ })
      await row.waitFor({ timeout: 60_000 })
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      // The words stand in the list as well: the thread is there once its answer can be written.
      await page.getByRole('textbox', { name: 'Votre réponse' }).waitFor()
      await page.keyboard.press('r')
      await page.keyboard.type(answer)
      await page.keyboard.press('Control+Enter')
      const ledger = () =>
        world.desk.db.systemPool.query<{ state: string; cause: unknown }>("SELECT state, cause FROM delivery WHERE kind = 'reply'")
      await until('the answer is published', ledger, (found) => found.rows[0]?.state === 'published', 60_000)
      const answers = (await postsOf(brand)).filter((one) => one.value.text === answer)
      expect(answers).toHaveLength(1)
      const [stands] = answers
      expect(stands?.value.reply?.parent.uri).toContain(lea.did)
    },
  )

  it('[S1-24][S2-04] the worker is killed between acceptance and storing: exactly one post exists', { timeout: 150_000 }, async () => {
    const killed = await open(false)
    const path = `/api/v1/brands/${killed.owner.brandId}`
    const channel = (
      await killed.call('POST', `${path}/channels`, { network: 'bluesky', fields: { handle: brand.handle, secret: brand.appPassword } })
    ).body as unknown as { id: string }
    const text = 'Une fournée, une seule'
    const content = (await killed.call('POST', `${path}/contents`, { title: text, items: [{ text, media: [] }], channelIds: [channel.id] }))
      .body as unknown as { id: string; version: number }
    await killed.desk.db.access.execute('update brand set undo_seconds = 1')
    await killed.call('POST', `${path}/contents/${content.id}/schedule`, { localTime: null, version: content.version })
    await startWorker(killed, { crashAt: 'after:body' }).died
    // The body had left when the worker died; the network takes its own time to store what it accepted.
    const standing = async () => (await postsOf(brand)).filter((one) => one.value.text === text).length
    await until('accepted', standing, (count) => count === 1)
    const worker = startWorker(killed)
    const state = () => killed.desk.db.systemPool.query<{ state: string }>('SELECT state FROM delivery WHERE content_id = $1', [content.id])
    await until('published', state, (found) => found.rows[0]?.state === 'published', 90_000)
    await kill(worker)
    expect(await standing()).toBe(1)
    await killed.close()
  })
})
