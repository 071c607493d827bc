import { expect, it, vi } from 'vitest'
import { openWorld, until } from '../testing/world.ts'
import type { ConversationView, InboxPage } from './engage.schema.ts'

vi.mock('@pupitre/language', async (original) => ({
  ...(await original<object>()),
  understand: () => {
    throw new Error('the weights are not what the program expects')
  },
}))

it('a model that is damaged keeps no message from the desk: nothing is said of it, and it is there', async () => {
  const world = await openWorld({ works: true })
  const brand = `/api/v1/brands/${world.owner.brandId}`
  const account = async (username: string) => {
    const body = JSON.stringify({ username, displayName: username })
    const headers = { 'content-type': 'application/json' }
    const made = await fetch(`${world.sandbox.url}/_control/mastodon/accounts`, { method: 'POST', headers, body })
    return { ...headers, authorization: `Bearer ${((await made.json()) as { token: string }).token}` }
  }
  const token = (await account('levain')).authorization.replace('Bearer ', '')
  await world.call('POST', `${brand}/channels`, { network: 'mastodon', fields: { server: world.sandbox.url, token } })
  const headers = await account('lea')
  const body = JSON.stringify({ status: '@levain Vous livrez ?' })
  await fetch(`${world.sandbox.url}/api/v1/statuses`, { method: 'POST', headers, body })
  const page = await until(
    'it is on the desk',
    async () => (await world.call('GET', `${brand}/inbox?view=team`)).body as InboxPage,
    ({ items }) => items.length === 1,
  )
  expect(page.items[0]).toMatchObject({ firstLine: 'Vous livrez ?', marks: null, pressing: false })
  const opened = (await world.call('GET', `${brand}/conversations/${page.items[0]?.id}`)).body as ConversationView
  expect(opened.messages[0]?.understanding).toBeNull()
  await world.close()
})
