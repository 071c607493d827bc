/**
 * npm run language:train: from the corpus and the public sets to weights/language.bin. Twice: without the development messages, to choose
 * slopes, thresholds and doubts on them, and then with all there is, for the weights that ship. The same data and seed give the same bytes.
 * --permissive-only leaves out the sets whose licence is unclear; a path that ends in .bin is written instead of the shipped file.
 * PUPITRE_LANGUAGE_DATA is the folder that holds train/.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { defaultFile } from '../model.ts'
import { build, buildForDevelopment, readExamples } from './build.ts'

const permissiveOnly = process.argv.includes('--permissive-only')
const target = process.argv.find((argument) => argument.endsWith('.bin')) ?? defaultFile
const began = performance.now()

function say(line: string): void {
  process.stdout.write(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}\n`)
}

const examples = readExamples(permissiveOnly)
const { head } = buildForDevelopment(examples, permissiveOnly, say)
say('slopes, thresholds and doubts; now with all messages')
const { bytes, head: written } = build(
  examples.filter(({ part }) => part !== 'fresh'),
  permissiveOnly,
  () => head,
  say,
)
mkdirSync(dirname(target), { recursive: true })
writeFileSync(target, bytes)
const packed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length
say(`${target}: ${(bytes.length / 1e6).toFixed(2)} MB, ${(packed / 1e6).toFixed(2)} compressed, version ${written.version}`)
