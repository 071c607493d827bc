/** A channel was connected for the first time or again: `{ channelId, again }`. */
export const channelConnected = 'channels.connected'
/** A channel's health changed: `{ channelId, health }`. */
export const channelHealthChanged = 'channels.health'
/** What a channel's network takes changed: `{ channelId, before }`, with the limits as they were. */
export const channelLimitsChanged = 'channels.limits'
