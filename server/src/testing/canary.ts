import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'

/** Ports of the web that the guard lets through: only there does a listener prove that it is the address that was refused. */
const webPorts = [8080, 3000, 8443, 80]

export type Canary = { port: number; hits: () => number; close: () => Promise<void> }

const listen = (server: Server, port: number, host: string) =>
  new Promise<boolean>((done) => {
    server.once('error', () => done(false))
    server.listen({ port, host, ipv6Only: host.includes(':') }, () => done(true))
  })

/** Listens inside, on every loopback address there is, and counts whoever comes: nobody should. */
export async function openCanary(): Promise<Canary> {
  let hits = 0
  for (const port of webPorts) {
    const servers = ['127.0.0.1', '127.66.0.1', '::1'].map((host) => ({
      host,
      server: createServer((_, response) => response.end('secret')),
    }))
    for (const { server } of servers) server.on('connection', () => (hits += 1))
    const open = await Promise.all(servers.map(async ({ host, server }) => ({ server, host, isOpen: await listen(server, port, host) })))
    const close = async () => {
      for (const { server, isOpen } of open) if (isOpen) await new Promise((done) => (server.close(done), server.closeAllConnections()))
    }
    // A machine without version 6 has no ::1 to watch.
    if (open.every(({ host, isOpen }) => isOpen || host === '::1')) return { port, hits: () => hits, close }
    await close()
  }
  throw new Error('no port of the web is free on this machine')
}

export type Outside = { origin: string; seen: { url: string; headers: IncomingHttpHeaders }[]; close: () => Promise<void> }

/** A server the desk may reach, and that means no good: `answer` says what it does with each path. */
export async function openOutside(
  answer: (path: string, origin: string) => { status?: number; headers?: Record<string, string>; body?: string },
): Promise<Outside> {
  const seen: Outside['seen'] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    seen.push({ url: path, headers: request.headers })
    const { status = 200, headers = {}, body = '' } = answer(path, origin)
    response.writeHead(status, headers).end(body)
  })
  await listen(server, 0, '127.0.0.1')
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return { origin, seen, close: async () => void (await new Promise((done) => (server.close(done), server.closeAllConnections()))) }
}

/** The same inside address in all its spellings, and every other inside there is. */
export const insideHosts = [
  '127.0.0.1',
  '127.66.0.1',
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '0177.0.0.01',
  '①②⑦.⓪.⓪.①',
  '127.0.0.1.',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '0.0.0.0',
  '[::]',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '[::ffff:a9fe:a9fe]',
  '[fe80::1]',
  '[fd00:ec2::254]',
  '[fec0::1]',
  '198.18.0.1',
  '192.0.2.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '[ff02::1]',
  '[2001:db8::1]',
  'localhost',
  'localhost.',
  'LOCALHOST',
  'a.localhost',
  'printer.local',
  'metadata.google.internal',
  'nas.home.arpa',
  'expyuzz4wqqyqhjn.onion',
] as const
