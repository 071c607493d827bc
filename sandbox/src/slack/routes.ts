import { json, route, type Call, type Reply, type Route } from '../http.ts'
import { SlackRefusal, type NewMessage, type SlackActions } from './actions.ts'
import { channelEntity, fileEntity, messageEntity, userEntity } from './entities.ts'
import type { SlackAttachment, SlackChannel, SlackFile, SlackMessage, SlackMetadata, SlackStore, SlackUser } from './store.ts'

type Server = { store: SlackStore; actions: SlackActions; sent: Map<string, number[]> }
type Asked = { server: Server; app: SlackUser; scopes: readonly string[]; call: Call; fields: Record<string, unknown> }

export function slackRoutes(store: SlackStore, actions: SlackActions): Route[] {
  const server: Server = { store, actions, sent: new Map() }
  return [
    ...Object.keys(READS).map((method) => route(`GET /api/${method}`, (call) => answer(server, call, READS[method]))),
    ...Object.keys(ACTS).map((method) => route(`POST /api/${method}`, (call) => answer(server, call, ACTS[method]))),
    route('POST /slack-upload/:id', (call) => upload(store, call)),
  ]
}

type Work = (asked: Asked) => Record<string, unknown>

const READS: Record<string, Work> = {
  'auth.test': ({ server: { store }, app }) => ({
    url: 'https://maisonlevain.slack.com/',
    team: store.team.name,
    team_id: store.team.id,
    user: app.name,
    user_id: app.id,
    ...(app.botId && { bot_id: app.botId }),
  }),
  'conversations.info': (asked) => ({ channel: channelEntity(channelOf(asked), asked.app.id) }),
  'conversations.history': history,
  'conversations.replies': replies,
  'reactions.get': (asked) => {
    const message = messageOf(asked, 'timestamp')
    return { type: 'message', channel: message.channelId, message: messageEntity(asked.server.store, message) }
  },
  'pins.list': pins,
  'users.info': ({ server: { store }, fields }) => {
    const user = store.memory.users.get(text(fields['user']))
    if (!user) throw new SlackRefusal('user_not_found')
    return { user: userEntity(store, user) }
  },
  'files.info': ({ server: { store }, fields }) => ({ file: fileEntity(store, fileOf(store, text(fields['file']))), comments: [] }),
  'files.getUploadURLExternal': announce,
}

const ACTS: Record<string, Work> = {
  'chat.postMessage': (asked) => {
    const message = write(asked, {
      text: text(asked.fields['text']),
      thread: text(asked.fields['thread_ts']) || null,
      attachments: (asked.fields['attachments'] as SlackAttachment[] | undefined) ?? [],
      metadata: (asked.fields['metadata'] as SlackMetadata | undefined) ?? null,
    })
    return { channel: message.channelId, ts: message.ts, message: messageEntity(asked.server.store, message) }
  },
  'chat.update': update,
  'chat.delete': (asked) => {
    const message = own(asked, 'cant_delete_message')
    asked.server.actions.remove(message)
    return { channel: message.channelId, ts: message.ts }
  },
  'reactions.add': (asked) => react(asked, true),
  'pins.add': (asked) => pin(asked, true),
  'pins.remove': (asked) => pin(asked, false),
  'reactions.remove': (asked) => react(asked, false),
  'files.completeUploadExternal': complete,
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')

function answer(server: Server, call: Call, work: Work | undefined): Reply {
  try {
    const { app, scopes } = appOf(server.store, call)
    const fields = call.method === 'GET' ? Object.fromEntries(call.query) : call.body
    return json({ ok: true, ...work?.({ server, app, scopes, call, fields }) }, 200, { 'x-oauth-scopes': scopes.join(',') })
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error
    const limited = error.retryAfter !== null
    const { needed } = error
    return json(
      { ok: false, error: error.message, ...(needed !== null && { needed, provided: '' }) },
      limited ? 429 : 200,
      limited ? { 'retry-after': String(error.retryAfter) } : {},
    )
  }
}

function appOf(store: SlackStore, call: Call): Pick<Asked, 'app' | 'scopes'> {
  const token = /^Bearer (.+)$/.exec(call.headers.authorization ?? '')?.[1] ?? ''
  const app = store.memory.users.get(store.memory.tokens.get(token) ?? '')
  if (!app) throw new SlackRefusal(token === '' ? 'not_authed' : 'invalid_auth')
  return { app, scopes: store.memory.scopes.get(token) ?? [] }
}

function channelOf({ server: { store }, fields }: Asked, name = 'channel'): SlackChannel {
  const channel = store.memory.channels.get(text(fields[name]))
  if (!channel) throw new SlackRefusal('channel_not_found')
  return channel
}

function messageOf(asked: Asked, stamp: string): SlackMessage {
  const message = asked.server.store.find(channelOf(asked).id, text(asked.fields[stamp]))
  if (!message) throw new SlackRefusal('message_not_found')
  return message
}

function own(asked: Asked, refusal: string): SlackMessage {
  const message = messageOf(asked, 'ts')
  if (message.userId !== asked.app.id) throw new SlackRefusal(refusal)
  return message
}

/** Newest first; `oldest` and `latest` are not part of it; a cursor names where the next page begins. */
function history(asked: Asked) {
  const { fields, server } = asked
  const [oldest, latest, before] = [text(fields['oldest']), text(fields['latest']), text(fields['cursor'])]
  const all = server.store
    .messagesOf(channelOf(asked).id)
    .filter(({ thread, ts }) => thread === null && ts > oldest && (latest === '' || ts < latest) && (before === '' || ts < before))
    .reverse()
  const limit = Number(fields['limit'] ?? 100)
  return paged(asked, all.slice(0, limit), all.length > limit)
}

function paged({ server: { store }, fields }: Asked, page: SlackMessage[], more: boolean) {
  return {
    messages: page.map((one) => messageEntity(store, one, fields['include_all_metadata'] === 'true')),
    has_more: more,
    pin_count: 0,
    channel_actions_ts: null,
    channel_actions_count: 0,
    ...(more && { response_metadata: { next_cursor: page.at(-1)?.ts ?? '' } }),
  }
}

/** The first message always, then its answers, old to new. */
function replies(asked: Asked) {
  const { fields, server } = asked
  const channel = channelOf(asked)
  const first = server.store.find(channel.id, text(fields['ts']))
  if (!first) throw new SlackRefusal('thread_not_found')
  const [oldest, after] = [text(fields['oldest']), text(fields['cursor'])]
  const all = server.store.messagesOf(channel.id).filter(({ thread, ts }) => thread === first.ts && ts > oldest && ts > after)
  const limit = Number(fields['limit'] ?? 1_000)
  const page = all.slice(0, limit)
  const { messages, has_more, response_metadata } = paged(asked, [...(after === '' ? [first] : []), ...page], all.length > limit) as Record<
    string,
    unknown
  >
  return { messages, has_more, ...(has_more === true && { response_metadata }) }
}

function spend({ server: { actions, store, sent } }: Asked, channel: SlackChannel): void {
  const { rate } = actions.settings
  if (!rate) return
  const now = store.clock.ms()
  const recent = (sent.get(channel.id) ?? []).filter((at) => now - at < rate.perMs)
  if (recent.length >= rate.limit) throw new SlackRefusal('ratelimited', Math.ceil(((recent[0] ?? now) + rate.perMs - now) / 1000))
  sent.set(channel.id, [...recent, now])
}

function write(asked: Asked, init: NewMessage, name = 'channel'): SlackMessage {
  const channel = channelOf(asked, name)
  if (!channel.members.has(asked.app.id)) throw new SlackRefusal('not_in_channel')
  spend(asked, channel)
  return asked.server.actions.write(asked.app.id, channel, init)
}

function update(asked: Asked) {
  const message = own(asked, 'cant_update_message')
  const { attachments, metadata } = asked.fields as { attachments?: SlackAttachment[]; metadata?: SlackMetadata }
  asked.server.actions.edit(message, text(asked.fields['text']), { attachments, metadata: metadata ?? null })
  return { channel: message.channelId, ts: message.ts, text: message.text, message: { text: message.text } }
}

function react(asked: Asked, on: boolean) {
  asked.server.actions.react(asked.app.id, messageOf(asked, 'timestamp'), text(asked.fields['name']), on)
  return {}
}

function needs({ scopes }: Asked, scope: string): void {
  if (!scopes.includes(scope)) throw new SlackRefusal('missing_scope', null, scope)
}

function pin(asked: Asked, on: boolean) {
  needs(asked, 'pins:write')
  asked.server.actions.pin(messageOf(asked, 'timestamp'), on)
  return {}
}

function pins(asked: Asked) {
  needs(asked, 'pins:read')
  const { store } = asked.server
  const pinned = store.messagesOf(channelOf(asked).id).filter(({ pinnedAt }) => pinnedAt !== null)
  const created = ({ pinnedAt }: SlackMessage) => Math.floor((pinnedAt ?? 0) / 1000)
  return {
    items: pinned.map((one) => ({ type: 'message', channel: one.channelId, created: created(one), message: messageEntity(store, one) })),
  }
}

function fileOf(store: SlackStore, id: string): SlackFile {
  const file = store.memory.files.get(id)
  if (!file) throw new SlackRefusal('file_not_found')
  return file
}

function announce({ server: { store }, fields }: Asked) {
  const file: SlackFile = {
    id: store.newFileId(),
    name: text(fields['filename']),
    length: Number(fields['length']),
    type: '',
    alt: text(fields['alt_txt']),
    bytes: null,
    sharedIn: null,
    sharedAt: 0,
  }
  store.memory.files.set(file.id, file)
  return { upload_url: `${store.origin}/slack-upload/${file.id}`, file_id: file.id }
}

/** Answers with a word, and asks for no token. */
function upload(store: SlackStore, call: Call): Reply {
  const file = fileOf(store, call.params['id'] ?? '')
  const brought = call.files['file']
  if (call.headers.authorization || brought?.bytes.length !== file.length) return { status: 400, body: 'invalid' }
  Object.assign(file, { bytes: brought.bytes, type: brought.type })
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: `OK - ${file.length}` }
}

function complete(asked: Asked) {
  const { store } = asked.server
  const files = ((asked.fields['files'] as { id: string }[] | undefined) ?? []).map(({ id }) => fileOf(store, id))
  if (files.some(({ bytes }) => bytes === null)) throw new SlackRefusal('file_not_found')
  const thread = text(asked.fields['thread_ts']) || null
  write(asked, { text: text(asked.fields['initial_comment']), thread, files }, 'channel_id')
  return { files: files.map(({ id, name }) => ({ id, title: name })) }
}
