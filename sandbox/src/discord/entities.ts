import type { DiscordChannel, DiscordMessage, DiscordStore, DiscordUser } from './store.ts'

/** How the interface shows what is remembered (https://docs.discord.com/developers/resources/message#message-object). */

export function userEntity(user: DiscordUser) {
  return {
    id: user.id,
    username: user.username,
    global_name: user.bot ? null : user.displayName,
    avatar: null,
    discriminator: user.bot ? '4242' : '0',
    public_flags: 0,
    flags: 0,
    bot: user.bot,
    primary_guild: null,
  }
}

export function channelEntity(store: DiscordStore, channel: DiscordChannel) {
  const last = store.memory.byChannel.get(channel.id)?.at(-1)?.id ?? null
  const base = { id: channel.id, type: channel.type, guild_id: channel.guildId, name: channel.name, flags: 0, last_message_id: last }
  if (channel.type !== 11) return { ...base, position: 0, nsfw: false, topic: null, permission_overwrites: [] }
  const count = store.memory.byChannel.get(channel.id)?.length ?? 0
  return {
    ...base,
    parent_id: channel.parentId,
    owner_id: store.memory.messages.get(channel.id)?.authorId ?? store.guild.id,
    thread_metadata: { archived: false, archive_timestamp: null, auto_archive_duration: 1440, locked: false },
    message_count: count,
    member_count: 1,
    total_message_sent: count,
  }
}

export function guildEntity(store: DiscordStore, withCounts: boolean) {
  const { tier, members } = store.memory
  return {
    id: store.guild.id,
    name: store.guild.name,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: [],
    banner: null,
    owner_id: '80351110224678912',
    application_id: null,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 1,
    roles: [],
    default_message_notifications: 1,
    mfa_level: 0,
    explicit_content_filter: 2,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: tier,
    premium_subscription_count: 0,
    preferred_locale: 'fr',
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    incidents_data: null,
    ...(withCounts && { approximate_member_count: members, approximate_presence_count: Math.ceil(members / 5) }),
  }
}

function fileEntity(store: DiscordStore, file: DiscordMessage['files'][number]) {
  const url = `${store.origin}/discord-files/${file.id}/${file.name}`
  return {
    id: file.id,
    filename: file.name,
    size: file.bytes.length,
    url,
    proxy_url: url,
    content_type: file.type,
    ...(file.description && { description: file.description }),
  }
}

function reactionEntities(message: DiscordMessage, viewer: string) {
  return [...message.reactions].map(([name, who]) => ({
    emoji: { id: null, name },
    count: who.size,
    count_details: { burst: 0, normal: who.size },
    burst_colors: [],
    me: who.has(viewer),
    me_burst: false,
  }))
}

function pollEntity({ poll }: DiscordMessage) {
  if (!poll) return {}
  const answers = poll.answers.map((text, index) => ({ answer_id: index + 1, poll_media: { text } }))
  return {
    poll: {
      question: { text: poll.question },
      answers,
      expiry: poll.expiry,
      allow_multiselect: poll.multiple,
      layout_type: 1,
      results: { answer_counts: [], is_finalized: false },
    },
  }
}

/** What is answered: where it stands, and itself unless this is already inside another. */
function answerEntity(store: DiscordStore, { channelId, messageId }: NonNullable<DiscordMessage['replyTo']>, viewer: string | null) {
  const answered = store.memory.messages.get(messageId)
  return {
    message_reference: { type: 0, channel_id: channelId, message_id: messageId, guild_id: store.guild.id },
    ...(viewer !== null && { referenced_message: answered ? messageEntity(store, answered, viewer, true) : null }),
  }
}

export function messageEntity(store: DiscordStore, message: DiscordMessage, viewer: string, nested = false): Record<string, unknown> {
  const user = (id: string) => userEntity(store.memory.users.get(id) ?? { id, username: 'gone', displayName: 'gone', bot: false })
  const reactions = reactionEntities(message, viewer)
  const thread = store.memory.channels.get(message.id)
  return {
    id: message.id,
    type: message.replyTo ? 19 : 0,
    channel_id: message.channelId,
    content: message.content,
    author: user(message.authorId),
    mentions: message.mentions.map(user),
    mention_roles: [],
    mention_everyone: false,
    attachments: message.files.map((file) => fileEntity(store, file)),
    embeds: message.embeds.map(({ image, description, ...embed }) => ({
      type: 'rich',
      ...embed,
      ...(description && { description }),
      ...(image && { image: { url: image } }),
    })),
    timestamp: message.at,
    edited_timestamp: message.editedAt,
    flags: 0,
    components: [],
    pinned: message.pinned,
    tts: false,
    ...pollEntity(message),
    ...(message.nonce && message.authorId === viewer && { nonce: message.nonce }),
    // A message shown inside another is shown without its reactions.
    ...(!nested && reactions.length > 0 && { reactions }),
    ...(thread && { thread: channelEntity(store, thread) }),
    ...(message.replyTo && answerEntity(store, message.replyTo, nested ? null : viewer)),
  }
}
