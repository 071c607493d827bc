// npm start: installs what is missing, builds the web app if it changed, starts the desk.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildWeb, giveUp, install, pinnedNode, root } from './install.mjs'

const [major] = process.versions.node.split('.').map(Number)
if (major < 20) giveUp(`Node 20 or later is needed; this is Node ${process.versions.node}.`)
if (process.platform !== 'linux') giveUp('Pupitre runs on Linux (x64 or arm64); elsewhere, use a Linux machine or container.')

install(false)
// The web app builds while the desk prepares its database; the desk listens once both are there.
void buildWeb()

const main = join(root, 'server/src/main.ts')
if (major >= 24) {
  const { enableCompileCache } = await import('node:module')
  process.env.PUPITRE_AWAIT_WEB = 'on'
  enableCompileCache(join(root, 'node_modules/.cache/compile'))
  await import(main)
} else {
  // The very first start still runs under the machine's own Node: the desk itself wants the pinned one.
  const child = spawn(pinnedNode, [main], {
    stdio: 'inherit',
    env: { ...process.env, PUPITRE_AWAIT_WEB: 'on', NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compile') },
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
}
