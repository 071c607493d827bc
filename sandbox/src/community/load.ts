import type { Mastodon } from '../mastodon/mastodon.ts'
import type { MastodonAccount, MastodonStatus, Store } from '../mastodon/store.ts'
import { hash } from '../random.ts'
import type { CommunityHistory, HistoryConversation, HistoryPost } from './history.ts'
import type { Intent } from './messages.tables.ts'

/** What a past became on the server: the status of each key, so that a desk can name what it already knows. */
export type Loaded = { statusIds: Map<string, string>; answered: MastodonStatus[]; posts: MastodonStatus[]; intents: Map<string, Intent> }

/**
 * Puts a past onto the server, under the account of this name. The same past gives the same ids, so a sandbox that was restarted
 * and loaded again still knows the statuses a desk has stored.
 */
export function loadHistory({ store }: Mastodon, brandName: string, history: CommunityHistory): Loaded {
  const brand = store.createAccount({ username: brandName })
  const loaded: Loaded = { statusIds: new Map(), answered: [], posts: [], intents: new Map() }
  for (const post of history.posts) loaded.posts.push(loadPost(store, brand, post, loaded))
  for (const conversation of history.conversations) loadConversation(store, brand, conversation, loaded)
  brand.followers = history.followers.at(-1)?.value ?? brand.followers
  return loaded
}

type Past = Pick<MastodonStatus, 'accountId' | 'createdAt' | 'text'> & Partial<MastodonStatus>

function add(store: Store, key: string, past: Past, loaded: Loaded): MastodonStatus {
  const id = ((BigInt(Date.parse(past.createdAt)) << 16n) + BigInt(hash(key) % 65_536)).toString()
  const blank = {
    editedAt: null,
    warning: '',
    sensitive: false,
    visibility: 'public',
    language: 'fr',
    replyTo: null,
    quoteOf: null,
    reblogOf: null,
  } as const
  const status: MastodonStatus = { ...blank, mediaIds: [], poll: null, mentions: [], likes: new Set(), keys: [], ...past, id }
  store.addStatus(status)
  loaded.statusIds.set(key, id)
  return status
}

/** Readers who are only counted have no account. */
function loadPost(store: Store, brand: MastodonAccount, post: HistoryPost, loaded: Loaded): MastodonStatus {
  const last = post.figures.at(-1)
  const likes = new Set(Array.from({ length: last?.likes ?? 0 }, (_, n) => `reader-${n}`))
  const status = add(store, post.key, { accountId: brand.id, createdAt: post.at, text: post.text, likes }, loaded)
  store.memory.counts.set(status.id, { replies: 0, reblogs: last?.reposts ?? 0, quotes: last?.quotes ?? 0 })
  return status
}

function loadConversation(store: Store, brand: MastodonAccount, conversation: HistoryConversation, loaded: Loaded): void {
  const { username, name, note, followers } = conversation.author
  const person = store.createAccount({ username: username.replace(/\./g, '_'), displayName: name, note, followers })
  const visibility = conversation.kind === 'direct' ? 'direct' : 'public'
  let replyTo = conversation.postKey === null ? null : (loaded.statusIds.get(conversation.postKey) ?? null)
  for (const { key, from, text, at } of conversation.messages) {
    const [author, other] = from === 'person' ? [person, brand] : [brand, person]
    const past = {
      accountId: author.id,
      createdAt: at,
      text: `@${other.username} ${text}`,
      mentions: [other.id],
      language: conversation.language,
    }
    const status = add(store, key, { ...past, visibility, replyTo }, loaded)
    replyTo = status.id
    if (from === 'brand') loaded.answered.push(status)
    else told(store, brand, status)
    if (from === 'person') loaded.intents.set(status.id, conversation.intent)
  }
}

function told(store: Store, brand: MastodonAccount, status: MastodonStatus): void {
  const createdAt = status.createdAt
  const visibleAt = Date.parse(createdAt)
  store.memory.notifications.push({
    id: status.id,
    for: brand.id,
    type: 'mention',
    from: status.accountId,
    statusId: status.id,
    createdAt,
    visibleAt,
  })
}
