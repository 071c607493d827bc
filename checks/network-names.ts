/** Nobody names a network outside its folder: what differs between networks is the connector's capabilities, as data. */
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { NETWORK_IDS } from '../libs/networks/src/contract.ts'

const root = resolve(import.meta.dirname, '..')
const literal = new RegExp(`['"\`](${NETWORK_IDS.join('|')})['"\`]|networks/src/(${NETWORK_IDS.join('|')})/`)
const files = globSync('{server,web}/src/**/*.{ts,tsx}', { cwd: root }).filter((file) => !/\.test\.tsx?$|\/testing\/|\/demo\//.test(file))
const faults = files.flatMap((file) =>
  readFileSync(resolve(root, file), 'utf8')
    .split('\n')
    .flatMap((line, i) => (literal.test(line) ? [`${file}:${i + 1} names a network: ${line.trim().slice(0, 100)}`] : [])),
)
if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`)
  process.exit(1)
}
