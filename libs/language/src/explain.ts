/** Why: each word is left out in turn, and what the answer's logit loses by it is the word's effect. */
import { type AnswerName, answerNames } from './heads.ts'
import type { Judge } from './judge.ts'
import type { DeltaRows } from './judge.ts'
import type { ChannelPrior, WordReason } from './labels.ts'
import { TokenKind } from './tokens.ts'

const [maxCandidates, maxReasons, leastEffect] = [28, 3, 0.05]

type Candidate = { from: number; to: number }
const logit = (p: number): number => Math.log(Math.max(p, 1e-9) / Math.max(1 - p, 1e-9))

/** The pieces of a text worth leaving out: in a long one, words of the lists and long words before short ones. */
function candidatesOf({ scorer: { tokens } }: Judge): Candidate[] {
  const all: (Candidate & { weight: number; k: number })[] = []
  for (let k = 0; k < tokens.count; k += 1) {
    const kind = tokens.kinds[k]
    if (kind === TokenKind.mention || kind === TokenKind.link) continue
    const length = (tokens.textTo[k] ?? 0) - (tokens.textFrom[k] ?? 0)
    const weight = (tokens.classes[k] !== 0 ? 6 : 0) + Math.min(length, 8)
    all.push({ from: tokens.textFrom[k] ?? 0, to: tokens.textTo[k] ?? 0, weight, k })
  }
  return all.sort((a, b) => b.weight - a.weight || a.k - b.k).slice(0, maxCandidates)
}

/** Up to three words for each answer just given, greatest effect first. The judge is left at another text. */
export function explain(
  judge: Judge,
  text: string,
  given: Readonly<Record<AnswerName, number>>,
  { channelPrior, rows }: { channelPrior?: ChannelPrior; rows?: DeltaRows },
): Record<AnswerName, WordReason[]> {
  const before = Object.fromEntries(answerNames.map((name) => [name, logit(judge.p[name][given[name]] ?? 0)])) as Record<AnswerName, number>
  const reasons = Object.fromEntries(answerNames.map((name) => [name, []])) as unknown as Record<AnswerName, WordReason[]>
  for (const { from, to } of candidatesOf(judge)) {
    const word = text.slice(from, to)
    judge.judge(text.slice(0, from) + text.slice(to), channelPrior, rows)
    for (const name of answerNames) {
      const effect = before[name] - logit(judge.p[name][given[name]] ?? 0)
      if (effect >= leastEffect) reasons[name].push({ word, effect: Math.round(effect * 1000) / 1000 })
    }
  }
  for (const name of answerNames) {
    reasons[name].sort((a, b) => b.effect - a.effect)
    reasons[name].length = Math.min(reasons[name].length, maxReasons)
  }
  return reasons
}
