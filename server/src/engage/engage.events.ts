/** Somebody spoke to the brand: `{ conversationId, messageId }`. */
export const messageReceived = 'engage.received'
/** A conversation changed: state, assignee, note, answer: `{ conversationId }`. */
export const conversationChanged = 'engage.changed'
/** Somebody has a conversation open: `{ conversationId, userId, name, writing }`. */
export const presenceSeen = 'engage.presence'
