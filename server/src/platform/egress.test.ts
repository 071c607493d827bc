import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insideHosts, openCanary, openOutside, type Canary, type Outside } from '../testing/canary.ts'
import { createEgress, EgressRefused, isOutside, type Egress } from './egress.ts'

/** Far away and routed nowhere: judged as outside, reached by nobody. */
const far = '2a00:ffff:ffff::1'
let canary: Canary
let outside: Outside
let egress: Egress
/** What each name resolves to, one answer after the other; the last one stays. */
const names: Record<string, string[][]> = {}
const lookups: string[] = []

function resolve(
  hostname: string,
  _options: unknown,
  callback: (error: NodeJS.ErrnoException | null, addresses: { address: string; family: number }[]) => void,
): void {
  lookups.push(hostname)
  const answers = names[hostname]
  const addresses = (answers && answers.length > 1 ? answers.shift() : answers?.[0]) ?? []
  const absent = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' })
  callback(
    addresses.length > 0 ? null : absent,
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  )
}

beforeAll(async () => {
  canary = await openCanary()
  outside = await openOutside((path) => {
    const [, status, target = ''] = /^\/to\/(\d+)\/(.*)$/.exec(path) ?? []
    if (status) return { status: Number(status), headers: { location: decodeURIComponent(target) } }
    const left = Number(/^\/hops\/(\d+)$/.exec(path)?.[1] ?? -1)
    return left > 0 ? { status: 302, headers: { location: `/hops/${left - 1}` } } : { body: 'here' }
  })
  egress = createEgress([new URL(outside.origin).host], resolve)
})
afterAll(async () => {
  await egress.close()
  await outside.close()
  await canary.close()
})

const outcome = (url: string, init: RequestInit = {}): Promise<string> =>
  egress.fetch(url, { signal: AbortSignal.timeout(3000), ...init }).then(
    async (response) => `${response.status} ${await response.text()}`,
    (cause: unknown) => (cause instanceof EgressRefused ? 'refused' : `failed: ${String(cause)} ${String((cause as Error).cause)}`),
  )
const redirect = (status: number, target: string) => `${outside.origin}/to/${status}/${encodeURIComponent(target)}`

describe('[T-S01] nothing inside is reached', () => {
  it('[T-S01] the canary hears whoever does come', async () => {
    const before = canary.hits()
    expect(await (await fetch(`http://127.0.0.1:${canary.port}/`)).text()).toBe('secret')
    expect(canary.hits()).toBe(before + 1)
  })

  it('[T-S01] inside addresses in every spelling, and names that mean inside', async () => {
    const before = canary.hits()
    for (const host of insideHosts)
      for (const scheme of ['http', 'https'])
        expect(await outcome(`${scheme}://${host}:${canary.port}/`), `${scheme} ${host}`).toBe('refused')
    expect(await outcome(`http:\\\\127.0.0.1:${canary.port}\\`)).toBe('refused')
    expect(canary.hits()).toBe(before)
  })

  it('[T-S01] names and passwords before the host, other ports, other schemes', async () => {
    const before = canary.hits()
    names['public.test'] = [[far]]
    const { port } = canary
    for (const url of [
      `http://public.test@127.0.0.1:${port}/`,
      `http://user:word@127.0.0.1:${port}/`,
      'http://user@public.test/',
      'http://:word@public.test/',
      ...[21, 22, 25, 53, 110, 2375, 5432, 6379, 9200, 11_211, 65_535].map((each) => `http://public.test:${each}/`),
      `ftp://127.0.0.1:${port}/`,
      'file:///etc/passwd',
      'gopher://127.0.0.1:6379/_INFO',
      'data:text/plain,inside',
      'javascript:alert(1)',
      `ws://127.0.0.1:${port}/`,
      'blob:http://127.0.0.1/x',
    ])
      expect(await outcome(url), url).toBe('refused')
    expect(canary.hits()).toBe(before)
  })

  it('[T-S01] names that resolve inside: IPv4, IPv6, both, and one inside address among outside ones', async () => {
    const before = canary.hits()
    const inside = [
      '127.0.0.1',
      '127.66.0.1',
      '10.1.2.3',
      '172.31.0.1',
      '192.168.1.1',
      '100.127.0.1',
      '169.254.169.254',
      '0.0.0.0',
      '::1',
      '::',
      'fe80::1',
      'fd00::1',
      '::ffff:127.0.0.1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      '::7f00:1',
    ]
    const answers = [...inside.map((one) => [one]), ['127.0.0.1', '::1'], [far, '127.0.0.1'], ['127.0.0.1', far], [far, '::1'], []]
    for (const [i, addresses] of answers.entries()) {
      const name = `name-${i}.test`
      names[name] = [addresses]
      const said = await outcome(`http://${name}:${canary.port}/`)
      if (addresses.length > 0) expect(said, addresses.join()).toBe('refused')
      else expect(said).toContain('ENOTFOUND')
    }
    expect(canary.hits()).toBe(before)
  })

  it('[T-S01] a name that is outside when it is looked at and inside when it is used: one look, and that address', async () => {
    const before = canary.hits()
    names['rebind.test'] = [[far], ['127.0.0.1']]
    lookups.length = 0
    expect(await outcome(`http://rebind.test:${canary.port}/`, { signal: AbortSignal.timeout(300) })).not.toBe('refused')
    expect(lookups, 'not asked again between the judgement and the connection').toEqual(['rebind.test'])
    expect(await outcome(`http://rebind.test:${canary.port}/`)).toBe('refused')
    expect(lookups).toHaveLength(2)
    expect(canary.hits()).toBe(before)
  })

  it('[T-S01] redirections of every kind are judged again, and end after three', async () => {
    const before = canary.hits()
    names['inside.test'] = [['127.0.0.1']]
    names['mixed.test'] = [[far, '127.0.0.1']]
    const { port } = canary
    const targets = [
      `http://127.0.0.1:${port}/`,
      `http://[::1]:${port}/`,
      `http://inside.test:${port}/`,
      `http://mixed.test:${port}/`,
      `//2130706433:${port}/`,
      'http://169.254.169.254/latest/',
      'http://user@127.0.0.1/',
      'file:///etc/passwd',
      'http://public.test:22/',
    ]
    for (const status of [301, 302, 303, 307, 308])
      for (const target of targets) expect(await outcome(redirect(status, target)), `${status} ${target}`).toBe('refused')
    expect(await outcome(redirect(302, redirect(301, `http://127.0.0.1:${port}/`)))).toBe('refused')
    expect(await outcome(`${outside.origin}/hops/3`)).toBe('200 here')
    expect(await outcome(`${outside.origin}/hops/4`)).toBe('refused')
    expect(canary.hits()).toBe(before)
  })

  it('[T-S01] what carries a body is sent once, wherever it is sent on to', async () => {
    const before = canary.hits()
    for (const status of [301, 302, 303, 307, 308])
      expect(await outcome(redirect(status, `http://127.0.0.1:${canary.port}/`), { method: 'POST', body: 'x' })).toMatch(
        new RegExp(`^${status}`),
      )
    const untouched = await egress.fetch(new Request(redirect(302, `${outside.origin}/`), { redirect: 'manual' }))
    expect(untouched.status, 'whoever wants to see the redirection sees it').toBe(302)
    expect(canary.hits()).toBe(before)
  })

  it('[T-S01] a key given for one server is not shown to the one it sends us to', async () => {
    const next = await openOutside(() => ({ body: 'there' }))
    egress.open(new URL(next.origin).host)
    const headers = { authorization: 'Bearer secret', cookie: 'a=b', dpop: 'proof', accept: 'text/html' }
    expect(await outcome(redirect(302, `${next.origin}/x`), { headers })).toBe('200 there')
    expect(next.seen[0]?.headers).toMatchObject({ accept: 'text/html' })
    for (const name of ['authorization', 'cookie', 'dpop']) expect(next.seen[0]?.headers, name).not.toHaveProperty(name)
    expect(await outcome(redirect(302, `${outside.origin}/again`), { headers })).toBe('200 here')
    expect(outside.seen.at(-1)?.headers, 'the same server keeps it').toMatchObject({ authorization: 'Bearer secret' })
    await next.close()
  })

  it('[T-S01] what the launcher opened is one host at one port, not the host', async () => {
    const before = canary.hits()
    names['sandbox.test'] = [['127.0.0.1']]
    const own = createEgress([`sandbox.test:${new URL(outside.origin).port}`], resolve)
    const port = (url: string) =>
      own.fetch(url).then(
        (answer) => answer.status,
        (cause: unknown) => cause instanceof EgressRefused,
      )
    expect(await port(`http://sandbox.test:${new URL(outside.origin).port}/`)).toBe(200)
    expect(await port(`http://sandbox.test:${canary.port}/`)).toBe(true)
    await own.close()
    expect(canary.hits()).toBe(before)
  })

  it('[T-S01] only what is global unicast is outside', () => {
    const outsideOnes = ['93.184.216.34', '1.1.1.1', '2606:4700::1111', far, '::ffff:93.184.216.34']
    for (const address of outsideOnes) expect(isOutside(address), address).toBe(true)
    for (const address of ['', 'name', '127.0.0.1/8', '::ffff:10.0.0.1', '64:ff9b::808:808', '2002:808:808::', '::808:808', 'fe80::1%lo'])
      expect(isOutside(address), address).toBe(false)
  })
})

describe('[T-S02] a refusal tells nothing of what stands there', () => {
  it('[T-S02] the same words for open, closed and absent, and no time to tell them apart', async () => {
    names['open.test'] = [['127.0.0.1']]
    names['absent.test'] = [['10.255.255.1']]
    const closed = canary.port === 8443 ? 8080 : 8443
    const targets = [
      `http://127.0.0.1:${canary.port}/`,
      `http://127.0.0.1:${closed}/`,
      'http://10.255.255.1/',
      'http://open.test/',
      'http://absent.test/',
    ]
    const medians = []
    const words = new Set<string>()
    for (const target of targets) {
      const times = []
      for (let i = 0; i < 15; i += 1) {
        const began = performance.now()
        await egress.fetch(target).catch((cause: Error) => words.add(`${cause.name} ${cause.message}`))
        times.push(performance.now() - began)
      }
      medians.push(times.sort((a, b) => a - b)[7] ?? 0)
    }
    expect([...words]).toEqual(['EgressRefused This address is not reachable from the desk.'])
    // A connection that is tried and refused, or never answered, takes longer than a judgement by whole orders.
    expect(Math.max(...medians), medians.map((one) => one.toFixed(2)).join()).toBeLessThan(10)
  })
})

describe('[T-S01] connections that speak no HTTP', () => {
  const reached = (host: string, port: number): Promise<string> =>
    egress.connect(host, port, AbortSignal.timeout(3_000)).then(
      (socket) => {
        socket.destroy()
        return 'connected'
      },
      (cause: unknown) => (cause instanceof EgressRefused ? 'refused' : `failed: ${(cause as NodeJS.ErrnoException).code}`),
    )

  it('[T-S01] reach no inside address, by number, by name, by what a name is looked up to', async () => {
    const before = canary.hits()
    names['mail.mixed.example'] = [[far, '10.0.0.1']]
    names['mail.inside.example'] = [['127.0.0.1']]
    for (const host of [
      '127.0.0.1',
      '::1',
      '10.1.2.3',
      '169.254.169.254',
      '::ffff:127.0.0.1',
      'localhost',
      'mail.local',
      'mail.internal.',
      'mail.mixed.example',
      'mail.inside.example',
    ])
      for (const port of [993, 465, 587, 143]) expect([host, await reached(host, port)]).toEqual([host, 'refused'])
    expect(canary.hits()).toBe(before)
  })

  it('[T-S01] go to mail servers only, unless whoever runs the desk opened a place by name and port', async () => {
    for (const port of [22, 25, 80, 443, 5432, canary.port]) expect([port, await reached(far, port)]).toEqual([port, 'refused'])
    expect(await reached('127.0.0.1', canary.port)).toBe('refused')
    const { hostname, port } = new URL(outside.origin)
    expect(await reached(hostname, Number(port))).toBe('connected')
    names['mail.far.example'] = [[far]]
    expect(await reached('mail.far.example', 993)).toMatch(/^failed: (ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ABORT_ERR|EADDRNOTAVAIL)$/)
    expect(lookups).toContain('mail.far.example')
  })
})

describe('a body that is read while it leaves', () => {
  it('arrives whole, with the length that was said', async () => {
    const heard: { length: string | undefined; bytes: number }[] = []
    const listen = async (request: IncomingMessage) => {
      let bytes = 0
      for await (const chunk of request) bytes += (chunk as Buffer).length
      heard.push({ length: request.headers['content-length'], bytes })
    }
    const server = createServer((request, response) => void listen(request).then(() => response.end('kept')))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    const door = createEgress([`127.0.0.1:${port}`])
    const piece = new Uint8Array(1_000_000)
    let left = 3
    const body = new ReadableStream({ pull: (controller) => (left-- > 0 ? controller.enqueue(piece) : controller.close()) })
    const init = { method: 'POST', body, duplex: 'half', headers: { 'content-length': '3000000' }, redirect: 'manual' } as RequestInit
    expect(await (await door.fetch(`http://127.0.0.1:${port}/film`, init)).text()).toBe('kept')
    expect(heard).toEqual([{ length: '3000000', bytes: 3_000_000 }])
    await door.close()
    await new Promise((done) => server.close(done))
  })
})
