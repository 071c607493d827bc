import { describe } from 'vitest'
import type { Connector } from './contract.ts'
import { actTests } from './conformance/acts.ts'
import { onceTests } from './conformance/once.ts'
import { readTests } from './conformance/reads.ts'
import { saysTests } from './conformance/says.ts'
import type { World } from './conformance/world.ts'

export type { Person, World } from './conformance/world.ts'

/**
 * What every connector must pass, on a simulated or on a real network: what it says of itself is true, limits hold to the last
 * character, a post is made once whatever happens on the way, reading loses and repeats nothing, failures are told apart, and
 * no request goes to a host that was not declared.
 */
export function testConnector(connector: Connector, world: World): void {
  describe(`conformance of ${connector.id}`, () => {
    saysTests(connector, world)
    onceTests(connector, world)
    actTests(connector, world)
    readTests(connector, world)
  })
}
