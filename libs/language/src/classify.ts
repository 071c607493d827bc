/** npm run -s language:classify: JSON lines {"id","text"} in, one line for each out, in their order, as they come. */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { type Answer, understand } from './index.ts'

const round = (p: number): number => Math.round(p * 10_000) / 10_000

/** One answered line; `abstain` names the answers that a person should check. */
export function lineOf(id: unknown, text: string): Record<string, unknown> {
  const found = understand(text)
  const named: [string, Answer<unknown>][] = [
    ['lang', found.lang],
    ['intent', found.intent],
    ['sentiment', found.sentiment],
    ['emotion', found.emotion],
    ['toxic', found.toxic],
    ['attacks_team', found.attacksTeam],
    ['urgent', found.urgent],
  ]
  const line: Record<string, unknown> = { id }
  for (const [name, { value, p }] of named) {
    line[name] = value
    if (name !== 'lang') line[`${name}_p`] = round(p)
  }
  line['abstain'] = named.filter(([, { abstain }]) => abstain).map(([name]) => name)
  line['reasons'] = named.flatMap(([name, { reasons }]) => reasons.map((reason) => ({ head: name, ...reason })))
  return line
}

async function main(): Promise<void> {
  let number = 0
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1
    if (line.trim() === '') continue
    const answer = `${JSON.stringify(read(line, number))}\n`
    if (!process.stdout.write(answer)) await once(process.stdout, 'drain')
  }
}

function read(line: string, number: number): Record<string, unknown> {
  try {
    const { id, text } = JSON.parse(line) as { id?: unknown; text?: unknown }
    if (typeof text !== 'string') throw new Error('text is missing')
    return lineOf(id, text)
  } catch (error) {
    process.exitCode = 1
    process.stderr.write(`line ${number}: ${error instanceof Error ? error.message : String(error)}\n`)
    return { error: `line ${number} is no {"id","text"}` }
  }
}

if (process.argv[1] === import.meta.filename) await main()
