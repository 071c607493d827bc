/** What an inbox holds, estimated from what people decided on a channel. */
import { labelsOf } from './answers.ts'
import type { AnswerName } from './heads.ts'
import type { ChannelPrior, Decision } from './labels.ts'
import { loadModel, type Model } from './model.ts'

/** So many decisions weigh as much as what was learnt: a handful of them must not bend the answers. */
const strength = 50

/** The mean of what was counted and what the model learnt, the counted weighing more the more there is. */
function shares(name: AnswerName, decisions: readonly Decision[], model: Model): Record<string, number> | undefined {
  const decided = decisions.map((decision) => decision[name]).filter((value) => value !== undefined)
  if (decided.length === 0) return undefined
  const learnt = model.head.calibration[name].shares
  return Object.fromEntries(
    labelsOf[name].map((label) => {
      const count = decided.filter((value) => String(value) === label).length
      return [label, (count + strength * (learnt[label] ?? 0)) / (decided.length + strength)]
    }),
  )
}

/**
 * The prior of a channel from the decisions made on it. Decisions must be a fair sample of the channel (everything of a day, say): if only
 * grave messages are corrected, grave ones will be expected.
 */
export function estimatePrior(decisions: readonly Decision[], model: Model = loadModel()): ChannelPrior {
  const yes = (name: AnswerName): number | undefined => shares(name, decisions, model)?.['true']
  return {
    toxic: yes('toxic'),
    attacksTeam: yes('attacksTeam'),
    urgent: yes('urgent'),
    intent: shares('intent', decisions, model),
    sentiment: shares('sentiment', decisions, model),
    emotion: shares('emotion', decisions, model),
  }
}
