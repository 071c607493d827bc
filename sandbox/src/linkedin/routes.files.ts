import { json, route, type Call, type Reply, type Route } from '../http.ts'
import { mayBe } from './access.ts'
import { LinkedInRefusal } from './actions.ts'
import { answer, record, textOf, type At, type Server, type Signed } from './call.ts'
import type { Upload } from './store.ts'

/** Pictures, documents and films: announced, sent, finished, worked on. */

const PIECE = 4 * 1024 * 1024

export function fileRoutes(server: Server, at: At): Route[] {
  return [
    at('POST /rest/images', (signed) => begin(signed, 'image')),
    at('POST /rest/documents', (signed) => begin(signed, 'document')),
    at('POST /rest/videos', (signed) => (signed.call.query.get('action') === 'finalizeUpload' ? finalize(signed) : begin(signed, 'video'))),
    at('GET /rest/images', batch),
    ...['images', 'documents', 'videos'].map((kind) =>
      at(`GET /rest/${kind}/:urn`, (signed) => json(fileEntity(signed.server, fileOf(signed)))),
    ),
    route('PUT /linkedin-files/:urn/:piece', (call) => answer(() => receive(server, call))),
    route('GET /linkedin-files/:urn', (call) => answer(() => show(server, call))),
  ]
}

function begin({ call, asking, server }: Signed, kind: string): Reply {
  const asked = record(call.body['initializeUploadRequest'])
  const owner = textOf(asked['owner'])
  mayBe(server.store, asking, owner, 'w')
  const size = Number(asked['fileSizeBytes'] ?? 0)
  const file = server.actions.upload(owner, kind, size)
  const address = (piece: number) => `${server.store.origin}/linkedin-files/${encodeURIComponent(file.urn)}/${piece}`
  const ends = server.store.clock.ms() + 3_600_000
  if (kind !== 'video') return json({ value: { uploadUrl: address(0), uploadUrlExpiresAt: ends, [kind]: file.urn } })
  if (!(size > 0)) throw new LinkedInRefusal(422, 'FIELD_INVALID', 'fileSizeBytes is required')
  const pieces = Array.from({ length: Math.ceil(size / PIECE) }, (_, n) => ({
    uploadUrl: address(n),
    firstByte: n * PIECE,
    lastByte: Math.min(size, (n + 1) * PIECE) - 1,
  }))
  return json({ value: { uploadUrlsExpireAt: ends, video: file.urn, uploadInstructions: pieces, uploadToken: '' } })
}

function receive({ store, actions }: Server, call: Call): Reply {
  const file = store.memory.uploads.get(call.params['urn'] ?? '')
  const bytes = call.raw
  if (!file || bytes.length === 0) throw new LinkedInRefusal(400, 'ILLEGAL_ARGUMENT', 'no such upload')
  if (!store.memory.access.has(/^Bearer (.+)$/.exec(call.headers.authorization ?? '')?.[1] ?? ''))
    throw new LinkedInRefusal(401, 'INVALID_ACCESS_TOKEN', 'Invalid access token')
  const piece = Number(call.params['piece'])
  file.bytes[piece] = bytes
  if (file.finished) file.readyAt = store.clock.ms() + (file.urn.includes(':image:') ? 0 : actions.settings.filmDelayMs)
  return { status: 201, headers: { etag: etagOf(piece) }, body: '' }
}

const etagOf = (piece: number) => `/ambry-video/signedId/${piece}`

/** Every piece must be named, in order. */
function finalize({ call, server }: Signed): Reply {
  const asked = record(call.body['finalizeUploadRequest'])
  const file = server.store.memory.uploads.get(textOf(asked['video']))
  if (!file) throw new LinkedInRefusal(404, 'NOT_FOUND', 'Could not find the video')
  const parts = (asked['uploadedPartIds'] as string[] | undefined) ?? []
  const whole = Buffer.concat(file.bytes).length === file.size
  if (!whole || parts.length !== file.bytes.length || parts.some((part, n) => part !== etagOf(n)))
    throw new LinkedInRefusal(400, 'INVALID_CONTENT', 'the video is not whole')
  file.finished = true
  file.readyAt = server.store.clock.ms() + server.actions.settings.filmDelayMs
  return { status: 200, body: '' }
}

function fileOf({ call, server: { store } }: Signed): Upload {
  const file = store.memory.uploads.get(call.params['urn'] ?? '')
  if (!file) throw new LinkedInRefusal(404, 'NOT_FOUND', 'Could not find the media')
  return file
}

function fileEntity({ store }: Server, file: Upload) {
  const waits = file.bytes.length === 0 || !file.finished
  const status = waits ? 'WAITING_UPLOAD' : file.readyAt > store.clock.ms() ? 'PROCESSING' : 'AVAILABLE'
  const downloadUrl = `${store.origin}/linkedin-files/${encodeURIComponent(file.urn)}`
  return {
    id: file.urn,
    owner: file.owner,
    status,
    ...(status === 'AVAILABLE' && { downloadUrl, downloadUrlExpiresAt: store.clock.ms() + 86_400_000 }),
  }
}

function batch({ call, server }: Signed): Reply {
  const ids = /^List\((.*)\)$/.exec(call.query.get('ids') ?? '')?.[1]?.split(',') ?? []
  const found = ids.flatMap((id) => server.store.memory.uploads.get(id) ?? [])
  return json({ results: Object.fromEntries(found.map((file) => [file.urn, fileEntity(server, file)])), statuses: {}, errors: {} })
}

function show({ store }: Server, call: Call): Reply {
  const file = store.memory.uploads.get(call.params['urn'] ?? '')
  if (!file) throw new LinkedInRefusal(404, 'NOT_FOUND', 'Could not find the media')
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: Buffer.concat(file.bytes) }
}
