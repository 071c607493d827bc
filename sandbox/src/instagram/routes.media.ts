import { json, type Call, type Reply, type Route } from '../http.ts'
import { answer, flag, inside, invalid, textIn, tokenOf } from '../meta/graph.ts'
import type { Asking, At, Server } from './routes.ts'
import type { Container, InstagramStore } from './store.ts'

/** Containers, and the place where films are brought to. */

export function mediaRoutes({ store }: Server, at: At): Route[] {
  return [
    at('POST /media', 'content_publish', contain),
    at('POST /media_publish', 'content_publish', (asking) =>
      json({ id: asking.actions.publish(asking.id, textIn(asking.call.body, 'creation_id')).id }),
    ),
    { method: 'POST', pattern: /^\/ig-api-upload\/(?<id>17\d+)$/, handle: (call) => answer(call, () => receive(store, call)) },
  ]
}

const TYPES = ['IMAGE', 'VIDEO', 'REELS', 'STORIES', 'CAROUSEL'] as const

function contain(asking: Asking): Reply {
  const { call, store, actions, me } = asking
  const { body } = call
  const [image, video] = [textIn(body, 'image_url'), textIn(body, 'video_url')]
  const mediaType = TYPES.find((one) => one === (textIn(body, 'media_type') || 'IMAGE'))
  const isBrought = textIn(body, 'upload_type') === 'resumable'
  if (!mediaType || asking.id !== me.id) throw invalid('(#100) Param media_type is invalid')
  const children = textIn(body, 'children').split(',').filter(Boolean)
  for (const id of children) ready(asking, id)
  if (mediaType !== 'CAROUSEL') fetched({ image, video, isBrought, isLinked: asking.access.pageId !== null })
  const made = actions.contain({
    userId: me.id,
    mediaType,
    caption: textIn(body, 'caption'),
    alt: textIn(body, 'alt_text'),
    address: image || video || null,
    children,
    isPart: flag(inside(body, 'is_carousel_item')),
    ...((isBrought || video !== '') && { film: { bytes: Buffer.alloc(0), size: isBrought ? Infinity : 0 } }),
  })
  return json({ id: made.id, ...(isBrought && { uri: `${store.origin}/ig-api-upload/${made.id}` }) })
}

type From = { image: string; video: string; isBrought: boolean; isLinked: boolean }

/** Instagram fetches from anywhere in the world, and takes films by Facebook's login. */
function fetched({ image, video, isBrought, isLinked }: From): void {
  if (isBrought && !isLinked) throw invalid('(#100) upload_type is for Facebook Login')
  const address = image || video
  if (address === '' && !isBrought) throw invalid('(#100) The parameter image_url is required')
  if (address !== '' && !URL.canParse(address)) throw invalid('Only photo or video can be accepted as media type.', 2207052)
}

function ready({ store, actions, me }: Asking, id: string): Container {
  const one = store.memory.containers.get(id)
  if (one?.userId !== me.id || !one.isPart) throw invalid('The carousel item cannot be found.', 2207006)
  if (actions.stateOf(one) !== 'FINISHED') throw invalid('The carousel item is not ready.', 2207027)
  return one
}

function receive(store: InstagramStore, call: Call): Reply {
  const one = store.memory.containers.get(call.params['id'] ?? '')
  if (!one?.film || !(store.memory.access.has(tokenOf(call)) || store.linked.has(tokenOf(call)))) throw invalid('Invalid upload')
  if (Number(call.headers['offset']) !== one.film.bytes.length) throw invalid('PartialRequestError')
  one.film.size = Number(call.headers['file_size'])
  one.film.bytes = Buffer.concat([one.film.bytes, call.raw])
  const isWhole = one.film.bytes.length === one.film.size
  return json(isWhole ? { success: true, message: 'Upload successful.' } : { success: false, offset: one.film.bytes.length })
}
