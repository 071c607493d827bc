import type { Limits, Measured } from '../contract.ts'
import { graphemes, splitText } from '../split.ts'

/** As the network counts. `spans` are the links, mentions and hashtags that it makes of a text. */
export const measure = (text: string): Measured => ({ length: graphemes(text), bytes: Buffer.byteLength(text), spans: [] })

/** At sentences, each within the limit. */
export const split = (text: string, limits: Limits): string[] => splitText(text, (piece) => graphemes(piece) <= limits.text.max)
