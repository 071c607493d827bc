/**
 * Where things are in the kernel's memory. One memory holds the tables of all queries (written by one thread, read by many)
 * and, for each thread, a desk of its own: the text it reads, the words it has found, what it answers.
 * All addresses and counts are 32-bit; a field of a header is read by its number.
 */

/** The header of the tables. */
export const HEAD: u32 = 1024
export const H_TABLE: u32 = 0 // slots of the terms
export const H_MASK: u32 = 1 // slots - 1
export const H_BLOOM: u32 = 2
export const H_BLOOM_MASK: u32 = 3 // bits - 1
export const H_OLD: u32 = 4 // the table being left, 0 when none
export const H_OLD_MASK: u32 = 5
export const H_CURSOR: u32 = 6 // how far the move has come
export const H_USED: u32 = 7 // slots taken in the table, tombs included
export const H_TERMS: u32 = 8 // ids given so far
export const H_FREE_TERM: u32 = 9 // head of the list of ids given back
export const H_TERM_INFO: u32 = 10 // by id: see INFO
export const H_TERM_CAP: u32 = 11
export const H_QUERIES: u32 = 12 // by query: program, terms
export const H_QUERY_CAP: u32 = 13
export const H_PATTERNS: u32 = 14 // how many wildcard patterns are in use
export const H_PREFIX: u32 = 15 // slots by head of pattern
export const H_PREFIX_LENGTHS: u32 = 16 // [mask, then by hash of three or four bytes: which lengths of heads there are]
export const H_SUFFIX: u32 = 17
export const H_SUFFIX_LENGTHS: u32 = 18
export const H_FLOATING: u32 = 19 // list of patterns with neither head nor tail
export const H_URL_PARTS: u32 = 20 // how many queries look into addresses
export const H_TOP: u32 = 21 // end of what is allocated
export const H_LIVE: u32 = 22 // bytes in use by the tables
export const H_OLD_BLOOM: u32 = 23
export const H_OLD_BLOOM_MASK: u32 = 24
export const H_LISTS: u32 = 26 // by id: the queries filed under it, 0 when none
export const H_FREE_TERMS: u32 = 25 // how many ids wait to be given again
export const H_VERSION: u32 = 35 // counts changes: what a desk remembers is of one version
export const H_STRETCH: u32 = 27 // by kind of piece: where its stretch goes on, and ends
export const H_FREE: u32 = 40 // by kind of piece: heads of the free lists, one for each power of two

/** A slot: 8 first bytes, 4 last bytes (0 up to 8 bytes), id in 24 bits and length (255 at most) in 8. */
export const SLOT: u32 = 16
export const SLOT_BITS: u32 = 4
export const S_LAST: u32 = 8
export const S_ID: u32 = 12
export const ID: u32 = 0xffffff
export const LENGTH_SHIFT: u32 = 24
export const TOMB: u32 = 0xffffff
/** Up to this many bytes a slot says all there is to a term. */
export const WHOLE: u32 = 12

/** By id: slot, references, times seen, text (a piece that begins with its length) when the slot does not say it all. */
export const INFO: u32 = 16
export const I_REFERENCES: u32 = 4
export const I_SEEN: u32 = 8
export const I_TEXT: u32 = 12

/** Kinds of folded signs, as in fold.ts. */
export const SEPARATOR: u32 = 0
export const WORD: u32 = 1
export const SIGN: u32 = 2
export const EMOJI: u32 = 3
export const FLAG: u32 = 4
/** In the pages only: a list of signs, nothing at all, a Hangul syllable. */
export const SEVERAL: u32 = 5
export const NOTHING: u32 = 6
export const HANGUL: u32 = 7
export const CODE: u32 = 0x1fffff
export const UPPER: u32 = 1 << 24
export const DIGIT: u32 = 1 << 25
export const SPACE: u32 = 1 << 26
export const FIRST: u32 = 1 << 27

/** Ids that are always there: 0 means "whatever", 1 stands in every post, then what a post has. */
export const ANY: u32 = 0
export const EVERY: u32 = 1
export const HAS_LINK: u32 = 2
export const HAS_HASHTAG: u32 = 3
export const HAS_MENTION: u32 = 4
export const HAS_EMOJI: u32 = 5
export const FIRST_TERM: u32 = 8

/** Longest post in UTF-16 units, addresses included; what is longer has been cut before. */
export const TEXT_CAP: u32 = 1 << 17
export const HIT_CAP: u32 = 1 << 18
export const SPAN_CAP: u32 = 1 << 16
export const BUCKETS: u32 = 1024

// @ts-ignore: decorator
@inline export function head(field: u32): u32 {
  return load<u32>(HEAD + (field << 2))
}
// @ts-ignore: decorator
@inline export function setHead(field: u32, value: u32): void {
  store<u32>(HEAD + (field << 2), value)
}
