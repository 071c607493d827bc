import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChannelView } from '../channels/channels.schema.ts'
import type { ContentView } from '../create/create.schema.ts'
import { startProgram, type Program } from '../testing/program.ts'
import { freePort, until } from '../testing/world.ts'

/* The demonstration as a new user meets it: one film, twelve networks, one click on its hour. */

let program: Program
let cookie = ''
let brand = ''
const dataDir = mkdtempSync(join(tmpdir(), 'pupitre-everywhere-'))

const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
  const headers = { cookie, origin: program.url, 'x-pupitre': '1', ...(body && { 'content-type': 'application/json' }) }
  const answer = await fetch(`${program.url}/api/v1/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

async function enter(): Promise<void> {
  const headers = { origin: program.url, 'x-pupitre': '1' }
  const answer = await fetch(`${program.url}/api/v1/demo/enter`, { method: 'POST', headers })
  cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const me = await ask<{ brands: { id: string }[] }>('GET', 'me')
  brand = me.brands[0]?.id ?? ''
}

const start = async () => {
  program = await startProgram(dataDir, await freePort(), { PUPITRE_DEMO: 'on' })
  await enter()
}
const channels = () => ask<ChannelView[]>('GET', `brands/${brand}/channels`)
const film = async (): Promise<ContentView> => {
  const { items } = await ask<{ items: { id: string; title: string }[] }>('GET', `brands/${brand}/contents?limit=100`)
  const found = items.find(({ title }) => title === 'Le fournil en neuf secondes')
  return ask<ContentView>('GET', `brands/${brand}/contents/${found?.id}`)
}
/** Wall time in Paris, so many seconds from now. */
const soon = (seconds: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'medium' })
    .format(Date.now() + seconds * 1000)
    .replace(' ', 'T')

beforeAll(start)
afterAll(async () => {
  await program.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('[S4-09] the demonstration brand publishes one idea to twelve networks', () => {
  it('each with its own count, and nothing that stands in the way', async () => {
    const known = new Map((await channels()).map((channel) => [channel.id, channel]))
    const { variants, items } = await film()
    const networks = variants.map(({ channelId }) => known.get(channelId)?.network)
    expect(new Set(networks).size).toBe(12)
    expect(variants.flatMap(({ findings }) => findings.filter(({ blocking }) => blocking))).toEqual([])
    const of = (network: string) => variants[networks.indexOf(network as never)]?.measured[0]
    expect(of('x')?.max).toBe(280)
    expect(of('linkedin')?.max).toBe(3000)
    expect(of('youtube')?.title).toBe('Le fournil en neuf secondes')
    expect(of('pinterest')?.length).toBeLessThan(items[0]?.text.length ?? 0)
  })

  it('all of them, once, with their links', async () => {
    const localTime = soon(4)
    for (const { delivery } of (await film()).variants)
      await ask('POST', `brands/${brand}/deliveries/${delivery?.id}/move`, { localTime, version: delivery?.version })
    const { variants } = await until('all twelve stand', film, (now) =>
      now.variants.every(({ delivery }) => delivery?.state === 'published'),
    )
    const links = variants.map(({ delivery }) => delivery?.link)
    expect(links.every((link) => link?.startsWith('http'))).toBe(true)
    expect(new Set(links).size).toBe(12)
  })

  it('and knows its accounts again after a restart', async () => {
    const before = await channels()
    await program.stop()
    await start()
    const after = await until('all are well', channels, (now) =>
      now.every(({ checkedAt, health }) => checkedAt !== null && health === 'ok'),
    )
    expect(after.map(({ id, network }) => ({ id, network }))).toEqual(before.map(({ id, network }) => ({ id, network })))
  })
})
