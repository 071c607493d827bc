/**
 * The desk of one thread, and the tray from which it reads posts and on which it puts answers. A thread may have several trays: one is
 * filled while it works on another. All addresses are given by the thread that owns the tables.
 */
import { ANY, BUCKETS, HIT_CAP, SPAN_CAP, TEXT_CAP } from './layout'

export let text: u32 = 0 // UTF-16 units of the batch
export let folded: u32 = 0 // one byte for each unit of the post being read, 64 spaces before
export let turns: u32 = 0 // where words begin and end, in turn
export let oddities: u32 = 0 // where signs stand that are not plain Latin
export let signs: u32 = 0 // folded signs of the stretch that is read with care
export let bytes: u32 = 0 // a word in UTF-8
export let addresses: u32 = 0 // folded addresses of the post, a line each
export let pages: u32 = 0 // by page of 256 code points: its folds
export let hits: u32 = 0 // id and place of each word found
export let next: u32 = 0 // by hit: the next one of its bucket
export let buckets: u32 = 0
export let queue: u32 = 0 // words to be looked up, and which of them are worth it
export let queueKept: u32 = 0
export let knownAt: u32 = 0 // by word of the queue: what is known of it
export let drafts: u32 = 0
export let found: u32 = 0 // patterns of a word
export let places: u32 = 0 // what words were found to be
export let remembered: u32 = 0 // their patterns
export let candidates: u32 = 0 // lists of postings to be looked through, and whose they are
export let passed: u32 = 0 // entries of postings whose guard holds, and of which more must be looked at
export let sure: u32 = 0 // queries whose guard says it all
export let spans: u32 = 0
export let present: u32 = 0 // a bit for each term
export let answered: u32 = 0 // a bit for each query
export let answers: u32 = 0
export let answersEnd: u32 = 0
export let counters: u32 = 0 // by query: how often it answered
export let records: u32 = 0 // what each post of the batch is

/** A directory of 0x1100 pages, then the pages themselves and their lists. */
const PAGES_BYTES: u32 = 0x1100 * 4 + (1 << 19)

/** Bytes a desk takes before what grows with terms and queries. */
export function deskSize(): u32 {
  return TEXT_CAP + (TEXT_CAP << 2) * 5 + (HIT_CAP << 3) + (HIT_CAP << 2) + (HIT_CAP << 3) + (SPAN_CAP << 3) * 2 + (BUCKETS << 2) + PAGES_BYTES + (1 << 17) + (1 << 19) + (1 << 18) + (1 << 16) + 50176
}

/** Lays the desk out from `at`; the room before it must be zero. */
export function openDesk(at: u32): void {
  let p = at + 64
  folded = p + 128
  p += TEXT_CAP + 512
  turns = p
  p += (TEXT_CAP << 2) + 512
  oddities = p
  p += (TEXT_CAP << 2) + 512
  signs = p
  p += (TEXT_CAP << 2) + 512
  bytes = p
  p += (TEXT_CAP << 2) + 512
  addresses = p
  p += (TEXT_CAP << 2) + 512
  hits = p
  p += HIT_CAP << 3
  next = p
  p += HIT_CAP << 2
  candidates = p
  p += HIT_CAP << 3
  spans = p
  p += (SPAN_CAP << 3) * 2
  queue = p
  p += 8192
  queueKept = p
  p += 1024 + 64
  knownAt = p
  p += 1024 + 64
  drafts = p
  p += 8192
  found = p
  p += 1 << 15
  places = p
  p += 1 << 19
  remembered = p
  p += 1 << 18
  passed = p
  p += (1 << 17) + 1024
  sure = p
  p += (1 << 15) + 1024
  buckets = p
  p += BUCKETS << 2
  pages = p
  p += PAGES_BYTES
  memory.fill(folded - 128, 0x20, TEXT_CAP + 512)
}

/** What grows with the tables. */
export function widenDesk(presentAt: u32, answeredAt: u32, countersAt: u32): void {
  present = presentAt
  answered = answeredAt
  counters = countersAt
  store<u8>(present, <u8>(<u32>1 << ANY))
}

export function takeTray(textAt: u32, recordsAt: u32, answersAt: u32, answersBytes: u32): void {
  text = textAt
  records = recordsAt
  answers = answersAt
  answersEnd = answersAt + answersBytes
}

export function deskPages(): u32 {
  return pages
}
