import type { Fetch } from '@pupitre/networks'
import { holdToTable, type Documented, type Shape } from '../documented.ts'
import type { Held } from '../specification.ts'

/**
 * TikTok publishes no machine-readable description of the Content Posting API. The fields below are those of its pages at
 * developers.tiktok.com/doc (content-posting-api-reference-query-creator-info, …-direct-post, …-photo-post, …-get-video-status,
 * tiktok-api-v2-get-user-info, …-video-list, …-video-query, oauth-user-access-token-management), by hand.
 */

const error: Shape = { code: 'text', message: 'text', log_id: 'text' }
const signed = (request: Shape, data: Shape, query: string[] = []): Documented => ({
  request,
  query,
  answer: { data, error },
  headers: ['authorization'],
})

const video: Shape = {
  'id?': 'text',
  'title?': 'text',
  'video_description?': 'text',
  'create_time?': 'number',
  'cover_image_url?': 'text',
  'share_url?': 'text',
  'duration?': 'number',
  'view_count?': 'number',
  'like_count?': 'number',
  'comment_count?': 'number',
  'share_count?': 'number',
}

const OPERATIONS: Record<string, Documented> = {
  'POST /v2/oauth/token/': {
    request: {
      client_key: 'text',
      client_secret: 'text',
      grant_type: 'text',
      'code?': 'text',
      'redirect_uri?': 'text',
      'refresh_token?': 'text',
      'code_verifier?': 'text',
    },
    answer: {
      'open_id?': 'text',
      'scope?': 'text',
      'access_token?': 'text',
      'expires_in?': 'number',
      'refresh_token?': 'text',
      'refresh_expires_in?': 'number',
      'token_type?': 'text',
      'error?': 'text',
      'error_description?': 'text',
      'log_id?': 'text',
    },
  },
  'GET /v2/user/info/': {
    query: ['fields'],
    headers: ['authorization'],
    answer: {
      data: {
        user: {
          open_id: 'text',
          'avatar_url?': 'text',
          'display_name?': 'text',
          'username?': 'text',
          'profile_deep_link?': 'text',
          'follower_count?': 'number',
        },
      },
      error,
    },
  },
  'POST /v2/post/publish/creator_info/query/': {
    headers: ['authorization'],
    answer: {
      data: {
        creator_avatar_url: 'text',
        creator_username: 'text',
        creator_nickname: 'text',
        privacy_level_options: ['text'],
        comment_disabled: 'yes',
        duet_disabled: 'yes',
        stitch_disabled: 'yes',
        max_video_post_duration_sec: 'number',
      },
      error,
    },
  },
  'POST /v2/post/publish/video/init/': signed(
    {
      post_info: {
        title: 'text',
        privacy_level: 'text',
        disable_duet: 'yes',
        disable_comment: 'yes',
        disable_stitch: 'yes',
        video_cover_timestamp_ms: 'number',
        brand_content_toggle: 'yes',
        brand_organic_toggle: 'yes',
      },
      source_info: { source: 'text', video_size: 'number', chunk_size: 'number', total_chunk_count: 'number' },
    },
    { publish_id: 'text', upload_url: 'text' },
  ),
  'POST /v2/post/publish/content/init/': signed(
    {
      media_type: 'text',
      post_mode: 'text',
      post_info: { title: 'text', description: 'text', privacy_level: 'text', disable_comment: 'yes', auto_add_music: 'yes' },
      source_info: { source: 'text', photo_cover_index: 'number', photo_images: ['text'] },
    },
    { publish_id: 'text' },
  ),
  'POST /v2/post/publish/status/fetch/': signed(
    { publish_id: 'text' },
    {
      status: 'text',
      'fail_reason?': 'text',
      'uploaded_bytes?': 'number',
      'downloaded_bytes?': 'number',
      'publicaly_available_post_id?': ['number'],
    },
  ),
  'POST /v2/video/list/': signed({ max_count: 'number', 'cursor?': 'number' }, { videos: [video], cursor: 'number', has_more: 'yes' }, [
    'fields',
  ]),
  'POST /v2/video/query/': signed({ filters: { video_ids: ['text'] } }, { videos: [video] }, ['fields']),
}

export function holdToTikTok(ask: Fetch): Held {
  const besides = /^\/(?:v2\/auth\/authorize\/$|tiktok-upload\/)/
  return holdToTable({ network: 'tiktok', ask, operations: OPERATIONS, refusal: { data: 'any', error }, besides })
}
