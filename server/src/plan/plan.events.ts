/** A campaign, an event or the pillars of a brand changed. */
export const planChanged = 'plan.changed'
