/** [S2-77] From the package to the first simulated publication, unattended: what somebody does on a fresh machine with the README alone. */
import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join, relative } from 'node:path'
import { freePort } from '../server/src/testing/world.ts'
import { bar, print, root, temporaryFolder } from './support.ts'

const minutes = 15
const text = `La première publication de ce pupitre (${new Date().toISOString()})`

/** The package: what is in the repository, and nothing that was installed, built or written since. */
function unpack(folder: string): void {
  const made = /(^|\/)(node_modules|dist|\.cache|\.git)(\/|$)|^(data|\.env)(\/|$)/
  cpSync(root, folder, { recursive: true, filter: (source) => !made.test(relative(root, source)) })
}

/** Nobody is at the keyboard, and nothing of this machine's setting helps. */
function start(folder: string, dataDir: string, port: number): ChildProcess {
  const { PATH = '', HOME = '' } = process.env
  const system = PATH.split(':').filter((entry) => !entry.includes('node_modules'))
  return spawn('npm', ['start', '--silent'], {
    cwd: folder,
    env: { PATH: system.join(':'), HOME, PUPITRE_DATA: dataDir, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  })
}

type Answer = { status: number; body: never; cookies: string }

function caller(base: string) {
  let cookie = ''
  return async (method: string, path: string, body?: object): Promise<Answer> => {
    const headers = { 'x-pupitre': '1', origin: base, cookie, ...(body ? { 'content-type': 'application/json' } : {}) }
    const answer = await fetch(`${base}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    const set = answer.headers.getSetCookie().map((one) => one.split(';')[0])
    if (set.length > 0) cookie = set.join('; ')
    if (answer.status >= 400) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
    return { status: answer.status, body: (await answer.json()) as never, cookies: cookie }
  }
}

async function until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  const end = Date.now() + minutes * 60_000
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode} before: ${what}`)
    if (Date.now() > end) throw new Error(`not within ${minutes} minutes: ${what}`)
    await new Promise((wake) => setTimeout(wake, 250))
  }
}

/** Enters the demonstration, writes a post for one channel and sends it now; returns its address once it stands there. */
async function publish(base: string): Promise<string> {
  const call = caller(base)
  await call('POST', '/api/v1/demo/enter', {})
  const me = (await call('GET', '/api/v1/me')).body as { brands: { id: string }[] }
  const brand = `/api/v1/brands/${me.brands[0]?.id}`
  const [channel] = (await call('GET', `${brand}/channels`)).body as { id: string }[]
  const items = [{ text, media: [] }]
  const made = (await call('POST', `${brand}/contents`, { title: 'Première', items, channelIds: [channel?.id] })).body as {
    id: string
    version: number
  }
  const [delivery] = (await call('POST', `${brand}/contents/${made.id}/schedule`, { localTime: null, version: made.version })).body as {
    id: string
  }[]
  return until('published', async () => {
    const ledger = (await call('GET', `${brand}/deliveries/${delivery?.id}/ledger`)).body as {
      delivery: { state: string; link: string | null }
    }
    if (['failed', 'held', 'unknown'].includes(ledger.delivery.state)) throw new Error(`the post is ${ledger.delivery.state}`)
    return ledger.delivery.state === 'published' ? ledger.delivery.link : null
  })
}

const [folder, data] = [temporaryFolder(), temporaryFolder()]
const port = await freePort()
const base = `http://localhost:${port}`
const seconds = (since: number) => (performance.now() - since) / 1000
unpack(join(folder.path, 'pupitre'))
const began = performance.now()
const child = start(join(folder.path, 'pupitre'), data.path, port)
try {
  const page = await until('the first page', () =>
    fetch(`${base}/`, { headers: { accept: 'text/html', 'accept-language': 'fr' } }).then(
      async (answer) => (answer.ok ? answer.text() : null),
      () => null,
    ),
  )
  const toPage = seconds(began)
  const link = await publish(base)
  const toPost = seconds(began)
  const there = await fetch(link)
  print('first', [
    bar('package to first page, installation included', toPage, 's', '<=900'),
    bar('package to first simulated publication', toPost, 's', `<=${minutes * 60}`),
    bar('of which the undo delay of 20 s and the sending', toPost - toPage, 's', '<=60'),
    bar('the publication stands on the simulated network', there.ok ? 1 : 0, '', '=1'),
    bar('the first page speaks French', /<html[^>]*lang="fr"/.test(page) ? 1 : 0, '', '=1'),
  ])
} finally {
  const gone = new Promise((done) => child.once('exit', done))
  if (child.pid) process.kill(-child.pid, 'SIGTERM')
  await gone
  folder.remove()
  data.remove()
}
process.exit(0)
