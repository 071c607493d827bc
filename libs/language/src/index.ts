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
export { type Asked, type Asker, createAsker, type EndpointOptions } from './endpoint.ts'
export { askOwn, type OwnClassifier, type Session, type Tensor } from './own-classifier.ts'
export { estimatePrior } from './priors.ts'
