/** The graph of modules in ARCHITECTURE.md is that of the imports. `--write` makes it anew. */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const file = resolve(root, 'ARCHITECTURE.md')
const modules = ['team', 'channels', 'plan', 'create', 'review', 'publish', 'engage', 'measure', 'today']

function uses(module: string): string[] {
  const sources = globSync(`server/src/${module}/**/*.ts`, { cwd: root }).filter((path) => !path.endsWith('.test.ts'))
  const found = sources.flatMap((path) =>
    [...readFileSync(resolve(root, path), 'utf8').matchAll(/from '(?:\.\.\/)+([a-z]+)\/[^']+\.(public|service|events|routes)\.ts'/g)].map(
      (match) => match[1] ?? '',
    ),
  )
  return modules.filter((other) => other !== module && found.includes(other))
}

const edges = modules.flatMap((module) => uses(module).map((other) => `  ${module} --> ${other}`))
const graph = ['<!-- graph -->', '```mermaid', 'flowchart BT', ...edges, '```', '<!-- /graph -->'].join('\n')
const before = readFileSync(file, 'utf8')
const after = before.replace(/<!-- graph -->[\s\S]*<!-- \/graph -->/, graph)
if (process.argv.includes('--write')) writeFileSync(file, after)
else if (before !== after) {
  process.stderr.write('The graph of ARCHITECTURE.md is not that of the imports: npm run -s generate\n')
  process.exit(1)
}
