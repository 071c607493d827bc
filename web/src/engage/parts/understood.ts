import type { MessageView } from '@pupitre/server/engage/engage.schema'

export type Understanding = NonNullable<MessageView['understanding']>
export type HeadName = Exclude<keyof Understanding, 'subjects'>
type Reason = Understanding['intent']['reasons'][number]

/** The last thing the person said that was understood: what the panel tells of, and what a correction is about. */
export const lastUnderstood = (messages: readonly MessageView[]): MessageView | undefined =>
  messages.findLast((message) => message.direction === 'in' && message.understanding)

/** Words of the message that spoke for an answer; those that spoke against it, and « ma » or « de », explain nothing to a reader. */
export const wordsOf = (reasons: readonly Reason[]): string[] =>
  reasons.flatMap((reason) => ('word' in reason && reason.effect > 0 && /[\p{L}\p{N}]{3}/u.test(reason.word) ? [reason.word] : []))

/** The sentence of the safety rule that fired, if one did. */
export function ruleOf(reasons: readonly Reason[], language: 'fr' | 'en'): string | null {
  const rule = reasons.find((reason) => 'rule' in reason)
  return rule ? rule[language] : null
}

/** What is marked in the text: why it is what it is, and why it is urgent. */
export function markedIn(understanding: Understanding | null): string[] {
  if (!understanding) return []
  const { intent, urgent } = understanding
  return [...new Set([...wordsOf(intent.reasons), ...(urgent.value ? wordsOf(urgent.reasons) : [])])]
}
