import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { startTicker } from './jobs.ts'
import { createLog } from './log.ts'

const log = createLog('silent')
const pause = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms))

describe('a ticker', () => {
  it('[S2-04] that is told to stop while it runs ends with what it is doing, whatever its interval', async () => {
    let done = 0
    const stop = startTicker({ name: 'slow', everySeconds: 3600, tick: () => pause(60).then(() => void (done += 1)) }, log)
    const began = performance.now()
    await stop()
    expect(done).toBe(1)
    expect(performance.now() - began).toBeLessThan(2000)
  })

  it('ticks for ever without keeping anything', async () => {
    let signal: AbortSignal | null = null
    let ticks = 0
    const tick = async (given: AbortSignal) => {
      signal = given
      ticks += 1
    }
    const stop = startTicker({ name: 'fast', everySeconds: 0.001, tick }, log)
    await expect.poll(() => ticks).toBeGreaterThan(50)
    expect(signal && getEventListeners(signal, 'abort').length).toBeLessThan(3)
    await stop()
  })
})
