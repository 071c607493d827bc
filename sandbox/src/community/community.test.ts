import { describe, expect, it } from 'vitest'
import { communityHistory, PERSONAS, startSandbox } from '../index.ts'
import { ENGLISH, FOLLOW_UPS, FRENCH } from './messages.tables.ts'

const HOUR = 3_600_000

async function afternoon(seed: number) {
  const sandbox = await startSandbox({ seed, community: { brands: ['levain'] } })
  const { store, actions } = sandbox.mastodon
  const start = new Date('2026-11-20T07:00:00Z')
  sandbox.clock.set(start)
  const brand = store.createAccount({ username: 'levain', displayName: 'Maison Levain' })
  const post = actions.post(brand.id, { text: 'Les bûches sont arrivées au carnet de commandes !' })
  const ticks = []
  for (let hour = 1; hour <= 24; hour++) {
    sandbox.clock.set(new Date(start.getTime() + hour * HOUR))
    ticks.push(sandbox.community.tick(sandbox.clock.now()))
  }
  const below = [...store.memory.statuses.values()].filter((status) => status.replyTo === post.id)
  return { sandbox, brand, post, ticks, below }
}

describe('the community', () => {
  it('has at least forty people and a hundred and fifty things to say', () => {
    expect(PERSONAS.length).toBeGreaterThanOrEqual(40)
    expect(new Set(PERSONAS.map(({ username }) => username)).size).toBe(PERSONAS.length)
    const texts = [...Object.values(FRENCH), ...Object.values(ENGLISH), ...Object.values(FOLLOW_UPS)].flat()
    expect(new Set(texts).size).toBe(texts.length)
    expect(texts.length).toBeGreaterThanOrEqual(150)
  })

  it('reads a post, likes it, passes it on and talks about it', async () => {
    const { sandbox, post, ticks, below } = await afternoon(5)
    const sum = (name: 'likes' | 'replies' | 'reposts') => ticks.reduce((total, tick) => total + tick[name], 0)
    expect(sum('likes')).toBeGreaterThan(8)
    expect(post.likes.size).toBe(sum('likes'))
    expect(below.length).toBeGreaterThan(2)
    expect(sum('replies')).toBe(below.length)
    for (const { text } of below) expect(text).not.toMatch(/[{}]|undefined/)
    await sandbox.close()
  })

  it('comes back when it was answered', async () => {
    const { sandbox, brand, below } = await afternoon(5)
    const { store, actions } = sandbox.mastodon
    for (const asked of below) actions.post(brand.id, { text: 'Bonjour, merci pour votre message !', replyTo: asked.id })
    sandbox.clock.advance(30 * HOUR)
    const tick = sandbox.community.tick(sandbox.clock.now())
    expect(tick.followUps + tick.deletions).toBeGreaterThan(0)
    expect([...store.memory.statuses.values()].every(({ text }) => !/[{}]/.test(text))).toBe(true)
    await sandbox.close()
  })

  it('does the same for the same seed, and something else for another', async () => {
    const [first, again, other] = [await afternoon(8), await afternoon(8), await afternoon(9)]
    const words = (run: typeof first) => run.below.map(({ text }) => text).sort()
    expect(words(again)).toEqual(words(first))
    expect(words(other)).not.toEqual(words(first))
    await Promise.all([first, again, other].map(({ sandbox }) => sandbox.close()))
  })
})

describe('its past', () => {
  const now = new Date('2026-11-25T10:30:00Z')
  const past = communityHistory(60, now, 1)

  it('holds sixty days of posts, figures that only grow, and conversations in every state', () => {
    expect(past.posts.length).toBeGreaterThan(50)
    expect(past.conversations.length).toBeGreaterThan(150)
    expect(new Set(past.conversations.map(({ state }) => state))).toEqual(new Set(['new', 'open', 'snoozed', 'answered', 'done']))
    expect(new Set(past.conversations.map(({ kind }) => kind))).toEqual(new Set(['reply', 'mention', 'direct']))
    for (const { figures } of past.posts) {
      const likes = figures.map((figure) => figure.likes)
      expect(likes).toEqual([...likes].sort((a, b) => a - b))
    }
  })

  it('knows nothing of the future, and repeats itself for the same seed', () => {
    const times = [
      ...past.posts.flatMap(({ at, figures }) => [at, ...figures.map((one) => one.at)]),
      ...past.conversations.flatMap(({ messages }) => messages.map(({ at }) => at)),
    ]
    expect(times.filter((at) => at > now.toISOString())).toEqual([])
    expect(communityHistory(60, now, 1)).toEqual(past)
    const keys = past.conversations.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('lets everybody speak in whole words', () => {
    const texts = [...past.posts.map(({ text }) => text), ...past.conversations.flatMap(({ messages }) => messages.map(({ text }) => text))]
    for (const text of texts) expect(text).not.toMatch(/[{}]|undefined|à Part-Dieu|à Guillotière|à Croix-Rousse/)
    expect(new Set(past.conversations.flatMap(({ messages }) => messages.map(({ text }) => text))).size).toBeGreaterThan(150)
  })
})

describe('a past put onto the server', () => {
  it('is the same again after a restart, and goes on when somebody is answered', async () => {
    const now = new Date()
    const past = communityHistory(20, now, 4)
    const run = async () => {
      const sandbox = await startSandbox({ seed: 4, community: { brands: ['levain'] } })
      const ids = sandbox.community.load('levain', past)
      return { sandbox, ids, first: sandbox.community.tick(now) }
    }
    const [one, two] = [await run(), await run()]
    expect([...two.ids]).toEqual([...one.ids])
    expect(one.ids.size).toBe(past.posts.length + past.conversations.flatMap(({ messages }) => messages).length)
    expect(new Set(one.ids.values()).size).toBe(one.ids.size)
    expect(one.first).toMatchObject({ likes: 0, replies: 0, followUps: 0 })
    const { store, actions } = one.sandbox.mastodon
    const brand = store.find('levain')
    const open = past.conversations.filter(({ messages }) => messages.at(-1)?.from === 'person')
    for (const { messages } of open)
      actions.post(brand?.id ?? '', { text: 'Bonjour, merci !', replyTo: one.ids.get(messages.at(-1)?.key ?? '') ?? null })
    const later = one.sandbox.community.tick(new Date(now.getTime() + 20 * HOUR))
    expect(later.followUps).toBeGreaterThan(0)
    await Promise.all([one.sandbox.close(), two.sandbox.close()])
  })
})
