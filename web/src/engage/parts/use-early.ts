import { type RefObject, useEffect, useRef } from 'react'

/**
 * `r` may be pressed before the thread has come over a slow line. What is typed meanwhile goes into a field out of sight, so that
 * no letter is taken for a shortcut, and on into the answer once its box stands.
 */
export function useEarly(box: RefObject<HTMLTextAreaElement | null>) {
  const early = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    const [from, to] = [early.current, box.current]
    if (!from || !to || document.activeElement !== from) return
    to.focus()
    if (from.value === '') return
    to.setRangeText(from.value, to.value.length, to.value.length, 'end')
    from.value = ''
    to.dispatchEvent(new Event('input', { bubbles: true }))
  })
  return { early, reply: () => (box.current ?? early.current)?.focus() }
}
