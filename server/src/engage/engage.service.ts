import type { Act, RemoteRef, ReplyTarget, Variant } from '@pupitre/networks'
import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import { connectorFor, findChannel, type ChannelRow, type ConnectorOf } from '../channels/channels.public.ts'
import type { BrandGrant } from '../platform/access.ts'
import type { Db, Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import { announce } from '../platform/events.ts'
import type { Jobs } from '../platform/jobs.ts'
import { findStanding, send } from '../publish/publish.public.ts'
import { colleaguesOf, recordAudit } from '../team/team.public.ts'
import { cannotReply, notByThisNetwork, replyBlocked, unknownColleague, windowClosed } from './engage.errors.ts'
import { conversationChanged, presenceSeen } from './engage.events.ts'
import type { changeConversationBody, replyBody } from './engage.schema.ts'
import {
  findConversation,
  findMessage,
  findPerson,
  insertMessage,
  lastInbound,
  setConversation,
  type ConversationFull,
  type MessageRow,
} from './engage.store.ts'

export type EngageDeps = { db: Db; jobs: Jobs; connectorOf: ConnectorOf }
type Leaving = { deliveryId: string; undoUntil: string }

async function openConversation(tx: Tx, id: string): Promise<{ found: ConversationFull; channel: ChannelRow }> {
  const found = await findConversation(tx, id)
  const channel = found ? await findChannel(tx, found.channelId) : null
  if (!found || !channel) throw notFound()
  return { found, channel }
}

async function answered(tx: Tx, conversationId: string, messageId: string | undefined): Promise<MessageRow & { ref: RemoteRef }> {
  const message = messageId ? await findMessage(tx, messageId) : await lastInbound(tx, conversationId)
  if (!message?.ref || message.conversationId !== conversationId || message.removedAt) throw notFound()
  if (!message.canReply) throw cannotReply()
  if (message.replyBefore && message.replyBefore < new Date()) throw windowClosed()
  return { ...message, ref: message.ref }
}

const plain = (text: string, visibility: Variant['visibility'], language: string): Variant => ({
  items: [{ text, media: [] }],
  card: null,
  poll: null,
  language,
  contentWarning: null,
  visibility,
  whoMayReply: 'everyone',
  quoteOf: null,
})

/** Answers through the ledger: same rules as a post, after the undo delay, under the message it answers. */
export async function reply(
  deps: EngageDeps,
  grant: BrandGrant<'engage'>,
  id: string,
  body: z.infer<typeof replyBody>,
): Promise<Leaving & { messageId: string }> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const { found, channel } = await openConversation(tx, id)
    const message = await answered(tx, id, body.messageId)
    const person = await findPerson(tx, found.personId)
    const connector = connectorFor(deps, channel)
    const visibility = body.visibility === 'direct' ? 'direct' : message.visibility
    if (!connector.capabilities.acts[visibility === 'direct' ? 'privateReply' : 'reply'].can) throw notByThisNetwork()
    const target: ReplyTarget = { parent: message.ref, root: message.root ?? message.ref, visibility, mention: person?.handle ?? null }
    const variant = plain(body.text, visibility, message.language ?? grant.actor.language)
    const blocking = connector.check(variant, channel.limits, target).filter((finding) => finding.blocking)
    if (blocking.length > 0) throw replyBlocked(blocking)
    const messageId = uuid()
    const { deliveryId, dueAt } = await send(deps, tx, grant, {
      channelId: channel.id,
      kind: 'reply',
      messageId,
      acts: connector.plan(variant, target),
    })
    await insertMessage(tx, {
      id: messageId,
      brandId: grant.brandId,
      conversationId: id,
      channelId: channel.id,
      direction: 'out',
      kind: message.kind,
      visibility,
      userId: grant.actor.userId,
      deliveryId,
      parent: message.ref,
      root: target.root,
      text: body.text,
      sentAt: new Date(),
    })
    await setConversation(tx, [id], {
      waitingSince: null,
      unread: 0,
      assigneeId: found.assigneeId ?? grant.actor.userId,
      ...(body.markDone ? { state: 'done' } : {}),
    })
    await announce(tx, grant.brandId, conversationChanged, { conversationId: id })
    return { deliveryId, messageId, undoUntil: dueAt.toISOString() }
  })
}

async function heardFrom(tx: Tx, messageId: string) {
  const message = await findMessage(tx, messageId)
  const channel = message ? await findChannel(tx, message.channelId) : null
  const person = message?.personId ? await findPerson(tx, message.personId) : null
  if (!message?.ref || !channel || !person || message.direction !== 'in') throw notFound()
  return { message: { ...message, ref: message.ref }, channel, person }
}

/** An act on somebody's message that leaves the house: a like, a hide. */
async function actOn(
  deps: EngageDeps,
  grant: BrandGrant<'engage'>,
  messageId: string,
  act: 'like' | 'hide' | 'repost' | 'block',
  make: (message: MessageRow & { ref: RemoteRef }, person: string) => Act,
): Promise<Leaving> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const { message, channel, person } = await heardFrom(tx, messageId)
    if (!connectorFor(deps, channel).capabilities.acts[act].can) throw notByThisNetwork()
    const standing = act === 'like' || act === 'repost' ? await findStanding(tx, messageId, act) : null
    if (standing) return { deliveryId: standing.id, undoUntil: (standing.dueAt ?? new Date()).toISOString() }
    const { deliveryId, dueAt } = await send(deps, tx, grant, {
      channelId: channel.id,
      kind: act,
      messageId,
      acts: [make(message, person.networkId)],
    })
    if (act === 'hide' || act === 'block') await recordAudit(tx, grant, `engage.${act}`, messageId)
    await announce(tx, grant.brandId, conversationChanged, { conversationId: message.conversationId })
    return { deliveryId, undoUntil: dueAt.toISOString() }
  })
}

export const like = (deps: EngageDeps, grant: BrandGrant<'engage'>, messageId: string): Promise<Leaving> =>
  actOn(deps, grant, messageId, 'like', (message) => ({ kind: 'like', target: message.ref }))

export const repost = (deps: EngageDeps, grant: BrandGrant<'engage'>, messageId: string): Promise<Leaving> =>
  actOn(deps, grant, messageId, 'repost', (message) => ({ kind: 'repost', target: message.ref }))

export const hide = (deps: EngageDeps, grant: BrandGrant<'engage'>, messageId: string, hidden: boolean): Promise<Leaving> =>
  actOn(deps, grant, messageId, 'hide', (message) => ({ kind: 'hide', target: message.ref, root: message.root ?? message.ref, hidden }))

/** Blocks whoever wrote this message on their network, or lets them speak again. */
export const block = (deps: EngageDeps, grant: BrandGrant<'engage'>, messageId: string, blocked: boolean): Promise<Leaving> =>
  actOn(deps, grant, messageId, 'block', (_message, person) => ({ kind: 'block', person, blocked }))

/** A word for the team only: it never leaves. */
export async function addNote(deps: EngageDeps, grant: BrandGrant<'engage'>, id: string, text: string): Promise<string> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const { channel } = await openConversation(tx, id)
    const noteId = uuid()
    await insertMessage(tx, {
      id: noteId,
      brandId: grant.brandId,
      conversationId: id,
      channelId: channel.id,
      direction: 'note',
      kind: 'note',
      userId: grant.actor.userId,
      text,
      sentAt: new Date(),
    })
    await announce(tx, grant.brandId, conversationChanged, { conversationId: id })
    return noteId
  })
}

type Change = z.infer<typeof changeConversationBody>

async function toColumns(tx: Tx, grant: BrandGrant, change: Change): Promise<Partial<ConversationFull>> {
  if (change.assigneeId && !(await colleaguesOf(tx, grant.brandId)).some((one) => one.id === change.assigneeId)) throw unknownColleague()
  return {
    ...(change.state ? { state: change.state } : {}),
    ...(change.state === 'done' ? { unread: 0, snoozeUntil: null } : {}),
    ...(change.state === 'open' ? { snoozeUntil: null } : {}),
    ...(change.snoozeUntil ? { state: 'snoozed' as const, snoozeUntil: new Date(change.snoozeUntil) } : {}),
    ...(change.assigneeId === undefined ? {} : { assigneeId: change.assigneeId }),
    ...(change.labels ? { labels: change.labels } : {}),
    ...(change.read === undefined ? {} : { unread: change.read ? 0 : 1 }),
  }
}

/** Done, later, assigned, labelled, read: one or many at once. Each is undone by its opposite. */
export async function changeConversations(deps: EngageDeps, grant: BrandGrant<'engage'>, ids: string[], change: Change): Promise<number> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const changed = await setConversation(tx, ids, await toColumns(tx, grant, change))
    if (changed.length === 0) throw notFound()
    for (const { id } of changed) await announce(tx, grant.brandId, conversationChanged, { conversationId: id })
    return changed.length
  })
}

export async function showPresence(deps: EngageDeps, grant: BrandGrant<'read'>, id: string, writing: boolean): Promise<void> {
  const { userId, name } = grant.actor
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase()
  await deps.db.inBrands(grant.brands, async (tx) => {
    await openConversation(tx, id)
    await announce(tx, grant.brandId, presenceSeen, { conversationId: id, userId, name, initials, writing })
  })
}
