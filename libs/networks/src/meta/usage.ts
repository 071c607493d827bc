import { count, list, record } from '../json.ts'

/** How much of what the Graph allows was used, in percent, and how long it wants to be left alone. */
export type Usage = { percent: number | null; waitSeconds: number | null }

const PLAIN = ['x-app-usage', 'x-page-usage', 'x-ad-account-usage']
const FIGURES = ['call_count', 'total_cputime', 'total_time']

/**
 * `X-App-Usage`, `X-Page-Usage` (percent of the last hour) and `X-Business-Use-Case-Usage` (by business, with the minutes until access is
 * regained). https://developers.facebook.com/docs/graph-api/overview/rate-limiting
 */
export function usageOf(headers: Headers): Usage {
  const plain = PLAIN.map((name) => record(read(headers.get(name))))
  const business = Object.values(record(read(headers.get('x-business-use-case-usage')))).flatMap((one) => list(one).map(record))
  const all = [...plain, ...business]
  const figures = all.flatMap((one) => FIGURES.map((name) => count(one[name]) ?? -1)).filter((figure) => figure >= 0)
  const minutes = Math.max(0, ...all.map((one) => count(one['estimated_time_to_regain_access']) ?? 0))
  return {
    percent: figures.length > 0 ? Math.max(...figures) : null,
    waitSeconds: minutes > 0 ? Math.min(86_400, Math.ceil(minutes * 60)) : null,
  }
}

function read(header: string | null): unknown {
  if (header === null || header.length > 20_000) return null
  try {
    return JSON.parse(header)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
