import type { SlackChannel, SlackFile, SlackMessage, SlackStore, SlackUser } from './store.ts'

/** How the interface shows what is remembered (https://docs.slack.dev/reference/objects). */

export function userEntity(store: SlackStore, user: SlackUser) {
  const profile = {
    real_name: user.name,
    real_name_normalized: user.name,
    display_name: user.name,
    display_name_normalized: user.name,
    avatar_hash: 'g0',
    title: '',
    phone: '',
    skype: '',
    status_text: '',
    status_emoji: '',
    fields: [],
  }
  return { id: user.id, team_id: store.team.id, name: user.name, profile, is_bot: user.botId !== null, is_app_user: false, updated: 0 }
}

export function channelEntity(channel: SlackChannel, viewer: string) {
  const words = { value: '', creator: '', last_set: 0 }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    created: 1_700_000_000,
    creator: 'U0CREATOR01',
    is_archived: channel.archived,
    is_channel: true,
    is_general: false,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_org_shared: false,
    is_private: false,
    is_shared: false,
    is_member: channel.members.has(viewer),
    num_members: 42,
    topic: words,
    purpose: words,
  }
}

export function fileEntity(store: SlackStore, file: SlackFile) {
  const shown = file.sharedIn !== null && file.sharedAt <= store.clock.ms()
  return {
    id: file.id,
    name: file.name,
    title: file.name,
    mimetype: file.type,
    size: file.length,
    permalink: `${store.origin}/slack-files/${file.id}`,
    ...(file.alt && { alt_txt: file.alt }),
    shares: shown && file.sharedIn ? { public: { [file.sharedIn.channelId]: [{ ts: file.sharedIn.ts }] } } : {},
  }
}

/** What its answers tell of the first message of a thread. */
function threadEntity(store: SlackStore, message: SlackMessage) {
  if (message.thread !== null) {
    const parent = store.find(message.channelId, message.thread)
    return { thread_ts: message.thread, ...(parent && { parent_user_id: parent.userId }) }
  }
  const answers = store.messagesOf(message.channelId).filter(({ thread }) => thread === message.ts)
  const last = answers.at(-1)
  if (!last) return {}
  const users = [...new Set(answers.map(({ userId }) => userId))]
  return { thread_ts: message.ts, reply_count: answers.length, reply_users: users, reply_users_count: users.length, latest_reply: last.ts }
}

export function messageEntity(store: SlackStore, message: SlackMessage, withMetadata = false): Record<string, unknown> {
  const botId = store.memory.users.get(message.userId)?.botId
  const reactions = [...message.reactions].map(([name, who]) => ({ name, users: [...who], count: who.size }))
  return {
    type: 'message',
    ts: message.ts,
    user: message.userId,
    team: store.team.id,
    text: message.text,
    ...(botId && { bot_id: botId }),
    ...threadEntity(store, message),
    ...(message.edited && { edited: { user: message.userId, ts: message.ts } }),
    ...(message.attachments.length > 0 && { attachments: message.attachments.map((one, index) => ({ id: index + 1, ...one })) }),
    ...(message.files.length > 0 && { files: message.files.map((file) => fileEntity(store, file)) }),
    ...(reactions.length > 0 && { reactions }),
    ...(message.pinnedAt !== null && { pinned_to: [message.channelId] }),
    ...(withMetadata && message.metadata && { metadata: message.metadata }),
  }
}
