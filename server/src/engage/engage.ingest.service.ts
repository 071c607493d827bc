import type { InboundMessage, Signal } from '@pupitre/networks'
import { v7 as uuid } from 'uuid'
import type { ChannelRow } from '../channels/channels.public.ts'
import type { Tx } from '../platform/db.ts'
import { announce } from '../platform/events.ts'
import { noteInLedger } from '../publish/publish.public.ts'
import { findCorrection, keepBefore, settled } from './engage.correct.store.ts'
import { conversationChanged, messageReceived } from './engage.events.ts'
import type { Understanding } from './engage.schema.ts'
import {
  findConversation,
  findMessageByNetworkId,
  findOwnPost,
  findStanding,
  heardIn,
  insertMessage,
  lastInbound,
  markConversations,
  removeMessage,
  setMessage,
  tellConversation,
  upsertConversation,
  upsertPerson,
  waitAgain,
  type ConversationFull,
  type MessageRow,
} from './engage.store.ts'

/** Says what a message to this brand is. Whoever stands behind it (a model with what the team taught, nobody) is handed over by `app.ts`. */
export type Understand = (tx: Tx, brandId: string, text: string) => Promise<Understanding | null>

const maxText = 50_000

/** What PostgreSQL can keep: half of a pair of units, or a NUL, in one message must not keep the others of its page from the desk. */
const readable = (text: string): string => text.slice(0, maxText).toWellFormed().replaceAll('\0', '')

/** What holds messages together: the post above and the person, or the private exchange with the person. */
export function threadKeyOf(message: InboundMessage): string {
  if (message.kind === 'direct') return `direct ${message.author.id}`
  return `${message.root?.id ?? message.parent?.id ?? message.id} ${message.author.id}`
}

/** Without the mentions that networks put before an answer: a row has room for what was said. */
export const firstLineOf = (text: string): string => (text.replace(/^(@\S+\s+)+/, '') || text).replaceAll(/\s+/g, ' ').trim().slice(0, 160)

/** An answer to one of our answers goes on where that stood; anything else has the post above and the person for its thread. */
async function conversationOf(tx: Tx, channel: ChannelRow, inbound: InboundMessage, personId: string): Promise<ConversationFull> {
  const above = inbound.parent ? await findStanding(tx, channel.id, inbound.parent.id) : null
  const known = above ? await findConversation(tx, above.conversationId) : null
  if (known?.personId === personId) return known
  const root = inbound.root ?? above?.root ?? null
  const ids = [root?.id, inbound.parent?.id].filter((id) => id !== undefined)
  return upsertConversation(tx, {
    id: uuid(),
    brandId: channel.brandId,
    channelId: channel.id,
    network: channel.network,
    personId,
    threadKey: threadKeyOf({ ...inbound, root }).slice(0, 1000),
    kind: inbound.kind,
    deliveryId: await findOwnPost(tx, channel.id, ids),
    lastAt: new Date(inbound.sentAt),
  })
}

const readableOf = (author: InboundMessage['author']): InboundMessage['author'] => ({
  ...author,
  name: readable(author.name),
  handle: readable(author.handle),
})

async function receive(tx: Tx, channel: ChannelRow, inbound: InboundMessage, understand: Understand): Promise<void> {
  // Networks say the same thing again at each reading: a second conversation must not be opened for it.
  if (await findMessageByNetworkId(tx, channel.id, inbound.id)) return
  const sentAt = new Date(inbound.sentAt)
  const text = readable(inbound.text)
  const personId = await upsertPerson(tx, channel.brandId, channel.network, readableOf(inbound.author), sentAt)
  const found = await conversationOf(tx, channel, inbound, personId)
  const id = uuid()
  const fresh = await insertMessage(tx, {
    id,
    brandId: channel.brandId,
    conversationId: found.id,
    channelId: channel.id,
    direction: 'in',
    networkId: inbound.id,
    ref: inbound.ref,
    parent: inbound.parent,
    root: inbound.root,
    kind: inbound.kind,
    rating: inbound.rating ?? null,
    visibility: inbound.visibility,
    personId,
    text,
    rest: inbound.rest ? readable(inbound.rest) : null,
    automatic: inbound.automatic ?? false,
    language: inbound.language,
    attachments: inbound.attachments.slice(0, 20).map((one) => ({ ...one, alt: readable(one.alt), url: readable(one.url) })),
    canReply: inbound.canReply,
    replyBefore: inbound.replyBefore ? new Date(inbound.replyBefore) : null,
    // What waits for leave is out of sight until it is shown.
    hiddenAt: inbound.held ? sentAt : null,
    understanding: await understand(tx, channel.brandId, text),
    sentAt,
  })
  if (!fresh) return
  await heardIn(tx, found.id, { at: sentAt, firstLine: firstLineOf(text) })
  await markConversations(tx, [found.id])
  await announce(tx, channel.brandId, messageReceived, { conversationId: found.id, messageId: id })
}

/** Other words are understood anew; only the answers that a person settled hold until they settle them again. */
async function edited(tx: Tx, known: MessageRow, signal: { text: string; at: string }, understand: Understand) {
  const text = readable(signal.text)
  const understood = await understand(tx, known.brandId, text)
  const correction = await findCorrection(tx, known.id)
  const understanding = understood && correction ? settled(understood, correction.decided) : understood
  if (understood && correction) await keepBefore(tx, correction.id, understood)
  return { text, understanding, editedAt: new Date(signal.at) }
}

/** The row says the last words that still stand; nobody waits for an answer to what they have taken back. */
async function tellAnew(tx: Tx, conversationId: string): Promise<void> {
  const last = await lastInbound(tx, conversationId)
  await tellConversation(tx, conversationId, last ? firstLineOf(last.text) : '')
}

type Undelivered = Extract<Signal, { kind: 'undelivered' }>

/** Our answer never reached who waited: it says so, its ledger has a line of it, and they wait again. */
async function noteUndelivered(tx: Tx, channel: ChannelRow, { id, said, at }: Undelivered): Promise<void> {
  const known = await findStanding(tx, channel.id, id)
  if (!known || known.direction !== 'out' || known.undelivered) return
  await setMessage(tx, known.id, { undelivered: { said: readable(said), at } })
  if (known.deliveryId) await noteInLedger(tx, known.deliveryId, { undelivered: readable(said) })
  await waitAgain(tx, known.conversationId)
  await announce(tx, channel.brandId, conversationChanged, { conversationId: known.conversationId })
}

/** Networks are quick: they tell what became of an answer before its own row says where it stands. It is listened to again a moment later. */
export async function isTooEarly(tx: Tx, channelId: string, signal: Signal): Promise<boolean> {
  if (signal.kind !== 'undelivered' || Date.now() - Date.parse(signal.at) > patience) return false
  return (await findStanding(tx, channelId, signal.id)) === null
}
const patience = 60_000

/** Stores what a network said, once, and announces it in the same transaction. Said twice, it changes nothing. */
export async function ingest(tx: Tx, channel: ChannelRow, signal: Signal, understand: Understand): Promise<void> {
  if (signal.kind === 'message') return receive(tx, channel, signal.message, understand)
  if (signal.kind === 'undelivered') return noteUndelivered(tx, channel, signal)
  const known = await findMessageByNetworkId(tx, channel.id, signal.id)
  if (!known) return
  if (signal.kind === 'deleted') await removeMessage(tx, known.id, new Date(signal.at))
  else await setMessage(tx, known.id, await edited(tx, known, signal, understand))
  await tellAnew(tx, known.conversationId)
  await markConversations(tx, [known.conversationId])
  await announce(tx, channel.brandId, conversationChanged, { conversationId: known.conversationId })
}
