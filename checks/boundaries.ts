/** The rules of .dependency-cruiser.cjs hold, and every source file was really read: a parser that reads nothing finds nothing. */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { resolve } from 'node:path'

type Report = { summary: { violations: { rule: { name: string }; from: string; to: string }[] }; modules: { source: string }[] }

const root = resolve(import.meta.dirname, '..')
const folders = ['server/src', 'libs', 'sandbox', 'web/src']
const { stdout } = spawnSync(
  process.execPath,
  [
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
    ...folders,
  ],
  { cwd: root, encoding: 'utf8', maxBuffer: 200_000_000 },
)
const report = JSON.parse(stdout) as Report
const read = new Set(report.modules.map((module) => module.source))
const missed = globSync('{server/src,libs,sandbox,web/src}/**/*.{ts,tsx}', {
  cwd: root,
  exclude: (path) => path.includes('node_modules') || path.includes('.generated.') || path.endsWith('.d.ts'),
}).filter((file) => !read.has(file))
const faults = [
  ...report.summary.violations.map(({ rule, from, to }) => `${from} → ${to} (${rule.name})`),
  ...missed.map((file) => `${file} was not read by dependency-cruiser`),
]
if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`)
  process.exit(1)
}
