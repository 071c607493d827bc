import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, type World } from '../testing/world.ts'
import { readPage } from './create.card.service.ts'

let world: World
let page: Server
let inside: Server
let insideHits = 0
let sent = 0
const origin = () => `http://127.0.0.1:${(page.address() as AddressInfo).port}`
const insideOrigin = () => `http://127.0.0.1:${(inside.address() as AddressInfo).port}`

const listen = (server: Server) => new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
const html = (head: string) => `<!doctype html><html><head>${head}</head><body><p>corps</p></body></html>`

async function serve(): Promise<Server> {
  const picture = await sharp({ create: { width: 1600, height: 900, channels: 3, background: '#a9682f' } })
    .jpeg()
    .toBuffer()
  const pages: Record<string, () => { type: string; body: string | Buffer }> = {
    '/good': () => ({
      type: 'text/html; charset=utf-8',
      body: html(
        '<title>Recettes</title><meta property="og:title" content="Le pain de la veille &amp; vous"><meta name="description" content="Sept recettes"><meta property="og:image" content="/p.jpg">',
      ),
    }),
    '/p.jpg': () => ({ type: 'image/jpeg', body: picture }),
    '/latin': () => ({ type: 'text/html; charset=iso-8859-1', body: Buffer.from(html('<title>Pâtes levées</title>'), 'latin1') }),
    '/markup': () => ({
      type: 'text/html',
      body: html('<title>&lt;img src=x onerror=alert(1)&gt; \u202Egras</title><meta property="og:image" content="javascript:alert(1)">'),
    }),
    '/steal': () => ({ type: 'text/html', body: html(`<title>Vol</title><meta property="og:image" content="${insideOrigin()}/secret">`) }),
    '/notimage': () => ({ type: 'text/html', body: html('<title>Faux</title><meta property="og:image" content="/good">') }),
    '/pdf': () => ({ type: 'application/pdf', body: '<title>non</title>' }),
  }
  return createServer((request, response) => {
    const path = request.url ?? '/'
    if (path === '/inside') return response.writeHead(302, { location: `${insideOrigin()}/secret` }).end()
    if (path === '/metadata') return response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end()
    if (path === '/huge') {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.write('<html><head><title>Grand</title>')
      const pour = () => {
        sent += 65_536
        if (!response.destroyed && response.write(`<meta name="x" content="${'x'.repeat(65_500)}">`)) setImmediate(pour)
      }
      response.on('drain', pour)
      return pour()
    }
    const found = pages[path]?.()
    return found ? response.writeHead(200, { 'content-type': found.type }).end(found.body) : response.writeHead(404).end()
  })
}

beforeAll(async () => {
  inside = createServer((_request, response) => {
    insideHits += 1
    response.end('secret')
  })
  page = await serve()
  await Promise.all([listen(inside), listen(page)])
  world = await openWorld({ env: { PUPITRE_EGRESS_ALLOW: new URL(origin()).host } })
})
afterAll(async () => {
  page.closeAllConnections()
  page.close()
  inside.close()
  await world.close()
})

const ask = (url: string) => world.call('POST', `/api/v1/brands/${world.owner.brandId}/link-card`, { url })

describe('the card under a link', () => {
  it('reads what the page says of itself and keeps its picture', async () => {
    const answer = await ask(`${origin()}/good`)
    expect(answer.body).toMatchObject({
      title: 'Le pain de la veille & vous',
      description: 'Sept recettes',
      thumb: { mimeType: 'image/jpeg', width: 1200 },
    })
    const { bytes } = (answer.body as { thumb: { bytes: number } }).thumb
    expect(bytes).toBeLessThan(900_000)
    expect((await ask(`${origin()}/latin`)).body).toMatchObject({ title: 'Pâtes levées', thumb: null })
  })

  it('keeps hostile titles as plain text and takes no picture from elsewhere than the web', async () => {
    const answer = await ask(`${origin()}/markup`)
    expect(answer.body).toMatchObject({ title: '<img src=x onerror=alert(1)> gras', thumb: null })
    expect((await ask(`${origin()}/notimage`)).body).toMatchObject({ title: 'Faux', thumb: null })
    expect((await ask(`${origin()}/pdf`)).body).toMatchObject({ title: '', thumb: null })
  })

  it('[T-S01] reaches nothing inside: by address, by redirection or by the picture', async () => {
    const bodies = await Promise.all(
      [`${insideOrigin()}/secret`, `${origin()}/inside`, `${origin()}/metadata`, 'http://localhost:5432/', 'http://[::1]/'].map(
        async (url) => (await ask(url)).body as { error: { code: string; message: string } },
      ),
    )
    expect(new Set(bodies.map((body) => body.error.message)).size).toBe(1)
    expect(bodies[0]?.error.code).toBe('create.page_unreachable')
    expect((await ask(`${origin()}/steal`)).body).toMatchObject({ title: 'Vol', thumb: null })
    expect(insideHits).toBe(0)
    expect((await ask('file:///etc/passwd')).status).toBe(400)
  })

  it('reads a megabyte of a page without end, and no more', async () => {
    const answer = await ask(`${origin()}/huge`)
    expect(answer.body).toMatchObject({ title: 'Grand' })
    await new Promise((wake) => setTimeout(wake, 300))
    expect(sent).toBeLessThan(12_000_000)
  })

  it('stops at the end of the head', () => {
    expect(readPage('<head><title>a</title></head><body><title>b</title><meta property="og:title" content="c">').title).toBe('a')
    expect(readPage('<title>').title).toBe('')
    expect(readPage(`<title>${'<'.repeat(200_000)}`).title.length).toBeLessThanOrEqual(300)
  })
})
