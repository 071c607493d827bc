/** A content, one of its versions or its channels changed: `{ contentId }`. */
export const contentChanged = 'create.changed'
