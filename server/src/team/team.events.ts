/** The pack of somebody who leaves stands ready: `{ handoverId }`. */
export const handoverMade = 'team.handover'
