import { useRouter } from '@tanstack/react-router'
import { queries } from '../../queries.ts'

/** Goes where the person wanted to go, with nothing kept of who was there before. Only addresses of this desk are followed. */
export function useEnter(next?: string): () => Promise<void> {
  const router = useRouter()
  return async () => {
    queries.clear()
    const inside = next && new URL(next, location.origin).origin === location.origin && next.startsWith('/') ? next : '/today'
    router.history.push(inside)
    await router.invalidate()
  }
}
