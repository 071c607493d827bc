import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OracleEntry } from './index.ts'

let child: ChildProcess
let url = ''

beforeAll(async () => {
  child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), '--port', '0', '--seed', '2', '--brands', 'levain'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!child.stdout) throw new Error('no output')
  const line = await new Promise<string>((resolve) => createInterface(child.stdout as never).once('line', resolve))
  url = (JSON.parse(line) as { url: string }).url
})
afterAll(async () => {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
})

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  return fetch(`${url}${path}`, { method, headers: { 'content-type': 'application/json', ...headers }, ...sent })
}

describe('the sandbox in a process of its own', () => {
  it('is steered over HTTP: accounts, faults, oracle, clock, reset', async () => {
    const { token } = (await (await ask('POST', '/_control/mastodon/accounts', { username: 'levain' })).json()) as { token: string }
    await ask('POST', '/_control/faults', { kind: 'lost_answer', method: 'POST', path: '/api/v1/statuses' })
    const post = () =>
      ask('POST', '/api/v1/statuses', { status: 'Une fois' }, { authorization: `Bearer ${token}`, 'idempotency-key': 'k-1' })
    await expect(post()).rejects.toThrow()
    expect((await post()).status).toBe(200)
    const oracle = (await (await ask('GET', '/_control/oracle')).json()) as OracleEntry[]
    expect(oracle).toMatchObject([{ network: 'mastodon', text: 'Une fois', keys: ['k-1', 'k-1'] }])
    const { now } = (await (await ask('POST', '/_control/clock', { ms: 3_600_000 })).json()) as { now: string }
    expect(Date.parse(now) - Date.now()).toBeGreaterThan(3_500_000)
    const tick = (await (await ask('POST', '/_control/community/tick', {})).json()) as { likes: number }
    expect(tick.likes).toBeGreaterThanOrEqual(0)
    await ask('POST', '/_control/reset')
    expect(await (await ask('GET', '/_control/oracle')).json()).toEqual([])
  })

  it('refuses an unknown fault, and orders from a page in a browser', async () => {
    expect((await ask('POST', '/_control/faults', { kind: 'meteor' })).status).toBe(422)
    expect((await ask('POST', '/_control/reset', {}, { origin: 'https://elsewhere.example' })).status).toBe(403)
  })
})
