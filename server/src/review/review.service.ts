import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import { findBrand, recordAudit } from '../team/team.public.ts'
import type { Actor, BrandGrant, BrandId, Gate, Grant } from '../platform/access.ts'
import { startOfDay } from '../platform/clock.ts'
import { newToken, sha256 } from '../platform/crypto.ts'
import type { Db, Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import { announce } from '../platform/events.ts'
import type { Files } from '../platform/files.ts'
import { findAsset, findContent } from '../create/create.public.ts'
import type { DeliveryState } from '../publish/publish.schema.ts'
import { changedSince, linkGone, tooLate } from './review.errors.ts'
import { reviewCommented, reviewDecided } from './review.events.ts'
import { assetIdsOf, hashOfRow, presentComment, presentDecision, presentRows, type ReadDeps } from './review.present.service.ts'
import type {
  commentBody,
  decideBody,
  decisionBody,
  reviewLinkBody,
  ReviewItem,
  RemarksView,
  ReviewLinkView,
  ReviewMonth,
} from './review.schema.ts'
import {
  commentsOn,
  decisionsOn,
  findOpenLink,
  findRow,
  insertComment,
  insertDecision,
  insertLink,
  linksOf,
  revokeLink,
  rowsAwaiting,
  rowsOfContent,
  rowsOfMonth,
  touchLink,
  type LinkRow,
  type ReadRow,
} from './review.store.ts'

export type ReviewDeps = ReadDeps & { db: Db; gate: Gate; files: Files; url: string }

/** What a client reads of a month: what is meant to leave, what leaves, what has left. */
const shown: readonly DeliveryState[] = ['draft', 'awaiting', 'scheduled', 'held', 'claimed', 'sending', 'published']
/** States in which a word still changes something. */
const decidable = new Set<DeliveryState>(['draft', 'awaiting', 'scheduled', 'held'])
/** A link lives until well after its month, for the comments one reads again. */
const daysAfterMonth = 31
const day = 86_400_000

function spanOf(month: string, zone: string): { from: Date; to: Date } {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const next = number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`
  return { from: startOfDay(`${month}-01`, zone), to: startOfDay(next, zone) }
}

const presentLink = (row: LinkRow, stays = true): ReviewLinkView => ({
  id: row.id,
  label: row.label,
  month: row.month,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  revokedAt: row.revokedAt?.toISOString() ?? null,
  lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
  over: !stays || row.expiresAt.getTime() < Date.now(),
})

/* ── in the house ── */

/** The secret is shown once, here; only its hash is kept. */
export async function makeLink(deps: ReviewDeps, grant: BrandGrant<'schedule'>, body: z.infer<typeof reviewLinkBody>) {
  const token = newToken()
  const row = await deps.db.inBrands(grant.brands, async (tx) => {
    const brand = await findBrand(tx, grant.brandId)
    if (!brand) throw notFound()
    const monthEnds = spanOf(body.month, brand.zone).to.getTime()
    const made = await insertLink(tx, {
      ...body,
      id: uuid(),
      brandId: grant.brandId,
      tokenHash: sha256(token),
      createdBy: grant.actor.userId,
      expiresAt: new Date(Math.max(monthEnds, Date.now()) + daysAfterMonth * day),
    })
    await recordAudit(tx, grant, 'review.link_made', made.id, { month: body.month, label: body.label })
    return made
  })
  return { ...presentLink(row), url: `${deps.url}/revue/${token}` }
}

export async function listLinks(deps: ReviewDeps, grant: BrandGrant<'schedule'>): Promise<ReviewLinkView[]> {
  const rows = await deps.db.inBrands(grant.brands, (tx) => linksOf(tx, grant.brandId))
  const stays = new Map<string, boolean>()
  for (const row of rows) if (!stays.has(row.createdBy)) stays.set(row.createdBy, await makerStays(deps, row))
  return rows.map((row) => presentLink(row, stays.get(row.createdBy)))
}

export async function dropLink(deps: ReviewDeps, grant: BrandGrant<'schedule'>, id: string): Promise<void> {
  await deps.db.inBrands(grant.brands, async (tx) => {
    if (!(await revokeLink(tx, id))) throw notFound()
    await recordAudit(tx, grant, 'review.link_revoked', id)
  })
}

export function listApprovals(deps: ReviewDeps, grant: Grant<'approve'>): Promise<ReviewItem[]> {
  return deps.db.inBrands(grant.brands, async (tx) => presentRows(deps, tx, await rowsAwaiting(tx, grant.brands), (asset) => asset))
}

type By = { userId?: string; linkId?: string; byName: string }

async function decide(tx: Tx, row: ReadRow, word: z.infer<typeof decisionBody>, by: By): Promise<void> {
  const { id: deliveryId, brandId } = row.delivery
  const { hash, verdict, comment } = word
  await insertDecision(tx, { id: uuid(), brandId, deliveryId, hash, verdict, comment: comment.trim(), ...by })
  await announce(tx, brandId, reviewDecided, { deliveryId, hash, verdict })
}

/** A word of the house on exactly these words; another text is another decision. */
export async function decideInHouse(
  deps: ReviewDeps,
  grant: BrandGrant<'approve'>,
  deliveryId: string,
  body: z.infer<typeof decisionBody>,
): Promise<ReviewItem> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const row = await findRow(tx, deliveryId)
    if (!row) throw notFound()
    if (!decidable.has(row.delivery.state)) throw tooLate()
    if ((await hashOfRow(deps, tx, row)) !== body.hash) throw changedSince([deliveryId])
    await decide(tx, row, body, { userId: grant.actor.userId, byName: grant.actor.name })
    await recordAudit(tx, grant, 'review.decide', deliveryId, { verdict: body.verdict, hash: body.hash })
    const [item] = await presentRows(deps, tx, [row], (asset) => asset)
    if (!item) throw notFound()
    return item
  })
}

export function readRemarks(deps: ReviewDeps, grant: BrandGrant<'read'>, contentId: string): Promise<RemarksView> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    if (!(await findContent(tx, contentId))) throw notFound()
    const rows = await rowsOfContent(tx, contentId)
    const last = await decisionsOn(
      tx,
      rows.map((row) => row.delivery.id),
    )
    const decisions: RemarksView['decisions'] = []
    for (const row of rows) {
      const told = last.has(row.delivery.id) ? presentDecision(last.get(row.delivery.id), await hashOfRow(deps, tx, row)) : null
      if (told) decisions.push({ deliveryId: row.delivery.id, ...told })
    }
    return { comments: (await commentsOn(tx, [contentId])).map(presentComment), decisions }
  })
}

export async function commentInHouse(deps: ReviewDeps, grant: BrandGrant<'write'>, contentId: string, text: string): Promise<void> {
  await deps.db.inBrands(grant.brands, async (tx) => {
    if (!(await findContent(tx, contentId))) throw notFound()
    const { userId, name } = grant.actor
    await insertComment(tx, { id: uuid(), brandId: grant.brandId, contentId, text, userId, byName: name })
    await announce(tx, grant.brandId, reviewCommented, { contentId })
  })
}

/* ── by the link ── */

type Opened = { tx: Tx; link: LinkRow; brand: NonNullable<Awaited<ReturnType<typeof findBrand>>>; rows: ReadRow[] }

/** Whoever made the link knows its address: it closes with their own access, like everything else they hold. */
async function makerStays(deps: ReviewDeps, link: LinkRow): Promise<boolean> {
  const maker: Actor = { userId: link.createdBy, name: '', language: 'fr', via: 'key', sessionId: null }
  return (await deps.gate.brandsWith(maker, 'schedule')).some((id) => id === link.brandId)
}

/** The link is the right to one month of one brand; every row is read and written under that brand alone. */
async function open<T>(deps: ReviewDeps, token: string, work: (opened: Opened) => Promise<T>): Promise<T> {
  const link = await findOpenLink(deps.db.system, sha256(token))
  if (!link || !(await makerStays(deps, link))) throw linkGone()
  return deps.db.inBrands([link.brandId as BrandId], async (tx) => {
    const brand = await findBrand(tx, link.brandId)
    if (!brand) throw linkGone()
    return work({ tx, link, brand, rows: await rowsOfMonth(tx, link.brandId, spanOf(link.month, brand.zone), shown) })
  })
}

async function presentMonth(deps: ReviewDeps, token: string, { tx, link, brand, rows }: Opened): Promise<ReviewMonth> {
  const base = `/api/v1/review/${token}/assets`
  const items = await presentRows(deps, tx, rows, (asset) => ({
    ...asset,
    url: `${base}/${asset.id}`,
    thumbUrl: `${base}/${asset.id}?size=thumb`,
  }))
  return {
    label: link.label,
    month: link.month,
    brand: brand.name,
    zone: brand.zone,
    language: brand.language === 'en' ? 'en' : 'fr',
    items,
  }
}

export function readMonth(deps: ReviewDeps, token: string): Promise<ReviewMonth> {
  return open(deps, token, async (opened) => {
    await touchLink(opened.tx, opened.link.id)
    return presentMonth(deps, token, opened)
  })
}

/** All of them or none: what changed in the meantime is read again first. */
export function decideByLink(deps: ReviewDeps, token: string, body: z.infer<typeof decideBody>): Promise<ReviewMonth> {
  return open(deps, token, async (opened) => {
    const { tx, link, rows } = opened
    const changed: string[] = []
    for (const word of body.decisions) {
      const row = rows.find((one) => one.delivery.id === word.deliveryId)
      if (!row) throw notFound()
      if (!decidable.has(row.delivery.state)) throw tooLate()
      if ((await hashOfRow(deps, tx, row)) !== word.hash) changed.push(word.deliveryId)
      await decide(tx, row, word, { linkId: link.id, byName: body.name })
    }
    if (changed.length > 0) throw changedSince(changed)
    return presentMonth(deps, token, opened)
  })
}

export function commentByLink(deps: ReviewDeps, token: string, contentId: string, body: z.infer<typeof commentBody>): Promise<ReviewMonth> {
  return open(deps, token, async (opened) => {
    const { tx, link, rows } = opened
    if (!rows.some((row) => row.content.id === contentId)) throw notFound()
    const { text, name: byName } = body
    await insertComment(tx, { id: uuid(), brandId: link.brandId, contentId, text, linkId: link.id, byName })
    await announce(tx, link.brandId, reviewCommented, { contentId })
    return presentMonth(deps, token, opened)
  })
}

/** A picture of that month, and no other of the brand. */
export function assetByLink(deps: ReviewDeps, token: string, assetId: string) {
  return open(deps, token, async ({ tx, rows }) => {
    const asset = rows.some((row) => assetIdsOf(row.variant).includes(assetId)) ? await findAsset(tx, assetId) : null
    if (!asset) throw notFound()
    return asset
  })
}
