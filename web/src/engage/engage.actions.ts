import { type Action, useActions } from '../ui/actions.ts'
import { useT } from '../ui/language.ts'
import type { words } from './engage.fr.ts'
import { engageWords } from './engage.words.ts'

type Words = typeof words

export type InboxDoings = {
  reply: () => void
  done: () => void
  reopen: () => void
  snooze: () => void
  assign: () => void
  labels: () => void
  correct: () => void
  likeDone: () => void
  choose: (range: boolean) => void
  leave: () => void
}

type Now = { hasTarget: boolean; hasOpen: boolean; isUnderstood: boolean; isDone: boolean; isChoosing: boolean; canEngage: boolean }

function inboxActions(t: Words, now: Now, doings: InboxDoings): Action[] {
  const acts = now.hasTarget && now.canEngage
  return [
    { id: 'inbox.reply', label: t.reply, icon: 'comment', keys: 'r', group: 'do', when: now.hasOpen, perform: doings.reply },
    {
      id: 'inbox.done',
      label: now.isDone ? t.reopen : t.doneAct,
      icon: now.isDone ? 'undo' : 'check',
      keys: 'e',
      group: 'do',
      when: acts,
      perform: now.isDone ? doings.reopen : doings.done,
    },
    { id: 'inbox.snooze', label: t.snooze, icon: 'moon', keys: 's', group: 'do', when: acts, perform: doings.snooze },
    { id: 'inbox.assign', label: t.assign, icon: 'user', keys: 'a', group: 'do', when: acts, perform: doings.assign },
    { id: 'inbox.labels', label: t.labels, icon: 'tag', keys: 'l', group: 'do', when: acts, perform: doings.labels },
    {
      id: 'inbox.correct',
      label: t.correctAct,
      icon: 'sliders',
      keys: 'c',
      group: 'do',
      when: now.hasOpen && now.isUnderstood && now.canEngage,
      perform: doings.correct,
    },
    { id: 'inbox.like', label: t.likeDone, icon: 'heart', keys: 'f', group: 'do', when: now.hasOpen && acts, perform: doings.likeDone },
    { id: 'inbox.choose', label: t.choose, icon: 'check', keys: 'x', when: now.hasTarget, perform: () => doings.choose(false) },
    { id: 'inbox.choose-range', label: t.chooseRange, keys: 'shift+x', when: now.hasTarget, perform: () => doings.choose(true) },
    { id: 'inbox.leave', label: t.leaveThread, icon: 'left', keys: 'escape', when: now.hasOpen || now.isChoosing, perform: doings.leave },
  ]
}

/** The inbox's gestures: the same objects for its buttons, its keys and the palette. */
export function useInboxActions(now: Now, doings: InboxDoings): void {
  useActions(inboxActions(useT(engageWords), now, doings))
}
