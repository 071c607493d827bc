import { spawn } from 'node:child_process'
import { rename, rm, stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { v7 as uuid } from 'uuid'
import type { BrandGrant } from '../platform/access.ts'
import type { Db } from '../platform/db.ts'
import type { Files } from '../platform/files.ts'
import type { Ticker } from '../platform/jobs.ts'
import type { Log } from '../platform/log.ts'
import { filmTooLarge, noFilmTools, notAFilm } from './create.errors.ts'
import { presentAsset } from './create.present.service.ts'
import type { AssetView } from './create.schema.ts'
import { filmsToMake, insertAsset, setAsset } from './create.store.ts'

/* Films: kept as they come, looked at, then made into what every network takes: MP4, H.264 and AAC, without what the camera wrote beside. */

export type FilmDeps = { db: Db; files: Files; log: Log }

/** Above what any network takes of a post made here; X takes the least of the large ones. */
const maxBytes = 1_000_000_000
const maxSide = 1_920
const maxSeconds = 4 * 3_600
const workMinutes = 60
/** Containers that are opened; playlists and anything that leads to other files are not. */
const containers = 'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts'
const guarded = ['-hide_banner', '-loglevel', 'error', '-protocol_whitelist', 'file', '-format_whitelist', containers]

const original = (id: string): string => `${id}.film`

type Probed = { width: number; height: number; seconds: number; copies: boolean }

type Running = { onLine?: (line: string) => void; signal?: AbortSignal }

async function run(program: 'ffmpeg' | 'ffprobe', args: string[], { onLine, signal }: Running = {}): Promise<string> {
  const stop = { timeout: workMinutes * 60_000, killSignal: 'SIGKILL', ...(signal && { signal }) } as const
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...stop })
  const said: string[] = []
  let trouble = ''
  createInterface(child.stdout).on('line', (line) => (onLine ? onLine(line) : said.push(line)))
  child.stderr.on('data', (chunk: Buffer) => (trouble = (trouble + chunk.toString()).slice(-500)))
  const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done))
  if (code !== 0) throw new Error(`${program}: ${trouble.trim() || `ended with ${code}`}`)
  return said.join('\n')
}

const isAbsent = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'

type Streams = { streams?: Record<string, unknown>[]; format?: Record<string, unknown> }

async function streamsOf(path: string): Promise<Streams> {
  const fields = 'stream=codec_type,codec_name,pix_fmt,width,height:stream_side_data=rotation:format=duration,format_name'
  try {
    return JSON.parse(await run('ffprobe', [...guarded, '-of', 'json', '-show_entries', fields, path])) as Streams
  } catch (cause) {
    throw isAbsent(cause) ? noFilmTools() : notAFilm()
  }
}

/** Right already: what every network takes, upright, no larger than is shown. */
function isRight(video: Record<string, unknown>, sounds: readonly Record<string, unknown>[], side: number): boolean {
  const isTurned = Array.isArray(video['side_data_list']) && video['side_data_list'].length > 0
  const isCommon = video['codec_name'] === 'h264' && video['pix_fmt'] === 'yuv420p'
  return isCommon && !isTurned && side <= maxSide && sounds.every((one) => one['codec_name'] === 'aac')
}

/** What a film is. Throws `notAFilm` for anything that is none. */
async function probe(path: string): Promise<Probed> {
  const { streams = [], format } = await streamsOf(path)
  const video = streams.find((one) => one['codec_type'] === 'video')
  if (!video) throw notAFilm()
  const [width, height, seconds] = [Number(video['width']), Number(video['height']), Number(format?.['duration'])]
  if (!(width > 0 && height > 0 && seconds > 0 && seconds <= maxSeconds)) throw notAFilm()
  const sounds = streams.filter((one) => one['codec_type'] === 'audio')
  return { width, height, seconds, copies: isRight(video, sounds, Math.max(width, height)) }
}

/** Takes a film in and answers at once; what is made of it follows as a job. */
export async function addFilm(deps: FilmDeps, grant: BrandGrant<'write'>, file: { name: string; bytes: Readable }): Promise<AssetView> {
  const id = uuid()
  const size = await deps.files.putStream(original(id), file.bytes, maxBytes)
  if (size === 'tooMany') throw filmTooLarge(maxBytes)
  try {
    const { width, height, seconds } = await probe(await deps.files.pathOf(original(id)))
    const row = {
      id,
      brandId: grant.brandId,
      sha256: '',
      mimeType: 'video/mp4',
      bytes: size,
      width,
      height,
      seconds,
      state: 'working' as const,
      progress: 0,
      name: file.name.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '').slice(0, 200),
      createdBy: grant.actor.userId,
      createdAt: new Date(),
    }
    await deps.db.inBrands(grant.brands, (tx) => insertAsset(tx, row))
    return presentAsset(row)
  } catch (cause) {
    await deps.files.remove(original(id))
    throw cause
  }
}

/** Even sides, the longest within what networks show, at most thirty images a second. */
const picture = `scale='if(gt(iw,ih),min(${maxSide},iw),-2)':'if(gt(iw,ih),-2,min(${maxSide},ih))',scale=trunc(iw/2)*2:trunc(ih/2)*2,fps=30,format=yuv420p`
const encode = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '21', '-maxrate', '10M', '-bufsize', '20M', '-vf', picture]
const sound = ['-c:a', 'aac', '-b:a', '128k', '-ar', '48000', '-ac', '2']
/** Place, device and date stay behind; the index comes first, so that it plays while it arrives. */
const clean = ['-map', '0:v:0', '-map', '0:a:0?', '-map_metadata', '-1', '-map_chapters', '-1', '-movflags', '+faststart', '-f', 'mp4']

async function make({ files, db }: FilmDeps, id: string, signal: AbortSignal): Promise<void> {
  const from = await files.pathOf(original(id))
  const into = await files.pathOf(id)
  const half = `${into}.half`
  const { seconds, copies } = await probe(from)
  let told = 0
  const onLine = (line: string) => {
    const at = /^out_time_us=(\d+)/.exec(line)?.[1]
    const percent = at ? Math.min(99, Math.floor(Number(at) / seconds / 10_000)) : 0
    if (percent < told + 5) return
    told = percent
    void setAsset(db.system, id, { progress: percent }).catch(() => undefined)
  }
  try {
    const how = copies ? ['-c', 'copy'] : [...encode, ...sound]
    await run('ffmpeg', [...guarded, '-y', '-progress', 'pipe:1', '-i', from, ...how, ...clean, half], { onLine, signal })
    const still = ['-frames:v', '1', '-vf', "scale='min(480,iw)':-2", '-c:v', 'libwebp', '-f', 'webp', await files.pathOf(`${id}.webp`)]
    await run('ffmpeg', [...guarded, '-y', '-ss', String(Math.min(1, seconds / 2)), '-i', half, ...still], { signal })
    const made = await probe(half)
    await rename(half, into)
    const { size } = await stat(into)
    const { width, height } = made
    const found = { width, height, seconds: made.seconds, bytes: size, sha256: await files.digest(id) }
    await setAsset(db.system, id, { ...found, state: 'ready', progress: 100 })
    await files.remove(original(id))
  } finally {
    await rm(half, { force: true })
  }
}

/** Locks of ours among PostgreSQL's advisory ones. */
const lockSpace = 7_203_118

/** One process makes a film; when it is killed the lock falls with it, and the next begins again. */
async function makeAlone(deps: FilmDeps, id: string, signal: AbortSignal): Promise<void> {
  const client = await deps.db.systemPool.connect()
  try {
    const lock = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS mine', [lockSpace, id])
    if (!lock.rows[0]?.mine) return
    await make(deps, id, signal).catch(async (cause: unknown) => {
      if (signal.aborted) return
      deps.log.error('create.film_failed', cause, { assetId: id })
      await setAsset(deps.db.system, id, { state: 'failed' })
      await deps.files.remove(original(id))
    })
    await client.query('SELECT pg_advisory_unlock($1, hashtext($2))', [lockSpace, id])
  } finally {
    client.release()
  }
}

export function filmTicker(deps: FilmDeps): Ticker {
  return {
    name: 'create.films',
    everySeconds: 1,
    tick: async (signal) => {
      for (const id of await filmsToMake(deps.db.system)) if (!signal.aborted) await makeAlone(deps, id, signal)
    },
  }
}
