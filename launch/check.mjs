// npm run check: everything that can be judged without running the program.
import { join } from 'node:path'
import { buildWeb, install, root, run, say } from './install.mjs'

const bin = (name, file) => join(root, 'node_modules', name, file)

export const checks = [
  ['types of server and libraries', [bin('typescript', 'bin/tsc'), '-p', '.']],
  ['types of browser tests and benches', [bin('typescript', 'bin/tsc'), '-p', 'e2e']],
  ['types of the web app', [bin('typescript', 'bin/tsc'), '-p', 'web']],
  ['lint', [bin('oxlint', 'bin/oxlint'), '--type-aware', '--quiet']],
  ['format', [bin('oxfmt', 'bin/oxfmt'), '--list-different']],
  ['boundaries', ['checks/boundaries.ts']],
  ['file names', ['checks/vocabulary.ts']],
  ['network names', ['checks/network-names.ts']],
  ['policies', ['checks/policies.ts']],
  ['languages', ['checks/i18n.ts']],
  ['graph', ['checks/graph.ts']],
  ['connection pages', ['checks/connections.ts']],
  ['unused code', [bin('knip', 'bin/knip.js'), '--no-progress']],
]

/** Runs every check; returns the names of those that failed. */
export async function runChecks() {
  const failed = []
  for (const [name, args] of checks) {
    const started = Date.now()
    const code = await run(args)
    say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
    if (code !== 0) failed.push(name)
  }
  return failed
}

if (process.argv[1] === import.meta.filename) {
  install(true)
  await buildWeb()
  const failed = await runChecks()
  if (failed.length > 0) process.exit(1)
}
