import { Refusal, type Call } from '../http.ts'
import type { MastodonAccount, MastodonStatus, Store } from './store.ts'

/** Who asks, and what he may see. */

export function tokenOf(store: Store, call: Call) {
  const token = /^Bearer (.+)$/.exec(call.headers.authorization ?? '')?.[1] ?? call.query.get('access_token') ?? ''
  const access = store.memory.tokens.get(token)
  if (!access) throw new Refusal(401, 'The access token is invalid')
  return access
}

/** The account behind the token, if its scopes hold this one or its parent (`write` for `write:media`). */
export function signedIn(store: Store, call: Call, scope: string): MastodonAccount {
  const access = tokenOf(store, call)
  const parent = scope.split(':')[0] ?? scope
  if (!access.scopes.includes(scope) && !access.scopes.includes(parent))
    throw new Refusal(403, 'This action is outside the authorized scopes')
  const account = access.accountId === null ? undefined : store.memory.accounts.get(access.accountId)
  if (!account) throw new Refusal(422, 'This method requires an authenticated user')
  return account
}

export function visibleTo(viewer: string | null, status: MastodonStatus): boolean {
  if (status.visibility === 'public' || status.visibility === 'unlisted') return true
  return viewer === status.accountId || (viewer !== null && status.mentions.includes(viewer))
}

export function statusFor(store: Store, id: string, viewer: string | null): MastodonStatus {
  const status = store.memory.statuses.get(id)
  if (!status || !visibleTo(viewer, status)) throw new Refusal(404, 'Record not found')
  return status
}

/** `max_id`, `since_id` and `min_id` over a list from old to new (https://docs.joinmastodon.org/api/guidelines/#pagination). */
export function paginate<T extends { id: string }>(items: readonly T[], query: URLSearchParams, most = 40): T[] {
  const limit = Math.min(most, Math.max(1, Number(query.get('limit') ?? 20)))
  const bound = (name: string) => (query.get(name) ? BigInt(query.get(name) ?? '0') : null)
  const [max, since, min] = [bound('max_id'), bound('since_id'), bound('min_id')]
  const sorted = [...items].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
  const within = sorted.filter(
    ({ id }) => (max === null || BigInt(id) < max) && (since === null || BigInt(id) > since) && (min === null || BigInt(id) > min),
  )
  return (min === null ? within.slice(-limit) : within.slice(0, limit)).reverse()
}

export function linkHeader(call: Call, page: readonly { id: string }[]): Record<string, string> {
  const [first, last] = [page[0], page.at(-1)]
  if (!first || !last) return {}
  const at = (name: string, id: string) => `<${call.origin}${call.path}?${name}=${id}>`
  return { link: `${at('max_id', last.id)}; rel="next", ${at('min_id', first.id)}; rel="prev"` }
}
