/** A helper of the pool: it sits at its own desk, and works on what is put on its trays. */
import { workerData } from 'node:worker_threads'
import { Kernel } from './kernel.ts'
import { control, type HelperData, job } from './pool.ts'
import type { SharedMemory } from './webassembly.ts'

const { memory, desk, shared } = workerData as HelperData
const kernel = new Kernel(memory as SharedMemory)
const words = new Int32Array(shared)
kernel.sitAt(desk)

function work(which: number): void {
  const at = control.jobs + which * control.job
  const read = (field: number) => (words[at + field] ?? 0) >>> 0
  kernel.call.widenDesk(read(job.present), read(job.answered), read(job.counters))
  kernel.call.takeTray(read(job.text), read(job.records), read(job.answers), read(job.answersBytes))
  words[at + job.done] = kernel.call.run(read(job.count), 0)
}

for (let done = 0; ; done += 1) {
  Atomics.wait(words, control.submitted, done)
  if (Atomics.load(words, control.quit) === 1) break
  kernel.refresh()
  work(done % control.trays)
  Atomics.store(words, control.done, done + 1)
  Atomics.notify(words, control.done)
}
