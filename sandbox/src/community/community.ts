import type { Mastodon } from '../mastodon/mastodon.ts'
import type { MastodonStatus } from '../mastodon/store.ts'
import { createRandom, hash } from '../random.ts'
import type { CommunityHistory } from './history.ts'
import { loadHistory } from './load.ts'
import type { Intent } from './messages.tables.ts'
import { PERSONAS, type Persona } from './personas.tables.ts'
import { intentFor, moodAfter, write, writeFollowUp } from './write.ts'

export type CommunityOptions = {
  seed: number
  /** Usernames of the accounts they gather around. */
  brands: string[]
  /** How many times faster than life they live; 1 is life. */
  pace: number
}

export type Tick = {
  likes: number
  reposts: number
  replies: number
  followUps: number
  mentions: number
  directs: number
  deletions: number
  votes: number
}

/**
 * People who read the brands' posts and act. When somebody will do what follows from seed, person and post alone: the same
 * posts at the same times meet the same people, however often `tick` is called.
 */
export type Community = {
  tick: (now: Date) => Tick
  /** Ticks by itself; returns how to stop. */
  start: (everyMs: number) => () => void
  reset: () => void
  /**
   * Puts a past of `communityHistory` onto the server under this account; gives the status id of each of its keys. Nobody reacts
   * to the past again, but who is answered from now on comes back.
   */
  load: (brand: string, history: CommunityHistory) => Map<string, string>
}

type Living = {
  mastodon: Mastodon
  options: CommunityOptions
  done: Set<string>
  intents: Map<string, Intent>
  /** Status ids hold the clock; what decides must not, or no two runs would be alike. */
  labels: Map<string, string>
  texts: Map<string, number>
  /** Nobody says the same thing twice in the same words. */
  said: Set<string>
  since: number
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

export function createCommunity(mastodon: Mastodon, options: CommunityOptions): Community {
  const living: Living = {
    mastodon,
    options,
    done: new Set(),
    intents: new Map(),
    labels: new Map(),
    texts: new Map(),
    said: new Set(),
    since: 0,
  }
  const tick = (now: Date) => live(living, now.getTime())
  return {
    tick,
    load: (brand, history) => load(living, brand, history),
    reset: () => {
      living.done.clear()
      living.intents.clear()
      living.labels.clear()
      living.texts.clear()
      living.said.clear()
      living.since = 0
    },
    start: (everyMs) => {
      const timer = setInterval(() => tick(mastodon.store.clock.now()), everyMs)
      return () => clearInterval(timer)
    },
  }
}

function load(living: Living, brand: string, history: CommunityHistory): Map<string, string> {
  const loaded = loadHistory(living.mastodon, brand, history)
  for (const [id, intent] of loaded.intents) living.intents.set(id, intent)
  for (const answer of loaded.answered) living.done.add(`back ${answer.id}`)
  for (const post of loaded.posts) for (const persona of PERSONAS) living.done.add(`${persona.username} ${labelOf(living, post)}`)
  return loaded.statusIds
}

function live(living: Living, now: number): Tick {
  const { store } = living.mastodon
  if (living.since === 0) living.since = now
  const report: Tick = { likes: 0, reposts: 0, replies: 0, followUps: 0, mentions: 0, directs: 0, deletions: 0, votes: 0 }
  const brands = living.options.brands.flatMap((name) => store.find(name)?.id ?? [])
  const statuses = [...store.memory.statuses.values()].filter((status) => status.reblogOf === null)
  for (const status of statuses) {
    if (!brands.includes(status.accountId) || status.visibility === 'direct') continue
    const age = (now - Date.parse(status.createdAt)) * living.options.pace
    if (age > 3 * DAY) continue
    if (status.replyTo === null) PERSONAS.forEach((persona) => reactTo(living, { status, persona, age }, report))
  }
  for (const status of statuses) if (brands.includes(status.accountId) && status.replyTo !== null) answerBack(living, status, now, report)
  for (const brand of brands) speakUp(living, { brand, now }, report)
  return report
}

type Reading = { status: MastodonStatus; persona: Persona; age: number }

/** Most read within the first hours; the rest trickles in. */
function dueAfter(random: { next: () => number }): number {
  return -Math.log(1 - random.next() * 0.999) * 2.5 * HOUR
}

/** The text, and which of those with the same text it is. */
function labelOf(living: Living, status: MastodonStatus): string {
  const known = living.labels.get(status.id)
  if (known) return known
  const nth = (living.texts.get(status.text) ?? 0) + 1
  living.texts.set(status.text, nth)
  living.labels.set(status.id, `${status.text}#${nth}`)
  return `${status.text}#${nth}`
}

function once(living: Living, key: string, work: () => void): void {
  if (living.done.has(key)) return
  living.done.add(key)
  work()
}

function accountOf(living: Living, persona: Persona) {
  const { store } = living.mastodon
  return store.createAccount({ username: persona.username.replace(/\./g, '_'), displayName: persona.name, note: persona.note })
}

function reactTo(living: Living, { status, persona, age }: Reading, report: Tick): void {
  const key = `${persona.username} ${labelOf(living, status)}`
  const random = createRandom(hash(`${living.options.seed} ${key}`))
  if (!random.chance(persona.temper === 'quiet' ? 0.35 : 0.6) || dueAfter(random) > age) return
  const { actions } = living.mastodon
  const account = accountOf(living, persona)
  once(living, key, () => {
    if (persona.temper !== 'troll' && random.chance(0.7)) {
      actions.like(account.id, status)
      report.likes++
    }
    if (persona.temper === 'fan' && random.chance(0.2)) {
      actions.reblog(account.id, status)
      report.reposts++
    }
    if (status.poll && random.chance(0.6)) {
      actions.vote(account.id, status.poll, [random.int(status.poll.options.length)])
      report.votes++
    }
    if (random.chance(persona.talk * 0.45)) {
      say(living, { persona, replyTo: status, intent: intentFor(random, persona, status.text) }, random.int(2 ** 31))
      report.replies++
    }
  })
}

type Saying = { persona: Persona; replyTo: MastodonStatus | null; intent: Intent; text?: string; to?: string; direct?: boolean }

function unsaid(living: Living, persona: Persona, intent: Intent, seed: number): string {
  let words = ''
  for (let attempt = 0; attempt < 12; attempt += 1) {
    words = write(createRandom(seed + attempt), persona, intent)
    if (!living.said.has(`${persona.username} ${words}`)) break
  }
  living.said.add(`${persona.username} ${words}`)
  return words
}

function say(living: Living, { persona, replyTo, intent, text, to, direct }: Saying, seed: number): MastodonStatus {
  const { store, actions } = living.mastodon
  const account = accountOf(living, persona)
  const brand = to ?? store.memory.accounts.get(replyTo?.accountId ?? '')?.username ?? ''
  const words = text ?? unsaid(living, persona, intent, seed)
  const visibility = direct || replyTo?.visibility === 'direct' ? 'direct' : 'public'
  const made = actions.post(account.id, {
    text: `@${brand} ${words}`,
    replyTo: replyTo?.id ?? null,
    visibility,
    language: persona.language,
  })
  living.intents.set(made.id, intent)
  return made
}

/** Somebody was answered: a thank-you, another question, or no peace at all. Now and then a complaint is taken back. */
function answerBack(living: Living, answer: MastodonStatus, now: number, report: Tick): void {
  const { store, actions } = living.mastodon
  const asked = store.memory.statuses.get(answer.replyTo ?? '')
  const intent = asked && living.intents.get(asked.id)
  const persona = PERSONAS.find(
    ({ username }) => username.replace(/\./g, '_') === store.memory.accounts.get(asked?.accountId ?? '')?.username,
  )
  if (!asked || !intent || !persona) return
  const random = createRandom(hash(`${living.options.seed} back ${labelOf(living, answer)} ${persona.username}`))
  if (dueAfter(random) / 5 > (now - Date.parse(answer.createdAt)) * living.options.pace) return
  once(living, `back ${answer.id}`, () => {
    const mood = moodAfter(random, persona, intent)
    if (mood === 'pleased') actions.like(accountOf(living, persona).id, answer)
    if (mood === 'pleased' && (intent === 'hard_bread' || intent === 'service') && random.chance(0.15)) {
      actions.remove(asked)
      report.deletions++
      return
    }
    if (!random.chance(mood === 'pleased' ? 0.45 : 0.7)) return
    say(living, { persona, replyTo: answer, intent, text: writeFollowUp(random, persona, mood) }, 0)
    report.followUps++
  })
}

/** Out of the blue: per brand and hour of community time, now and then somebody names it, or writes in private. */
function speakUp(living: Living, { brand, now }: { brand: string; now: number }, report: Tick): void {
  const { store } = living.mastodon
  const slot = Math.floor(((now - living.since) * living.options.pace) / HOUR)
  const name = store.memory.accounts.get(brand)?.username ?? ''
  for (let hour = Math.max(0, slot - 24); hour < slot; hour++) {
    once(living, `hour ${brand} ${hour}`, () => {
      const random = createRandom(hash(`${living.options.seed} hour ${name} ${hour}`))
      if (!random.chance(0.2)) return
      const persona = random.pick(PERSONAS.filter(({ temper }) => temper !== 'quiet'))
      const direct = random.chance(0.3)
      say(living, { persona, replyTo: null, intent: intentFor(random, persona, ''), to: name, direct }, random.int(2 ** 31))
      if (direct) report.directs++
      else report.mentions++
    })
  }
}
