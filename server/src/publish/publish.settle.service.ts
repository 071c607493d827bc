import {
  NetworkFailure,
  type Act,
  type Connector,
  type NetworkId,
  type OwnPost,
  type Page,
  type Receipt,
  type Reconciled,
} from '@pupitre/networks'
import { connectorFor, contextOf, findChannels, type ChannelRow } from '../channels/channels.public.ts'
import { clockFrom } from '../platform/clock.ts'
import { completed, noteRefusal, refOf, sendContext, settleSecondsOf, type CallDeps } from './publish.call.service.ts'
import { keepReceipt, leave, publish, readSteps, type StepRow } from './publish.ledger.store.ts'
import { inParallel } from '../platform/lanes.ts'
import { isProvedDead } from './publish.owner.service.ts'
import { claimedPosts, takeDoubtful, takeLost, type Doubtful } from './publish.sweep.store.ts'

const askAtOnce = 20
const longestWait = 900

/** Takes over from workers that did not come back; returns what may be sent again at once. */
export function recoverLost(deps: CallDeps & { networks: readonly NetworkId[] }): Promise<string[]> {
  const settleSeconds = Object.fromEntries(deps.networks.map((network) => [network, settleSecondsOf(deps.connectorOf(network))]))
  return takeLost(deps.db.systemPool, settleSeconds)
}

const normal = (text: string): string => text.normalize('NFC').replaceAll(/\s+/g, ' ').trim()

/** Clocks of networks differ from ours by minutes at most. */
const clockSlack = 600_000
const mostPages = 10

type PostAct = Extract<Act, { kind: 'post' }>

/** The posts of the account since the backup was taken, or null when there are more than can be read. */
async function ownPostsSince(deps: CallDeps, channel: ChannelRow, connector: Connector, since: number): Promise<OwnPost[] | null> {
  const posts: OwnPost[] = []
  let cursor: string | null = null
  for (let page = 0; page < mostPages; page += 1) {
    const read: Page<OwnPost> = await connector.history(contextOf(deps, channel, AbortSignal.timeout(30_000)), cursor)
    const fresh = read.items.filter((post) => Date.parse(post.at) >= since)
    posts.push(...fresh)
    if (!read.more || fresh.length < read.items.length) return posts
    cursor = read.cursor
  }
  return null
}

const isSame = (post: OwnPost, act: PostAct): boolean =>
  normal(post.text) === normal(act.item.text) && (act.reply === null || post.parent?.id === act.reply.parent.id)

/**
 * After a restore no key is known: the account's own posts since the backup are read, and only a match of every part is believed.
 * Never sends again by itself.
 */
async function fromHistory(deps: CallDeps, delivery: Doubtful, channel: ChannelRow, connector: Connector): Promise<Answer> {
  const posts = delivery.sealed.acts.filter((act) => act.kind === 'post')
  if (posts.length === 0 || !connector.capabilities.reads.history.can) return { kind: 'cannot_know', why: 'no_key' }
  const own = await ownPostsSince(deps, channel, connector, delivery.notKnownSince.getTime() - clockSlack)
  if (!own) return { kind: 'cannot_know', why: 'too_many_posts_since' }
  const { known, twin } = await claimedPosts(
    deps.db.systemPool,
    delivery,
    own.map((post) => post.ref.id),
  )
  if (twin) return { kind: 'cannot_know', why: 'several_match' }
  const matches = posts.map((act) => own.filter((post) => !known.has(post.ref.id) && isSame(post, act)))
  if (matches.every((found) => found.length === 0)) return { kind: 'cannot_know', why: 'no_key' }
  if (matches.some((found) => found.length === 0)) return { kind: 'cannot_know', why: 'partly_there' }
  if (matches.some((found) => found.length > 1)) return { kind: 'cannot_know', why: 'several_match' }
  const first = matches[0]?.[0]
  return first ? { kind: 'whole', receipt: { ref: first.ref, at: first.at, data: {} } } : { kind: 'cannot_know', why: 'no_key' }
}

/** `there` is one step; `whole` is the delivery, found without any of its keys. */
type Answer = Reconciled | { kind: 'whole'; receipt: Receipt }

type Question = {
  deps: CallDeps
  delivery: Doubtful
  channel: ChannelRow
  connector: Connector
  steps: StepRow[]
  open: number
  now: () => Date
}

async function ask({ deps, delivery, channel, connector, steps, open, now }: Question): Promise<Answer> {
  const row = steps[open]
  if (!row?.intentAt && (delivery.restored || steps.length === 0)) return fromHistory(deps, delivery, channel, connector)
  // The step that was in doubt has its receipt, and the next one was never begun: it may go.
  if (!row?.intentAt) return { kind: 'not_there' }
  const { kind } = connector.capabilities.once
  const unsafe = kind === 'readable' && delivery.leaseWasLost && !isProvedDead(delivery.claimedBy)
  if (kind === 'blind') return { kind: 'cannot_know', why: 'network_cannot_tell' }
  const answer = await connector.reconcile(
    sendContext(
      deps,
      { channel, media: delivery.sealed.media, now },
      // Nothing leaves here.
      () => undefined,
    ),
    completed(connector, delivery, steps, open),
    row.intentAt,
  )
  // The old process may still send: what is there is there, but what is not there yet may come.
  return answer.kind === 'not_there' && unsafe ? { kind: 'cannot_know', why: 'old_process_alive' } : answer
}

const noStep = '00000000-0000-0000-0000-000000000000'

async function accept(question: Question, { kind, receipt }: Extract<Answer, { receipt: Receipt }>): Promise<void> {
  const { deps, delivery, steps, open } = question
  const row = steps[open]
  const pool = deps.db.systemPool
  const arrival = { deliveryId: delivery.id, receipt, actor: 'desk', detail: { reconciled: kind } }
  if (kind === 'whole' || !row) return publish(pool, [{ ...arrival, stepId: noStep, ref: receipt.ref }])
  if (open === steps.length - 1) {
    const receipts = [...steps.slice(0, -1).map((step) => step.receipt), receipt]
    return publish(pool, [{ ...arrival, stepId: row.id, ref: refOf(delivery, receipts) }])
  }
  await keepReceipt(pool, row.id, receipt)
  await leave(pool, {
    deliveryId: delivery.id,
    fence: delivery.fence,
    to: 'scheduled',
    cause: null,
    afterSeconds: 0,
    surelyNotSent: false,
    asked: true,
    detail: { reconciled: 'there', step: open },
  })
}

async function settleOne(question: Question): Promise<void> {
  const { deps, delivery } = question
  const base = { deliveryId: delivery.id, fence: delivery.fence, asked: true }
  const now = new Date().toISOString()
  try {
    const answer = await ask(question)
    if (answer.kind === 'there' || answer.kind === 'whole') return await accept(question, answer)
    if (answer.kind === 'not_there') {
      await leave(deps.db.systemPool, {
        ...base,
        to: 'scheduled',
        cause: null,
        afterSeconds: 0,
        surelyNotSent: true,
        detail: { reconciled: 'not_there' },
      })
      return
    }
    const cause = { kind: answer.why, nextStep: 'ask_person' as const, said: '', at: now }
    await leave(deps.db.systemPool, {
      ...base,
      to: 'unknown',
      cause,
      afterSeconds: null,
      surelyNotSent: false,
      detail: { reconciled: 'cannot_know', why: answer.why },
    })
  } catch (cause) {
    if (!(cause instanceof NetworkFailure)) throw cause
    await noteRefusal(deps, question.channel, cause)
    const wait = Math.min(longestWait, cause.retryAfterSeconds ?? 10 * 2 ** Math.min(delivery.reconciled, 7))
    const told = { kind: cause.kind, nextStep: cause.nextStep, said: cause.said, at: now }
    await leave(deps.db.systemPool, {
      ...base,
      to: 'unknown',
      cause: told,
      afterSeconds: wait,
      surelyNotSent: false,
      detail: { reconciled: 'no_answer', kind: cause.kind },
    })
  }
}

/** Asks the networks about every outcome nobody heard and whose delay has passed. Returns how many were asked about. */
export async function settleDoubtful(deps: CallDeps): Promise<number> {
  const doubtful = await takeDoubtful(deps.db.systemPool, 200, deps.lease.seconds)
  const [first] = doubtful
  if (!first) return 0
  const now = clockFrom(first.askedAt)
  const channels = new Map(
    (await findChannels(deps.db.system, [...new Set(doubtful.map((row) => row.channelId))])).map((row) => [row.id, row]),
  )
  const steps = await readSteps(
    deps.db.systemPool,
    doubtful.map((row) => row.id),
  )
  await inParallel(doubtful, askAtOnce, async (delivery) => {
    const channel = channels.get(delivery.channelId)
    if (!channel?.sealed) return
    const all = (steps.get(delivery.id) ?? []).slice(0, delivery.sealed.acts.length)
    const open = all.findIndex((step) => !step.receipt)
    const connector = connectorFor(deps, channel)
    await settleOne({ deps, delivery, channel, connector, steps: all, open, now }).catch((cause: unknown) =>
      deps.log.error('publish.settle_failed', cause, { deliveryId: delivery.id }),
    )
  })
  return doubtful.length
}
