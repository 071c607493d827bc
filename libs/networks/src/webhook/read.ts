import type { InboundMessage, MetricReading, OwnPost, Page, RemoteRef, Signal } from '../contract.ts'

/** Nothing is asked for: messages come by themselves (`hook.ts`), and a receiver has no past and no figures that it would tell. */

export async function inbox(): Promise<Page<Signal>> {
  return { items: [], cursor: null, more: false }
}

export async function history(): Promise<Page<OwnPost>> {
  return { items: [], cursor: null, more: false }
}

export async function replies(): Promise<InboundMessage[]> {
  return []
}

export async function postMetrics(_ctx: unknown, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  return new Map(posts.map(({ id }) => [id, [{ code: 'impressions', name: null, value: null }]]))
}

export async function accountMetrics(): Promise<MetricReading[]> {
  return [{ code: 'followers', name: null, value: null }]
}
