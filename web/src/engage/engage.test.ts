import type { ConversationRow, InboxPage, MessageView } from '@pupitre/server/engage/engage.schema'
import { describe, expect, it } from 'vitest'
import { markerAt } from './parts/departure.ts'
import { levelOf } from './parts/freshness.ts'
import { lengthOf } from './parts/length.ts'
import { isNews, type Pages, placeRows, removeRows, replaceRows, rowsOf, standsIn } from './parts/rows.ts'
import { piecesOf } from './parts/said.ts'
import { snoozeChoices } from './parts/snooze.ts'
import { waysOf } from './parts/ways.ts'

const row = (id: string, minute: number, more: Partial<ConversationRow> = {}): ConversationRow =>
  ({
    id,
    lastAt: `2026-11-24T10:${String(minute).padStart(2, '0')}:00.000Z`,
    state: 'open',
    unread: 1,
    waitingSince: null,
    assignee: null,
    ...more,
  }) as ConversationRow

const pages = (...items: ConversationRow[][]): Pages => ({
  pages: items.map((each, index) => ({ items: each, cursor: index === items.length - 1 ? null : 'next' }) as InboxPage),
  pageParams: [],
})
const ids = (of: Pages) => rowsOf(of).map((each) => each.id)

describe('the list', () => {
  const loaded = pages([row('a', 50), row('b', 40)], [row('c', 30), row('d', 20)])

  it('puts what is new at its hour, across pages', () => {
    expect(ids(placeRows(loaded, [row('n', 55)]))).toEqual(['n', 'a', 'b', 'c', 'd'])
    expect(ids(placeRows(loaded, [row('n', 35)]))).toEqual(['a', 'b', 'n', 'c', 'd'])
    expect(ids(placeRows(loaded, [row('n', 10)]))).toEqual(['a', 'b', 'c', 'd', 'n'])
  })

  it('moves up whoever writes again, once', () => {
    expect(ids(placeRows(loaded, [row('d', 59)]))).toEqual(['d', 'a', 'b', 'c'])
  })

  it('leaves to a page not read yet what is older than all that is loaded', () => {
    const first: Pages = { ...loaded, pages: loaded.pages.slice(0, 1) }
    expect(ids(placeRows(first, [row('n', 10), row('m', 45)]))).toEqual(['a', 'm', 'b'])
  })

  it('changes a row in its place, and removes one', () => {
    const changed = replaceRows(loaded, [row('c', 59, { state: 'done' })])
    expect(ids(changed)).toEqual(['a', 'b', 'c', 'd'])
    expect(rowsOf(changed)[2]?.state).toBe('done')
    expect(ids(removeRows(loaded, new Set(['b', 'c'])))).toEqual(['a', 'd'])
  })

  it('fills an empty list', () => {
    expect(ids(placeRows(pages([]), [row('b', 1), row('a', 2)]))).toEqual(['a', 'b'])
  })

  it('knows which view a conversation stands in', () => {
    const mine = row('a', 1, { assignee: { id: 'me', name: 'Ana', initials: 'A' } })
    expect(standsIn(mine, 'mine', 'me')).toBe(true)
    expect(standsIn(mine, 'mine', 'you')).toBe(false)
    expect(standsIn(row('a', 1), 'waiting', 'me')).toBe(false)
    expect(standsIn(row('a', 1, { waitingSince: 'x' }), 'waiting', 'me')).toBe(true)
    expect(standsIn(row('a', 1, { state: 'done' }), 'team', 'me')).toBe(false)
    expect(standsIn(row('a', 1, { state: 'done' }), 'all', 'me')).toBe(true)
  })

  it('counts as new what is unknown or has just been said, not what was merely changed', () => {
    expect(isNews(row('a', 1), undefined)).toBe(true)
    expect(isNews(row('a', 2), row('a', 1))).toBe(true)
    expect(isNews(row('a', 1, { labels: ['presse'] }), row('a', 1))).toBe(false)
  })

  it('draws the line of the departure only between something newer and something older', () => {
    const rows = [row('a', 50), row('b', 40), row('c', 30)]
    expect(markerAt(rows, '2026-11-24T10:45:00.000Z')).toBe(1)
    expect(markerAt(rows, '2026-11-24T10:55:00.000Z')).toBeNull()
    expect(markerAt(rows, '2026-11-24T09:00:00.000Z')).toBeNull()
    expect(markerAt(rows, null)).toBeNull()
  })
})

describe('[S0-20] freshness', () => {
  const now = Date.parse('2026-11-24T10:00:00Z')
  const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString()
  it('turns amber, then red, when a channel falls silent', () => {
    expect(levelOf(ago(12), 30, now)).toBe('fresh')
    expect(levelOf(ago(120), 30, now)).toBe('late')
    expect(levelOf(ago(600), 30, now)).toBe('silent')
    expect(levelOf(null, 30, now)).toBe('silent')
  })
})

describe('an answer', () => {
  it('is counted as the network counts it', () => {
    expect(lengthOf('👩‍👩‍👧 é', { max: 300, unit: 'graphemes', urlCost: null })).toBe(3)
    expect(lengthOf('voir https://levain.test/une-adresse-bien-longue', { max: 500, unit: 'graphemes', urlCost: 23 })).toBe(28)
  })

  const said = (more: Partial<MessageView>) =>
    ({ direction: 'in', removedAt: null, canReply: true, replyBefore: null, visibility: 'public', ...more }) as MessageView
  const view = (message: MessageView, acts: Record<string, true | string> = { reply: true, privateReply: true }) => ({
    conversation: { kind: 'reply' as const },
    messages: [message],
    acts,
  })
  const now = Date.parse('2026-11-24T10:00:00Z')

  it('offers what the network has', () => {
    expect(waysOf(view(said({})), true, now).modes).toEqual(['public', 'direct', 'note'])
    expect(waysOf(view(said({}), { reply: true, privateReply: 'no such thing' }), true, now).modes).toEqual(['public', 'note'])
  })
  it('stays private where the person spoke in private', () => {
    expect(waysOf(view(said({ visibility: 'direct' })), true, now).modes).toEqual(['direct', 'note'])
  })
  it('is only a note once the network’s window is closed, and nothing without the right', () => {
    const late = waysOf(view(said({ replyBefore: '2026-11-24T09:00:00Z' })), true, now)
    expect(late).toMatchObject({ modes: ['note'], isClosed: true, canAnswer: false })
    expect(waysOf(view(said({})), false, now).modes).toEqual([])
  })
})

describe('words of others', () => {
  it('are cut into text, links and the words that led to a label, never into anything else', () => {
    expect(piecesOf('<b>dur</b> voir https://a.test/x, merci', ['« voir »'])).toEqual([
      { kind: 'text', text: '<b>dur</b> ' },
      { kind: 'mark', text: 'voir' },
      { kind: 'text', text: ' ' },
      { kind: 'link', text: 'https://a.test/x' },
      { kind: 'text', text: ', merci' },
    ])
  })
  it('make no link of what is not one', () => {
    expect(piecesOf('javascript:alert(1) data:text/html,x').every((piece) => piece.kind === 'text')).toBe(true)
  })
})

describe('later', () => {
  const at = (local: string) => snoozeChoices(Date.parse(local), 'Europe/Paris').map(({ id, at: when }) => `${id} ${when}`)
  it('is said on the brand’s clock', () => {
    expect(at('2026-11-24T09:00:00Z')).toEqual([
      'tonight 2026-11-24T17:00:00Z',
      'tomorrow 2026-11-25T08:00:00Z',
      'monday 2026-11-30T08:00:00Z',
    ])
  })
  it('offers neither what is past nor the same morning twice', () => {
    expect(at('2026-11-29T18:30:00Z')).toEqual(['tomorrow 2026-11-30T08:00:00Z'])
  })
  it('keeps the wall clock over the change of hour', () => {
    expect(at('2026-10-24T15:00:00Z')).toEqual([
      'tonight 2026-10-24T16:00:00Z',
      'tomorrow 2026-10-25T08:00:00Z',
      'monday 2026-10-26T08:00:00Z',
    ])
  })
})
