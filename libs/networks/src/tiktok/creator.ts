import type { Credentials, Variant } from '../contract.ts'
import { afterAnswer, failure } from '../http.ts'
import { list, positive, text, type Json } from '../json.ts'
import { tiktok, type Asking } from './api.ts'

/** What the account allows now (https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info): to be asked before every post. */
export type Creator = {
  username: string
  privacy: string[]
  noComments: boolean
  noDuets: boolean
  noStitches: boolean
  maxSeconds: number
}

export async function readCreator(ctx: Asking): Promise<Creator> {
  const { data } = await tiktok(ctx, { method: 'POST', path: '/v2/post/publish/creator_info/query/' })
  if (!Array.isArray(data['privacy_level_options'])) throw afterAnswer(false, 'no account in the answer')
  return {
    username: text(data['creator_username'], 60),
    privacy: list(data['privacy_level_options']).map((one) => text(one, 60)),
    noComments: data['comment_disabled'] === true,
    noDuets: data['duet_disabled'] === true,
    noStitches: data['stitch_disabled'] === true,
    maxSeconds: positive(data['max_video_post_duration_sec'], 600),
  }
}

export const isAudited = ({ secret }: Pick<Credentials, 'secret'>): boolean => secret['audited'] === 'yes'

const LEVELS: Partial<Record<Variant['visibility'], string>> = {
  public: 'PUBLIC_TO_EVERYONE',
  followers: 'FOLLOWER_OF_CREATOR',
  direct: 'SELF_ONLY',
}

/** Who may see a post and answer it. What an app without audit publishes is for the owner alone; anything else is refused by TikTok. */
export function settingsOf(ctx: Asking, creator: Creator, { visibility, whoMayReply }: Pick<Variant, 'visibility' | 'whoMayReply'>): Json {
  const wanted = isAudited(ctx.credentials) ? LEVELS[visibility] : 'SELF_ONLY'
  if (wanted === undefined || !creator.privacy.includes(wanted))
    throw failure('rejected_content', 'fix_content', { sent: 'no', said: `this account does not allow ${wanted ?? visibility}` })
  return { privacy_level: wanted, disable_comment: creator.noComments || whoMayReply === 'nobody' }
}
