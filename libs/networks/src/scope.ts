import { NetworkFailure, type Capabilities, type Reconciled } from './contract.ts'
import { failure } from './http.ts'

/** Accesses that were given before an act was asked for: they do everything else as before, and this act says why it does not. */

type Needs = Partial<Record<keyof Capabilities['acts'], readonly string[]>>

/**
 * What an access can do, of what the network can do: an act whose scopes were not all given is `scope_missing`. A scope holds those below
 * it (`write` holds `write:blocks`). An access that does not tell its scopes is believed until the network refuses.
 */
export function withinScopes(capabilities: Capabilities, granted: readonly string[], needs: Needs): Capabilities {
  if (granted.length === 0) return capabilities
  const holds = (scope: string) => granted.includes(scope) || granted.includes(scope.split(':')[0] ?? scope)
  const missing = Object.entries(needs).filter(([, scopes]) => !scopes.every(holds))
  const refused = missing.map(([act]) => [act, { can: false, why: 'scope_missing' }])
  return { ...capabilities, acts: { ...capabilities.acts, ...(Object.fromEntries(refused) as Partial<Capabilities['acts']>) } }
}

const isScope = (error: unknown): error is NetworkFailure =>
  error instanceof NetworkFailure && error.kind === 'unauthorized' && /scope/i.test(error.said)

/** A scope that is missing for one act is `forbidden`: the access itself still holds, and the channel with it. */
export async function needsScope<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!isScope(error)) throw error
    throw failure('forbidden', 'ask_person', { sent: 'no', said: `scope_missing: ${error.said}`, cause: error })
  }
}

/** Where the access does not reach far enough to look, nobody can know. */
export async function unlessScope(looking: Promise<Reconciled>): Promise<Reconciled> {
  try {
    return await looking
  } catch (error) {
    if (isScope(error)) return { kind: 'cannot_know', why: 'scope_missing' }
    throw error
  }
}
