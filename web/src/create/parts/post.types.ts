import type { Measure } from '../create.client.ts'

export type MeasuredView = Measure['measured'][number]
