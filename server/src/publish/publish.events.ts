/** A delivery changed its state: `{ deliveryId, state, kind }`. */
export const deliveryMoved = 'publish.moved'
/** A delivery arrived: `{ deliveryId, kind, messageId, targetId }`. */
export const deliveryPublished = 'publish.delivered'
/** Everything was stopped, or goes on: `{ active }`. */
export const freezeChanged = 'publish.freeze'
/** The queue of bells: each says that a delivery may be due. */
export const deliverQueue = 'publish.deliver'
