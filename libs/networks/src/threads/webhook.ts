import type { Hook, Signal } from '../contract.ts'
import { instant, list, record, text, type Json } from '../json.ts'
import { metaHook, momentOf, wordOf, type ReadEntry } from '../meta/hook.ts'
import { messageOf } from './map.ts'

/**
 * https://developers.facebook.com/docs/threads/webhooks: answers below one's posts (`replies`), where one was named (`mentions`), what one
 * deleted elsewhere (`delete`). Address and word are entered on the app's page: no software can tell them.
 */
const readEntry: ReadEntry = (entry, { account, now }) => {
  const values = Array.isArray(entry['values']) ? list(entry['values']).map(record) : [record(entry['values'])]
  const at = momentOf(entry['time'], now)
  const signals = values.flatMap((one) => signalsOf(one, account.handle, at, now))
  const owner = values.map((one) => text(record(record(one['value'])['root_post'])['owner_id'], 40)).find((id) => id !== '')
  return { account: owner ?? null, signals, look: false }
}

function signalsOf({ field, value }: Json, handle: string, at: string, now: Date): Signal[] {
  const post = record(value)
  if (!/^\d+$/.test(text(post['id'], 40))) return []
  if (field === 'delete') return [{ kind: 'deleted', id: text(post['id'], 40), at: instant(post['deleted_at']) ?? at }]
  if ((field !== 'replies' && field !== 'mentions') || text(post['username'], 100) === handle) return []
  return [{ kind: 'message', message: messageOf(post, field === 'replies' ? 'reply' : 'mention', now) }]
}

export const hook: Hook = {
  receive: metaHook(readEntry, (said) => (said['values'] === undefined ? [] : [said])),
  word: wordOf,
}
