import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** Processes of the tests compile once what others of them have compiled; the launcher keeps its own there too. */
export const compileCache = join(import.meta.dirname, '../../../node_modules/.cache/compile')

/** The command line, as a person types it. Answers what it said; throws that when it failed. */
export async function pupitre(args: string[], env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../cli.ts'), ...args], {
    env: { ...process.env, LANG: 'fr', NODE_COMPILE_CACHE: compileCache, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const code = await new Promise<number | null>((done) => child.once('close', done))
  if (code !== 0) throw new Error(said)
  return said
}
