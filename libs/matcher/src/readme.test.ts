import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

it('the first example of the README works when pasted', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  const root = join(import.meta.dirname, '../../..')
  const run = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', example], { cwd: root, encoding: 'utf8' })
  const promised = [...example.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line)
  expect(run.stdout.trim().split('\n')).toEqual(promised)
})
