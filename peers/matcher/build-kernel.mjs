/**
 * `node build-kernel.mjs` compiles libs/matcher/kernel/*.as (AssemblyScript) into libs/matcher/src/kernel.generated.ts.
 * With `--check` it only says whether the committed bytes are what the sources give.
 * The sources end in .as so that no TypeScript tool of the repository takes them for its own.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import asc from 'assemblyscript/asc'

const folder = join(import.meta.dirname, '../../libs/matcher/kernel')
const target = join(import.meta.dirname, '../../libs/matcher/src/kernel.generated.ts')
const options = [
  'kernel.ts',
  '--outFile=kernel.wasm',
  '--textFile=kernel.wat',
  '--runtime=stub',
  '--importMemory',
  '--noExportMemory',
  '--sharedMemory',
  '--initialMemory=64',
  '--maximumMemory=16384',
  '--memoryBase=4096',
  '--enable=simd',
  '--enable=threads',
  '--enable=bulk-memory',
  '--optimizeLevel=3',
  '--shrinkLevel=0',
  '--converge',
  '--noAssert',
]

if (process.argv.includes('--names')) options.push('--debug')

const read = (name) => {
  try {
    return readFileSync(join(folder, basename(name).replace(/\.ts$/, '.as')), 'utf8')
  } catch {
    return null
  }
}

const written = {}
const { error, stderr } = await asc.main(options, {
  readFile: (name) => (name.endsWith('.ts') ? read(name) : null),
  writeFile: (name, contents) => {
    written[name] = contents
  },
  listFiles: () => [],
})
if (error) {
  process.stderr.write(`${stderr.toString()}\n${error.message}\n`)
  process.exit(1)
}
const bytes = Buffer.from(written['kernel.wasm'])
if (process.env.KERNEL_WAT) writeFileSync(process.env.KERNEL_WAT, written['kernel.wat'])
const text = `/** Compiled from libs/matcher/kernel by peers/matcher/build-kernel.mjs; do not edit. */\nexport const kernelBytes =\n  '${bytes.toString('base64')}'\n`
if (process.argv.includes('--check')) {
  const same = readFileSync(target, 'utf8') === text
  process.stdout.write(same ? 'The committed kernel is what its sources give.\n' : 'The committed kernel is not what its sources give.\n')
  process.exit(same ? 0 : 1)
}
writeFileSync(target, text)
process.stdout.write(`${bytes.length} bytes\n`)
