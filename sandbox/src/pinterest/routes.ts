import { field, json, route, type Call, type Reply, type Route } from '../http.ts'
import { authorize, signedIn, token } from './access.ts'
import { invalid, PinterestRefusal, type NewPin, type PinterestActions, type Words } from './actions.ts'
import { accountEntity, boardEntity, figuresEntity, pinEntity } from './entities.ts'
import type { Board, Film, Picture, Pin, Pinner, PinterestStore } from './store.ts'

type Server = { store: PinterestStore; actions: PinterestActions; spent: number[] }
type Signed = { call: Call; me: Pinner; server: Server }

const READ = 'boards:read pins:read'
const WRITE = `${READ} boards:write pins:write`

export function pinterestRoutes(store: PinterestStore, actions: PinterestActions): Route[] {
  const server: Server = { store, actions, spent: [] }
  const at = (line: string, scopes: string, work: (signed: Signed) => Reply) => {
    const [method = '', path] = line.split(' ')
    return route(`${method} /v5${path}`, (call) =>
      answer(server, call, () => {
        const me = signedIn(store, call, scopes.split(' '))
        if (method !== 'GET') spend(server)
        return work({ call, me, server })
      }),
    )
  }
  return [
    route('GET /oauth/', (call) => answer(server, call, () => authorize(store, call))),
    route('POST /v5/oauth/token', (call) => answer(server, call, () => token(store, call))),
    at('GET /user_account', 'user_accounts:read', ({ me }) => json(accountEntity(store, me))),
    at('GET /boards', 'boards:read', ({ call, me }) => {
      const own = [...store.memory.boards.values()].filter(({ ownerId }) => ownerId === me.id)
      return json(paged(call, own, (board) => boardEntity(store, board)))
    }),
    at('GET /boards/:board', 'boards:read', (signed) => json(boardEntity(store, boardOf(signed)))),
    at('GET /boards/:board/pins', READ, (signed) =>
      json(paged(signed.call, store.pinsOf(boardOf(signed).id), (pin) => pinEntity(store, pin))),
    ),
    at('POST /pins', WRITE, create),
    at('GET /pins/analytics', READ, figures),
    at('GET /pins/:pin', READ, (signed) => json(pinEntity(store, pinOf(signed)))),
    at('PATCH /pins/:pin', WRITE, change),
    at('DELETE /pins/:pin', WRITE, (signed) => {
      store.memory.pins.delete(pinOf(signed).id)
      return { status: 204, body: '' }
    }),
    at('POST /media', WRITE, register),
    at('GET /media/:film', READ, (signed) => json(status(signed))),
    route('POST /pinterest-films', (call) => receive(server, call)),
    route('GET /pinterest-images/:size/:id', (call) => image(store, call)),
  ]
}

function answer({ store, actions }: Server, call: Call, work: () => Reply): Reply {
  const limits = {
    'x-ratelimit-limit': String(actions.settings.rate?.limit ?? 1_000),
    'x-ratelimit-remaining': '999',
    'x-ratelimit-reset': '60',
  }
  try {
    const reply = work()
    return { ...reply, headers: { ...limits, ...reply.headers } }
  } catch (error) {
    if (!(error instanceof PinterestRefusal)) throw error
    return json({ code: error.code, message: error.message }, error.status, {
      ...limits,
      ...error.headers,
      'x-served-at': store.clock.now().toISOString(),
    })
  }
}

/** So many writing calls in so long; how many seconds are left is told. */
function spend(server: Server): void {
  const { rate } = server.actions.settings
  if (!rate) return
  const now = server.store.clock.ms()
  server.spent = server.spent.filter((at) => now - at < rate.perMs)
  const [first] = server.spent
  if (first !== undefined && server.spent.length >= rate.limit) {
    const seconds = Math.ceil((first + rate.perMs - now) / 1000)
    throw new PinterestRefusal(429, 8, 'This request exceeded a rate limit.', {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(seconds),
    })
  }
  server.spent.push(now)
}

function paged<T extends { id: string }>(call: Call, all: readonly T[], show: (one: T) => unknown) {
  const size = Math.min(250, Math.max(1, Number(call.query.get('page_size') ?? 25)))
  const after = call.query.get('bookmark')
  const start = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1
  if (after !== null && start === 0) throw invalid('Invalid bookmark.')
  const items = all.slice(start, start + size)
  return { items: items.map(show), bookmark: start + size < all.length ? (items.at(-1)?.id ?? null) : null }
}

function boardOf({ call, me, server: { store } }: Signed): Board {
  const board = store.memory.boards.get(call.params['board'] ?? '')
  if (board?.ownerId !== me.id) throw new PinterestRefusal(404, 40, 'Board not found.')
  return board
}

function pinOf({ call, me, server: { store } }: Signed): Pin {
  const pin = store.memory.pins.get(call.params['pin'] ?? '')
  if (!pin || store.memory.boards.get(pin.boardId)?.ownerId !== me.id) throw new PinterestRefusal(404, 50, 'Pin not found.')
  return pin
}

const record = (value: unknown) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {})
const textOrNull = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)

function wordsOf(body: Record<string, unknown>): Words {
  return {
    title: textOrNull(body['title']),
    description: textOrNull(body['description']),
    link: textOrNull(body['link']),
    alt: textOrNull(body['alt_text']),
  }
}

function create({ call, me, server }: Signed): Reply {
  const source = record(call.body['media_source'])
  const init: NewPin = {
    ...wordsOf(call.body),
    boardId: textOrNull(call.body['board_id']) ?? '',
    pictures: picturesOf(source),
    filmId: source['source_type'] === 'video_id' ? (textOrNull(source['media_id']) ?? '') : null,
  }
  return json(pinEntity(server.store, server.actions.pin(me.id, init)), 201)
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47])
const JPEG = Buffer.from([0xff, 0xd8])

function picturesOf(source: Record<string, unknown>): Omit<Picture, 'id'>[] {
  const one = source['source_type'] === 'image_base64' ? [source] : []
  const several = source['source_type'] === 'multiple_image_base64' && Array.isArray(source['items']) ? source['items'].map(record) : []
  if (several.length === 1 || several.length > 5) throw invalid('Invalid request: a carousel has 2 to 5 images.')
  return [...one, ...several].map((picture) => {
    const bytes = Buffer.from(textOrNull(picture['data']) ?? '', 'base64')
    const isPicture = bytes.subarray(0, 4).equals(PNG) || bytes.subarray(0, 2).equals(JPEG)
    if (!isPicture) throw invalid('Invalid request: the image cannot be read.')
    return { type: textOrNull(picture['content_type']) ?? '', bytes }
  })
}

const NAMES: Record<string, keyof Words> = { title: 'title', description: 'description', link: 'link', alt_text: 'alt' }

/** Only what is named changes. */
function change(signed: Signed): Reply {
  const { call, server } = signed
  const words = wordsOf(call.body)
  const named = Object.entries(NAMES).filter(([name]) => name in call.body)
  const wanted = Object.fromEntries(named.map(([, key]) => [key, words[key]]))
  return json(pinEntity(server.store, server.actions.change(pinOf(signed), wanted)))
}

function figures(signed: Signed): Reply {
  const { call, server } = signed
  const [start, end] = [Date.parse(call.query.get('start_date') ?? ''), Date.parse(call.query.get('end_date') ?? '')]
  const days = (server.store.clock.ms() - start) / 86_400_000
  if (!(days <= 91) || !(end >= start)) throw new PinterestRefusal(400, 1, 'Invalid multi_pins analytics parameters.')
  const asked = (call.query.get('metric_types') ?? '').split(',')
  const pins = call.query.getAll('pin_ids').flatMap((id) => server.store.memory.pins.get(id) ?? [])
  return json(Object.fromEntries(pins.map((pin) => [pin.id, figuresEntity(pin, asked)])))
}

function register({ call, me, server: { store } }: Signed): Reply {
  if (call.body['media_type'] !== 'video') throw invalid('Invalid request: media_type must be video.')
  const film: Film = { id: store.newId(), ownerId: me.id, bytes: null, readyAt: Infinity }
  store.memory.films.set(film.id, film)
  const parameters = {
    'Content-Type': 'multipart/form-data',
    key: `uploads/${film.id}`,
    policy: 'eyJleHBpcmF0aW9uIjoiMj0=',
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': 'sandbox',
    'x-amz-date': '20261128T120000Z',
    'x-amz-security-token': 'sandbox',
    'x-amz-signature': 'sandbox-signature',
  }
  return json({ media_id: film.id, media_type: 'video', upload_url: `${store.origin}/pinterest-films`, upload_parameters: parameters }, 201)
}

/** The store where films go: fields first, then the file; it answers with nothing. */
function receive({ store, actions }: Server, call: Call): Reply {
  const film = store.memory.films.get(field(call, 'key').replace('uploads/', ''))
  const file = call.files['file']
  if (!film || !file || call.body['x-amz-signature'] !== 'sandbox-signature')
    return { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' }
  film.bytes = file.bytes
  film.readyAt = store.clock.ms() + actions.settings.filmDelayMs
  return { status: 204, body: '' }
}

function status({ call, me, server: { store } }: Signed) {
  const film = store.memory.films.get(call.params['film'] ?? '')
  if (film?.ownerId !== me.id) throw new PinterestRefusal(404, 50, 'Media not found.')
  const state = film.bytes === null ? 'registered' : film.readyAt > store.clock.ms() ? 'processing' : 'succeeded'
  return { media_id: film.id, media_type: 'video', status: state }
}

function image(store: PinterestStore, call: Call): Reply {
  const picture = store.memory.pictures.get(call.params['id'] ?? '')
  if (!picture) return json({ code: 0, message: 'Not found' }, 404)
  return { status: 200, headers: { 'content-type': picture.type }, body: picture.bytes }
}
