import type { NetworkId } from '@pupitre/networks'
import { accountsOf } from './accounts.ts'
import { FAULT_KINDS, type Fault } from './faults.ts'
import { field, json, Refusal, route, type Call, type Route } from './http.ts'
import type { Parts } from './sandbox.ts'

/** What a test in another process steers the sandbox with. Only this machine may ask. */
export function controlRoutes(parts: Parts): Route[] {
  const { faults, clock } = parts
  const advance = (call: Call) => {
    clock.advance(Number(call.body['ms'] ?? 0))
    return json({ now: clock.now().toISOString() })
  }
  const addFault = (call: Call) => {
    faults.add(faultOf(call.body))
    return json({ faults: faults.list() })
  }
  const clearFaults = () => {
    faults.clear()
    return json({ faults: [] })
  }
  const setPlain = (call: Call) => {
    for (const name of ['readLagMs', 'keyLifeMs'] as const) {
      if (typeof call.body[name] === 'number') parts.plain.settings[name] = call.body[name]
    }
    return json(parts.plain.settings)
  }
  const reset = () => {
    parts.reset()
    return json({ reset: true })
  }
  const account = (call: Call) => {
    const { store } = parts.mastodon
    const made = store.createAccount({
      username: field(call, 'username', 'levain'),
      displayName: field(call, 'displayName', field(call, 'username', 'levain')),
    })
    return json({ id: made.id, username: made.username, token: store.tokenFor(made.id) })
  }
  const fields = (call: Call) => {
    const made = accountsOf(parts, parts.mastodon.store.origin)[field(call, 'network') as NetworkId]
    if (!made) throw new Refusal(422, 'network must be one that is simulated')
    return json(made(field(call, 'name', 'levain')))
  }
  return [
    route('POST /_control/accounts', fields),
    route('POST /_control/mastodon/accounts', account),
    route('POST /_control/community/tick', (call) => json(parts.community.tick(new Date(field(call, 'now') || clock.now())))),
    route('GET /_control/health', () => json({ ready: true, now: clock.now().toISOString() })),
    route('GET /_control/oracle', () => json(parts.oracle())),
    route('GET /_control/faults', () => json({ faults: faults.list(), struck: faults.struck() })),
    route('POST /_control/faults', addFault),
    route('DELETE /_control/faults', clearFaults),
    route('POST /_control/clock', advance),
    route('POST /_control/plain', setPlain),
    route('POST /_control/reset', reset),
    ...parts.control,
  ]
}

function faultOf(body: Record<string, unknown>): Fault {
  const kind = FAULT_KINDS.find((one) => one === body['kind'])
  if (!kind) throw new Refusal(422, `kind must be one of ${FAULT_KINDS.join(', ')}`)
  return { ...(body as Omit<Fault, 'kind'>), kind }
}
