/** What a message is: speed, reasons, load and memory, and beside each peer, on its own task, quality and speed. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { loadModel, type Model, understandMany } from '../libs/language/src/index.ts'
import { classOf, Class } from '../libs/language/src/lexicon.ts'
import { defaultFile, readModel } from '../libs/language/src/model.ts'
import { buildForDevelopment, readExamples } from '../libs/language/src/training/build.ts'
import { dataFolder, type Example } from '../libs/language/src/training/data.ts'
import { macroF1, accuracy, type Pair } from '../libs/language/src/training/metrics.ts'
import { TokenKind, Tokens } from '../libs/language/src/tokens.ts'
import { type Bar, bar, print, root } from './support.ts'

const bars: Bar[] = []
const corpus = ['fr', 'en'].flatMap((lang) =>
  readFileSync(join(root, `libs/language/corpus/${lang}.jsonl`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { text: string }).text),
)

/** CPU time of this thread in ms: what other programs of the machine take is not counted. */
function cpu(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** Messages a second and core: the shortest times of each part over several passes are those of an undisturbed moment. */
function rateOf(texts: readonly string[], work: (part: readonly string[]) => unknown, passes = 5): number {
  const size = 2000
  let best = 0
  for (let from = 0; from < texts.length; from += size) {
    const part = texts.slice(from, from + size)
    let shortest = Number.POSITIVE_INFINITY
    for (let pass = 0; pass < passes; pass += 1) {
      const began = cpu()
      let times = 0
      // The clock is coarse: what is quick is done until it can be told.
      do {
        work(part)
        times += 1
      } while (cpu() - began < 20)
      shortest = Math.min(shortest, (cpu() - began) / times)
    }
    best += shortest
  }
  return (texts.length / best) * 1000
}

function speed(): void {
  const rate = rateOf(corpus, (part) => understandMany(part, { reasons: false }))
  console.log(`${corpus.length} messages to brands, ${Math.round(corpus.join('').length / corpus.length)} characters each`)
  console.log(`all heads, rules and subjects, no reasons: ${Math.round(rate)} messages/s on one core`)
  bars.push(bar('messages a second and core, reasons off', rate, 'messages/s', '>=10000'))
  const withReasons = rateOf(corpus.slice(0, 2000), (part) => understandMany(part), 2)
  bars.push(bar('a message with its reasons', 1000 / withReasons, 'ms', '<=2'))
}

const probe = `
// Node's own reader of TypeScript is none of the library's memory: it is there before.
await import('./libs/language/src/labels.ts')
gc()
const before = process.memoryUsage().rss
const { loadModel, understand } = await import('./libs/language/src/index.ts')
const began = performance.now()
loadModel()
const load = performance.now() - began
for (let i = 0; i < 2000; i += 1) understand('Bonjour, où est mon colis numéro ' + i + ' ?', { reasons: false })
gc()
console.log(JSON.stringify({ load, memory: (process.memoryUsage().rss - before) / 1e6 }))`

/** In processes of its own; the best of five, since others use the machine. */
function loadAndMemory(): void {
  const runs = Array.from({ length: 5 }, () => {
    const out = execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', probe], { cwd: root, encoding: 'utf8' })
    return JSON.parse(out) as { load: number; memory: number }
  })
  bars.push(bar('load', Math.min(...runs.map(({ load }) => load)), 'ms', '<=150'))
  bars.push(bar('memory, library and weights, after 2,000 messages', Math.min(...runs.map(({ memory }) => memory)), 'MB', '<=60'))
  const packed = brotliCompressSync(readFileSync(defaultFile), { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length
  bars.push(bar('weights', statSync(defaultFile).size / 1e6, 'MB', '<=8'), bar('weights, compressed', packed / 1e6, 'MB', '<=4'))
}

type Peers = Record<'language' | 'vaderSentiment', (text: string) => string> & {
  multilangSentiment: (text: string, lang: string) => string
}

async function openPeers(): Promise<Peers> {
  const folder = join(root, 'peers/language')
  const { install } = (await import(join(folder, 'install.mjs'))) as { install: () => boolean }
  install()
  return (await import(join(folder, 'peers.mjs'))) as Peers
}

const listed = Class.insult | Class.slur
const tokens = new Tokens()

/** The French word list: a message is toxic when a word of it stands on the list. */
function wordList(text: string): string {
  tokens.read(text)
  for (let k = 0; k < tokens.count; k += 1) {
    if (tokens.kinds[k] === TokenKind.word && (classOf(tokens.hashes[k] ?? 0) & listed) !== 0) return 'true'
  }
  return 'false'
}

type Task = {
  name: string
  peer: string
  messages: Example[]
  wanted: (example: Example) => string
  ask: (text: string) => string
  ours: 'lang' | 'sentiment' | 'toxic'
  measure: (pairs: Pair[]) => number
}

function compare(task: Task, model: Model): void {
  const texts = task.messages.map(({ text }) => text)
  const pairs = (given: readonly string[]): Pair[] =>
    task.messages.map((example, i) => ({ wanted: task.wanted(example), given: given[i] ?? '' }))
  const theirs = task.measure(pairs(texts.map(task.ask)))
  const own = task.measure(pairs(understandMany(texts, { reasons: false, model }).map((found) => String(found[task.ours].value))))
  const theirRate = rateOf(texts.slice(0, 500), (part) => part.forEach(task.ask), 1)
  const ourRate = rateOf(texts.slice(0, 500), (part) => understandMany(part, { reasons: false, model }), 3)
  console.log(
    `${task.name}, ${texts.length} messages: ours ${own.toFixed(1)} at ${Math.round(ourRate)}/s (all heads), ${task.peer} ${theirs.toFixed(1)} at ${Math.round(theirRate)}/s`,
  )
  bars.push(bar(`${task.name}: ahead of ${task.peer}`, own - theirs, 'points', '>=0'))
}

const label = (example: Example, head: string): string => {
  const target = example.targets.find((one) => one.head === head)
  const place = Math.log2(target?.allowed ?? 0)
  return (head === 'publicToxic' ? ['false', 'true'] : ['negative', 'neutral', 'positive'])[place] ?? ''
}

async function quality(): Promise<void> {
  if (!existsSync(join(dataFolder(), 'train'))) {
    console.log(`Quality is left out: there is no ${join(dataFolder(), 'train')}.`)
    return
  }
  const examples = readExamples(false)
  console.log('training a model without the development messages, for the quality beside the peers')
  const model = readModel(buildForDevelopment(examples, false, () => undefined).bytes)
  const development = examples.filter((example) => example.development)
  const peers = await openPeers()
  const tweets = (lang: string): Example[] => development.filter((example) => example.lang === lang && example.source === 'xlm-t')
  const sentiment = (example: Example): string => label(example, 'publicSentiment')
  const tasks: Task[] = [
    {
      name: 'language of tweets, accuracy',
      peer: 'eld',
      messages: development.filter(({ source }) => source === 'xlm-t'),
      wanted: ({ lang }) => lang,
      ask: peers.language,
      ours: 'lang',
      measure: accuracy,
    },
    {
      name: 'sentiment FR, macro-F1',
      peer: 'multilang-sentiment',
      messages: tweets('fr'),
      wanted: sentiment,
      ask: (text) => peers.multilangSentiment(text, 'fr'),
      ours: 'sentiment',
      measure: macroF1,
    },
    {
      name: 'sentiment EN, macro-F1',
      peer: 'vader-sentiment',
      messages: tweets('en'),
      wanted: sentiment,
      ask: peers.vaderSentiment,
      ours: 'sentiment',
      measure: macroF1,
    },
    {
      name: 'toxicity FR, macro-F1',
      peer: 'a French word list',
      messages: development.filter(
        ({ lang, source, targets }) => lang === 'fr' && source !== 'corpus' && targets.some(({ head }) => head === 'publicToxic'),
      ),
      wanted: (example) => label(example, 'publicToxic'),
      ask: wordList,
      ours: 'toxic',
      measure: macroF1,
    },
  ]
  for (const task of tasks) compare(task, model)
}

loadModel()
speed()
loadAndMemory()
await quality()
print('language', bars)
