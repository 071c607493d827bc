import type { Version } from '../contract.ts'

/**
 * Every request names a monthly version (https://learn.microsoft.com/en-us/linkedin/marketing/versioning, read 22 November 2026). There is
 * no default one, and each is answered for a year at least: 202507 was gone in August 2026, 202508 ended on 17 August 2026. So the name is
 * changed once a year, before `endsAt`, after reading what changed since; nothing else has to be touched.
 */

/** The day from which a version may be gone: the first of its month, a year later. */
export function endOf(name: string): string {
  const [, year = '', month = ''] = /^(\d{4})(\d{2})$/.exec(name) ?? []
  return `${Number(year) + 1}-${month}-01`
}

const NAME = '202607'

export const version: Version = { name: NAME, readAt: '2026-11-22', endsAt: endOf(NAME) }
