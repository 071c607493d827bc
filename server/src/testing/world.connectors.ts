import { connectorOf as registryConnectorOf, NETWORK_IDS, type Connector, type NetworkId } from '@pupitre/networks'
import { createTestConnector } from '@pupitre/sandbox'
import { createBluesky } from '../../../libs/networks/src/bluesky/connector.ts'
import type { KnownNetworks } from '../app.ts'

export const kinds = ['key', 'recordKey', 'readable', 'blind'] as const
export type Kind = (typeof kinds)[number]
export const networkOf = (kind: Kind): NetworkId => `plain-${kind}` as NetworkId

/** Where a real Bluesky network of the tests lives, instead of the public one. */
export type Directories = Parameters<typeof createBluesky>[0]

/** The four ways of posting once, on a sandbox at `url`; the real networks beside them. */
export function testConnectors(url: string, settleSeconds = 1, bluesky?: Directories): KnownNetworks {
  const plain = new Map<string, Connector>(kinds.map((kind) => [networkOf(kind), createTestConnector(kind, url, { settleSeconds })]))
  if (bluesky) plain.set('bluesky', createBluesky(bluesky))
  return {
    networks: [...NETWORK_IDS, ...kinds.map(networkOf)],
    connectorOf: (network) => plain.get(network) ?? registryConnectorOf(network),
  }
}
