/** @pupitre/language: what a message is, on the user's own machine. See README.md. */
export {
  type Answer,
  type ChannelPrior,
  type Decision,
  type Emotion,
  emotions,
  type HeadName,
  type Intent,
  intents,
  type Lang,
  langs,
  type Reason,
  type RuleReason,
  type Sentiment,
  sentiments,
  type Understanding,
  type WordReason,
} from './labels.ts'
export { type Audit, type BrandDelta, createDelta, learn, rebuild, undo } from './delta.ts'
export { loadModel, type Model } from './model.ts'
export { type Options, understand, understandMany } from './understand.ts'
