import { lookup } from 'node:dns'
import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent, fetch as undiciFetch, Headers as UndiciHeaders, type RequestInit as UndiciRequestInit } from 'undici'

/** What is refused is refused with one sentence, whatever stands behind it: closed, open and absent look the same. */
export class EgressRefused extends Error {
  readonly code = 'EGRESS_REFUSED'
  constructor() {
    super('This address is not reachable from the desk.')
    this.name = 'EgressRefused'
  }
}

/** Addresses that embed an IPv4 one: NAT64, 6to4, IPv4-compatible and IPv4-mapped; the guard judges what is inside. */
function embeddedV4(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const bytes = address.toByteArray()
  const v4 = (from: number) => new ipaddr.IPv4(bytes.slice(from, from + 4))
  if (address.isIPv4MappedAddress()) return address.toIPv4Address()
  if (bytes[0] === 0x20 && bytes[1] === 0x02) return v4(2)
  const isNat64 = bytes[0] === 0 && bytes[1] === 0x64 && bytes[2] === 0xff && bytes[3] === 0x9b
  if (isNat64) return v4(12)
  const isCompatible = bytes.slice(0, 12).every((byte) => byte === 0)
  return isCompatible ? v4(12) : null
}

/** Only global unicast is outside. Everything else (loopback, private, link-local, carrier-grade, reserved) is inside. */
export function isOutside(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.parse(text)
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast'
  const inner = embeddedV4(address)
  if (inner) return inner.range() === 'unicast' && address.isIPv4MappedAddress()
  return address.range() === 'unicast'
}

const schemes = new Set(['https:', 'http:'])
const ports = new Set(['', '80', '443', '8443', '8080', '3000'])

const originOf = (url: URL): string => `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`

/** Names and addresses that mean inside, whatever they are looked up to. */
function meansInside(named: string): boolean {
  const host = named.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  return /(^|\.)(localhost|local|internal|onion|home\.arpa)$/i.test(host) || (isIP(host) !== 0 && !isOutside(host))
}

/** The address is judged once before, by its name, and again at connect, by the address that was really looked up. */
function judgeUrl(url: URL): void {
  const refused =
    !schemes.has(url.protocol) || !ports.has(url.port) || url.username !== '' || url.password !== '' || meansInside(url.hostname)
  if (refused) throw new EgressRefused()
}

/** Where mail is read and handed in, with TLS from the first byte or after the greeting (RFC 8314). */
const mailPorts = new Set([993, 465, 587, 143])

type Resolve = (
  hostname: string,
  options: { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: { address: string; family: number }[]) => void,
) => void

function guardedLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0)
      const good = addresses.filter(({ address }) => isOutside(address))
      const first = good[0]
      // One inside address among several is enough to refuse: a mixed answer is an attack or a mistake.
      if (!first || good.length !== addresses.length) return callback(new EgressRefused(), '', 0)
      if (options.all) return callback(null, good)
      return callback(null, first.address, first.family)
    })
  }
}

async function unpack(request: Request): Promise<UndiciRequestInit> {
  const body = request.body ? { body: new Uint8Array(await request.arrayBuffer()) } : {}
  return { method: request.method, headers: [...request.headers], signal: request.signal, ...body }
}

const largeBody = 262_144
const slice = 65_536

/** A large body goes out from where it lies: given whole, it would be copied first. */
function uncopied(init: UndiciRequestInit): UndiciRequestInit {
  const { body } = init
  if (!(body instanceof Uint8Array) || body.byteLength < largeBody) return init
  const headers = new UndiciHeaders(init.headers)
  headers.set('content-length', String(body.byteLength))
  async function* slices(bytes: Uint8Array) {
    for (let at = 0; at < bytes.byteLength; at += slice) yield bytes.subarray(at, at + slice)
  }
  return { ...init, headers: [...headers], body: slices(body), duplex: 'half' }
}

/** Where an answer sends us, or null; never from https down to http. */
function redirection(response: Response, from: URL): URL | null {
  const location = response.headers.get('location')
  if (response.status < 300 || response.status > 399 || !location) return null
  const next = new URL(location, from)
  if (from.protocol === 'https:' && next.protocol !== 'https:') throw new EgressRefused()
  return next
}

const patience = { headersTimeout: 30_000, bodyTimeout: 60_000, pipelining: 1, connections: 64, keepAliveTimeout: 4000 }

/** What has no effect may be asked again elsewhere. */
const followed = new Set(['GET', 'HEAD'])
const redirectOf = (input: Request | URL | string, init: RequestInit): string | undefined =>
  init.redirect ?? (input instanceof Request ? input.redirect : undefined)

/** A key is for the server it was given for: whoever that server sends us to does not see it. */
function withoutCredentials(init: UndiciRequestInit): UndiciRequestInit {
  const headers = new UndiciHeaders(init.headers)
  for (const name of ['authorization', 'cookie', 'dpop', 'proxy-authorization']) headers.delete(name)
  return { ...init, headers: [...headers] }
}

export type Egress = {
  fetch: typeof globalThis.fetch
  /** A plain connection to a mail server, judged like any request; TLS is the caller's. */
  connect: (host: string, port: number, signal: AbortSignal) => Promise<Socket>
  /** Opens one more `host:port` of this machine, for the simulated networks of the demonstration. Only the launcher calls it. */
  open: (hostPort: string) => void
  close: () => Promise<void>
}

/**
 * The only door to the outside. Redirections are followed by hand, at most three, each judged again; a request with a body is
 * never repeated. `allow` opens `host:port` for the sandbox and tests, and only the launcher sets it.
 */
export function createEgress(allow: readonly string[], resolve: Resolve = lookup as unknown as Resolve): Egress {
  const allowed = new Set(allow)
  const open = (look: LookupFunction) => new Agent({ ...patience, connect: { lookup: look, timeout: 10_000 } })
  const guarded = open(guardedLookup(resolve))
  // Only for what was opened by host and port: the same host at another port is judged like any other.
  const trusted = open(resolve as unknown as LookupFunction)

  async function once(url: URL, init: UndiciRequestInit): Promise<Response> {
    const isOpen = allowed.has(originOf(url)) && schemes.has(url.protocol)
    if (!isOpen) judgeUrl(url)
    try {
      return (await undiciFetch(url, {
        ...uncopied(init),
        redirect: 'manual',
        dispatcher: isOpen ? trusted : guarded,
      })) as unknown as Response
    } catch (cause) {
      if (cause instanceof Error && cause.cause instanceof EgressRefused) throw cause.cause
      throw cause
    }
  }

  async function follow(input: Request | URL | string, init: RequestInit = {}): Promise<Response> {
    let url = new URL(input instanceof Request ? input.url : input)
    let options = input instanceof Request ? await unpack(input) : (init as UndiciRequestInit)
    const mayFollow = followed.has((options.method ?? 'GET').toUpperCase()) && redirectOf(input, init) !== 'manual'
    for (let hop = 0; ; hop += 1) {
      const response = await once(url, options)
      const next = mayFollow ? redirection(response, url) : null
      if (!next) return response
      if (hop === 3) throw new EgressRefused()
      await response.body?.cancel()
      if (next.origin !== url.origin) options = withoutCredentials(options)
      url = next
    }
  }

  async function connectTo(host: string, port: number, signal: AbortSignal): Promise<Socket> {
    const isOpen = allowed.has(`${host}:${port}`)
    if (!isOpen && (!mailPorts.has(port) || meansInside(host))) throw new EgressRefused()
    const socket = connect({ host, port, signal, ...(isOpen ? {} : { lookup: guardedLookup(resolve) }) })
    await new Promise<void>((resolve, reject) => {
      socket.setTimeout(10_000, () => socket.destroy(Object.assign(new Error('no connection within ten seconds'), { code: 'ETIMEDOUT' })))
      socket.once('connect', resolve).once('error', reject)
    })
    return socket.setTimeout(0).removeAllListeners('timeout')
  }

  return {
    fetch: follow as typeof globalThis.fetch,
    connect: connectTo,
    open: (entry) => void allowed.add(entry),
    close: async () => void (await Promise.all([guarded.close(), trusted.close()])),
  }
}
