import { createContext, use } from 'react'
import type { ChannelView } from '../../channels/channels.client.ts'
import { useT } from '../../ui/language.ts'
import { uiWords } from '../../ui/ui.words.ts'
import type { AssetView, ChannelRules, Measure } from '../create.client.ts'
import type { Draft, Own } from './draft.ts'
import { ownOf } from './draft.ts'
import type { Desk } from './use-keeper.ts'

/** A channel by its name; by its network too where another one has the same name, and by its handle where even that does not tell them apart. */
export function useLabelOf(): (channels: readonly ChannelView[], channel: ChannelView) => string {
  const { networks } = useT(uiWords)
  return (channels, channel) => {
    const twins = channels.filter((one) => one.id !== channel.id && one.name === channel.name)
    if (twins.length === 0) return channel.name
    const network = networks[channel.network] ?? channel.network
    return twins.some((one) => one.network === channel.network) ? `${network}, ${channel.handle}` : `${network}, ${channel.name}`
  }
}

/** Which image is being described: of the master (null), or of one channel's own version. */
export type ImageAt = { channelId: string | null; item: number; index: number }

export type Composer = Desk & {
  brandId: string
  /** Every connected channel of the brand, in its order. */
  channels: readonly ChannelView[]
  chosen: readonly ChannelView[]
  rules: ReadonlyMap<string, ChannelRules>
  measures: ReadonlyMap<string, Measure>
  assets: ReadonlyMap<string, AssetView>
  addAssets: (assets: readonly AssetView[]) => void
  /** The channel whose version is being edited in place. */
  editing: string | null
  edit: (channelId: string | null) => void
  image: ImageAt | null
  openImage: (at: ImageAt | null) => void
  canWrite: boolean
}

export const ComposerContext = createContext<Composer | null>(null)

export function useComposer(): Composer {
  const composer = use(ComposerContext)
  if (!composer) throw new Error('useComposer outside of the composer')
  return composer
}

/** Changes what one channel has for itself; when nothing is left, it follows again. */
export function withOwn(draft: Draft, channelId: string, change: Partial<Own>): Draft {
  const next = { ...ownOf(draft, channelId), ...change }
  const { [channelId]: _before, ...others } = draft.own
  return { ...draft, own: next.items || next.options ? { ...others, [channelId]: next } : others }
}

/** The items of the master or of a channel's own version, and the draft with others in their place. */
export function itemsAt(draft: Draft, channelId: string | null) {
  return channelId === null ? draft.items : (ownOf(draft, channelId).items ?? draft.items)
}
export function withItems(draft: Draft, channelId: string | null, items: Draft['items']): Draft {
  return channelId === null ? { ...draft, items } : withOwn(draft, channelId, { items })
}

/** What at least one chosen channel takes, and which those are. */
export function takers({ chosen, rules }: Pick<Composer, 'chosen' | 'rules'>, option: ChannelRules['accepts'][number]) {
  return chosen.filter((channel) => rules.get(channel.id)?.accepts.includes(option))
}
