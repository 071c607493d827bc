/**
 * The score in Chromium: 5,000 notes panned and zoomed, and a card moved by the keyboard in a month of 1,000.
 * The web app is real; its server is played by the bench, so that only drawing is measured.
 */
import { createServer, type Server } from 'node:http'
import { existsSync, readFileSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import { chromium, type Page, type Route } from 'playwright-core'

const dist = resolve(import.meta.dirname, '../web/dist')
const ZONE = 'Europe/Paris'
const BRAND = uuid(1)
const DAY = 86_400_000
const states = ['scheduled', 'draft', 'awaiting'] as const
const formats = ['text', 'image', 'carousel', 'video', 'thread', 'poll', 'link'] as const

function uuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
}

function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

type Note = { id: string; channelId: string; dueAt: string; localTime: string; state: string } & Record<string, unknown>

const wall = (at: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short' }).format(at).replace(' ', 'T')

/** `count` publications on eight channels between two instants. */
function notesIn(count: number, from: number, to: number): Note[] {
  const next = random(7)
  return Array.from({ length: count }, (_, n) => {
    const at = from + Math.floor((next() * (to - from)) / 300_000) * 300_000
    const format = formats[Math.floor(next() * formats.length)] as string
    const state = at < Date.now() ? 'published' : (states[Math.floor(next() * states.length)] as string)
    const pictured = format === 'image' || format === 'carousel'
    return {
      id: uuid(10_000 + n),
      brandId: BRAND,
      channelId: uuid(100 + Math.floor(next() * 8)),
      contentId: uuid(100_000 + Math.floor(n / 2)),
      state,
      format,
      dueAt: new Date(at).toISOString(),
      localTime: wall(at),
      title: `Publication ${n}`,
      words: `Les premiers mots de la publication ${n}, tels qu’ils partiront`,
      thumbUrl: pictured ? `/api/v1/thumb/${n % 12}.svg` : null,
      pillarId: uuid(200 + Math.floor(next() * 5)),
      campaignId: null,
      version: 1,
    }
  })
}

function calendarOf(notes: Note[]) {
  const channels = Array.from({ length: 8 }, (_, i) => uuid(100 + i))
  const hours = Array.from({ length: 168 }, (_, h) => 0.5 + 0.5 * Math.sin(h / 3))
  return {
    zone: ZONE,
    brands: [{ id: BRAND, name: 'Mesure', color: '#222222', zone: ZONE }],
    staves: channels.map((id, i) => ({
      id,
      brandId: BRAND,
      network: 'mastodon',
      name: `Canal ${i + 1}`,
      handle: '@mesure',
      avatarUrl: null,
      health: 'ok',
      usualTime: '12:15',
    })),
    notes,
    truncated: false,
    campaigns: [],
    seasonal: [],
    pillars: Array.from({ length: 5 }, (_, i) => ({ id: uuid(200 + i), brandId: BRAND, name: `Pilier ${i + 1}`, share: 20, position: i })),
    audience: channels.map((channelId) => ({ channelId, sample: 100, hours })),
    quietHours: { from: '22:00', to: '07:00' },
  }
}

const me = {
  user: { id: 'bench', name: 'Mesure', email: 'bench@example.org', language: 'fr', theme: 'light', twoFactor: false },
  brands: [
    {
      id: BRAND,
      name: 'Mesure',
      zone: ZONE,
      color: '#222222',
      initials: 'ME',
      demo: false,
      role: 'manager',
      rights: ['read', 'write', 'schedule'],
      organizationId: BRAND,
      organizationName: 'Mesure',
      undoSeconds: 20,
      toleranceSeconds: 1800,
      blastChannels: 3,
    },
  ],
}

const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><rect width="96" height="96" fill="#B9752F"/></svg>'

function answer(url: URL, notes: Note[]): unknown {
  if (url.pathname === '/api/v1/me') return me
  if (url.pathname.endsWith('/calendar')) {
    const [from, to] = [url.searchParams.get('from') ?? '', url.searchParams.get('to') ?? '']
    return calendarOf(notes.filter((n) => n.dueAt >= from && n.dueAt < to))
  }
  if (url.pathname.endsWith('/density')) return { days: [] }
  if (url.pathname.endsWith('/freeze')) return { active: false, reason: '', by: null, since: null, sending: [], waiting: 0 }
  if (url.pathname.endsWith('/today')) return { rows: [], more: 0, later: [], day: [], settled: [] }
  return {}
}

function play(notes: Note[]): (route: Route) => Promise<void> {
  return async (route) => {
    const url = new URL(route.request().url())
    if (url.pathname.endsWith('/stream')) return route.abort()
    if (url.pathname.startsWith('/api/v1/thumb/')) return route.fulfill({ contentType: 'image/svg+xml', body: picture })
    return route.fulfill({ contentType: 'application/json', body: JSON.stringify(answer(url, notes)) })
  }
}

const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' }

function serveDist(): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    const path = join(dist, new URL(request.url ?? '/', 'http://localhost').pathname)
    const file = path.startsWith(dist) && extname(path) && existsSync(path) ? path : join(dist, 'index.html')
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/html' }).end(readFileSync(file))
  })
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      done({ server, port: typeof address === 'object' && address ? address.port : 0 })
    })
  })
}

const at = (sorted: number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

type Frames = { perSecond: number; p95: number }

/** Runs in the page: turns the wheel once a frame, as a hand does, and keeps how long each frame took to come. */
const turning = (kind: 'pan' | 'zoom', seconds: number): string => `(async () => {
  const canvas = document.querySelector('main canvas')
  const box = canvas.getBoundingClientRect()
  const place = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2, bubbles: true, cancelable: true }
  const lengths = []
  const began = performance.now()
  let last = began
  await new Promise((done) => {
    const step = (now) => {
      lengths.push(now - last)
      last = now
      if (now - began > ${seconds * 1000}) return done()
      const turn = Math.sin(((now - began) / 1000) * Math.PI)
      const delta = ${kind === 'pan' ? '{ deltaX: turn * 24 }' : '{ deltaY: turn * 22 }'}
      canvas.dispatchEvent(new WheelEvent('wheel', { ...place, ...delta }))
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })
  return lengths.slice(2)
})()`

async function frames(page: Page, kind: 'pan' | 'zoom', seconds: number): Promise<Frames> {
  const found = await page.evaluate<number[]>(turning(kind, seconds))
  const mean = found.reduce((sum, one) => sum + one, 0) / found.length
  return { perSecond: 1000 / mean, p95: at(found.toSorted((a, b) => a - b), 0.95) } // prettier-ignore
}

/** Runs in the page: moves the focused card by a day and back, and keeps how long until the frame that shows it there. */
const moving = `(async () => {
  const kept = []
  const dayOf = () => document.activeElement?.closest('[data-day]')?.getAttribute('data-day')
  const frame = () => new Promise((done) => requestAnimationFrame(done))
  for (let i = 0; i < 40; i++) {
    const before = dayOf()
    const start = performance.now()
    const key = i % 8 < 4 ? 'ArrowRight' : 'ArrowLeft'
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, altKey: true, bubbles: true, cancelable: true }))
    for (let wait = 0; wait < 60 && dayOf() === before; wait++) await frame()
    await frame()
    kept.push(dayOf() === before ? 1e9 : performance.now() - start)
    await new Promise((done) => setTimeout(done, 60))
  }
  return kept
})()`

async function open(page: Page, port: number, view: string, notes: Note[]): Promise<void> {
  await page.addInitScript(`localStorage.setItem('pupitre.calendar.view.desk', '${view}')`)
  await page.route(/\/api\//, play(notes))
  await page.goto(`http://127.0.0.1:${port}/calendar`)
}

async function measureScore(page: Page, port: number): Promise<{ pan: Frames; zoom: Frames }> {
  const now = Date.now()
  await open(page, port, 'score', notesIn(5000, now - 45 * DAY, now + 45 * DAY))
  await page.waitForSelector('main canvas')
  await page.waitForTimeout(2500)
  // Out to about two months, so that most of the 5,000 are in sight.
  const box = await page.locator('main canvas').boundingBox()
  if (box) await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  for (let i = 0; i < 16; i++) {
    await page.mouse.wheel(0, 60)
    await page.waitForTimeout(30)
  }
  await page.waitForTimeout(2500)
  const pan = await frames(page, 'pan', 4)
  const zoom = await frames(page, 'zoom', 4)
  return { pan, zoom }
}

/** From the key to the painted frame in which the card stands elsewhere, by the keyboard alone. */
async function measureMonth(page: Page, port: number): Promise<{ moves: number[]; cards: number }> {
  const now = new Date()
  const first = new Date(now.getFullYear(), now.getMonth() + 1, 2).getTime()
  await open(page, port, 'month', notesIn(1000, first, first + 26 * DAY).map((n) => ({ ...n, state: 'draft' }))) // prettier-ignore
  await page.waitForSelector('main [data-day]')
  await page.keyboard.press(']')
  await page.waitForTimeout(2500)
  const cards = await page.locator('main [data-note]').count()
  await page.locator('main [data-note]').nth(400).focus()
  const moves = await page.evaluate<number[]>(moving)
  return { moves, cards }
}

const round = (value: number, digits = 1): number => Number(value.toFixed(digits))

async function main(): Promise<void> {
  if (!existsSync(join(dist, 'index.html'))) throw new Error('web/dist is missing: npm start builds it')
  const { server, port } = await serveDist()
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  try {
    const size = { viewport: { width: 1440, height: 900 }, locale: 'fr-FR', timezoneId: ZONE }
    const score = await measureScore(await browser.newPage(size), port)
    const month = await measureMonth(await browser.newPage(size), port)
    const sorted = month.moves.toSorted((a, b) => a - b)
    const p95 = at(sorted, 0.95)
    console.log(
      `score: pan ${round(score.pan.perSecond)} images a second (p95 ${round(score.pan.p95)} ms between two), zoom ${round(score.zoom.perSecond)} (p95 ${round(score.zoom.p95)} ms)`,
    )
    console.log(`month: ${month.cards} cards, a move by key p50 ${round(at(sorted, 0.5))} ms, p95 ${round(p95)} ms`)
    const bars = [
      { figure: 'pan, 5,000 notes', value: round(score.pan.perSecond), unit: 'images/s', bar: '≥ 58', holds: score.pan.perSecond >= 58 },
      { figure: 'zoom, 5,000 notes', value: round(score.zoom.perSecond), unit: 'images/s', bar: '≥ 58', holds: score.zoom.perSecond >= 58 },
      { figure: 'move by key, 1,000 cards, p95', value: round(p95), unit: 'ms', bar: '< 100', holds: month.cards >= 1000 && p95 < 100 },
    ]
    console.log(JSON.stringify({ bench: 'score', bars }))
  } finally {
    await browser.close()
    server.close()
  }
}

await main()
