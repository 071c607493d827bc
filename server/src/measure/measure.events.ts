/** Figures of a channel's posts were read: `{ channelId }`. */
export const figuresRead = 'measure.read'
/** A channel's past is being fetched: `{ channelId, state, posts }`. */
export const importMoved = 'measure.import'
export const importQueue = 'measure.import'
