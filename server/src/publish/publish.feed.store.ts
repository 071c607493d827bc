import type { Act } from '@pupitre/networks'
import { sql } from 'drizzle-orm'
import type { Sql, Tx } from '../platform/db.ts'

type PostAct = Extract<Act, { kind: 'post' }>
type EditAct = Extract<Act, { kind: 'edit' }>

export type ServedRow = { networkId: string; publishedAt: Date; post: PostAct; edit: EditAct | null; editedAt: Date | null }

const most = 50

/** What a channel has published and not taken down since, newest first, with its last words. */
export async function publishedOn(db: Sql | Tx, channelId: string): Promise<ServedRow[]> {
  const { rows } = await db.execute<ServedRow & Record<string, unknown>>(sql`
    SELECT d.network_id AS "networkId", d.published_at AS "publishedAt", post.act AS post, last.act AS edit, last.at AS "editedAt"
    FROM delivery d
    JOIN LATERAL (
      SELECT s.act FROM delivery_step s WHERE s.delivery_id = d.id AND s.act ->> 'kind' = 'post' ORDER BY s.position LIMIT 1
    ) post ON true
    LEFT JOIN LATERAL (
      SELECT e.sealed -> 'acts' -> 0 AS act, e.published_at AS at FROM delivery e
      WHERE e.target_id = d.id AND e.kind = 'edit' AND e.state = 'published' ORDER BY e.published_at DESC LIMIT 1
    ) last ON true
    WHERE d.channel_id = ${channelId} AND d.kind = 'post' AND d.state = 'published' AND d.network_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM delivery x WHERE x.target_id = d.id AND x.kind = 'delete' AND x.state = 'published')
    ORDER BY d.published_at DESC, d.id DESC LIMIT ${most}`)
  return rows.map((row) => ({
    ...row,
    publishedAt: new Date(row.publishedAt),
    editedAt: row.editedAt === null ? null : new Date(row.editedAt),
  }))
}
