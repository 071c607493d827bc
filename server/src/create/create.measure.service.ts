import type { Connector, Limits, Variant } from '@pupitre/networks'
import type { z } from 'zod'
import { connectorFor, findChannels, listChannels, type ConnectorOf } from '../channels/channels.public.ts'
import type { Grant } from '../platform/access.ts'
import type { Db } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import { findingsOf, forNetwork, measuredOf } from './create.version.service.ts'
import type { ChannelRules, measureBody, Measures } from './create.schema.ts'
import { noOptions } from './create.schema.ts'
import { adapt } from './create.service.ts'

type Deps = { db: Db; connectorOf: ConnectorOf }

/** What each network would count and say of these texts, exactly as when they are kept; nothing is written. */
export function measureVersions(deps: Deps, grant: Grant<'write'>, body: z.infer<typeof measureBody>): Promise<Measures> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const channels = new Map(
      (
        await findChannels(
          tx,
          body.versions.map((version) => version.channelId),
        )
      ).map((row) => [row.id, row]),
    )
    const measures: Measures = []
    for (const version of body.versions) {
      const channel = channels.get(version.channelId)
      if (!channel) throw notFound()
      const connector = connectorFor(deps, channel)
      const items = version.follows ? adapt(version.items, channel, deps.connectorOf) : version.items
      measures.push({
        channelId: channel.id,
        items,
        measured: measuredOf(connector, channel.limits, items),
        findings: findingsOf(connector, channel.limits, await forNetwork(tx, items, version.options)),
      })
    }
    return measures
  })
}

const plain: Variant = { ...noOptions, card: null, items: [{ text: 'a', media: [] }] }

/** Options nobody lists: the network is asked, by its own check, about a text that has each. */
const probes: [ChannelRules['accepts'][number], Partial<Variant>][] = [
  ['poll', { poll: { options: ['a', 'b'], multiple: false, seconds: 86_400 } }],
  ['contentWarning', { contentWarning: 'a' }],
  ['visibility', { visibility: 'unlisted' }],
  ['whoMayReply', { whoMayReply: 'followed' }],
]

function accepts(connector: Connector, limits: Limits): ChannelRules['accepts'] {
  const { formats, acts } = connector.capabilities
  const asked = probes.flatMap(([name, change]) => {
    const refused = connector.check({ ...plain, ...change }, limits).some((finding) => finding.code === 'option_not_accepted')
    return refused ? [] : [name]
  })
  const formed = (['link', 'thread', 'story', 'reel'] as const).filter((format) => formats.includes(format))
  const comments = acts.reply.can || acts.reply.why === 'by_hand'
  return [...asked, ...formed.map((format) => (format === 'link' ? 'card' : format)), ...(comments ? (['firstComment'] as const) : [])]
}

export async function rulesOfChannels(deps: Deps, grant: Grant<'read'>): Promise<ChannelRules[]> {
  const rows = await deps.db.inBrands(grant.brands, (tx) => listChannels(tx, grant.brands))
  return rows.map((row) => {
    const connector = connectorFor(deps, row)
    const { acts } = connector.capabilities
    return {
      channelId: row.id,
      accepts: accepts(connector, row.limits),
      edits: acts.edit.can,
      removes: acts.delete.can,
      pins: acts.pin.can,
      maxImages: row.limits.images.maxCount,
      takesFilms: row.limits.video !== null,
      maxAltLength: row.limits.images.maxAltLength,
      poll: row.limits.poll,
    }
  })
}
