import { NetworkFailure, type Context, type OwnPost } from '@pupitre/networks'
import { connectorFor, contextOf, findChannel, setChannel, type ChannelRow } from '../channels/channels.public.ts'
import { ingestPast } from '../engage/engage.public.ts'
import { announce } from '../platform/events.ts'
import { recordImported } from '../publish/publish.public.ts'
import type { CollectDeps } from './measure.collect.service.ts'
import { importMoved } from './measure.events.ts'

const months = 12
const mostPosts = 2000
/** Replies are fetched below this many of the latest posts: older conversations are over. */
const postsWithReplies = 60

const oldest = (): number => Date.now() - months * 30.5 * 86_400_000

async function move(
  deps: CollectDeps,
  channel: ChannelRow,
  state: ChannelRow['importState'],
  posts: number,
  cursor?: string | null,
): Promise<void> {
  await setChannel(deps.db.system, channel.id, {
    importState: state,
    importedPosts: posts,
    ...(cursor === undefined ? {} : { importCursor: cursor }),
  })
  await announce(deps.db.system, channel.brandId, importMoved, { channelId: channel.id, state, posts })
}

const isCancelled = async (deps: CollectDeps, id: string): Promise<boolean> =>
  (await findChannel(deps.db.system, id))?.importState !== 'running'

async function fetchReplies(deps: CollectDeps, channel: ChannelRow, posts: OwnPost[], context: () => Context): Promise<void> {
  const connector = connectorFor(deps, channel)
  if (!connector.capabilities.reads.replies.can) return
  for (const post of posts.slice(0, postsWithReplies)) {
    const replies = await connector.replies(context(), post.ref)
    const theirs = replies.filter((reply) => reply.author.id !== channel.accountId)
    await deps.db.system.transaction((tx) => ingestPast(tx, channel, theirs))
  }
}

type Import = { deps: CollectDeps; channel: ChannelRow; context: () => Context; posts: number; latest: OwnPost[] }

/** One page of the past. Returns true when there is more of it to fetch. */
async function fetchPage(run: Import, cursor: string | null): Promise<{ more: boolean; cursor: string | null }> {
  const { deps, channel } = run
  const page = await connectorFor(deps, channel).history(run.context(), cursor)
  const young = page.items.filter((post) => Date.parse(post.at) > oldest())
  for (const post of young) run.posts += (await recordImported(deps.db.system, channel, post)) ? 1 : 0
  run.latest.push(...young.filter((post) => !post.parent))
  return { more: page.more && young.length === page.items.length && run.posts < mostPosts, cursor: page.cursor }
}

/** Fetches up to twelve months of an account's past, from where it stopped. Says how far it is, and stops when it is cancelled. */
export async function importPast(deps: CollectDeps, channelId: string): Promise<void> {
  const channel = await findChannel(deps.db.system, channelId)
  if (!channel?.sealed || channel.importState === 'done' || channel.importState === 'cancelled') return
  const context = () => contextOf(deps, channel, AbortSignal.timeout(60_000))
  const run: Import = { deps, channel, context, posts: channel.importedPosts, latest: [] }
  await move(deps, channel, 'running', run.posts)
  try {
    for (let page = { more: true, cursor: channel.importCursor }; page.more;) {
      page = await fetchPage(run, page.cursor)
      if (await isCancelled(deps, channelId)) return
      await move(deps, channel, 'running', run.posts, page.cursor)
    }
    await fetchReplies(deps, channel, run.latest, context)
    await move(deps, channel, 'done', run.posts)
  } catch (cause) {
    if (!(cause instanceof NetworkFailure)) throw cause
    await move(deps, channel, 'failed', run.posts)
  }
}
