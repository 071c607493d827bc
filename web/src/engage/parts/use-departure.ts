import { useEffect, useState } from 'react'
import { keepPresence, readDeparture } from './departure.ts'

const STILL_HERE = 30_000

/** When the person left the inbox the last time, if that was a while ago; meanwhile, that they are here. */
export function useDeparture(brandId: string): string | null {
  const [departure] = useState(() => readDeparture(brandId, Date.now()))
  useEffect(() => {
    const here = () => {
      if (document.visibilityState === 'visible') keepPresence(brandId, Date.now())
    }
    here()
    const timer = setInterval(here, STILL_HERE)
    return () => {
      clearInterval(timer)
      here()
    }
  }, [brandId])
  return departure
}
