import type { Act, Price } from '../contract.ts'
import { spansOf } from './text.ts'

/** What X takes for a call, in US dollars (https://docs.x.com/x-api/getting-started/pricing, read on 22 August 2026: pay per use, no tiers). */
const ASOF = '2026-08-22'
const usd = (what: Price['what'], amount: number): Price => ({ what, usd: amount, asOf: ASOF })

export const PRICES = [
  usd('post', 0.015),
  usd('post_with_link', 0.2),
  usd('delete', 0.01),
  usd('read_post', 0.005),
  usd('read_own_post', 0.001),
  usd('read_person', 0.01),
  usd('read_message', 0.01),
] as const

const amountOf = (what: Price['what']): number => PRICES.find((one) => one.what === what)?.usd ?? 0

/** Pure: what sending an act costs. Likes, reposts, uploads and hiding have no price of their own in the list. */
export function costOf(act: Act): number {
  if (act.kind === 'delete' && act.of === 'post') return amountOf('delete')
  if (act.kind !== 'post') return 0
  const linked = spansOf(act.item.text).some(({ kind }) => kind === 'link')
  return amountOf(linked ? 'post_with_link' : 'post')
}
