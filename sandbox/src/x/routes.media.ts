import { codePoints } from '@pupitre/networks'
import { field, json, route, type Reply, type Route } from '../http.ts'
import { invalid, XRefusal } from './actions.ts'
import { mediaKeyOf } from './entities.ts'
import type { At, Signed } from './routes.ts'
import type { XMedia, XStore } from './store.ts'

const TYPES: Record<string, RegExp> = {
  tweet_image: /^image\/(jpeg|png|webp)$/,
  tweet_gif: /^image\/gif$/,
  tweet_video: /^video\/(mp4|quicktime)$/,
}
const EXPIRES = 1_295_999

/** Files in pieces (https://docs.x.com/x-api/media/quickstart/media-upload-chunked). */
export function mediaRoutes(at: At, store: XStore): Route[] {
  return [
    at('POST /2/media/upload/initialize', 'media.write', initialize),
    at('POST /2/media/upload/:id/append', 'media.write', append),
    at('POST /2/media/upload/:id/finalize', 'media.write', finalize),
    at('GET /2/media/upload', 'media.write', (signed) =>
      json({ data: status(signed, mediaOf(signed, signed.call.query.get('media_id'))) }),
    ),
    at('POST /2/media/metadata', 'media.write', describe),
    route('GET /x-media/:id', ({ params }) => {
      const media = store.memory.media.get(params['id'] ?? '')
      if (!media) return json({ title: 'Not Found Error' }, 404)
      return { status: 200, headers: { 'content-type': media.mimeType }, body: Buffer.concat(media.bytes) }
    }),
  ]
}

function initialize({ call, me, server: { store } }: Signed): Reply {
  const [mimeType, category] = [field(call, 'media_type'), field(call, 'media_category')]
  if (!TYPES[category]?.test(mimeType)) throw invalid('media_type does not fit media_category.')
  const media: XMedia = {
    id: store.newId(),
    ownerId: me.id,
    mimeType,
    category,
    bytes: [],
    total: Number(call.body['total_bytes'] ?? 0),
    alt: '',
    finished: false,
    readyAt: 0,
  }
  store.memory.media.set(media.id, media)
  return json({ data: { id: media.id, media_key: mediaKeyOf(store, media.id), expires_after_secs: EXPIRES } })
}

function mediaOf({ me, server: { store } }: Signed, id: string | null | undefined): XMedia {
  const media = store.memory.media.get(id ?? '')
  if (media?.ownerId !== me.id) throw invalid('Your media IDs are invalid.')
  return media
}

function append(signed: Signed): Reply {
  const { call, server } = signed
  const media = mediaOf(signed, call.params['id'])
  const bytes = call.files['media']?.bytes
  if (!bytes || bytes.length > 5 * 1024 * 1024) throw new XRefusal(413, 'Request Entity Too Large', 'A piece may have 5 MB.')
  media.bytes[Number(field(call, 'segment_index'))] = bytes
  return json({ data: { expires_at: Math.ceil(server.store.clock.ms() / 1000) + EXPIRES } })
}

function finalize(signed: Signed): Reply {
  const { call, server } = signed
  const media = mediaOf(signed, call.params['id'])
  if (media.bytes.reduce((sum, piece) => sum + piece.length, 0) !== media.total)
    throw invalid('Segments do not add up to provided total file size.')
  media.finished = true
  media.readyAt = media.category === 'tweet_video' ? server.store.clock.ms() + server.actions.settings.videoDelayMs : 0
  return json({ data: status(signed, media) })
}

function status({ server: { store } }: Signed, media: XMedia) {
  const ready = media.readyAt <= store.clock.ms()
  const info = { state: ready ? 'succeeded' : 'in_progress', progress_percent: ready ? 100 : 50, ...(!ready && { check_after_secs: 1 }) }
  return {
    id: media.id,
    media_key: mediaKeyOf(store, media.id),
    size: media.total,
    expires_after_secs: EXPIRES,
    ...(media.category === 'tweet_video' && { processing_info: info }),
  }
}

function describe(signed: Signed): Reply {
  const media = mediaOf(signed, field(signed.call, 'id'))
  const metadata = signed.call.body['metadata'] as { alt_text?: { text?: string } } | undefined
  const alt = metadata?.alt_text?.text ?? ''
  if (codePoints(alt) > 1_000) throw invalid('alt_text may have 1000 characters.')
  media.alt = alt
  return json({ data: { id: media.id, associated_metadata: { alt_text: { text: alt } } } })
}
