/** What can be said of a message. The order of each list is the order of the model's outputs. */
export const langs = ['fr', 'en', 'es', 'de', 'it', 'pt', 'nl', 'ar', 'other'] as const
export const intents = ['question', 'request', 'complaint', 'praise', 'suggestion', 'spam', 'troll', 'crisis_signal', 'chat'] as const
export const sentiments = ['negative', 'neutral', 'positive', 'mixed'] as const
export const emotions = ['anger', 'disappointment', 'fear', 'sadness', 'joy', 'gratitude', 'confusion', 'none'] as const

/** One of eight languages the model reads, or another one: an ISO 639-1 code where it is known, else `other`. */
export type Lang = string
export type Intent = (typeof intents)[number]
export type Sentiment = (typeof sentiments)[number]
export type Emotion = (typeof emotions)[number]

/** A word of the message and what it adds to the logit of the answer given: without the word, the logit is lower by `effect`. */
export type WordReason = { word: string; effect: number }
/** A safety rule that fired, with one sentence each in French and English. */
export type RuleReason = { rule: string; fr: string; en: string }
export type Reason = WordReason | RuleReason

/** One answer: its calibrated probability between 0 and 1, whether a person should check it, and why it was given. */
export type Answer<T> = { value: T; p: number; abstain: boolean; reasons: Reason[] }

/** What a message is. `subjects` are the words it is about, as they are written in it, at most five. */
export type Understanding = {
  lang: Answer<Lang>
  intent: Answer<Intent>
  sentiment: Answer<Sentiment>
  emotion: Answer<Emotion>
  toxic: Answer<boolean>
  attacksTeam: Answer<boolean>
  urgent: Answer<boolean>
  subjects: string[]
}

/** The names of the answers, as in `Understanding`. */
export type HeadName = Exclude<keyof Understanding, 'subjects'>

/** The shares of labels expected on a channel, between 0 and 1: what an inbox holds, not what the training data held. */
export type ChannelPrior = {
  toxic?: number
  attacksTeam?: number
  urgent?: number
  intent?: Partial<Record<Intent, number>>
  sentiment?: Partial<Record<Sentiment, number>>
  emotion?: Partial<Record<Emotion, number>>
}

/** What a person of the team settled about one message. Only what is given is learnt. */
export type Decision = {
  /** Known to the caller; the same id replaces an earlier decision. */
  id: string
  text: string
  /** Milliseconds since 1970, for the audit only. */
  at: number
  /** Who decided, for the audit only. */
  by: string
  intent?: Intent
  sentiment?: Sentiment
  emotion?: Emotion
  toxic?: boolean
  attacksTeam?: boolean
  urgent?: boolean
}
