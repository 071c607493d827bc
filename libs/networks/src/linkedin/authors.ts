import type { Author, Context } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { record } from '../json.ts'
import { api, type Asking } from './api.ts'
import { authorOf } from './map.ts'

/**
 * LinkedIn names who wrote something by a URN only. Who a member is is asked of `people`, a page of `organizations`, once each; where the
 * app may not see it, or the person left, the number stands for the name.
 */
export async function authorsOf(ctx: Asking & Pick<Context, 'account'>, wanted: readonly string[]): Promise<Map<string, Author>> {
  const found = new Map<string, Author>()
  for (const id of new Set(wanted)) {
    const path = pathOf(id)
    if (path !== null) found.set(id, await authorAt(ctx, id, path))
  }
  return found
}

function pathOf(id: string): string | null {
  const [, kind, number = ''] = /^urn:li:(person|organization):([\w-]{1,60})$/.exec(id) ?? []
  if (kind === 'organization') return `/rest/organizations/${number}`
  return kind === 'person' ? `/rest/people/(id:${number})` : null
}

async function authorAt(ctx: Asking, id: string, path: string): Promise<Author> {
  try {
    return authorOf(id, record((await api(ctx, { method: 'GET', path })).json))
  } catch (error) {
    if (error instanceof NetworkFailure && (error.kind === 'forbidden' || error.kind === 'not_found')) return authorOf(id, null)
    throw error
  }
}
