/** The figures of the table. */
export type Pair = { wanted: string; given: string }

export const accuracy = (pairs: readonly Pair[]): number =>
  pairs.length === 0 ? Number.NaN : (100 * pairs.filter(({ wanted, given }) => wanted === given).length) / pairs.length

/** Percent right among those said to be `label`, and percent found among those that are. */
export function precisionRecall(pairs: readonly Pair[], label: string): { precision: number; recall: number } {
  const hits = pairs.filter(({ wanted, given }) => wanted === label && given === label).length
  const said = pairs.filter(({ given }) => given === label).length
  const are = pairs.filter(({ wanted }) => wanted === label).length
  return { precision: (100 * hits) / Math.max(1, said), recall: (100 * hits) / Math.max(1, are) }
}

/** Mean of F1 over the labels that occur, in percent. */
export function macroF1(pairs: readonly Pair[]): number {
  const labels = [...new Set(pairs.map(({ wanted }) => wanted))]
  const f1 = labels.map((label) => {
    const { precision, recall } = precisionRecall(pairs, label)
    return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  })
  return f1.reduce((sum, one) => sum + one, 0) / Math.max(1, labels.length)
}

/** Expected calibration error in points: what was promised against what came true, in ten bands. */
export function calibrationError(answers: readonly { p: number; right: boolean }[]): number {
  const bands = Array.from({ length: 10 }, () => ({ count: 0, promised: 0, right: 0 }))
  for (const { p, right } of answers) {
    const band = bands[Math.min(9, Math.floor(p * 10))]
    if (!band) continue
    band.count += 1
    band.promised += p
    band.right += right ? 1 : 0
  }
  return (100 * bands.reduce((sum, band) => sum + Math.abs(band.promised - band.right), 0)) / Math.max(1, answers.length)
}
