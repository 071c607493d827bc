import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { KnownNetworks } from '../app.ts'

const root = join(import.meta.dirname, '../../..')
const networks = 'libs/networks/src'

/** The commands of CONTRIBUTING.md that make a network of the template. */
function commands(): string {
  const found = /## Add a network[\s\S]*?```sh\n([\s\S]*?)```/.exec(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'))?.[1]
  if (!found) throw new Error('CONTRIBUTING.md names no commands')
  return found
}

/**
 * A developer's desk after exactly what CONTRIBUTING.md says, in a folder of its own: only what these commands write is different there, every
 * other file is the real one. Its networks, and how to throw it away.
 */
export async function followContributing(): Promise<KnownNetworks & { remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-contributor-'))
  mkdirSync(join(folder, networks), { recursive: true })
  for (const name of readdirSync(join(root, networks))) {
    const [from, to] = [join(root, networks, name), join(folder, networks, name)]
    if (name === 'template' || name === 'registry.ts') cpSync(from, to, { recursive: true })
    else symlinkSync(from, to)
  }
  execFileSync('sh', ['-eu', '-c', commands()], { cwd: folder })
  const registry = (await import(pathToFileURL(join(folder, networks, 'registry.ts')).href)) as {
    CONNECTORS: object
    connectorOf: KnownNetworks['connectorOf']
  }
  return {
    networks: Object.keys(registry.CONNECTORS) as unknown as KnownNetworks['networks'],
    connectorOf: registry.connectorOf,
    remove: () => rmSync(folder, { recursive: true }),
  }
}
