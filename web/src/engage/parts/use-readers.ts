import { useEffect, useState } from 'react'
import { onLive } from '../../live.ts'
import { useSession } from '../../session.ts'
import { sayPresence } from '../engage.client.ts'

export type Reader = { id: string; name: string; initials: string; writing: boolean }
type Heard = Reader & { at: number }

const AGAIN = 10_000
/** Somebody who says nothing for this long has gone; the server forgets them at the same time. */
const GONE = 30_000

const isReader = (data: unknown): data is { conversationId: string; userId: string; name: string; initials: string; writing: boolean } =>
  typeof data === 'object' && data !== null && 'conversationId' in data && 'userId' in data

/** Colleagues who have the conversation open, heard as they come. `known` is what the server said when it was opened. */
export function useReaders(conversationId: string, known: readonly Reader[]): readonly Reader[] {
  const { me } = useSession()
  const [heard, setHeard] = useState<readonly Heard[]>([])
  useEffect(() => {
    const forget = setInterval(() => setHeard((all) => (all.some(isGone) ? all.filter((one) => !isGone(one)) : all)), 5000)
    const stop = onLive(({ event, data }) => {
      if (event !== 'engage.presence' || !isReader(data) || data.conversationId !== conversationId || data.userId === me.user.id) return
      const reader: Heard = { id: data.userId, name: data.name, initials: data.initials, writing: data.writing, at: Date.now() }
      setHeard((all) => [...all.filter((one) => one.id !== reader.id), reader])
    })
    return () => {
      clearInterval(forget)
      stop()
    }
  }, [conversationId, me.user.id])
  const said = new Set(heard.map((one) => one.id))
  return [...heard, ...known.filter((one) => !said.has(one.id))]
}

const isGone = (one: Heard): boolean => Date.now() - one.at > GONE

/** Tells the colleagues that one reads, or writes, while the page is in sight. */
export function usePresence(brandId: string, conversationId: string, writing: boolean): void {
  useEffect(() => {
    const say = () => {
      // A presence that was not heard is said again in ten seconds.
      if (document.visibilityState === 'visible') sayPresence({ brandId, id: conversationId }, writing).catch(() => undefined)
    }
    say()
    const timer = setInterval(say, AGAIN)
    return () => clearInterval(timer)
  }, [brandId, conversationId, writing])
}
