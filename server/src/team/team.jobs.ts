import type { Db } from '../platform/db.ts'
import type { Ticker } from '../platform/jobs.ts'
import { closeMissions } from './team.handover.service.ts'

export function teamTickers({ db }: { db: Db }): Ticker[] {
  return [{ name: 'team.close_missions', everySeconds: 15, tick: (signal) => closeMissions(db, signal) }]
}
