import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type ContentView, type Measure, measure, type ToMeasure } from '../create.client.ts'
import { type Draft, hasLeft, ownOf } from './draft.ts'

const BREATH = 150

/** The versions as they stand on the screen; what has left is not counted again. */
function toMeasure(draft: Draft, content: ContentView | null): ToMeasure[] {
  const left = new Set(content?.variants.filter(hasLeft).map((variant) => variant.channelId))
  return draft.channelIds
    .filter((id) => !left.has(id))
    .map((channelId) => {
      const own = ownOf(draft, channelId)
      return { channelId, items: own.items ?? draft.items, options: own.options ?? draft.options, follows: !own.items }
    })
}

function useBreath<T>(value: T, stamp: string): T {
  const [held, setHeld] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setHeld(value), BREATH)
    return () => clearTimeout(timer)
    // The stamp is the value, in words.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [stamp])
  return held
}

/** Each network's own count of what is on the screen, kept or not. The last exact count stays until the next one comes. */
export function useMeasures(brandId: string, draft: Draft, content: ContentView | null): ReadonlyMap<string, Measure> {
  const versions = toMeasure(draft, content)
  const asked = useBreath(versions, JSON.stringify(versions))
  const { data } = useQuery({
    queryKey: ['measure-text', brandId, asked],
    queryFn: () => measure(brandId, asked),
    enabled: asked.length > 0,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  })
  const counted = new Map((data ?? []).map((one) => [one.channelId, one]))
  for (const variant of content?.variants ?? []) {
    if (!hasLeft(variant) && counted.has(variant.channelId)) continue
    const { channelId, items, measured, findings } = variant
    counted.set(channelId, { channelId, items, measured, findings: hasLeft(variant) ? [] : findings })
  }
  return counted
}
