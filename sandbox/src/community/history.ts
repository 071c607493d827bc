import { createRandom, hash, type Random } from '../random.ts'
import type { Intent } from './messages.tables.ts'
import { PERSONAS, SHOPS, type Persona } from './personas.tables.ts'
import { BRAND_ANSWERS, BRAND_POSTS, ENGLISH_ANSWERS, type BrandPost } from './posts.tables.ts'
import { atShop, intentFor, moodAfter, write, writeFollowUp } from './write.ts'

/** A plausible past, as plain data: what the house published, how it fared hour by hour, and who talked about it. */

export type HistoryFigures = { at: string; likes: number; reposts: number; replies: number; quotes: number }

export type HistoryPost = {
  key: string
  at: string
  text: string
  subject: Intent
  format: BrandPost['format']
  alt: string | null
  /** Cumulative, at 1, 2, 4, 8, 12, 24, 48, 72 and 168 hours, as far as `now` allows. */
  figures: HistoryFigures[]
}

export type HistoryMessage = { key: string; from: 'person' | 'brand'; text: string; at: string; liked: boolean }

export type HistoryConversation = {
  key: string
  /** The post it stands below; null for mentions and direct messages. */
  postKey: string | null
  kind: 'reply' | 'mention' | 'direct'
  intent: Intent
  language: 'fr' | 'en'
  author: { username: string; name: string; note: string; followers: number }
  messages: HistoryMessage[]
  /** `new`: nobody has looked; `open`: somebody has it; `snoozed`; `answered`: the house spoke last; `done`. */
  state: 'new' | 'open' | 'snoozed' | 'answered' | 'done'
}

export type CommunityHistory = {
  posts: HistoryPost[]
  conversations: HistoryConversation[]
  /** One figure a day, at noon. */
  followers: { at: string; value: number }[]
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const READ_AT = [1, 2, 4, 8, 12, 24, 48, 72, 168]

/** The same arguments give the same past. Nothing in it is later than `now`. */
export function communityHistory(days: number, now: Date, seed = 1): CommunityHistory {
  const random = createRandom(hash(`${seed} history`))
  const posts: HistoryPost[] = []
  const conversations: HistoryConversation[] = []
  const start = now.getTime() - days * DAY
  for (let day = 0; day < days; day++) {
    for (const hour of hoursOf(random)) {
      const at = startOfDay(start + day * DAY) + hour
      if (at >= now.getTime() - HOUR) continue
      const post = postAt(random, posts.length, { at, now: now.getTime() })
      posts.push(post)
      conversations.push(...conversationsBelow(random, post, now.getTime()))
    }
    conversations.push(...unasked(random, startOfDay(start + day * DAY), now.getTime()))
  }
  conversations.push(alarm(now.getTime()))
  return {
    posts,
    conversations: conversations.sort((a, b) => first(a).localeCompare(first(b))),
    followers: followersOf(random, { days, start }),
  }
}

const first = (conversation: HistoryConversation) => conversation.messages[0]?.at ?? ''
const startOfDay = (ms: number) => Math.floor(ms / DAY) * DAY

/** One post a day, sometimes two, at the hours when bread is thought of. */
function hoursOf(random: Random): number[] {
  const hours = random.chance(0.12) ? [] : [random.pick([5.5, 6.2, 9.1, 10.5, 11.3])]
  if (random.chance(0.35)) hours.push(random.pick([15.2, 16.4, 17.1]))
  return hours.map((hour) => hour * HOUR + random.int(20) * 60_000)
}

function postAt(random: Random, index: number, { at, now }: { at: number; now: number }): HistoryPost {
  const from = BRAND_POSTS[(index * 7 + 3) % BRAND_POSTS.length] as BrandPost
  const reach = (from.format === 'text' ? 14 : 32) * (0.5 + random.next() * 1.4) * (random.chance(0.05) ? 5 : 1)
  const figures = READ_AT.filter((hours) => at + hours * HOUR <= now).map((hours) => {
    const part = 1 - Math.exp(-hours / 7)
    const grown = (most: number) => Math.round(most * part)
    return {
      at: iso(at + hours * HOUR),
      likes: grown(reach),
      reposts: grown(reach * 0.14),
      replies: grown(reach * 0.11),
      quotes: grown(reach * 0.02),
    }
  })
  const text = atShop(from.text, random.pick(SHOPS))
  return { key: `post-${index + 1}`, at: iso(at), text, subject: from.subject, format: from.format, alt: from.alt ?? null, figures }
}

const iso = (ms: number) => new Date(ms).toISOString()

function conversationsBelow(random: Random, post: HistoryPost, now: number): HistoryConversation[] {
  const talkers = PERSONAS.filter((persona) => random.chance(persona.talk * 0.22))
  return talkers.flatMap((persona) => {
    const at = Date.parse(post.at) - Math.log(1 - random.next() * 0.999) * 3 * HOUR + 4 * 60_000
    const intent = intentFor(random, persona, post.text)
    return at < now ? [conversation(random, { persona, intent, at, now, kind: 'reply', postKey: post.key })] : []
  })
}

function unasked(random: Random, day: number, now: number): HistoryConversation[] {
  const count = random.int(4)
  return Array.from({ length: count }, () => {
    const persona = random.pick(PERSONAS)
    const at = day + (7 + random.next() * 14) * HOUR
    return { persona, at, kind: random.chance(0.4) ? ('direct' as const) : ('mention' as const) }
  })
    .filter(({ at }) => at < now)
    .map((one) => conversation(random, { ...one, intent: intentFor(random, one.persona, ''), now, postKey: null }))
}

const authorOf = ({ username, name, note }: Persona) => ({ username, name, note, followers: 12 + (hash(username) % 900) })

/** Once in a while it is serious: a customer who is calm by nature has just been hurt. */
function alarm(now: number): HistoryConversation {
  const persona = PERSONAS.find(({ temper, language }) => temper === 'quiet' && language === 'fr') ?? (PERSONAS[0] as Persona)
  const text =
    'Bonjour, j’ai trouvé un éclat de verre dans la tourte achetée ce matin à Monplaisir, ma fille s’est coupé la lèvre. Prévenez vite les autres clients, s’il vous plaît.'
  const said = { key: 'alarm-1', from: 'person' as const, text, at: iso(now - 24 * 60_000), liked: false }
  const about = { postKey: null, kind: 'mention' as const, intent: 'service' as const, language: persona.language }
  return { key: 'alarm', ...about, author: authorOf(persona), messages: [said], state: 'new' }
}

type Beginning = { persona: Persona; intent: Intent; at: number; now: number; kind: HistoryConversation['kind']; postKey: string | null }

/** Older ones are settled, this morning's are not; trolls are mostly left alone. */
function conversation(random: Random, { persona, intent, at, now, kind, postKey }: Beginning): HistoryConversation {
  const key = `${postKey ?? kind}-${persona.username}-${at.toString(36).split('.')[0]}`
  const said = (n: number, from: HistoryMessage['from'], text: string, when: number): HistoryMessage => ({
    key: `${key}-${n}`,
    from,
    text,
    at: iso(when),
    liked: from === 'person' && intent === 'praise' && random.chance(0.7),
  })
  const messages = [said(1, 'person', write(random, persona, intent), at)]
  const answeredAt = at + (0.3 + random.next() * 5) * HOUR
  const ignored = persona.temper === 'troll' ? 0.8 : now - at < DAY ? 0.55 : 0.15
  if (answeredAt < now && !random.chance(ignored)) {
    messages.push(said(2, 'brand', random.pick(persona.language === 'en' ? ENGLISH_ANSWERS : BRAND_ANSWERS[intent]), answeredAt))
    const backAt = answeredAt + (0.1 + random.next() * 3) * HOUR
    if (backAt < now && random.chance(0.45))
      messages.push(said(3, 'person', writeFollowUp(random, persona, moodAfter(random, persona, intent)), backAt))
  }
  return {
    key,
    postKey,
    kind,
    intent,
    language: persona.language,
    author: authorOf(persona),
    messages,
    state: stateOf(random, messages, now - at),
  }
}

function stateOf(random: Random, messages: HistoryMessage[], age: number): HistoryConversation['state'] {
  const last = messages.at(-1)
  if (last?.from === 'brand') return age > 2 * DAY ? 'done' : 'answered'
  if (age > 4 * DAY) return random.chance(0.96) ? 'done' : 'open'
  if (random.chance(0.12)) return 'snoozed'
  return age > DAY && random.chance(0.5) ? 'open' : 'new'
}

function followersOf(random: Random, { days, start }: { days: number; start: number }): CommunityHistory['followers'] {
  let value = 2_340
  return Array.from({ length: days }, (_, day) => {
    value += random.int(14) - 3
    return { at: iso(startOfDay(start + day * DAY) + DAY / 2), value }
  })
}
