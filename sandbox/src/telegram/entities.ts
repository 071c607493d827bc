import type { TelegramChat, TelegramMessage, TelegramStore, TelegramUpdate, TelegramUser } from './store.ts'

/** How the interface shows what is remembered (https://core.telegram.org/bots/api#available-types). */

const seconds = (ms: number) => Math.floor(ms / 1000)

export function userEntity(user: TelegramUser, own = false) {
  return {
    id: user.id,
    is_bot: user.isBot,
    first_name: user.firstName,
    username: user.username,
    ...(own && { can_join_groups: true, can_read_all_group_messages: false, supports_inline_queries: false }),
  }
}

export function chatEntity(chat: TelegramChat) {
  const name = chat.type === 'private' ? { first_name: chat.title } : { title: chat.title }
  return { id: chat.id, type: chat.type, ...name, ...(chat.username && { username: chat.username }) }
}

export function fullChatEntity(store: TelegramStore, chat: TelegramChat) {
  const newest = chat.pinned.size === 0 ? null : store.find(chat.id, Math.max(...chat.pinned))
  return {
    ...chatEntity(chat),
    accent_color_id: 5,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
    ...(chat.linked !== null && { linked_chat_id: chat.linked }),
    ...(newest && { pinned_message: messageEntity(store, newest) }),
  }
}

function fileEntity({ file, id, chatId }: TelegramMessage) {
  if (!file) return {}
  const names = { file_id: `file-${Math.abs(chatId)}-${id}`, file_unique_id: `u${Math.abs(chatId)}${id}`, width: 1, height: 1 }
  const sized = { ...names, file_size: file.bytes.length }
  return file.kind === 'photo' ? { photo: [sized] } : { video: { ...sized, duration: 1, mime_type: file.type } }
}

function pollEntity({ poll, id }: TelegramMessage) {
  if (!poll) return {}
  return {
    poll: {
      id: `poll-${id}`,
      question: poll.question,
      options: poll.options.map((text, index) => ({ persistent_id: `option-${index}`, text, voter_count: 0 })),
      total_voter_count: 0,
      is_closed: false,
      is_anonymous: true,
      type: 'regular',
      allows_multiple_answers: poll.multiple,
      allows_revoting: true,
      members_only: false,
      ...(poll.openPeriod !== null && { open_period: poll.openPeriod }),
    },
  }
}

/** Who speaks: a person, or a chat for itself. */
function senderEntity(store: TelegramStore, message: TelegramMessage, chat: TelegramChat) {
  const channel = message.carried && store.memory.chats.get(message.carried.chatId)
  if (channel) return { from: { id: 777_000, is_bot: false, first_name: 'Telegram' }, sender_chat: chatEntity(channel) }
  const user = message.fromId === null ? undefined : store.memory.users.get(message.fromId)
  return chat.type === 'channel' || !user ? { sender_chat: chatEntity(chat) } : { from: userEntity(user) }
}

function carriedEntity(store: TelegramStore, { carried, at }: TelegramMessage) {
  const channel = carried && store.memory.chats.get(carried.chatId)
  if (!carried || !channel) return {}
  const origin = { type: 'channel', chat: chatEntity(channel), message_id: carried.messageId, date: seconds(at) }
  return { is_automatic_forward: true, forward_origin: origin }
}

function wordsEntity({ text, entities, file }: TelegramMessage) {
  if (text === '') return {}
  const listed = entities.length > 0
  return file ? { caption: text, ...(listed && { caption_entities: entities }) } : { text, ...(listed && { entities }) }
}

export function messageEntity(store: TelegramStore, message: TelegramMessage, nested = false): Record<string, unknown> {
  const chat = store.memory.chats.get(message.chatId)
  if (!chat) throw new Error('a message of no chat')
  const answered = nested || message.replyTo === null ? null : store.find(chat.id, message.replyTo)
  return {
    message_id: message.id,
    date: seconds(message.at),
    chat: chatEntity(chat),
    ...senderEntity(store, message, chat),
    ...carriedEntity(store, message),
    ...(message.editedAt !== null && { edit_date: seconds(message.editedAt) }),
    ...(message.album && { media_group_id: message.album }),
    ...wordsEntity(message),
    ...(message.preview && { link_preview_options: { url: message.preview } }),
    ...fileEntity(message),
    ...pollEntity(message),
    ...(answered && { reply_to_message: messageEntity(store, answered, true) }),
  }
}

/** An update of a message that was deleted meanwhile is told to nobody. */
export function updateEntity(store: TelegramStore, { id, kind, chatId, messageId }: TelegramUpdate) {
  const message = store.find(chatId, messageId)
  return message ? [{ update_id: id, [kind]: messageEntity(store, message) }] : []
}
