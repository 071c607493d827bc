import { reblogOf } from './actions.ts'
import { toHtml } from './text.ts'
import type { MastodonAccount, MastodonMedia, MastodonNotification, MastodonPoll, MastodonStatus, Store } from './store.ts'

/** Entities as the client interface shows them (https://docs.joinmastodon.org/entities/). */

export function acctOf(account: MastodonAccount): string {
  return account.domain === null ? account.username : `${account.username}@${account.domain}`
}

function urlOf(store: Store, account: MastodonAccount): string {
  return `${store.origin}/@${acctOf(account)}`
}

export function accountEntity(store: Store, account: MastodonAccount) {
  const avatar = `${store.origin}/avatars/${account.id}.svg`
  const header = `${store.origin}/headers/missing.png`
  const own = store.statusesOf(account.id)
  return {
    id: account.id,
    username: account.username,
    acct: acctOf(account),
    display_name: account.displayName,
    locked: false,
    bot: account.bot,
    discoverable: true,
    indexable: true,
    group: false,
    created_at: account.createdAt,
    note: toHtml(account.note, store.origin, () => null),
    url: urlOf(store, account),
    uri: `${store.origin}/users/${acctOf(account)}`,
    avatar,
    avatar_static: avatar,
    header,
    header_static: header,
    followers_count: account.followers,
    following_count: account.following,
    statuses_count: own.length,
    last_status_at: own.at(-1)?.createdAt.slice(0, 10) ?? null,
    emojis: [],
    fields: [],
  }
}

export function credentialEntity(store: Store, account: MastodonAccount) {
  return {
    ...accountEntity(store, account),
    source: {
      privacy: 'public',
      sensitive: false,
      language: 'fr',
      note: account.note,
      fields: [],
      follow_requests_count: 0,
      quote_policy: 'public',
      indexable: true,
      discoverable: true,
      hide_collections: false,
      attribution_domains: [],
    },
    role: { id: '-99', name: '', permissions: '0', color: '', highlighted: false },
  }
}

/** How an account stands to another one; nobody follows anybody here. */
export function relationshipEntity(store: Store, accountId: string, person: string) {
  return {
    id: person,
    following: false,
    showing_reblogs: false,
    notifying: false,
    languages: null,
    followed_by: false,
    blocking: store.memory.blocks.has(`${accountId} ${person}`),
    blocked_by: store.memory.blocks.has(`${person} ${accountId}`),
    muting: false,
    muting_notifications: false,
    muting_expires_at: null,
    requested: false,
    requested_by: false,
    domain_blocking: false,
    endorsed: false,
    note: '',
  }
}

export function mediaEntity(store: Store, media: MastodonMedia) {
  const ready = media.readyAt <= store.clock.ms()
  return {
    id: media.id,
    type: media.mimeType.startsWith('video/') ? 'video' : media.mimeType === 'image/gif' ? 'gifv' : 'image',
    url: ready ? `${store.origin}/media/${media.id}` : null,
    preview_url: `${store.origin}/media/${media.id}`,
    remote_url: null,
    description: media.description,
    blurhash: null,
    meta: { focus: media.focus },
  }
}

function pollEntity(store: Store, poll: MastodonPoll, viewer: string | null) {
  const counts = poll.options.map((_, index) => [...poll.votes.values()].filter((choices) => choices.includes(index)).length)
  const own = viewer === null ? undefined : poll.votes.get(viewer)
  return {
    id: poll.id,
    expires_at: poll.expiresAt,
    expired: Date.parse(poll.expiresAt) < store.clock.ms(),
    multiple: poll.multiple,
    votes_count: counts.reduce((sum, n) => sum + n, 0),
    voters_count: poll.votes.size,
    options: poll.options.map((title, index) => ({ title, votes_count: counts[index] ?? 0 })),
    emojis: [],
    voted: own !== undefined,
    own_votes: own ?? [],
  }
}

export function statusEntity(store: Store, status: MastodonStatus, viewer: string | null): Record<string, unknown> {
  const { memory } = store
  const author = memory.accounts.get(status.accountId) as MastodonAccount
  const counts = memory.counts.get(status.id) ?? { replies: 0, reblogs: 0, quotes: 0 }
  const reblogged = status.reblogOf ? memory.statuses.get(status.reblogOf) : undefined
  const quoted = status.quoteOf ? memory.statuses.get(status.quoteOf) : undefined
  const parent = status.replyTo ? memory.statuses.get(status.replyTo) : undefined
  return {
    id: status.id,
    created_at: status.createdAt,
    edited_at: status.editedAt,
    in_reply_to_id: status.replyTo,
    in_reply_to_account_id: parent?.accountId ?? null,
    sensitive: status.sensitive,
    spoiler_text: status.warning,
    visibility: status.visibility,
    language: status.language,
    uri: `${store.origin}/users/${acctOf(author)}/statuses/${status.id}`,
    url: `${urlOf(store, author)}/${status.id}`,
    replies_count: counts.replies,
    reblogs_count: counts.reblogs,
    favourites_count: status.likes.size,
    quotes_count: counts.quotes,
    content: toHtml(status.text, store.origin, (acct) => named(store, acct)),
    reblog: reblogged ? statusEntity(store, reblogged, viewer) : null,
    quote: quoted ? { state: 'accepted', quoted_status: statusEntity(store, { ...quoted, quoteOf: null }, viewer) } : null,
    application: null,
    account: accountEntity(store, author),
    media_attachments: status.mediaIds.map((id) => mediaEntity(store, memory.media.get(id) as MastodonMedia)),
    mentions: status.mentions.map((id) => mentionEntity(store, memory.accounts.get(id) as MastodonAccount)),
    tags: [...status.text.matchAll(/#([\p{L}\p{M}\p{N}_]+)/gu)].map(([, name = '']) => ({
      name: name.toLowerCase(),
      url: `${store.origin}/tags/${encodeURIComponent(name.toLowerCase())}`,
    })),
    emojis: [],
    card: null,
    poll: status.poll ? pollEntity(store, status.poll, viewer) : null,
    ...(viewer !== null && marksOf(store, status, viewer)),
  }
}

/** What whoever looks has done with it; whether it is pinned is shown to its author alone. */
function marksOf(store: Store, status: MastodonStatus, viewer: string) {
  return {
    favourited: status.likes.has(viewer),
    reblogged: reblogOf(store, viewer, status.id) !== undefined,
    muted: false,
    bookmarked: false,
    ...(viewer === status.accountId && status.reblogOf === null && { pinned: store.memory.pins.has(status.id) }),
  }
}

function named(store: Store, acct: string) {
  const account = store.find(acct)
  return account && { acct: acctOf(account), username: account.username, url: urlOf(store, account) }
}

function mentionEntity(store: Store, account: MastodonAccount) {
  return { id: account.id, username: account.username, acct: acctOf(account), url: urlOf(store, account) }
}

export function notificationEntity(store: Store, notification: MastodonNotification) {
  const status = notification.statusId ? store.memory.statuses.get(notification.statusId) : undefined
  return {
    id: notification.id,
    type: notification.type,
    group_key: `ungrouped-${notification.id}`,
    created_at: notification.createdAt,
    account: accountEntity(store, store.memory.accounts.get(notification.from) as MastodonAccount),
    status: status ? statusEntity(store, status, notification.for) : null,
  }
}
