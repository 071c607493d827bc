import { createServer, type IncomingMessage } from 'node:http'
import { graphemes } from '../split.ts'

const maxLength = 10_000

/** A forum as there are thousands: topics, posts below them, a token for each member. */
export type ForumPost = { id: number; topic: number; parent: number | null; author: string; text: string; at: string }
export type Forum = {
  url: string
  posts: ForumPost[]
  /** Out of order for as long as one likes. */
  state: { down: boolean }
  /** A new member, with a token of their own. */
  join: (name: string) => string
  write: (author: string, parent: number | null, text: string) => ForumPost
  close: () => Promise<void>
}

async function bodyOf(request: IncomingMessage): Promise<{ parent?: number | null; text?: string }> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  return text ? (JSON.parse(text) as { parent?: number; text?: string }) : {}
}

export async function openForum(): Promise<Forum> {
  const posts: ForumPost[] = []
  const state = { down: false }
  const members = new Map<string, string>()
  const join: Forum['join'] = (name) => {
    const token = `token-of-${name}`
    members.set(token, name)
    return token
  }
  const write: Forum['write'] = (author, parent, text) => {
    const id = posts.length + 1
    const above = posts.find((post) => post.id === parent)
    const post = { id, topic: above?.topic ?? id, parent, author, text, at: new Date().toISOString() }
    posts.push(post)
    return post
  }
  const server = createServer((request, response) => {
    const me = members.get(String(request.headers.authorization ?? '').replace('Bearer ', ''))
    const url = new URL(request.url ?? '/', 'http://forum')
    const say = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    if (state.down) return say(503, { error: 'back soon' })
    if (!me) return say(401, { error: 'who are you?' })
    if (url.pathname === '/me') return say(200, { name: me })
    if (request.method === 'POST')
      return void bodyOf(request).then(({ parent = null, text = '' }) =>
        graphemes(text) > maxLength ? say(422, { error: 'too long' }) : say(201, write(me, parent, text)),
      )
    const mine = new Set(posts.filter((post) => post.author === me).map((post) => post.id))
    if (url.pathname === '/answers') {
      const after = Number(url.searchParams.get('after') ?? 0)
      return say(
        200,
        posts.filter((post) => post.id > after && post.author !== me && mine.has(post.parent ?? 0)),
      )
    }
    return say(
      200,
      posts.filter((post) => post.author === (url.searchParams.get('author') ?? post.author)),
    )
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return {
    url,
    posts,
    state,
    join,
    write,
    close: async () => void (await new Promise((done) => (server.close(done), server.closeAllConnections()))),
  }
}
