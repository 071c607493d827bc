import { connectorOf as registryConnectorOf, NETWORK_IDS, type Capabilities, type Connector, type NetworkId } from '@pupitre/networks'
import { createTestConnector } from '@pupitre/sandbox'
import { createBluesky } from '../../../libs/networks/src/bluesky/connector.ts'
import type { KnownNetworks } from '../app.ts'

export const kinds = ['key', 'recordKey', 'readable', 'blind'] as const
export type Kind = (typeof kinds)[number] | 'mastodon'
export const networkOf = (kind: Kind): NetworkId => (kind === 'mastodon' ? kind : (`plain-${kind}` as NetworkId))

/** The real connector, asking its server as soon after an unheard answer as the test kinds do. */
function hurried(settleSeconds: number): Connector {
  const mastodon = registryConnectorOf('mastodon')
  const soon = (of: Capabilities): Capabilities => ({ ...of, once: { kind: 'key', lifeSeconds: 3000, settleSeconds } })
  return {
    ...mastodon,
    capabilities: soon(mastodon.capabilities),
    capabilitiesOf: (account, credentials) => soon(mastodon.capabilitiesOf?.(account, credentials) ?? mastodon.capabilities),
  }
}

/** Where a real Bluesky network of the tests lives, instead of the public one. */
export type Directories = Parameters<typeof createBluesky>[0]

/** The four ways of posting once, on a sandbox at `url`; the real networks beside them. */
export function testConnectors(url: string, settleSeconds = 1, bluesky?: Directories): KnownNetworks {
  const plain = new Map<string, Connector>(kinds.map((kind) => [networkOf(kind), createTestConnector(kind, url, { settleSeconds })]))
  plain.set('mastodon', hurried(settleSeconds))
  if (bluesky) plain.set('bluesky', createBluesky(bluesky))
  return {
    networks: [...NETWORK_IDS, ...kinds.map(networkOf)],
    connectorOf: (network) => plain.get(network) ?? registryConnectorOf(network),
  }
}
