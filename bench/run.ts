/** npm run -s bench -- NAME: runs one measure; its last line is one JSON object with its figures and whether each bar holds. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const [, , name = ''] = process.argv
const file = join(import.meta.dirname, `${name}.ts`)
if (!/^[a-z-]+$/.test(name) || name === 'run' || name === 'support' || !existsSync(file)) {
  console.error(
    'Usage: npm run -s bench -- first | start | burst | crash | lists | score | matcher | matcher-check | language | connectors | hooks',
  )
  process.exit(1)
}
await import(file)
