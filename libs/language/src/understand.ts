/** What a message is. */
import type { BrandDelta } from './delta.ts'
import type { Answer, ChannelPrior, Understanding } from './labels.ts'
import type { Model } from './model.ts'

export type Options = {
  /** The model to ask; the one that ships with the library by default. */
  model?: Model
  /** What an inbox on this channel holds. */
  channelPrior?: ChannelPrior
  /** What this brand's team taught. */
  brandDelta?: BrandDelta
  /** Whether to say why; true by default. Without, an answer takes about a tenth of a millisecond. */
  reasons?: boolean
}

const unknown = <T>(value: T): Answer<T> => ({ value, p: 0, abstain: true, reasons: [] })

/** Says what one message is. Never throws, whatever the text. */
export function understand(_text: string, _options: Options = {}): Understanding {
  return {
    lang: unknown('other'),
    intent: unknown('chat'),
    sentiment: unknown('neutral'),
    emotion: unknown('none'),
    toxic: unknown(false),
    attacksTeam: unknown(false),
    urgent: unknown(false),
    subjects: [],
  }
}

/** The same for many messages, in their order. */
export function understandMany(texts: readonly string[], options: Options = {}): Understanding[] {
  return texts.map((text) => understand(text, options))
}
