import { Refusal } from '../http.ts'
import { countedLength, tokens } from './text.ts'
import type {
  MastodonAccount,
  MastodonMedia,
  MastodonNotification,
  MastodonPoll,
  MastodonStatus,
  NotificationType,
  Store,
  Visibility,
} from './store.ts'

/** What can happen on the server, whoever makes it happen: a client by HTTP, or the community from within. */

export const RULES = {
  maxCharacters: 500,
  maxMedia: 4,
  imageBytes: 16_777_216,
  videoBytes: 103_809_024,
  description: 1_500,
  types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'video/mp4', 'video/webm', 'video/quicktime'],
  pins: 5,
  poll: { options: 4, length: 50, min: 300, max: 2_629_746 },
  keyLifeMs: 3_600_000,
}

export type NewStatus = {
  text: string
  warning?: string
  sensitive?: boolean
  visibility?: Visibility
  language?: string | null
  replyTo?: string | null
  quoteOf?: string | null
  mediaIds?: string[]
  poll?: { options: string[]; seconds: number; multiple: boolean } | null
}

export type StreamEvent = { event: 'update' | 'notification' | 'delete' | 'status.update'; id: string }
type Listener = (accountId: string, event: StreamEvent) => void

type World = { store: Store; settings: { mediaDelayMs: number; notificationLagMs: number }; tell: Listener }

export type Actions = ReturnType<typeof createActions>

export function createActions(store: Store) {
  const listeners = new Set<Listener>()
  const settings = { mediaDelayMs: 0, notificationLagMs: 0 }
  const world: World = { store, settings, tell: (accountId, event) => listeners.forEach((listener) => listener(accountId, event)) }
  return {
    settings,
    post: (accountId: string, init: NewStatus, key = '') => post(world, { accountId, init, key }),
    edit: (status: MastodonStatus, init: NewStatus) => edit(world, status, init),
    remove: (status: MastodonStatus) => remove(world, status),
    like: (accountId: string, status: MastodonStatus, on = true) => like(world, { accountId, status, on }),
    reblog: (accountId: string, status: MastodonStatus) => reblog(world, accountId, status),
    pin: (status: MastodonStatus, on: boolean) => pin(store, status, on),
    block: (accountId: string, person: string, on: boolean) => {
      if (on) store.memory.blocks.add(`${accountId} ${person}`)
      else store.memory.blocks.delete(`${accountId} ${person}`)
    },
    vote: (accountId: string, poll: MastodonPoll, choices: number[]) => vote(store, { accountId, poll, choices }),
    follow: (accountId: string, followed: MastodonAccount) => {
      followed.followers += 1
      notify(world, { to: followed.id, type: 'follow', from: accountId, statusId: null })
    },
    listen: (listener: Listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

type Notice = { to: string; type: NotificationType; from: string; statusId: string | null }

function notify({ store, settings, tell }: World, { to, type, from, statusId }: Notice): void {
  if (to === from || store.memory.accounts.get(to)?.domain || store.memory.blocks.has(`${to} ${from}`)) return
  const lag = settings.notificationLagMs === 0 ? 0 : store.random.int(settings.notificationLagMs)
  const notification: MastodonNotification = {
    id: store.newId(),
    for: to,
    type,
    from,
    statusId,
    createdAt: store.clock.now().toISOString(),
    visibleAt: store.clock.ms() + lag,
  }
  store.memory.notifications.push(notification)
  tell(to, { event: 'notification', id: notification.id })
}

function post(world: World, { accountId, init, key }: { accountId: string; init: NewStatus; key: string }): MastodonStatus {
  const { store } = world
  const known = keyed(store, accountId, key)
  if (known) return known
  const status = build(store, accountId, init)
  if (key !== '') {
    status.keys.push(key)
    store.memory.keys.set(`${accountId} ${key}`, { statusId: status.id, at: store.clock.ms() })
  }
  store.addStatus(status)
  for (const mediaId of status.mediaIds) (store.memory.media.get(mediaId) as MastodonMedia).usedBy = status.id
  announce(world, status)
  return status
}

function announce(world: World, status: MastodonStatus): void {
  world.tell(status.accountId, { event: 'update', id: status.id })
  const told = { from: status.accountId, statusId: status.id }
  const quoted = status.quoteOf ? world.store.memory.statuses.get(status.quoteOf) : undefined
  if (quoted) notify(world, { to: quoted.accountId, type: 'quote', ...told })
  for (const to of status.mentions) notify(world, { to, type: 'mention', ...told })
}

function edit({ store, tell }: World, status: MastodonStatus, init: NewStatus): MastodonStatus {
  const next = build(store, status.accountId, { ...init, visibility: status.visibility, replyTo: status.replyTo }, status)
  const { text, warning, sensitive, mediaIds, language, poll, mentions } = next
  Object.assign(status, { text, warning, sensitive, mediaIds, language, poll, mentions, editedAt: store.clock.now().toISOString() })
  for (const reader of new Set([status.accountId, ...status.mentions])) tell(reader, { event: 'status.update', id: status.id })
  return status
}

function remove({ store, tell }: World, status: MastodonStatus): void {
  store.dropStatus(status)
  store.memory.pins.delete(status.id)
  store.memory.deleted.push(status.id)
  store.memory.notifications = store.memory.notifications.filter((one) => one.statusId !== status.id)
  const parent = status.replyTo ? store.memory.statuses.get(status.replyTo)?.accountId : undefined
  const readers = new Set([status.accountId, ...status.mentions, ...(parent ? [parent] : [])])
  for (const reader of readers) tell(reader, { event: 'delete', id: status.id })
}

function like(world: World, { accountId, status, on }: { accountId: string; status: MastodonStatus; on: boolean }): void {
  const isNew = on && !status.likes.has(accountId)
  if (isNew) notify(world, { to: status.accountId, type: 'favourite', from: accountId, statusId: status.id })
  if (on) status.likes.add(accountId)
  else status.likes.delete(accountId)
}

function reblog(world: World, accountId: string, status: MastodonStatus): MastodonStatus {
  const known = reblogOf(world.store, accountId, status.id)
  if (known) return known
  const made = { ...build(world.store, accountId, { text: ' ' }), text: '', reblogOf: status.id }
  world.store.addStatus(made)
  notify(world, { to: status.accountId, type: 'reblog', from: accountId, statusId: status.id })
  return made
}

/** Five at most, none of others, and none twice; letting go of what is not pinned is no failure. */
function pin({ memory, statusesOf }: Store, status: MastodonStatus, on: boolean): void {
  if (!on) {
    memory.pins.delete(status.id)
    return
  }
  if (memory.pins.has(status.id)) throw new Refusal(422, 'Duplicate record')
  if (status.reblogOf !== null) throw invalid('A boost cannot be pinned')
  if (status.visibility === 'direct') throw invalid('Posts that are only visible to mentioned users cannot be pinned')
  const pinned = statusesOf(status.accountId).filter(({ id }) => memory.pins.has(id)).length
  if (pinned >= RULES.pins) throw invalid('You have already pinned the maximum number of posts')
  memory.pins.add(status.id)
}

function vote(store: Store, { accountId, poll, choices }: { accountId: string; poll: MastodonPoll; choices: number[] }): void {
  if (poll.votes.has(accountId)) throw invalid('You have already voted on this poll')
  if (Date.parse(poll.expiresAt) < store.clock.ms()) throw invalid('The poll has already ended')
  const known = choices.filter((choice) => choice in poll.options)
  poll.votes.set(accountId, known)
}

export function reblogOf(store: Store, accountId: string, statusId: string): MastodonStatus | undefined {
  return store.memory.reblogs.get(`${accountId} ${statusId}`)
}

/** Within its hour a key answers with the status it made, whatever the second request says. */
function keyed(store: Store, accountId: string, key: string): MastodonStatus | undefined {
  const known = store.memory.keys.get(`${accountId} ${key}`)
  if (!known || store.clock.ms() - known.at > RULES.keyLifeMs) return undefined
  const status = store.memory.statuses.get(known.statusId)
  status?.keys.push(key)
  return status
}

const invalid = (why: string) => new Refusal(422, `Validation failed: ${why}`)

function build(store: Store, accountId: string, init: NewStatus, edited?: MastodonStatus): MastodonStatus {
  const whole = { ...BLANK, ...init }
  const text = whole.text.trim()
  const warning = whole.warning.trim()
  checkText(init.text, warning, whole.mediaIds)
  checkMedia(store, accountId, whole.mediaIds, edited)
  for (const target of [whole.replyTo, whole.quoteOf]) {
    if (target !== null && !store.memory.statuses.has(target)) throw new Refusal(404, 'Record not found')
  }
  const named = tokens(text).flatMap(({ kind, raw }) => (kind === 'mention' ? (store.find(raw.slice(1))?.id ?? []) : []))
  return {
    ...whole,
    id: store.newId(),
    accountId,
    createdAt: store.clock.now().toISOString(),
    text,
    warning,
    poll: init.poll ? buildPoll(store, init.poll, whole.mediaIds) : null,
    mentions: [...new Set(named)],
    likes: new Set(),
    keys: [],
  }
}

const BLANK = {
  warning: '',
  sensitive: false,
  visibility: 'public' as Visibility,
  language: null,
  replyTo: null,
  quoteOf: null,
  mediaIds: [] as string[],
  editedAt: null,
  reblogOf: null,
}

/** A reblog is built from a single space: it has no text of its own. */
function checkText(raw: string, warning: string, mediaIds: string[]): void {
  if (raw.trim() === '' && mediaIds.length === 0 && raw !== ' ') throw invalid("Text can't be blank")
  if (countedLength(raw.trim(), warning) > RULES.maxCharacters) throw invalid(`Text character limit of ${RULES.maxCharacters} exceeded`)
}

function checkMedia(store: Store, accountId: string, ids: string[], edited?: MastodonStatus): void {
  if (ids.length > RULES.maxMedia) throw invalid(`Cannot attach more than ${RULES.maxMedia} files`)
  const media = ids.map((id) => store.memory.media.get(id))
  if (media.some((one) => !one || one.accountId !== accountId || (one.usedBy !== null && one.usedBy !== edited?.id))) {
    throw invalid('Media attachments not found')
  }
  if (media.some((one) => one && one.readyAt > store.clock.ms())) {
    throw invalid('Cannot attach files that have not finished processing. Try again in a moment!')
  }
  if (media.length > 1 && media.some((one) => one?.mimeType.startsWith('video/')))
    throw invalid('Cannot attach a video to a post that already contains images')
}

function buildPoll(store: Store, poll: NonNullable<NewStatus['poll']>, mediaIds: string[]): MastodonPoll {
  const { options, length, min, max } = RULES.poll
  if (mediaIds.length > 0) throw invalid('Cannot attach a poll to a post with media')
  if (poll.options.length < 2 || poll.options.length > options) throw invalid(`Poll options must be 2 to ${options}`)
  if (new Set(poll.options).size < poll.options.length) throw invalid('Poll options contain duplicate items')
  if (poll.options.some((option) => countedLength(option, '') > length))
    throw invalid(`Poll options can't be longer than ${length} characters`)
  if (poll.seconds < min || poll.seconds > max) throw invalid('Poll duration is out of range')
  const expiresAt = new Date(store.clock.ms() + poll.seconds * 1000).toISOString()
  return { id: store.newId(), options: poll.options, votes: new Map(), multiple: poll.multiple, expiresAt }
}
