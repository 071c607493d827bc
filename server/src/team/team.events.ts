/** Somebody changed the settings of a brand: `{ approvalNeeded }` when that is among them. */
export const brandChanged = 'team.brand'
/** The pack of somebody who leaves stands ready: `{ handoverId }`. */
export const handoverMade = 'team.handover'
