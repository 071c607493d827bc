/** A module has files of a closed vocabulary, so that a name tells where a thing is. See ARCHITECTURE.md. */
import { globSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const modules = 'team|channels|playbook|listen|plan|create|review|publish|engage|moderate|crisis|people|activate|measure|today'
const verb = '(\\.[a-z]+(-[a-z]+)*)?'
const allowed = [
  new RegExp(`^server/src/(${modules})/\\1${verb}\\.(schema|tables|store|service|routes|jobs|events|errors|public)\\.ts$`),
  new RegExp(`^server/src/(${modules})/(rules|data)/[a-z0-9.-]+\\.ts$`),
  new RegExp(`^server/src/(${modules})/\\1(${verb}|\\.routes|\\.[a-z-]+\\.service)\\.test\\.ts$`),
  /^server\/src\/(platform|testing|demo)\/[a-z.-]+\.ts$/,
  /^server\/src\/migrations\//,
  /^server\/src\/(main|app|cli|cli\.[a-z]+)(\.test)?\.ts$/,
]
const files = globSync('server/src/**/*.ts', { cwd: root })
const faults = files.filter((file) => !allowed.some((shape) => shape.test(file)))
if (faults.length > 0) {
  process.stderr.write(`${faults.map((file) => `${file}: not a name of the vocabulary`).join('\n')}\n`)
  process.exit(1)
}
