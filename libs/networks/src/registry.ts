import { bluesky } from './bluesky/connector.ts'
import type { Connector, NetworkId } from './contract.ts'
import { email } from './email/connector.ts'
import { discord } from './discord/connector.ts'
import { linkedin } from './linkedin/connector.ts'
import { googleBusiness } from './google_business/connector.ts'
import { mastodon } from './mastodon/connector.ts'
import { rss } from './rss/connector.ts'
import { slack } from './slack/connector.ts'
import { telegram } from './telegram/connector.ts'
import { pinterest } from './pinterest/connector.ts'
import { webhook } from './webhook/connector.ts'
import { wordpress } from './wordpress/connector.ts'
import { tiktok } from './tiktok/connector.ts'
import { youtube } from './youtube/connector.ts'
import { x } from './x/connector.ts'
import { facebook } from './facebook/connector.ts'
import { instagram } from './instagram/connector.ts'
import { threads } from './threads/connector.ts'
import { whatsapp } from './whatsapp/connector.ts'

/** The networks that have a connector here, in the order in which they are offered. One line each. */
export const CONNECTORS = {
  instagram,
  facebook,
  tiktok,
  linkedin,
  youtube,
  x,
  pinterest,
  threads,
  whatsapp,
  google_business: googleBusiness,
  bluesky,
  mastodon,
  wordpress,
  email,
  telegram,
  discord,
  slack,
  rss,
  webhook,
} satisfies Record<string, Connector>

export const NETWORK_IDS = Object.keys(CONNECTORS) as readonly NetworkId[]

export function connectorOf(id: NetworkId): Connector {
  return CONNECTORS[id]
}
