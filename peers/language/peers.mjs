/** How the peers are asked: each a function from a text to its answer, and from nothing else. */
import { createRequire } from 'node:module'
import { eld } from 'eld/large'

const require = createRequire(import.meta.url)

/** ISO 639-1 code, '' where it does not know. */
export const language = (text) => eld.detect(text).language

const threeOf = (score, edge) => (score > edge ? 'positive' : score < -edge ? 'negative' : 'neutral')

const multilang = require('multilang-sentiment')
export const multilangSentiment = (text, lang) => threeOf(multilang(text, lang).score, 0)

const { SentimentIntensityAnalyzer } = require('vader-sentiment')
/** The edges are those its authors give. */
export const vaderSentiment = (text) => threeOf(SentimentIntensityAnalyzer.polarity_scores(text).compound, 0.05)
