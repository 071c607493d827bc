/** Random strings against the parser: it reads them or says what is wrong with them, and is never long about it. */
import { QueryError } from '../errors.ts'
import { parse } from '../parse.ts'
import { type Random, randomOf, randomQuery } from './random.ts'

const pieces = [
  ...'( ) " « » “ ” ~ ~2 * ? # @ : - | $ ET OU SAUF AND OR NOT NEAR NEAR/3 PRÈS/2 ONEAR/101 AVANT/ exact: exact:" lang: lang:fr site:x'.split(
    ' ',
  ),
  ...'foo:bar followers> followers>3 freq>=2 freq≥ $marque ~mot orang* or* *ange "a*" a b mot l’ 日 👩 \ud800 \u0301 \u200d ½ ﷺ é'.split(
    ' ',
  ),
  ' ',
  ' ',
  '\n',
  '\t',
]

function randomString(random: Random): string {
  const die = random()
  if (die < 0.3) return randomQuery(random, 4)
  const length = die < 0.9 ? 1 + Math.floor(random() * 12) : 1 + Math.floor(random() * 300)
  if (die > 0.97) return Array.from({ length }, () => String.fromCodePoint(Math.floor(random() * 0x3000))).join('')
  return Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)] ?? '').join(random() < 0.5 ? ' ' : '')
}

/** Longest time in ms for strings of up to 1 kB; the faults are what no caller should ever see. */
export function fuzz(seed: number, count: number): { slowest: number; read: number; faults: { source: string; error: string }[] } {
  const random = randomOf(seed)
  const faults: { source: string; error: string }[] = []
  let slowest = 0
  let read = 0
  for (let i = 0; i < count && faults.length < 10; i += 1) {
    const source = randomString(random).slice(0, 1024)
    const { error, time } = once(source)
    if (error === null) read += 1
    else if (!isSaid(error, source))
      faults.push({ source, error: error instanceof Error ? `${error.name}: ${error.message}` : 'no error at all' })
    // A pause of the machine is not the parser's: what was slow is tried again before it counts.
    slowest = Math.max(slowest, time > 1 ? Math.min(time, ...[1, 2, 3].map(() => once(source).time)) : time)
  }
  return { slowest, read, faults }
}

function once(source: string): { error: unknown; time: number } {
  const began = performance.now()
  let error: unknown = null
  try {
    parse(source)
  } catch (caught) {
    error = caught
  }
  return { error, time: performance.now() - began }
}

function isSaid(error: unknown, source: string): boolean {
  if (!(error instanceof QueryError)) return false
  return error.position >= 0 && error.position + error.length <= source.length && error.fr.length > 5 && error.en.length > 5
}
