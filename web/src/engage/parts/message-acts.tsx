import type { ConversationView, MessageView } from '@pupitre/server/engage/engage.schema'
import { useState } from 'react'
import { useSession } from '../../session.ts'
import { IconButton } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { useT } from '../../ui/language.ts'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { useSaying } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { actOnMessage, type MessageAct } from '../engage.client.ts'
import { engageWords } from '../engage.words.ts'
import { useStop } from './use-send.ts'

/** Sends an act on a message, counted down, to be stopped. */
function useAct(brandId: string) {
  const t = useT(engageWords)
  const saying = useSaying()
  const stop = useStop()
  return async (message: MessageView, act: MessageAct, said: string): Promise<void> => {
    try {
      const { deliveryId, undoUntil } = await actOnMessage({ brandId, id: message.id }, act)
      toast(said, {
        leaving: true,
        until: undoUntil,
        undo: () => void stop({ brandId, deliveryId, said: t.stoppedAct, after: () => undefined }),
      })
    } catch (error) {
      const { what, after } = saying(error)
      toast(what, { tone: 'refused', sub: after })
    }
  }
}

/** What may be done with what somebody wrote: only what its network has, and what was not done yet. */
export function MessageActs({ message, view }: { message: MessageView; view: ConversationView }) {
  const t = useT(engageWords)
  const { can } = useSession()
  const [asking, ask] = useState(false)
  const { brandId, person } = view.conversation
  const act = useAct(brandId)
  const name = person.name || person.handle
  const has = (ability: string): boolean => view.acts[ability] === true
  const isBlocked = view.blockedAt !== null
  const isHidden = message.hiddenAt !== null
  const entries: MenuEntry[] = [
    {
      id: 'like',
      label: t.like,
      icon: 'heart',
      isDisabled: message.likedAt !== null,
      perform: () => void act(message, { act: 'like' }, t.likedTo(name)),
    },
    { id: 'repost', label: t.repost, icon: 'repeat', perform: () => void act(message, { act: 'repost' }, t.reposting) },
    {
      id: 'hide',
      label: isHidden ? t.show : t.hide,
      icon: 'eye',
      perform: () => void act(message, { act: 'hide', hidden: !isHidden }, isHidden ? t.showing : t.hiding),
    },
    {
      id: 'block',
      label: isBlocked ? t.unblock : t.block(name),
      icon: 'stop',
      danger: !isBlocked,
      perform: () => (isBlocked ? void act(message, { act: 'block', blocked: false }, t.unblocking) : ask(true)),
    },
  ]
  const possible = entries.filter(({ id }) => has(id))
  if (!can('engage') || possible.length === 0 || message.removedAt) return null
  return (
    <>
      <Menu
        label={t.messageActs}
        groups={[{ id: 'acts', entries: possible }]}
        placement="bottom end"
        trigger={<IconButton icon="dots" label={t.messageActs} kind="quiet" />}
      />
      <Confirm
        title={t.blockTitle(name)}
        isOpen={asking}
        isFinal
        confirm={t.block(name)}
        onClose={() => ask(false)}
        onConfirm={() => {
          ask(false)
          void act(message, { act: 'block', blocked: true }, t.blocking)
        }}
      >
        <p>{t.blockText}</p>
      </Confirm>
    </>
  )
}
