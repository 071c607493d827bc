import { connectorOf, type NetworkId } from '@pupitre/networks'
import type { Sandbox } from '@pupitre/sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, until, type World } from '../testing/world.ts'
import type { ConversationView, InboxPage } from './engage.schema.ts'

/* Networks of the sandbox that are asked what people said: it is answered from the desk, and stands there. WhatsApp, which tells by itself, has a test of its own. */

type Fields = Record<string, string>
type Case = {
  network: NetworkId
  what: string
  fields: (sandbox: Sandbox) => Fields
  /** Somebody says it to the account. */
  say: (sandbox: Sandbox, account: string, text: string) => unknown
}

const lea = 'lea'
const onX: Case['fields'] = ({ x, url }) => ({ server: url, ...x.store.keysFor('maison') })
const onFacebook: Case['fields'] = ({ facebook, url }) => ({
  server: url,
  handle: facebook.store.page('maison').username,
  token: facebook.store.tokenFor('maison'),
})

const cases: Case[] = [
  {
    network: 'x',
    what: 'a private message',
    fields: onX,
    say: ({ x }, account, text) => x.actions.write(x.store.user(lea).id, account, text),
  },
  {
    network: 'x',
    what: 'a mention',
    fields: onX,
    say: ({ x }, _account, text) => x.actions.post(x.store.user(lea).id, { text: `@maison ${text}` }),
  },
  {
    network: 'facebook',
    what: 'a private message',
    fields: onFacebook,
    say: ({ facebook }, account, text) => facebook.actions.write(facebook.store.person(lea).id, account, text),
  },
  {
    network: 'facebook',
    what: 'a comment',
    fields: onFacebook,
    say: ({ facebook: { store, actions } }, account, text) => {
      const post = actions.post({ pageId: account, authorId: account, message: 'Une fournée' })
      return actions.comment(store.person(lea).id, post.id, text)
    },
  },
  {
    network: 'instagram',
    what: 'a private message',
    fields: ({ instagram, url }) => {
      instagram.store.user('maison', true)
      return { server: url, token: instagram.store.tokenFor('maison') }
    },
    say: ({ instagram }, account, text) => instagram.actions.write(instagram.store.user(lea).id, account, text),
  },
  {
    network: 'telegram',
    what: 'a private message',
    fields: ({ telegram, url }) => ({ server: url, handle: '@maison', token: telegram.store.channel('maison').token }),
    say: ({ telegram: { store, actions } }, _account, text) => {
      const from = store.user(lea)
      const chat = store.privateChat(from)
      chat.admins.add(store.channel('maison').bot.id)
      return actions.write(chat, from.id, { text })
    },
  },
  {
    network: 'threads',
    what: 'a mention',
    fields: ({ threads, url }) => {
      threads.store.user('maison')
      return { server: url, token: threads.store.tokenFor('maison') }
    },
    say: ({ threads }, _account, text) => threads.actions.post({ userId: threads.store.user(lea).id, text: `@maison ${text}` }),
  },
  {
    network: 'google_business',
    what: 'a review',
    fields: ({ google_business: { store }, google, url }) => {
      store.place('levain', 'Levain maison')
      const token = google.store.refreshTokenFor('levain', ['https://www.googleapis.com/auth/business.manage'])
      return { server: url, handle: 'Levain maison', token, ...google.store.app }
    },
    say: ({ google_business }, account, text) => google_business.actions.review(account, lea, 'TWO', text),
  },
]

let world: World
const path = (rest: string) => `/api/v1/brands/${world.owner.brandId}${rest}`
const accounts = new Map<NetworkId, string>()

beforeAll(async () => {
  world = await openWorld({
    works: true,
    known: () => ({
      networks: [...new Set(cases.map(({ network }) => network))],
      connectorOf: (network) => {
        const { capabilitiesOf: _byAccount, ...connector } = connectorOf(network)
        return { ...connector, capabilities: { ...connector.capabilities, freshness: { kind: 'poll', seconds: 1 } } }
      },
    }),
  })
  await world.desk.db.access.execute('update brand set undo_seconds = 1')
  for (const { network, fields } of cases) {
    if (accounts.has(network)) continue
    const made = await world.call('POST', path('/channels'), { network, fields: fields(world.sandbox) })
    expect(made.status, `${network}: ${JSON.stringify(made.body)}`).toBe(201)
    const { rows } = await world.desk.db.systemPool.query('SELECT account_id FROM channel WHERE id = $1', [
      (made.body as { id: string }).id,
    ])
    accounts.set(network, String(rows[0].account_id))
  }
})
afterAll(() => world.close())

async function heard(text: string): Promise<ConversationView | null> {
  const { items } = (await world.call('GET', path('/inbox?limit=100'))).body as InboxPage
  const row = items.find(({ firstLine }) => firstLine.includes(text))
  return row ? ((await world.call('GET', path(`/conversations/${row.id}`))).body as ConversationView) : null
}

describe('what people say is answered from the desk', () => {
  it.each(cases.map((one) => [one.network, one.what, one] as const))('%s: %s', { timeout: 60_000 }, async (network, what, { say }) => {
    const [asked, answer] = [`Ouvert lundi, ${network}, ${what} ?`, `Oui, ${network}, ${what}.`]
    say(world.sandbox, accounts.get(network) ?? '', asked)
    const view = await until(
      'heard',
      () => heard(asked),
      (found) => found !== null,
      30_000,
    )
    const sent = await world.call('POST', path(`/conversations/${view?.conversation.id}/reply`), { text: answer, media: [] })
    expect(sent.status, JSON.stringify(sent.body)).toBe(200)
    const settled = await until(
      'answered',
      () => heard(asked),
      (found) => ['published', 'failed', 'unknown'].includes(found?.messages.at(-1)?.delivery?.state ?? ''),
      30_000,
    )
    expect(settled?.messages.at(-1)).toMatchObject({ direction: 'out', text: answer, delivery: { state: 'published', cause: null } })
    expect(settled?.conversation.waitingSince).toBeNull()
  })
})
