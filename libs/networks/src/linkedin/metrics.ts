import type { Context, MetricCode, MetricReading, RemoteRef } from '../contract.ts'
import { count, list, record, text, type Json } from '../json.ts'
import { api, urn, urns } from './api.ts'
import { isPage } from './map.ts'

/** Figures: a page's by share statistics, a member's one by one where the app has the restricted right. */

const PAGE_NAMES: readonly [MetricCode, string][] = [
  ['impressions', 'impressionCount'],
  ['reach', 'uniqueImpressionsCount'],
  ['clicks', 'clickCount'],
  ['likes', 'likeCount'],
  ['replies', 'commentCount'],
  ['reposts', 'shareCount'],
]

const MEMBER_NAMES: readonly [MetricCode, string][] = [
  ['impressions', 'IMPRESSION'],
  ['reach', 'MEMBERS_REACHED'],
  ['likes', 'REACTION'],
  ['replies', 'COMMENT'],
  ['reposts', 'RESHARE'],
]

export async function postMetrics(ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  return isPage(ctx.account) ? pageMetrics(ctx, posts) : memberMetrics(ctx, posts)
}

const BATCH = 20

/** A post is a share or a "ugcPost", and each kind is asked for by its own name. */
async function pageMetrics(ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  const found = new Map<string, MetricReading[]>()
  for (const [kind, list_, field] of [
    ['share', 'shares', 'share'],
    ['ugcPost', 'ugcPosts', 'ugcPost'],
  ] as const) {
    const ids = posts.map(({ id }) => id).filter((id) => id.startsWith(`urn:li:${kind}:`))
    for (let i = 0; i < ids.length; i += BATCH) {
      const query = `q=organizationalEntity&organizationalEntity=${urn(ctx.account.id)}&${list_}=${urns(ids.slice(i, i + BATCH))}`
      const { json } = await api(ctx, { method: 'GET', path: `/rest/organizationalEntityShareStatistics?${query}` })
      for (const told of list(record(json)['elements']).map(record))
        found.set(text(told[field], 100), readings(record(told['totalShareStatistics'])))
    }
  }
  return found
}

function readings(told: Json): MetricReading[] {
  return PAGE_NAMES.map(([code, name]) => ({ code, name, value: count(told[name]) }))
}

/** https://learn.microsoft.com/en-us/linkedin/marketing/community-management/members/post-statistics: one figure of one post at a time. */
async function memberMetrics(ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  const found = new Map<string, MetricReading[]>()
  if (!ctx.credentials.scopes.includes('r_member_postAnalytics')) return found
  for (const { id } of posts) {
    const kind = id.startsWith('urn:li:ugcPost:') ? 'ugc' : 'share'
    const told: MetricReading[] = []
    for (const [code, name] of MEMBER_NAMES) {
      const query = `q=entity&entity=(${kind}:${urn(id)})&queryType=${name}&aggregation=TOTAL`
      const { json } = await api(ctx, { method: 'GET', path: `/rest/memberCreatorPostAnalytics?${query}` })
      told.push({ code, name, value: count(record(list(record(json)['elements'])[0])['count']) })
    }
    found.set(id, told)
  }
  return found
}

export async function followersOf(ctx: Pick<Context, 'fetch' | 'now' | 'signal' | 'credentials'>, page: string): Promise<number | null> {
  const { json } = await api(ctx, { method: 'GET', path: `/rest/networkSizes/${urn(page)}?edgeType=COMPANY_FOLLOWED_BY_MEMBER` })
  return count(record(json)['firstDegreeSize'])
}

export async function accountMetrics(ctx: Context): Promise<MetricReading[]> {
  if (!isPage(ctx.account)) return [{ code: 'followers', name: null, value: null }]
  return [{ code: 'followers', name: 'firstDegreeSize', value: await followersOf(ctx, ctx.account.id) }]
}
