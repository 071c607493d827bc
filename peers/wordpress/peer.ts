import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export type WordpressPeer = {
  url: string
  version: string
  /** The administrator, with an application password. */
  user: string
  password: string
  stop: () => Promise<void>
}

/** Installs (when its lock changed) and starts a real WordPress; takes 10 to 30 seconds, a minute or two the very first time. */
export async function startWordpressPeer(): Promise<WordpressPeer> {
  const { install } = (await import(join(import.meta.dirname, 'install.mjs'))) as { install: () => boolean }
  install()
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.mjs')], { stdio: ['pipe', 'pipe', 'pipe'], cwd: import.meta.dirname })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve))
  const first = await Promise.race([ready, ended.then(() => null)])
  if (first === null) throw new Error(`WordPress did not start: ${said}`)
  return {
    ...(JSON.parse(first) as Omit<WordpressPeer, 'stop'>),
    stop: async () => {
      child.stdin.end()
      await ended
    },
  }
}
