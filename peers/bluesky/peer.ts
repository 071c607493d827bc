import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export type PeerAccount = { did: string; handle: string; email: string; password: string; appPassword: string }

export type BlueskyPeer = {
  pds: string
  appview: string
  plc: string
  /** Three people who exist from the start: levain, lea, karim. */
  accounts: PeerAccount[]
  createAccount: (name: string) => Promise<PeerAccount>
  /** Resolves when everything written so far has been indexed. */
  settle: () => Promise<void>
  stop: () => Promise<void>
}

/** Installs (when its lock changed) and starts a real Bluesky network; takes 5 to 20 seconds, some minutes the very first time. */
export async function startBlueskyPeer(): Promise<BlueskyPeer> {
  const { install } = (await import(join(import.meta.dirname, 'install.mjs'))) as { install: () => boolean }
  install()
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.mjs')], { stdio: ['pipe', 'pipe', 'pipe'], cwd: import.meta.dirname })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve))
  const first = await Promise.race([ready, ended.then(() => null)])
  if (first === null) throw new Error(`the Bluesky network did not start: ${said}`)
  const { control, ...network } = JSON.parse(first) as Omit<BlueskyPeer, 'createAccount' | 'settle' | 'stop'> & { control: string }
  const ask = async (path: string, init?: RequestInit): Promise<unknown> => {
    const response = await fetch(`${control}${path}`, init)
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
    return response.json()
  }
  return {
    ...network,
    createAccount: async (name) => (await ask('/accounts', { method: 'POST', body: JSON.stringify({ name }) })) as PeerAccount,
    settle: async () => void (await ask('/settle')),
    stop: async () => {
      child.stdin.end()
      await ended
    },
  }
}
