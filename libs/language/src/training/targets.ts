/** What a message may be said to be by one head. */
import { headOf, type ModelHead, nativeHeads } from '../heads.ts'

/** `allowed`: labels that may be true; `considered`: labels the source knows at all. Bits, in the order of the head's labels. */
export type Target = { head: ModelHead; allowed: number; considered: number; weight: number }
export type Answered = { allowed: readonly string[]; considered?: readonly string[]; weight: number }

const everyLabel = (head: ModelHead): number => (1 << headOf[head].labels.length) - 1

/** Bits of these labels of the head; a label the head does not know throws, so that a slip of a corpus line is found. */
export function bitsOf(head: ModelHead, labels: readonly string[]): number {
  return labels.reduce((bits, label) => {
    const place = headOf[head].labels.indexOf(label)
    if (place < 0) throw new Error(`${label} is no label of ${head}`)
    return bits | (1 << place)
  }, 0)
}

export function targetOf(head: ModelHead, { allowed, considered, weight }: Answered): Target {
  return {
    head,
    allowed: bitsOf(head, allowed),
    considered: considered ? bitsOf(head, considered) : everyLabel(head),
    weight,
  }
}

/** A target of a head for all languages, and of the language's own. */
export function withNative(targets: readonly Target[], lang: string): Target[] {
  const native = nativeHeads[lang]
  return targets.flatMap((target) => {
    const own = target.head === 'publicSentiment' || target.head === 'publicToxic' ? native?.[target.head] : undefined
    return own ? [target, { ...target, head: own }] : [target]
  })
}
