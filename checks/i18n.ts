/**
 * Every `x.fr.ts` of the web app has its `x.en.ts` with the same keys, and French is set as French is:
 * a no-break space before ; : ! ? » % and after «, and the typographic apostrophe.
 */
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const FAULTS: readonly [RegExp, string][] = [
  [/[^\u202F\u00A0\s](?=[;!?»])(?<![!?])/u, 'no-break space missing before ; ! ? »'],
  [/\p{L}:(?=\s|$)/u, 'no-break space missing before :'],
  [/ [;:!?»%]/u, 'breaking space before ; : ! ? » %'],
  [/«(?![\u202F\u00A0])/u, 'no-break space missing after «'],
  [/\p{L}'\p{L}/u, 'straight apostrophe'],
  [/\.\.\./u, 'three dots instead of …'],
]

type Tree = { [key: string]: unknown }

function keysOf(tree: unknown, path = ''): string[] {
  if (typeof tree !== 'object' || tree === null) return [path]
  if (Array.isArray(tree)) return [`${path}[${tree.length}]`]
  return Object.entries(tree as Tree).flatMap(([key, value]) => keysOf(value, path ? `${path}.${key}` : key))
}

/** The texts of a source file: its string literals, and the written parts of its templates. */
function textsOf(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|^import .*$/gm, '')
  return [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)].map((match) =>
    (match[1] ?? match[2] ?? '')
      .replaceAll("\\'", "'")
      .replaceAll('\\u202F', '\u202F')
      .replaceAll('\\u00A0', '\u00A0')
      .replaceAll(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, '0'),
  )
}

function faultsOf(text: string): string[] {
  return FAULTS.filter(([sign]) => sign.test(text)).map(([, fault]) => `${fault}: ${text}`)
}

const problems: string[] = []
const files = globSync('web/src/**/*.fr.ts', { cwd: root })
for (const file of files) {
  const [fr, en] = (await Promise.all([import(resolve(root, file)), import(resolve(root, file.replace('.fr.ts', '.en.ts')))])) as {
    words: unknown
  }[]
  const [french, english] = [new Set(keysOf(fr?.words)), new Set(keysOf(en?.words))]
  for (const key of french) if (!english.has(key)) problems.push(`${file}: « ${key} » is missing in English`)
  for (const key of english) if (!french.has(key)) problems.push(`${file}: « ${key} » is missing in French`)
  const texts = textsOf(readFileSync(resolve(root, file), 'utf8'))
  problems.push(...texts.flatMap(faultsOf).map((fault) => `${file}: ${fault}`))
}
if (files.length === 0) problems.push('no words found: is the path right?')
for (const problem of problems) console.error(problem)
console.log(`i18n: ${files.length} pairs, ${problems.length} problems`)
process.exit(problems.length === 0 ? 0 : 1)
