/** What the matcher is measured against. A peer marked `literal` only looks words up, in text that is already folded. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDb } from '../server/src/platform/db.ts'
import { createLog } from '../server/src/platform/log.ts'
import { prepareEmbedded, startEmbedded } from '../server/src/platform/postgres.ts'
import type { Made } from './matcher.corpus.ts'
import { root } from './support.ts'

type Ask = (text: string) => number | Promise<number>
export type Peer = { name: string; literal: boolean; most: number; open: (made: readonly Made[]) => Ask | Promise<Ask> }

type Packages = Record<'monyone' | 'modern' | 'liqe', (items: string[]) => Ask>
const folder = join(root, 'peers/matcher')

async function packages(): Promise<Packages> {
  const { install } = (await import(join(folder, 'install.mjs'))) as { install: () => boolean }
  install()
  return (await import(join(folder, 'peers.mjs'))) as Packages
}

const termsOf = (made: readonly Made[]): string[] => [...new Set(made.flatMap(({ terms }) => terms))]

function splitAndSet(made: readonly Made[]): Ask {
  const set = new Set(termsOf(made))
  return (text) => {
    let hits = 0
    for (const word of text.split(' ')) if (set.has(word)) hits += 1
    return hits
  }
}

function alternation(made: readonly Made[]): Ask {
  const all = new RegExp(`(?<![a-z0-9_])(?:${termsOf(made).join('|')})(?![a-z0-9_])`, 'g')
  return (text) => text.match(all)?.length ?? 0
}

function includes(made: readonly Made[]): Ask {
  const terms = termsOf(made)
  return (text) => {
    let hits = 0
    for (const term of terms) if (text.includes(term)) hits += 1
    return hits
  }
}

/** A query of ours in liqe's language. */
const toLiqe = ({ query }: Made): string =>
  query
    .replace(/ (OU|\|) /g, ' OR ')
    .replace(/ (ET|PRÈS\/\d+) /g, ' AND ')
    .replace(/ (?:SAUF |-)/g, ' AND NOT ')
    .replace(/^lang:\w+ /, '')
    .replace(/^#(\w+)$/, '"#$1"')
    .replace(/(?<=\w) (?=\w+(?: |$))(?!(?:OR|AND|NOT) )(?<!(?:OR|AND|NOT) )/g, (space, at: number, whole: string) =>
      whole.startsWith('"') ? space : ' AND ',
    )

/** A query of ours as a tsquery: NEAR as all the distances it allows, either way. */
function toTsquery({ query, terms }: Made): string {
  const clean = terms.map((term) => term.replace('#', ''))
  const near = /PRÈS\/(\d+)/.exec(query)
  if (near) {
    const [a, b] = clean
    const ways = Array.from({ length: Number(near[1]) + 1 }, (_, i) => `${a} <${i + 1}> ${b} | ${b} <${i + 1}> ${a}`)
    return ways.join(' | ')
  }
  if (query.startsWith('"')) return clean.join(' <-> ')
  if (/ O[UR] /.test(query)) return clean.join(' | ')
  if (/ SAUF | -/.test(query)) return `${clean.slice(0, -1).join(' & ')} & !${clean.at(-1)}`
  return query.endsWith('*') ? `${clean[0]}:*` : clean.join(' & ')
}

/** A table of tsquery in a real PostgreSQL, as one would percolate with it. */
async function openPostgres(path: string): Promise<{ peer: Peer; close: () => Promise<void> }> {
  const embedded = await startEmbedded(join(path, 'postgres'))
  const ownerUrl = await prepareEmbedded(embedded, 'pupitre_bench')
  const db = openDb({ ownerUrl, role: 'pupitre_app' }, createLog('warn'))
  const client = await db.ownerPool.connect()
  const open = async (made: readonly Made[]): Promise<Ask> => {
    await client.query('DROP TABLE IF EXISTS saved')
    await client.query('CREATE TABLE saved (id int, query tsquery)')
    await client.query(`INSERT INTO saved SELECT n, text::tsquery FROM unnest($1::text[]) WITH ORDINALITY AS given(text, n)`, [
      made.map(toTsquery),
    ])
    await client.query('ANALYZE saved')
    const text = `SELECT count(*)::int AS hits FROM saved, to_tsvector('simple', $1) AS post WHERE post @@ query`
    return async (post) => (await client.query<{ hits: number }>({ name: 'percolate', text, values: [post] })).rows[0]?.hits ?? 0
  }
  const close = async () => {
    client.release()
    await db.close()
    await embedded.stop()
  }
  return { peer: { name: 'PostgreSQL tsquery', literal: false, most: 10_000, open }, close }
}

export async function openPeers(path: string): Promise<{ peers: Peer[]; close: () => Promise<void> }> {
  const { monyone, modern, liqe } = await packages()
  const postgres = await openPostgres(path)
  const peers: Peer[] = [
    { name: 'split + Set', literal: true, most: 100_000, open: splitAndSet },
    { name: '@monyone/aho-corasick', literal: true, most: 10_000, open: (made) => monyone(termsOf(made)) },
    { name: 'modern-ahocorasick', literal: true, most: 10_000, open: (made) => modern(termsOf(made)) },
    { name: 'one alternation RegExp', literal: true, most: 100_000, open: alternation },
    { name: 'a loop of includes()', literal: true, most: 100_000, open: includes },
    { name: 'liqe', literal: false, most: 10_000, open: (made) => liqe(made.map(toLiqe)) },
    postgres.peer,
  ]
  return { peers, close: postgres.close }
}

/** The C limit: fold and token hash of the same terms and posts; null, with a word, where it cannot be built. */
export function buildLimit(path: string): string | null {
  const source = join(root, '../shared/matcher/limit.c')
  const program = join(path, 'limit')
  if (!existsSync(source)) return skip('its source ../shared/matcher/limit.c is not there')
  if (spawnSync('gcc', ['--version']).status !== 0) return skip('there is no gcc')
  execFileSync('gcc', ['-O3', '-march=native', '-o', program, source], { stdio: ['ignore', 'ignore', 'inherit'] })
  return program
}

function skip(why: string): null {
  console.log(`The C limit is left out: ${why}.`)
  return null
}

export type Limit = { run: () => number }

/** One run of the limit: posts per second, the best of its five passes on its own clock of CPU time. */
export function limitOf(program: string, path: string, terms: readonly Made[], posts: readonly string[]): Limit {
  const files = [join(path, 'terms'), join(path, 'posts')] as const
  writeFileSync(files[0], `${termsOf(terms).join('\n')}\n`)
  writeFileSync(files[1], `${posts.join('\n')}\n`)
  return { run: () => Number(/posts\/s=(\d+)/.exec(execFileSync(program, files, { encoding: 'utf8' }))?.[1] ?? Number.NaN) }
}
