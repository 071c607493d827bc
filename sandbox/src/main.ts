import { parseArgs } from 'node:util'
import { startSandbox } from './sandbox.ts'

/** `node sandbox/src/main.ts --port 4300 --seed 7`: prints one line of JSON when it answers, ends on SIGTERM or SIGINT. */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    host: { type: 'string', default: '127.0.0.1' },
    seed: { type: 'string', default: '1' },
  },
})
const sandbox = await startSandbox({ port: Number(values.port), host: values.host, seed: Number(values.seed) })
process.stdout.write(`${JSON.stringify({ url: sandbox.url, pid: process.pid })}\n`)
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void sandbox.close().then(() => process.exit(0)))
