import type { ConversationView, MessageView } from '@pupitre/server/engage/engage.schema'
import type { Mode } from './draft.ts'

export const lastHeard = (messages: readonly MessageView[]): MessageView | undefined =>
  messages.findLast((message) => message.direction === 'in' && !message.removedAt)

type Seen = Pick<ConversationView, 'messages' | 'acts'> & { conversation: Pick<ConversationView['conversation'], 'kind'> }

function answersOf(view: Seen, last: MessageView): Mode[] {
  // What was said in private is answered in private.
  const isPrivate = view.conversation.kind === 'direct' || last.visibility === 'direct'
  const modes: Mode[] = []
  if (!isPrivate && view.acts.reply === true) modes.push('public')
  if (view.acts.privateReply === true) modes.push('direct')
  return modes
}

/** How one may answer here, and what stands in the way: the network's rule, its window, or one's own rights. */
export function waysOf(view: Seen, canEngage: boolean, now: number) {
  const last = lastHeard(view.messages)
  const isClosed = Boolean(last?.replyBefore && Date.parse(last.replyBefore) < now)
  const canAnswer = canEngage && last !== undefined && last.canReply && !isClosed
  const note: Mode[] = canEngage ? ['note'] : []
  return {
    modes: canAnswer ? [...answersOf(view, last), ...note] : note,
    isClosed,
    canAnswer,
    isForFollowers: last?.visibility === 'followers',
  }
}
