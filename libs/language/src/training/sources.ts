/** What each public set knows, said in this library's labels. A set that lacks a label never teaches that it is absent. */
import type { ModelHead } from '../heads.ts'
import { type Answered, type Target, targetOf } from './targets.ts'

type Source = { permissive: boolean; read: (task: string, labels: readonly string[], lang: string) => Target[] }

const three = ['negative', 'neutral', 'positive']
const one = (head: ModelHead, answered: Answered): Target[] => [targetOf(head, answered)]

const sentiment =
  (weight: number, considered = three): Source['read'] =>
  (_, [label = '']) =>
    one('sentiment', { allowed: [label], considered, weight })

const toxicity =
  (weight: number): Source['read'] =>
  (_, [label = '']) =>
    one('toxic', { allowed: [String(label === 'toxic')], weight })

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
    return known ? one('emotion', considered ? { allowed, considered, weight } : { allowed, weight }) : []
  }
}

const tweetEmotions = ['anger', 'joy', 'optimism', 'sadness']
const notSpam = ['question', 'request', 'complaint', 'praise', 'suggestion', 'troll', 'crisis_signal', 'chat']

/** Subtitles: emotions were carried over from English lines, and questions lost their sign. */
const subtitles: Source['read'] = (task, labels, lang) => {
  if (task === 'question') {
    const allowed = labels[0] === 'question' ? ['question', 'request'] : notSpam.slice(1)
    return one('intent', { allowed, considered: notSpam, weight: 0.1 })
  }
  return emotion(0.15, emotionKnown)(task, labels, lang)
}

const tweeteval: Source['read'] = (_, labels) => one('emotion', { allowed: labels, considered: tweetEmotions, weight: 1 })

const complaints: Source['read'] = (_, [label]) =>
  label === 'complaint'
    ? one('intent', { allowed: ['complaint', 'request', 'crisis_signal'], weight: 0.2 })
    : one('intent', { allowed: ['question', 'request', 'praise', 'suggestion', 'chat', 'spam', 'troll'], weight: 0.2 })

const spam: Source['read'] = (_, [label]) => one('intent', { allowed: label === 'spam' ? ['spam'] : notSpam, weight: 0.2 })
const support: Source['read'] = () => one('intent', { allowed: ['question', 'request', 'complaint'], weight: 0.1 })

/** For the language and as messages that are not urgent. */
const crisis: Source['read'] = () => []

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
  complaints: { permissive: false, read: complaints },
  banking77: { permissive: true, read: support },
  bitext: { permissive: true, read: support },
  youtube: { permissive: false, read: spam },
  sms: { permissive: false, read: spam },
  crisislex: { permissive: true, read: crisis },
}
