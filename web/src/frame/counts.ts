import { useQuery } from '@tanstack/react-query'
import type { RoomId } from '../rooms.ts'
import { useSession } from '../session.ts'
import { todayQuery } from '../today/today.client.ts'

type Count = { value: number; isHot: boolean }

/** What waits in each room, as the rail says it; a room without a number has nothing to count. */
export function useCounts(): Partial<Record<RoomId, Count>> {
  const { brandId } = useSession()
  const { data } = useQuery(todayQuery(brandId))
  if (!data) return {}
  return {
    today: { value: data.rows.length + data.more, isHot: false },
    inbox: { value: data.replies.count, isHot: data.replies.late },
  }
}
