import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { compileCache } from './cli.ts'

export type Program = {
  child: ChildProcess
  url: string
  /** Milliseconds from its start until it answered. */
  startedIn: number
  /** The process, and its database too when all of it is meant, cut off without a word. */
  kill: (all: boolean) => Promise<void>
  stop: () => Promise<void>
}

/** The whole program on a data folder, as `npm start` runs it. */
export async function startProgram(dataDir: string, port: number, env: Record<string, string> = {}): Promise<Program> {
  const began = performance.now()
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts')], {
    env: {
      ...process.env,
      PUPITRE_DATA: dataDir,
      PORT: String(port),
      HOST: '127.0.0.1',
      PUPITRE_URL: `http://127.0.0.1:${port}`,
      PUPITRE_DEMO: 'off',
      PUPITRE_BACKUP: 'off',
      PUPITRE_LOG: 'silent',
      DATABASE_URL: '',
      NODE_COMPILE_CACHE: compileCache,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (said.includes('Pupitre : ')) resolve()
      })
    child.once('exit', () => reject(new Error(`the program ended: ${said}`)))
  })
  return {
    child,
    url: `http://127.0.0.1:${port}`,
    startedIn: performance.now() - began,
    kill: async (all) => {
      if (all) process.kill(Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
      child.kill('SIGKILL')
      await ended
    },
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** A look into the program's own database, while it runs. */
export async function askProgram<Row extends object>(dataDir: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ host: join(dataDir, 'postgres/run'), user: 'pupitre_owner', database: 'pupitre' })
  await client.connect()
  try {
    await client.query("SET app.brands = '*'")
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}
