/** A channel was connected for the first time or again: `{ channelId, again }`. */
export const channelConnected = 'channels.connected'
/** A channel's health changed: `{ channelId, health }`. */
export const channelHealthChanged = 'channels.health'
