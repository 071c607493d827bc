import { parseArgs } from 'node:util'
import { startSandbox } from './sandbox.ts'

/** `node sandbox/src/main.ts --port 4300 --seed 7 [--brands levain --pace 60 --every 1000]`: prints one line of JSON when it answers, ends on SIGTERM or SIGINT. */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    host: { type: 'string', default: '127.0.0.1' },
    seed: { type: 'string', default: '1' },
    brands: { type: 'string', default: 'levain' },
    pace: { type: 'string', default: '1' },
    every: { type: 'string', default: '0' },
  },
})
const every = Number(values.every)
const sandbox = await startSandbox({
  port: Number(values.port),
  host: values.host,
  seed: Number(values.seed),
  community: { brands: values.brands.split(','), pace: Number(values.pace), ...(every > 0 && { everyMs: every }) },
})
process.stdout.write(`${JSON.stringify({ url: sandbox.url, pid: process.pid })}\n`)
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void sandbox.close().then(() => process.exit(0)))
