/** Nobody names a network outside its folder: what differs between networks is the connector's capabilities, as data. */
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { NETWORK_IDS } from '../libs/networks/src/registry.ts'

const root = resolve(import.meta.dirname, '..')
/** A name of one letter is also an icon and a key of the keyboard, `email` a field of forms: they count only where a network is spoken of. */
const isOtherWord = (id: string) => id.length === 1 || id === 'email'
const words = NETWORK_IDS.filter((id) => !isOtherWord(id)).join('|')
const others = NETWORK_IDS.filter(isOtherWord).join('|')
const literal = new RegExp(`['"\`](${words})['"\`]|network[^'"\`]{0,20}['"\`](${others})['"\`]|networks/src/(${NETWORK_IDS.join('|')})/`)
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
