import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { onLive } from '../../live.ts'
import { type ContentView, contentKey, contentQuery } from '../create.client.ts'
import type { Draft } from './draft.ts'
import { Keeper } from './keeper.ts'

type Start = {
  brandId: string
  content: ContentView | null
  draft: Draft
  localTime: string | null
  onMade: (content: ContentView) => void
}

/** A content being written: the keeper, and what it holds. Listens to what others and the network do to it. */
export function useKeeper({ brandId, content, draft, localTime, onMade }: Start) {
  const queries = useQueryClient()
  const [keeper] = useState(() => new Keeper(brandId, content, draft, localTime))
  const kept = useSyncExternalStore(keeper.listen, keeper.get)
  useEffect(() => {
    keeper.tell({
      onMade: (made) => {
        queries.setQueryData(contentKey(made.id), made)
        onMade(made)
      },
      onSaved: (saved) => queries.setQueryData(contentKey(saved.id), saved),
    })
  })
  const { data } = useQuery({ ...contentQuery(brandId, kept.content?.id ?? ''), enabled: kept.content !== null })
  useEffect(() => {
    if (data) keeper.adopt(data)
  }, [data, keeper])
  useEffect(() => {
    keeper.start()
    // A delivery that moves is told by publishing, a remark by reviewing; the content that shows them is asked again.
    const stop = onLive(({ event }) => {
      if (/^(publish|review)\./.test(event)) void queries.invalidateQueries({ queryKey: ['create'] })
    })
    const back = () => void keeper.flush()
    const leave = () => keeper.close()
    addEventListener('online', back)
    addEventListener('pagehide', leave)
    return () => {
      stop()
      removeEventListener('online', back)
      removeEventListener('pagehide', leave)
      keeper.close()
    }
  }, [keeper, queries])
  return { keeper, ...kept }
}

export type Desk = ReturnType<typeof useKeeper>
