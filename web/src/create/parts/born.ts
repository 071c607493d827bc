const born = new Set<string>()

/** Contents that got their first words on this page, in this visit: their sheet goes on under its new address. */
export const markBorn = (id: string): void => void born.add(id)
export const wasBorn = (id: string): boolean => born.has(id)
