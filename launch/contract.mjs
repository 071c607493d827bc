// npm run test:contract: what each connector says on the wire, and what its simulated network answers, held to the network's description.
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { install, root, run, say } from './install.mjs'

install(true)
const folder = mkdtempSync(join(tmpdir(), 'pupitre-contract-'))
process.env.PUPITRE_CONTRACT_REPORT = folder
const tests = globSync('sandbox/src/*/*.test.ts', { cwd: root })
const code = await run([join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=dot', ...tests])
const reports = globSync('*.json', { cwd: folder })
  .toSorted()
  .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')))
rmSync(folder, { recursive: true, force: true })
for (const { network, operations, fields, faults, skipped } of reports) {
  if (skipped) say(`${network}: skipped, its description is not beside the repository (PUPITRE_SPECS)`)
  else say(`${network}: ${operations} operations, ${fields} fields, ${faults} faults`)
}
if (reports.length === 0) say('nothing was held to any description')
process.exit(code === 0 && reports.length > 0 && reports.every(({ faults }) => !faults) ? 0 : 1)
