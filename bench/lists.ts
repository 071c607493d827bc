/** Lists at 50,000 posts and a million messages: how long the desk takes, and against the bare SQL of the same rows. */
import { performance } from 'node:perf_hooks'
import { asAdministrator } from '../server/src/testing/database.ts'
import { openWorld } from '../server/src/testing/world.ts'
import { bar, openDatabase, percentile, print } from './support.ts'

const posts = 50_000
const conversations = 250_000
const messagesEach = 4
/** A desk runs for weeks: neither side is measured while its program is still being compiled. */
const warmUps = 100
const rounds = 200

const closeDatabase = await openDatabase()
const world = await openWorld({ env: { PUPITRE_LOG: 'warn' } })
const { brandId } = world.owner
const channels: string[] = []
for (let i = 0; i < 6; i += 1) channels.push(await world.connect('key', `boutique-${i}`))
const owner = world.desk.db.ownerPool
const began = Date.now()
const client = await owner.connect()
await client.query("SET synchronous_commit = off; SET maintenance_work_mem = '256MB'")
await client.query('SELECT setseed(0.42)')
const words = `(ARRAY['pain','levain','croûte','dure','brioche','praline','horaires','boutique','merci','commande','bûche','allergènes','farine','seigle','monplaisir','croix-rousse','prix','apprenti','dimanche','attente','vendeuse','accueil','froid','délicieux','déçue','rassis','tournée','four','miche','baguette'])[1 + floor(random() * 30)::int]`
const sentence = (count: number) => Array.from({ length: count }, () => words).join(` || ' ' || `)
await client.query(
  `WITH made AS (
     INSERT INTO content (id, brand_id, title, items, options, created_at, updated_at)
     SELECT gen_random_uuid(), $1, ${sentence(3)}, jsonb_build_array(jsonb_build_object('text', ${sentence(14)}, 'media', '[]'::jsonb)), '{}'::jsonb, now(), now()
     FROM generate_series(1, ${posts}) RETURNING id, items, options
   ), versions AS (
     INSERT INTO variant (id, brand_id, content_id, channel_id, items, options)
     SELECT gen_random_uuid(), $1, id, ($2::uuid[])[1 + floor(random() * 6)::int], items, options FROM made RETURNING id, content_id, channel_id
   )
   INSERT INTO delivery (id, brand_id, channel_id, kind, state, content_id, variant_id, due_at, local_time, zone)
   SELECT gen_random_uuid(), $1, channel_id, 'post', CASE WHEN random() < 0.9 THEN 'published' ELSE 'scheduled' END, content_id, id, at, to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS'), 'Europe/Paris'
   FROM (SELECT *, now() + make_interval(secs => (random() - 0.8) * 5 * 365 * 86400) AS at FROM versions) v`,
  [brandId, channels],
)
await client.query(
  `INSERT INTO person (id, brand_id, network, network_id, handle, name)
   SELECT gen_random_uuid(), $1, 'plain-key', 'p' || n, 'client' || n, initcap(${words}) || ' ' || n FROM generate_series(1, 40000) n`,
  [brandId],
)
await client.query(
  `INSERT INTO conversation (id, brand_id, channel_id, network, person_id, thread_key, kind, state, first_line, messages, last_at, waiting_since)
   SELECT gen_random_uuid(), $1, ($2::uuid[])[1 + floor(random() * 6)::int], 'plain-key', p.id, 't' || n, 'reply', CASE WHEN random() < 0.08 THEN 'open' ELSE 'done' END, ${sentence(6)}, ${messagesEach},
     now() - make_interval(secs => random() * 2 * 365 * 86400), CASE WHEN random() < 0.3 THEN now() END
   FROM generate_series(1, ${conversations}) n JOIN (SELECT id, row_number() OVER () AS k FROM person WHERE brand_id = $1) p ON p.k = 1 + n % 40000`,
  [brandId, channels],
)
await client.query(
  `INSERT INTO message (id, brand_id, conversation_id, channel_id, direction, network_id, kind, text, sent_at)
   SELECT gen_random_uuid(), $1, c.id, c.channel_id, CASE WHEN n % 2 = 1 THEN 'in' ELSE 'out' END, c.id || ':' || n, 'reply', ${sentence(12)}, c.last_at - make_interval(mins => n)
   FROM conversation c CROSS JOIN generate_series(1, ${messagesEach}) n WHERE c.brand_id = $1`,
  [brandId],
)
await client.query('VACUUM (ANALYZE) delivery, content, variant, conversation, message, person')
// What was just written is on the disk before anything is measured: a desk does not take in a million messages in two minutes.
const administrator = asAdministrator('postgres')
await administrator.connect()
await administrator.query('CHECKPOINT')
await administrator.end()
console.log(`${posts} posts and ${conversations * messagesEach} messages made in ${Math.round((Date.now() - began) / 1000)} s`)

async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** In turns, so that whatever else the machine does meets all of them alike. */
async function timeInTurns(works: (() => Promise<unknown>)[]): Promise<number[][]> {
  const times: number[][] = works.map(() => [])
  for (let i = 0; i < warmUps + rounds; i += 1)
    for (const [nth, work] of works.entries()) {
      const taken = await time(work)
      if (i >= warmUps) times[nth]?.push(taken)
    }
  return times
}

const month = { from: new Date(Date.now() - 15 * 86_400_000).toISOString(), to: new Date(Date.now() + 16 * 86_400_000).toISOString() }
const get = async (path: string) => {
  const answer = await world.call('GET', `/api/v1/brands/${brandId}${path}`)
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
const searched = ['miche rassis', 'accueil froid', 'allergènes seigle', 'monplaisir']
let nth = 0
const askMonth = () => get(`/calendar?from=${month.from}&to=${month.to}`)
const askInbox = () => get('/inbox?view=team')
const askSearch = () => get(`/inbox?view=all&search=${encodeURIComponent(searched[(nth += 1) % searched.length] ?? '')}`)
const bareMonth = () =>
  client.query(
    `SELECT d.id, d.channel_id, d.content_id, d.state, d.format, d.due_at, d.local_time, c.title, left(c.items -> 0 ->> 'text', 140) AS words
     FROM delivery d LEFT JOIN content c ON c.id = d.content_id WHERE d.brand_id = $1 AND d.kind = 'post' AND d.due_at >= $2 AND d.due_at < $3 ORDER BY d.due_at`,
    [brandId, month.from, month.to],
  )
// What the page says: its rows, and how many conversations stand in each of its four views (counted up to a thousand).
const counted = (condition: string) =>
  `(SELECT count(*) FROM (SELECT 1 FROM conversation c WHERE c.brand_id = $1 AND ${condition} LIMIT 1000) q)`
const bareInbox = async () => {
  await client.query(
    `SELECT c.*, p.name FROM (SELECT * FROM conversation WHERE brand_id = $1 AND state = 'open' ORDER BY last_at DESC, id DESC LIMIT 51) c JOIN person p ON p.id = c.person_id ORDER BY c.last_at DESC`,
    [brandId],
  )
  await client.query(
    `SELECT ${counted("c.state = 'open' AND c.assignee_id = 'x'")}, ${counted("c.state = 'open'")}, ${counted("c.state = 'open' AND c.waiting_since IS NOT NULL")}, ${counted("c.state = 'snoozed'")}`,
    [brandId],
  )
}
const [apiMonth = [], sqlMonth = []] = await timeInTurns([askMonth, bareMonth])
const [apiInbox = [], sqlInbox = []] = await timeInTurns([askInbox, bareInbox])
const [apiSearch = []] = await timeInTurns([askSearch])
client.release()
await world.close()
await closeDatabase()
const p95 = (times: number[]) => percentile(times, 0.95)
const p50 = (times: number[]) => percentile(times, 0.5)
for (const [name, times] of Object.entries({ apiMonth, sqlMonth, apiInbox, sqlInbox, apiSearch }))
  console.log(`${name}: p50 ${p50(times).toFixed(1)} ms, p95 ${p95(times).toFixed(1)} ms`)
print('lists', [
  bar('month of the score p95', p95(apiMonth), 'ms', '<=50'),
  bar('inbox page p95', p95(apiInbox), 'ms', '<=50'),
  bar('inbox search p95', p95(apiSearch), 'ms', '<=150'),
  bar('month against bare SQL, p50', p50(apiMonth) / p50(sqlMonth), 'times', '<=5'),
  bar('inbox page against bare SQL, p50', p50(apiInbox) / p50(sqlInbox), 'times', '<=5'),
])
process.exit(0)
