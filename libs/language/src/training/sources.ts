/** What each public set knows, said in this library's labels. A set that lacks a label never teaches that it is absent. */
import type { ModelHead } from '../heads.ts'
import { type Answered, type Target, targetOf } from './targets.ts'

type Source = { permissive: boolean; read: (task: string, labels: readonly string[], lang: string) => Target[] }

const three = ['negative', 'neutral', 'positive']
const one = (head: ModelHead, answered: Answered): Target[] => [targetOf(head, answered)]

const sentiment =
  (weight: number, considered = three): Source['read'] =>
  (_, [label = '']) =>
    one('publicSentiment', { allowed: [label], considered, weight })

const toxicity =
  (weight: number): Source['read'] =>
  (_, [label = '']) =>
    one('publicToxic', { allowed: [String(label === 'toxic')], weight })

/** Basic emotions and what they may be here; what is not listed says nothing. */
const emotionMay: Readonly<Record<string, readonly string[]>> = {
  anger: ['anger'],
  disgust: ['anger', 'disappointment'],
  fear: ['fear'],
  sadness: ['sadness', 'disappointment'],
  joy: ['joy', 'gratitude', 'optimism'],
  neutral: ['none'],
}
const emotionKnown = ['anger', 'disappointment', 'fear', 'sadness', 'joy', 'gratitude', 'optimism']

function emotion(weight: number, considered?: readonly string[]): Source['read'] {
  return (task, labels) => {
    if (task !== 'emotion') return []
    const allowed = labels.flatMap((label) => emotionMay[label] ?? [])
    const known = allowed.length > 0 && labels.every((label) => emotionMay[label] !== undefined || labels.length > 1)
    return known ? one('publicEmotion', considered ? { allowed, considered, weight } : { allowed, weight }) : []
  }
}

/** These tweets were chosen for their emotion, so that its absence is known too; of fear they know nothing. */
const tweetEmotions = ['anger', 'joy', 'optimism', 'sadness', 'disappointment', 'gratitude', 'confusion', 'none']
/** Subtitles: emotions were carried over from English lines. */
const subtitles = emotion(0.15, emotionKnown)

const tweeteval: Source['read'] = (_, labels) => one('publicEmotion', { allowed: labels, considered: tweetEmotions, weight: 1 })

/**
 * For the language alone. Their labels of intent (complaint or not, spam or not, question without its sign, support topics) were tried as
 * sets of labels that may be true, and made the intents of messages to brands worse by four points.
 */
const languageOnly: Source['read'] = () => []

export const sources: Readonly<Record<string, Source>> = {
  'xlm-t': { permissive: true, read: sentiment(1) },
  semeval: { permissive: true, read: sentiment(1) },
  mozetic: { permissive: false, read: sentiment(0.3, ['negative', 'positive']) },
  allocine: { permissive: true, read: sentiment(0.6, ['negative', 'positive']) },
  mlma: { permissive: true, read: toxicity(1) },
  sexism_fr: { permissive: false, read: toxicity(1) },
  cyberado: { permissive: false, read: toxicity(1) },
  davidson: { permissive: true, read: toxicity(0.7) },
  olid: { permissive: false, read: toxicity(1) },
  hateval: { permissive: false, read: toxicity(0.7) },
  germeval: { permissive: true, read: toxicity(1) },
  'told-br': { permissive: true, read: toxicity(1) },
  tweeteval: { permissive: false, read: tweeteval },
  goemotions: { permissive: true, read: emotion(0.4) },
  xed: { permissive: true, read: subtitles },
  brighter: { permissive: true, read: emotion(0.5) },
  complaints: { permissive: false, read: languageOnly },
  banking77: { permissive: true, read: languageOnly },
  bitext: { permissive: true, read: languageOnly },
  youtube: { permissive: false, read: languageOnly },
  sms: { permissive: false, read: languageOnly },
  crisislex: { permissive: true, read: languageOnly },
}
