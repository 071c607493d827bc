import { json, Refusal, route, type Call, type Reply, type Route } from '../http.ts'
import { linkHeader, paginate, signedIn, statusFor, visibleTo } from './access.ts'
import { reblogOf, type Actions, type NewStatus } from './actions.ts'
import { accountEntity, credentialEntity, notificationEntity, relationshipEntity, statusEntity } from './entities.ts'
import type { MastodonStatus, Store, Visibility } from './store.ts'

/** https://docs.joinmastodon.org/methods/statuses/, /accounts/, /notifications/, /polls/. */
export function statusRoutes(store: Store, actions: Actions): Route[] {
  return [...writing(store, actions), ...reading(store), ...marking(store, actions)]
}

function ownStatus(store: Store, call: Call, scope: string) {
  const account = signedIn(store, call, scope)
  const status = statusFor(store, call.params['id'] ?? '', account.id)
  if (status.accountId !== account.id) throw new Refusal(404, 'Record not found')
  return { account, status }
}

function writing(store: Store, actions: Actions): Route[] {
  return [
    route('POST /api/v1/statuses', (call) => {
      const account = signedIn(store, call, 'write:statuses')
      const status = actions.post(account.id, newStatus(call), String(call.headers['idempotency-key'] ?? ''))
      return json(statusEntity(store, status, account.id))
    }),
    route('PUT /api/v1/statuses/:id', (call) => {
      const { account, status } = ownStatus(store, call, 'write:statuses')
      describe(store, call)
      return json(statusEntity(store, actions.edit(status, newStatus(call)), account.id))
    }),
    route('DELETE /api/v1/statuses/:id', (call) => {
      const { account, status } = ownStatus(store, call, 'write:statuses')
      const before = { ...statusEntity(store, status, account.id), text: status.text }
      actions.remove(status)
      return json(before)
    }),
  ]
}

function reading(store: Store): Route[] {
  return [
    route('GET /api/v1/statuses', (call) => {
      const viewer = signedIn(store, call, 'read:statuses').id
      const found = call.query.getAll('id[]').flatMap((id) => store.memory.statuses.get(id) ?? [])
      return json(found.filter((status) => visibleTo(viewer, status)).map((status) => statusEntity(store, status, viewer)))
    }),
    route('GET /api/v1/statuses/:id', (call) => {
      const viewer = signedIn(store, call, 'read:statuses').id
      return json(statusEntity(store, statusFor(store, call.params['id'] ?? '', viewer), viewer))
    }),
    route('GET /api/v1/statuses/:id/source', (call) => {
      const { status } = ownStatus(store, call, 'read:statuses')
      return json({ id: status.id, text: status.text, spoiler_text: status.warning })
    }),
    route('GET /api/v1/statuses/:id/context', (call) => context(store, call)),
  ]
}

function marking(store: Store, actions: Actions): Route[] {
  const act = (verb: string, scope: string, work: (accountId: string, status: MastodonStatus) => MastodonStatus) =>
    route(`POST /api/v1/statuses/:id/${verb}`, (call) => {
      const account = signedIn(store, call, scope)
      const status = work(account.id, statusFor(store, call.params['id'] ?? '', account.id))
      return json(statusEntity(store, status, account.id))
    })
  const pinned = (on: boolean) => (accountId: string, status: MastodonStatus) => {
    if (status.accountId !== accountId) throw new Refusal(422, "Validation failed: Someone else's post cannot be pinned")
    actions.pin(status, on)
    return status
  }
  const liked = (on: boolean) => (accountId: string, status: MastodonStatus) => {
    actions.like(accountId, status, on)
    return status
  }
  return [
    act('pin', 'write:accounts', pinned(true)),
    act('unpin', 'write:accounts', pinned(false)),
    act('favourite', 'write:favourites', liked(true)),
    act('unfavourite', 'write:favourites', liked(false)),
    act('reblog', 'write:statuses', actions.reblog),
    act('unreblog', 'write:statuses', (accountId, status) => {
      const made = reblogOf(store, accountId, status.id)
      if (made) store.dropStatus(made)
      return status
    }),
  ]
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')
const texts = (value: unknown) => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [])

function newStatus(call: Call): NewStatus {
  const { body } = call
  const poll = typeof body['poll'] === 'object' && body['poll'] !== null ? (body['poll'] as Record<string, unknown>) : null
  const visibility = (['public', 'unlisted', 'private', 'direct'] as const).find((one) => one === body['visibility'])
  return {
    text: text(body['status']),
    warning: text(body['spoiler_text']),
    sensitive: body['sensitive'] === true || text(body['spoiler_text']) !== '',
    visibility: visibility satisfies Visibility | undefined,
    language: text(body['language']) || null,
    replyTo: text(body['in_reply_to_id']) || null,
    quoteOf: text(body['quoted_status_id']) || null,
    mediaIds: texts(body['media_ids']),
    poll: poll && { options: texts(poll['options']), seconds: Number(poll['expires_in']), multiple: poll['multiple'] === true },
  }
}

function describe(store: Store, call: Call): void {
  const attributes = Array.isArray(call.body['media_attributes']) ? (call.body['media_attributes'] as Record<string, unknown>[]) : []
  for (const attribute of attributes) {
    const media = store.memory.media.get(text(attribute['id']))
    if (media) media.description = text(attribute['description']) || null
  }
}

function context(store: Store, call: Call): Reply {
  const viewer = signedIn(store, call, 'read:statuses').id
  const status = statusFor(store, call.params['id'] ?? '', viewer)
  const all = [...store.memory.statuses.values()].filter((one) => visibleTo(viewer, one))
  const below = (id: string): MastodonStatus[] => all.filter((one) => one.replyTo === id).flatMap((one) => [one, ...below(one.id)])
  const ancestors: MastodonStatus[] = []
  for (let at = status.replyTo; at !== null;) {
    const parent = all.find((one) => one.id === at)
    if (parent) ancestors.unshift(parent)
    at = parent?.replyTo ?? null
  }
  const shown = (list: MastodonStatus[]) => list.map((one) => statusEntity(store, one, viewer))
  return json({ ancestors: shown(ancestors), descendants: shown(below(status.id)) })
}

export function accountRoutes(store: Store, actions: Actions): Route[] {
  const account = (call: Call) => {
    const found = store.memory.accounts.get(call.params['id'] ?? '')
    if (!found) throw new Refusal(404, 'Record not found')
    return found
  }
  const block = (verb: string, on: boolean) =>
    route(`POST /api/v1/accounts/:id/${verb}`, (call) => {
      const viewer = signedIn(store, call, 'write:blocks').id
      const person = account(call).id
      actions.block(viewer, person, on)
      return json(relationshipEntity(store, viewer, person))
    })
  return [
    block('block', true),
    block('unblock', false),
    route('GET /api/v1/accounts/relationships', (call) => {
      const viewer = signedIn(store, call, 'read:follows').id
      const known = call.query.getAll('id[]').filter((id) => store.memory.accounts.has(id))
      return json(known.map((id) => relationshipEntity(store, viewer, id)))
    }),
    route('GET /api/v1/accounts/verify_credentials', (call) => json(credentialEntity(store, signedIn(store, call, 'read:accounts')))),
    route('GET /api/v1/accounts/:id', (call) => json(accountEntity(store, account(call)))),
    route('GET /api/v1/accounts/:id/statuses', (call) => {
      const viewer = signedIn(store, call, 'read:statuses').id
      const all = store.statusesOf(account(call).id).filter((one) => visibleTo(viewer, one))
      const kept = call.query.get('exclude_reblogs') === 'true' ? all.filter((one) => one.reblogOf === null) : all
      const page = paginate(kept, call.query)
      return json(
        page.map((one) => statusEntity(store, one, viewer)),
        200,
        linkHeader(call, page),
      )
    }),
    route('GET /api/v1/notifications', (call) => {
      const viewer = signedIn(store, call, 'read:notifications').id
      const types = call.query.getAll('types[]')
      const visible = store.memory.notifications.filter(
        (one) => one.for === viewer && one.visibleAt <= store.clock.ms() && (types.length === 0 || types.includes(one.type)),
      )
      const page = paginate(visible, call.query, 80)
      return json(
        page.map((one) => notificationEntity(store, one)),
        200,
        linkHeader(call, page),
      )
    }),
    route('GET /api/v1/polls/:id', (call) => pollReply(store, call)),
    route('POST /api/v1/polls/:id/votes', (call) => {
      const voter = signedIn(store, call, 'write:statuses')
      actions.vote(
        voter.id,
        pollStatus(store, call).poll as NonNullable<MastodonStatus['poll']>,
        (call.body['choices'] as unknown[]).map(Number),
      )
      return pollReply(store, call)
    }),
  ]
}

function pollStatus(store: Store, call: Call): MastodonStatus {
  const found = [...store.memory.statuses.values()].find((one) => one.poll?.id === call.params['id'])
  if (!found) throw new Refusal(404, 'Record not found')
  return found
}

function pollReply(store: Store, call: Call): Reply {
  return json(statusEntity(store, pollStatus(store, call), signedIn(store, call, 'read:statuses').id)['poll'])
}
