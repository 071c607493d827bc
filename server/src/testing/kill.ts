import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { compileCache } from './cli.ts'
import type { World } from './world.ts'

export type Worker = { child: ChildProcess; died: Promise<void>; ready: Promise<void> }

/** A wall clock that is wrong by `byMs`, and by `toMs` once the ledger has reached the point `at` so many times. */
export type WrongClock = { byMs: number; toMs: number; at: string; times: number }

type Options = {
  crashAt?: string
  lease?: { seconds: number; callSeconds: number }
  settleSeconds?: number
  clock?: WrongClock
  /** The desk's own clockwork (bells, sweep, recovery) instead of a faster beat. */
  clockwork?: boolean
  /** Where errors are what the test is about. */
  quiet?: boolean
}

/** Starts a worker process on a world's database and networks. */
export function startWorker(world: World, options: Options = {}): Worker {
  const { settings } = world.desk
  const given = {
    settings: {
      PUPITRE_DATA: settings.dataDir,
      PORT: String(settings.port),
      PUPITRE_EGRESS_ALLOW: settings.egressAllow.join(','),
      PUPITRE_LOG: options.quiet ? 'silent' : 'warn',
    },
    connection: world.connection,
    url: world.sandbox.url,
    bluesky: world.bluesky,
    lease: options.lease ?? { seconds: 3, callSeconds: 2 },
    clockwork: options.clockwork ?? false,
    setClockAt: { at: options.clock?.at ?? '', times: options.clock?.times ?? 1 },
  }
  const child = spawn(process.execPath, ['--import', join(import.meta.dirname, 'skew.ts'), join(import.meta.dirname, 'worker.ts')], {
    env: {
      ...process.env,
      WORKER: JSON.stringify(given),
      CRASH_AT: options.crashAt ?? '',
      CLOCK: JSON.stringify(options.clock ?? {}),
      SETTLE: String(options.settleSeconds ?? 1),
      NODE_COMPILE_CACHE: compileCache,
    },
    // The worker ends with whoever started it, however that ends.
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const died = new Promise<void>((resolve, reject) =>
    child.once('exit', (code, signal) =>
      signal || code === 0 ? resolve() : reject(new Error(`the worker ended by itself with ${code}; its last words are above`)),
    ),
  )
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve())
    child.once('exit', () => reject(new Error('the worker died before it was ready')))
  })
  // Some are killed on purpose, and nobody asks whether they were ready.
  ready.catch(() => undefined)
  died.catch(() => undefined)
  return { child, died, ready }
}

export async function kill(worker: Worker): Promise<void> {
  worker.child.kill('SIGKILL')
  await worker.died
}
