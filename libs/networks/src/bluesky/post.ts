import type { Act, Media, Receipt, RemoteRef, SendContext } from '../contract.ts'
import { failure } from '../http.ts'
import { list, record, text, type Json } from '../json.ts'
import { NetworkFailure } from '../contract.ts'
import { facetsOf, spansOf } from './text.ts'
import { query } from './xrpc.ts'

/** The record of a post (app.bsky.feed.post), the same for the same step whenever it is built. */

type PostAct = Extract<Act, { kind: 'post' }>

export async function postRecord(ctx: SendContext, act: PostAct, createdAt: Date): Promise<Json> {
  const { item, options, reply } = act
  const facets = facetsOf(item.text, await mentioned(ctx, item.text))
  const embed = await embedOf(ctx, act)
  return {
    $type: 'app.bsky.feed.post',
    text: item.text,
    ...(facets.length > 0 && { facets }),
    langs: [options.language],
    ...(reply && { reply: { root: await strongRef(ctx, reply.root), parent: await strongRef(ctx, reply.parent) } }),
    ...(embed && { embed }),
    createdAt: createdAt.toISOString(),
  }
}

/** Who is mentioned, asked of the account's own server. A handle of nobody stays plain text. */
async function mentioned(ctx: SendContext, content: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const handles = new Set(
    spansOf(content)
      .filter(({ kind }) => kind === 'mention')
      .map(({ value }) => value.toLowerCase()),
  )
  for (const handle of handles) {
    try {
      const { json } = await query(ctx, 'com.atproto.identity.resolveHandle', { handle })
      found.set(handle, text(record(json)['did'], 2_048))
    } catch (error) {
      if (!(error instanceof NetworkFailure) || !['rejected_content', 'not_found'].includes(error.kind)) throw error
    }
  }
  return found
}

/** A reference holds address and content hash; a post known by its address alone is looked up. */
export async function strongRef(ctx: SendContext, ref: RemoteRef): Promise<Json> {
  if (ref.version !== null) return { uri: ref.id, cid: ref.version }
  const { json } = await query(ctx, 'app.bsky.feed.getPosts', { uris: [ref.id] })
  const cid = text(record(list(record(json)['posts'])[0])['cid'], 200)
  if (cid === '') throw failure('not_found', 'drop', { sent: 'no', said: 'the post referred to is gone' })
  return { uri: ref.id, cid }
}

async function embedOf(ctx: SendContext, act: PostAct): Promise<Json | null> {
  const media = mediaEmbed(act) ?? cardEmbed(act)
  const { quoteOf } = act.options
  if (!quoteOf) return media
  const quoted = { $type: 'app.bsky.embed.record', record: await strongRef(ctx, quoteOf) }
  return media ? { $type: 'app.bsky.embed.recordWithMedia', record: quoted, media } : quoted
}

function mediaEmbed({ item, media }: PostAct): Json | null {
  const blobs = item.media.map((one, index) => ({ media: one, blob: blobOf(media[index]) }))
  const [first] = blobs
  if (!first) return null
  const common = (one: Media) => ({ alt: one.alt.kind === 'text' ? one.alt.text : '', ...ratioOf(one) })
  if (first.media.mimeType.startsWith('video/')) return { $type: 'app.bsky.embed.video', video: first.blob, ...common(first.media) }
  return { $type: 'app.bsky.embed.images', images: blobs.map((one) => ({ image: one.blob, ...common(one.media) })) }
}

function ratioOf({ width, height }: Media): Json {
  return width > 0 && height > 0 ? { aspectRatio: { width: Math.round(width), height: Math.round(height) } } : {}
}

/** The thumb was uploaded after the item's own media. */
function cardEmbed({ item, options, media }: PostAct): Json | null {
  const { card } = options
  if (!card) return null
  const thumb = card.thumb ? { thumb: blobOf(media[item.media.length]) } : {}
  return { $type: 'app.bsky.embed.external', external: { uri: card.url, title: card.title, description: card.description, ...thumb } }
}

function blobOf(receipt: Receipt | undefined): unknown {
  const blob = receipt?.data['blob']
  if (!blob) throw new RangeError('a media has no receipt')
  return blob
}
