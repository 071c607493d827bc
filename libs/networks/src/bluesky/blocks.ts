import type { Context } from '../contract.ts'
import { afterAnswer } from '../http.ts'
import { record, text, textOrNull } from '../json.ts'
import { parseAtUri } from './syntax.ts'
import { query, type XrpcContext } from './xrpc.ts'

export const BLOCK = 'app.bsky.graph.block'

/** Pages of 100 read at most: five thousand blocks. */
const PAGES = 50

/**
 * Keys of the records by which the account blocks somebody, read from its own server, which knows at once what it was given; what the
 * network shows of it comes later. `complete` is false where there were too many to read. com.atproto.repo.listRecords
 */
export async function blocksOf(
  ctx: XrpcContext & Pick<Context, 'account'>,
  person: string,
): Promise<{ keys: string[]; complete: boolean }> {
  const keys: string[] = []
  let cursor: string | null = null
  for (let page = 0; page < PAGES; page++) {
    const params = { repo: ctx.account.id, collection: BLOCK, limit: 100, ...(cursor !== null && { cursor }) }
    const answer = record((await query(ctx, 'com.atproto.repo.listRecords', params)).json)
    const records = answer['records']
    if (!Array.isArray(records)) throw afterAnswer(false, 'no list in the answer')
    for (const one of records.map(record)) {
      const at = parseAtUri(text(one['uri'], 3_000))
      if (at && record(one['value'])['subject'] === person) keys.push(at.rkey)
    }
    cursor = textOrNull(answer['cursor'], 500)
    if (cursor === null) return { keys, complete: true }
  }
  return { keys, complete: false }
}
