/** Somebody approved a text or asked for changes: `{ deliveryId, hash, verdict }`. */
export const reviewDecided = 'review.decided'
/** A remark was written under a content: `{ contentId }`. */
export const reviewCommented = 'review.commented'
