import { randomInt } from 'node:crypto'

/** Identifiers of the AT Protocol (https://atproto.com/specs/: handle, did, at-uri-scheme, tid, record-key). */

export function isHandle(value: string): boolean {
  return value.length <= 253 && /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(value)
}

export function isDid(value: string): boolean {
  return value.length <= 2_048 && /^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$/.test(value)
}

export function isTid(value: string): boolean {
  return /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/.test(value)
}

export function isRecordKey(value: string): boolean {
  return /^[a-zA-Z0-9_~.:-]{1,512}$/.test(value) && value !== '.' && value !== '..'
}

export type AtUri = { repo: string; collection: string; rkey: string }

/** `at://did/collection/rkey`, as records of others and of ours are named; null for anything else. */
export function parseAtUri(uri: string): AtUri | null {
  const match = /^at:\/\/([^/]{1,2048})\/([a-zA-Z0-9.-]{1,317})\/([^/?#]{1,512})$/.exec(uri)
  const [, repo, collection, rkey] = match ?? []
  if (!repo || !collection || !rkey) return null
  return (isDid(repo) || isHandle(repo)) && isRecordKey(rkey) ? { repo, collection, rkey } : null
}

const SORTABLE = '234567abcdefghijklmnopqrstuvwxyz'

/** A record key that sorts by time: 53 bits of microseconds and 10 of chance, in base 32 (https://atproto.com/specs/tid). */
export function newTid(now: Date): string {
  let value = (BigInt(now.getTime()) * 1000n + BigInt(randomInt(1000))) * 1024n + BigInt(randomInt(1024))
  let out = ''
  for (let i = 0; i < 13; i++) {
    out = SORTABLE.charAt(Number(value % 32n)) + out
    value /= 32n
  }
  return out
}

/** When a TID was made. A record's `createdAt` comes from here, so that the same step always writes the same record. */
export function tidDate(tid: string): Date | null {
  if (!isTid(tid)) return null
  let value = 0n
  for (const char of tid) value = value * 32n + BigInt(SORTABLE.indexOf(char))
  return new Date(Number(value / 1024n / 1000n))
}

/** Where a post can be looked at. The DID stays when the handle changes. */
export function postUrl(uri: string): string | null {
  const at = parseAtUri(uri)
  return at ? `https://bsky.app/profile/${at.repo}/post/${at.rkey}` : null
}
