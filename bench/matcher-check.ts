/** The long run of the matcher's correctness: a million random checks against brute force, a million strings against the parser. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { agree } from '../libs/matcher/src/testing/agree.ts'
import { fuzz } from '../libs/matcher/src/testing/fuzz.ts'
import { type Bar, bar, print, root } from './support.ts'

const seed = Number(process.env['BENCH_SEED'] ?? Date.now() % 1_000_000_000)
console.log(`seed ${seed}`)

const checked = agree(seed, 1_000_000)
for (const fault of checked.faults) console.log(JSON.stringify(fault))
console.log(`${checked.checks} checks, ${checked.positive} of them matches`)

const strings = 1_000_000
const { faults, slowest, read } = fuzz(seed, strings)
for (const fault of faults) console.log(JSON.stringify(fault))
console.log(`${strings} strings, ${read} of them queries, the slowest took ${slowest.toFixed(2)} ms`)

const bars: Bar[] = [
  bar('checks', checked.checks, '', '>=1000000'),
  bar('disagreements', checked.faults.length, '', '=0'),
  bar('failures of the parser', faults.length, '', '=0'),
  bar('slowest string of up to 1 kB', slowest, 'ms', '<=5'),
]

const { install } = (await import(join(root, 'peers/matcher/install.mjs'))) as { install: () => boolean }
install()
const build = spawnSync(process.execPath, [join(root, 'peers/matcher/build-kernel.mjs'), '--check'], { encoding: 'utf8' })
console.log(build.stdout.trim())
bars.push(bar('kernel built from its sources differs', build.status ?? 1, '', '=0'))
print('matcher-check', bars)
